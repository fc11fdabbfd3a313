"""What shown figures tell of a derived one: its value when they tell it, else the bounds they leave."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data_layer.statuts import RANG_STATUT, Statut

Reels = NDArray[np.float64]
Codes = NDArray[np.int8]
MOINDRE = 1.0
"""The least a masked cell can be: zeros are shown, so that what is masked counts one at least."""

OK = RANG_STATUT[Statut.OK]
MASQUE = RANG_STATUT[Statut.MASQUE]
SANS_OBJET = RANG_STATUT[Statut.SANS_OBJET]


@dataclass(frozen=True, eq=False, slots=True)
class Encadrement:
    """Derived figures, arrays of one shape.

    valeurs: NaN unless ``statuts`` is ``ok``. bas, haut: the truth lies between (both are ``valeurs``
    where it is ``ok``), NaN where nothing bounds it. statuts: ``ok``; ``masque`` where masked cells leave
    it untold; ``sans_objet`` where it has no meaning (over zero). All come from shown figures.
    """

    valeurs: Reels
    bas: Reels
    haut: Reels
    statuts: Codes


def encadrer(
    bas: Reels, haut: Reels, exact: NDArray[np.bool_], vide: NDArray[np.bool_]
) -> Encadrement:
    """Bounds of one shape, where they are exact, and where there is nothing to tell."""
    bas, haut = np.where(vide, np.nan, bas), np.where(vide, np.nan, haut)
    statuts = np.select([vide, exact], [SANS_OBJET, OK], MASQUE).astype(np.int8)
    return Encadrement(np.where(statuts == OK, bas, np.nan), bas, haut, statuts)


def quotient(numerateur: Reels, denominateur: Reels) -> Reels:
    """Arrays that broadcast; NaN where either is unknown or the denominator is not a positive one."""
    numerateur, denominateur = np.broadcast_arrays(
        np.asarray(numerateur, dtype=float), np.asarray(denominateur, dtype=float)
    )
    rien = np.full(numerateur.shape, np.nan)
    return np.asarray(np.divide(numerateur, denominateur, out=rien, where=denominateur > 0))


def reste(valeurs: Reels, totaux: Reels) -> tuple[Reels, Reels]:
    """What the masked cells of each row (n x k, NaN where masked) share, and how many they are (n).

    The part is NaN where the total (n) is. Raises ValueError where shown cells exceed their total, or leave
    less than :data:`MOINDRE` for each masked one.
    """
    masques = np.isnan(valeurs).sum(axis=1).astype(float)
    somme = np.nansum(valeurs, axis=1)
    part = np.asarray(totaux, dtype=float) - somme
    tolerance = 1e-9 * np.maximum(somme, 1.0)
    if np.any(part < masques * MOINDRE - tolerance):
        raise ValueError("shown cells leave too little of their total for those that are masked")
    return np.where(np.abs(part) <= tolerance, 0.0, part), masques
