"""Group-bys as tuples of levels, and which of them refine which.

An *axis* (place, product, champ, list, time...) has levels: each maps the values of the axis to codes. A
*group-by* is one level of each axis; its cells are the sets of rows which have the same codes. Order
between levels is read from the data: a level is finer than another when its code tells the other's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Groupement = tuple[str, ...]
"""One level of each axis, in the order of the axes."""
Entiers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Axe:
    """An axis of the cells.

    ``niveaux``: level -> code (>= 0) of each value of the axis, arrays of one length.
    """

    nom: str
    niveaux: Mapping[str, Entiers]

    @cached_property
    def taille(self) -> int:
        """One more than the largest code of any level."""
        return 1 + max(int(codes.max(initial=0)) for codes in self.niveaux.values())

    @cached_property
    def _ordre(self) -> frozenset[tuple[str, str]]:
        return frozenset(
            (a, b)
            for a, fins in self.niveaux.items()
            for b, gros in self.niveaux.items()
            if _determine(fins, gros)
        )

    def raffine(self, fin: str, gros: str) -> bool:
        """Whether the code of the first level tells that of the second."""
        return (fin, gros) in self._ordre


def _determine(fins: Entiers, gros: Entiers) -> bool:
    paires = np.unique(np.stack([fins, gros]), axis=1)
    return bool(len(np.unique(paires[0])) == paires.shape[1])


@dataclass(frozen=True, eq=False)
class Treillis:
    """The axes of a dataset, and the order of group-bys that follows from theirs."""

    axes: tuple[Axe, ...]

    def __post_init__(self) -> None:
        place = 1
        for axe in self.axes:
            place *= axe.taille
        if place > np.iinfo(np.int64).max:
            raise ValueError("codes of the axes do not fit in 64 bits together")

    def raffine(self, fin: Groupement, gros: Groupement) -> bool:
        """Whether every cell of the second is a union of cells of the first."""
        return all(a.raffine(x, y) for a, x, y in zip(self.axes, fin, gros, strict=True))

    def voisins(self, groupements: Sequence[Groupement]) -> list[tuple[int, int]]:
        """Pairs (finer, coarser) of positions with nothing between: the relations that imply all others.

        Group-bys of the same cells (two names for one level) come out as one pair each way at most.
        """
        n = len(groupements)
        strict = np.zeros((n, n), dtype=np.int64)
        for i, fin in enumerate(groupements):
            for j, gros in enumerate(groupements):
                if i != j and self.raffine(fin, gros):
                    # Two names of one partition: the first stands for both.
                    strict[i, j] = i < j or not self.raffine(gros, fin)
        proches = (strict > 0) & ~((strict @ strict) > 0)
        return [(int(i), int(j)) for i, j in np.argwhere(proches)]

    def cle(self, groupement: Groupement, valeurs: Sequence[Entiers]) -> Entiers:
        """Pack the codes of rows under a group-by in one integer each. ``valeurs``: one column an axis."""
        cle = np.zeros(len(valeurs[0]), dtype=np.int64)
        for axe, niveau, colonne in zip(self.axes, groupement, valeurs, strict=True):
            cle = cle * axe.taille + axe.niveaux[niveau][colonne]
        return cle
