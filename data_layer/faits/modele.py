"""What the builder of a fact dataset is given: a tree, and rows one discharge year at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

PROFONDEUR_MAX = 7
"""Depth of the deepest leaves (UCD); device codes are leaves one level above."""

COLONNES: Mapping[str, str] = {
    "mois": "TINYINT",
    "annee_adm": "SMALLINT",
    "mois_adm": "TINYINT",
    "etab": "SMALLINT",
    "champ": "TINYINT",
    "sejour": "INTEGER",
    "patient": "INTEGER",
    "diagnostic": "SMALLINT",
    "ghm": "SMALLINT",
    "noeud": "SMALLINT",
    "indication": "SMALLINT",
    "liste": "TINYINT",
    "poids": "SMALLINT",
    "unites": "INTEGER",
    "montant": "INTEGER",
    "ecart": "INTEGER",
}
"""Columns of a fact row before the masks, and their DuckDB types; ``annee`` (SMALLINT) comes first."""


NOEUDS: Mapping[str, str] = {
    **{"noeud": "SMALLINT", "fin": "SMALLINT", "profondeur": "TINYINT"},
    **{"code": "VARCHAR", "niveau": "VARCHAR", "libelle": "VARCHAR", "parent": "SMALLINT"},
}
"""Columns of ``noeuds.parquet``: a classification in preorder, ``fin`` the last number of a subtree."""


@dataclass(frozen=True, eq=False, slots=True)
class Arbre:
    """A classification numbered in preorder: arrays of length n, index = node number.

    fin: last number of the subtree. profondeur: 0 for the root. parent: -1 for the root.
    """

    fin: NDArray[np.int16]
    profondeur: NDArray[np.int8]
    parent: NDArray[np.int16]

    def ancetres(self) -> NDArray[np.int16]:
        """Node at each depth 0..7 above (or at) each node: shape (8, n).

        Below its own depth a node stands for itself: a device code is its own ancestor at depth 7.
        """
        n = len(self.fin)
        ancetres = np.empty((PROFONDEUR_MAX + 1, n), dtype=np.int16)
        courant = np.arange(n)
        for profondeur in range(PROFONDEUR_MAX, -1, -1):
            trop_bas = self.profondeur[courant] > profondeur
            courant = np.where(trop_bas, self.parent[courant], courant)
            ancetres[profondeur] = courant
        return ancetres


@dataclass(frozen=True, eq=False, slots=True)
class Lot:
    """Fact rows discharged in one year: arrays of one length, keys of :data:`COLONNES`, any order."""

    annee: int
    colonnes: Mapping[str, NDArray[Any]]
