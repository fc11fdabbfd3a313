"""Expected stays of the residents of each place: population of a stratum x rate of the activity.

Rates are set on the volumes of France of ``nomenclatures/flux.yaml`` (those of 2019, of 2014 in HAD), by age
and sex, with differences between régions, départements and residences which stay from year to year, and the
trends of each champ, the dips of 2020 among them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data_layer.demo.flux_lieux import Residences
from data_layer.demo.flux_nomenclature import Feuille, Nomenclature

Reels = NDArray[np.float64]
Entiers = NDArray[np.int64]

_GRAINE = 20220630
_REFERENCE = 2019
_ECARTS = (0.07, 0.06, 0.07)
"""Sigmas of rates between régions, départements of a région, residences of a département."""

_TENDANCES: Mapping[tuple[str, int], tuple[int, tuple[float, ...]]] = {
    ("mco", 1): (2016, (1.035, 1.025, 1.01, 1.0, 0.865, 0.9)),
    ("mco", 2): (2016, (0.91, 0.94, 0.97, 1.0, 0.845, 0.995)),
    ("mco", 3): (2016, (0.93, 0.95, 0.98, 1.0, 0.995, 1.02)),
    ("ssr", 1): (2016, (1.02, 1.015, 1.01, 1.0, 0.87, 0.86)),
    ("ssr", 2): (2016, (0.88, 0.92, 0.96, 1.0, 0.66, 0.88)),
    ("psy", 1): (2016, (1.02, 1.01, 1.01, 1.0, 0.9, 0.91)),
    ("psy", 2): (2016, (1.03, 1.02, 1.01, 1.0, 0.56, 0.72)),
    ("psy", 4): (2016, (0.97, 0.98, 0.99, 1.0, 0.93, 0.99)),
    ("had", 1): (2014, (1.0, 1.01, 1.03, 1.05, 1.08, 1.12, 1.22, 1.24)),
}
"""(champ, type) -> first year, stays of each year over those of the reference."""
ANNEES: Mapping[str, tuple[int, ...]] = {
    champ: tuple(range(debut, debut + len(suite)))
    for (champ, type_), (debut, suite) in _TENDANCES.items()
    if type_ == 1
}
"""The years of each champ."""

Attendus = Mapping[int, Reels]


@dataclass(frozen=True, eq=False, slots=True)
class Volumes:
    """Rates of a leaf, before trends: stays a year and an inhabitant of a stratum, by residence.

    par_groupe: group -> multiplier by residence; taux: (leaf position, type) -> rate by stratum.
    """

    populations: Mapping[int, Entiers]
    par_groupe: tuple[Reels, ...]
    taux: Mapping[tuple[int, int], Reels]

    def attendus(self, rang: int, feuille: Feuille, type_: int, annee: int) -> Reels:
        """Expected stays of a leaf: n residences x 8 strata."""
        debut, suite = _TENDANCES[feuille.champ, type_]
        taux = self.taux[rang, type_] * suite[annee - debut]
        return self.populations[annee] * taux * self.par_groupe[feuille.groupe][:, None]


def volumes(r: Residences, n: Nomenclature, populations: Mapping[int, Entiers]) -> Volumes:
    """Set the rates on the volumes of France."""
    par_groupe = tuple(_ecarts(r, g.noeud, populations) for g in n.groupes)
    taux = {}
    for rang, feuille in enumerate(n.feuilles):
        annee = 2014 if feuille.champ == "had" else _REFERENCE
        habitants = (populations[annee] * par_groupe[feuille.groupe][:, None]).sum(axis=0)
        profil = feuille.profil()
        for type_, sejours in feuille.sejours.items():
            taux[rang, type_] = profil * (sejours / float(profil @ habitants))
    return Volumes(populations, par_groupe, taux)


def _ecarts(r: Residences, noeud: int, populations: Mapping[int, Entiers]) -> Reels:
    """What multiplies the rates of a group in each residence."""
    hasard = np.random.default_rng([_GRAINE, noeud])
    logs = np.zeros(len(r))
    for sigma, zones in zip(_ECARTS, (r.region, r.departement, r.code), strict=True):
        _, rangs = np.unique(zones, return_inverse=True)
        logs += hasard.normal(0, sigma, int(rangs.max()) + 1).clip(-2 * sigma, 2 * sigma)[rangs]
    return np.asarray(np.exp(logs), dtype=float)
