"""Sums of keys modulo the prime, over arrays of 64-bit integers that never overflow."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

PREMIER = 2**61 - 1
"""A Mersenne prime: what keys are counted modulo, as exactly as integers."""
Entiers = NDArray[np.int64]
BITS_BAS = 31
"""Keys travel as two parts: their low bits, and the rest (30 bits). Each adds up exactly as a double."""
_BAS = (1 << BITS_BAS) - 1
_HAUT = (1 << 30) - 1


def reunir(haut: NDArray[np.generic], bas: NDArray[np.generic]) -> Entiers:
    """Return sums of keys in 0..PREMIER-1 from the sums of their two parts (below 2**50 each)."""
    h, b = haut.astype(np.int64), bas.astype(np.int64)
    # h * 2**31 = (h >> 30) * 2**61 + ..., and 2**61 = 1 modulo 2**61 - 1.
    return ((h >> 30) + ((h & _HAUT) << BITS_BAS) + b) % PREMIER


def sommer(cles: Entiers, groupes: Entiers, nombre: int) -> Entiers:
    """Return the sum of keys of each group 0..nombre-1. ``cles``, ``groupes``: arrays of one length."""
    haut, bas = np.zeros(nombre, dtype=np.int64), np.zeros(nombre, dtype=np.int64)
    np.add.at(haut, groupes, cles >> BITS_BAS)
    np.add.at(bas, groupes, cles & _BAS)
    return reunir(haut, bas)


def repartir(cles: Entiers, groupes: Entiers, hasard: np.random.Generator) -> Entiers:
    """Return random keys of rows that add up to the key of their group (by group; rows' groups)."""
    tirees = hasard.integers(0, PREMIER, len(groupes), dtype=np.int64)
    _, derniers = np.unique(groupes[::-1], return_index=True)
    derniers = len(groupes) - 1 - derniers
    reste = (cles - sommer(tirees, groupes, len(cles))) % PREMIER
    tirees[derniers] = (tirees[derniers] + reste[groupes[derniers]]) % PREMIER
    return tirees
