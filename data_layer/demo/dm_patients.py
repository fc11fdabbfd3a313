"""Who is treated: patients come back to their establishment, sometimes go to another, then stop coming.

Each establishment and activity has its own people, numbered in the order they first come. A stay draws one
among those whose time it is, so that a patient has several stays within a window and none years later.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data_layer.demo.dm_calendrier import ANNEES

Reels = NDArray[np.float64]


@dataclass(frozen=True, eq=False, slots=True)
class Patientele:
    """People of one activity, by establishment position: first number, newcomers a year, years they come."""

    debut: NDArray[np.int64]
    nouveaux: Reels
    fenetre: float

    def tirer(
        self,
        etab: NDArray[Any],
        annee: int,
        mois: NDArray[Any],
        hasard: np.random.Generator,
    ) -> NDArray[np.int32]:
        """Return a patient for each stay (``etab``: the contract's number, from 1)."""
        rang = etab.astype(np.int64) - 1
        temps = annee - ANNEES[0] + (mois - 1) / 12 + self.fenetre * hasard.random(len(rang))
        return (self.debut[rang] + (self.nouveaux[rang] * temps).astype(np.int64)).astype(np.int32)


def patienteles(
    sejours: dict[str, Reels], fidelite: dict[str, tuple[float, float]]
) -> dict[str, Patientele]:
    """Return the people of each activity.

    ``sejours``: stays of a year by establishment; ``fidelite``: stays of a patient a year, and years.
    """
    resultat: dict[str, Patientele] = {}
    depart = 1
    for nom, par_an in sejours.items():
        retours, fenetre = fidelite[nom]
        nouveaux = par_an / retours
        taille = np.ceil(nouveaux * (len(ANNEES) + fenetre)).astype(np.int64) + 1
        debut = depart + np.concatenate([[0], np.cumsum(taille)[:-1]])
        resultat[nom] = Patientele(debut, nouveaux, fenetre)
        depart += int(taille.sum())
    return resultat
