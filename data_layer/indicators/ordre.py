"""Shares, ranks and row order, from shown values only."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from geodata.texte import sans_accent

Reels = NDArray[np.float64]


def parts(valeurs: Reels, total: float) -> Reels:
    """Shares (0..1) of a total; NaN where the value is not shown or the total is not a positive one."""
    if not total > 0:
        return np.full_like(valeurs, np.nan)
    return np.asarray(valeurs / total)


def rangs(valeurs: Reels) -> tuple[int | None, ...]:
    """Ranks from the largest, equal values sharing the better rank; None where not shown."""
    cachees = np.isnan(valeurs)
    montrees = np.sort(valeurs[~cachees])
    suivants = 1 + montrees.size - np.searchsorted(montrees, valeurs, side="right")
    return tuple(
        None if cachee else rang
        for cachee, rang in zip(cachees.tolist(), suivants.tolist(), strict=True)
    )


def ordre(libelles: Sequence[str], valeurs: Reels | None, *, decroissant: bool) -> list[int]:
    """Positions of rows in reading order; rows without a shown value come last, by label.

    Equal values are ordered by label, so that no order tells anything about what is hidden.
    """
    cles = [sans_accent(libelle) for libelle in libelles]
    par_libelle = sorted(range(len(cles)), key=cles.__getitem__)
    if valeurs is None:
        return par_libelle[::-1] if decroissant else par_libelle
    rangees = (-valeurs if decroissant else valeurs).tolist()
    cachees = np.isnan(valeurs).tolist()
    montrees = [i for i in par_libelle if not cachees[i]]
    return sorted(montrees, key=rangees.__getitem__) + [i for i in par_libelle if cachees[i]]
