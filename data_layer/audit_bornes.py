"""What a masked count may be, by linear programs (HiGHS) over the cells around it.

Around a cell, some masked sets are unknown; the others keep their true count, as if the attacker knew them.
What fits these fits the whole: the width found is one the cell has at least. Where it is small, the
surroundings grow, up to the whole connected part, where the width is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog  # type: ignore[import-untyped]
from scipy.sparse import csr_array  # type: ignore[import-untyped]

from data_layer.disclosure.mondes import LARGEUR
from data_layer.disclosure.systeme import Logiques, Systeme
from data_layer.disclosure.treillis import Entiers

ENTOURAGES = (60, 600, 6_000, 60_000)
"""Masked sets around a cell: how many at first, then when it still looks narrow."""
_ASSEZ = 1_000.0
"""How far a count is looked for above the truth: beyond, it is wide enough."""
_EPSILON = 1e-6


@dataclass(frozen=True, slots=True)
class Bornes:
    """What a masked set may count, at least between these two; ``entier``: exactly between them.

    ``inconnus``: masked sets of the program. ``effectif``: the truth.
    """

    effectif: float
    bas: float
    haut: float
    inconnus: int
    entier: bool

    @property
    def largeur(self) -> float:
        return self.haut - self.bas


@dataclass(frozen=True, eq=False)
class Voisinage:
    """Relations of a system by set, and a mask: from a set to those it shares a relation with."""

    systeme: Systeme
    masque: Logiques

    def __post_init__(self) -> None:
        s = self.systeme
        r = np.concatenate(
            [np.arange(len(s.parents)), np.repeat(np.arange(len(s.parents)), s.tailles)]
        )
        e = np.concatenate([s.parents, s.membres])
        ordre = np.argsort(e, kind="stable")
        object.__setattr__(self, "_relations", r[ordre])
        object.__setattr__(self, "_debuts", np.searchsorted(e[ordre], np.arange(len(s) + 1)))

    def relations_de(self, ensemble: int) -> Entiers:
        debuts: Entiers = self._debuts  # type: ignore[attr-defined]
        relations: Entiers = self._relations  # type: ignore[attr-defined]
        return relations[debuts[ensemble] : debuts[ensemble + 1]]

    def membres(self, relation: int) -> Entiers:
        s = self.systeme
        enfants = s.membres[s.debuts[relation] : s.debuts[relation + 1]]
        return np.concatenate([s.parents[relation : relation + 1], enfants])

    def autour(self, cible: int, combien: int) -> tuple[list[int], list[int], bool]:
        """Masked sets near one, nearest first, the relations they are in, and whether that is all of them."""
        places, file, relations = {cible: 0}, [cible], dict[int, None]()
        for ensemble in file:
            for relation in self.relations_de(ensemble).tolist():
                if relation in relations:
                    continue
                relations[relation] = None
                for autre in self.membres(relation).tolist():
                    if self.masque[autre] and autre not in places and len(file) < combien:
                        places[autre] = len(file)
                        file.append(autre)
        return file, list(relations), len(file) < combien


def borner(voisinage: Voisinage, cible: int) -> Bornes:
    """Bound a masked set, in surroundings that grow until it is wide or nothing is left to add."""
    for combien in ENTOURAGES:
        trouve = _borner(voisinage, cible, *voisinage.autour(cible, combien))
        if trouve.entier or trouve.largeur >= LARGEUR - _EPSILON:
            break
    return trouve


def _borner(
    voisinage: Voisinage,
    cible: int,
    inconnus: Sequence[int],
    relations: Sequence[int],
    entier: bool,
) -> Bornes:
    s = voisinage.systeme
    vrai = s.effectifs
    place = {e: i for i, e in enumerate(inconnus)}
    lignes, colonnes, valeurs, restes, exces = [], [], [], [], []
    for ligne, relation in enumerate(relations):
        parent, *enfants = voisinage.membres(relation).tolist()
        reste = 0.0
        for e, signe in ((parent, 1.0), *((enfant, -1.0) for enfant in enfants)):
            if e in place:
                lignes.append(ligne)
                colonnes.append(place[e])
                valeurs.append(signe)
            else:
                reste -= signe * vrai[e]
        restes.append(reste)
        exces.append(float(s.exces[relation]))
    forme = (len(relations), len(inconnus))
    a = csr_array((valeurs, (lignes, colonnes)), shape=forme)
    b, jeu = np.array(restes), np.array(exces)
    bas, haut = _extremes(s, a, b, jeu, np.array(inconnus), float(vrai[cible]))
    return Bornes(float(vrai[cible]), bas, haut, len(inconnus), entier)


def _extremes(
    s: Systeme,
    a: csr_array,
    b: NDArray[np.float64],
    jeu: NDArray[np.float64],
    inconnus: Entiers,
    vrai: float,
) -> tuple[float, float]:
    """Least and largest of the first unknown: parent - children is ``b``, or up to ``jeu`` less.

    Distinct stays do not add up over products: children may count more than their parent.
    """
    exactes = jeu == 0
    but = np.zeros(len(inconnus))
    bornes = np.column_stack(
        [np.where(s.publie[inconnus], 1.0, 0.0), np.full(len(inconnus), np.inf)]
    )
    bornes[0, 1] = vrai + _ASSEZ
    extremes = []
    for signe in (1.0, -1.0):
        but[0] = signe
        trouve = linprog(
            but,
            A_eq=a[exactes] if exactes.any() else None,
            b_eq=b[exactes] if exactes.any() else None,
            A_ub=_empiler(a[~exactes]) if not exactes.all() else None,
            b_ub=np.concatenate([b[~exactes], jeu[~exactes] - b[~exactes]])
            if not exactes.all()
            else None,
            bounds=bornes,
            method="highs",
        )
        if trouve.status != 0:
            raise ArithmeticError(f"HiGHS: {trouve.message}")
        extremes.append(float(signe * trouve.fun))
    return extremes[0], extremes[1]


def _empiler(a: csr_array) -> csr_array:
    from scipy.sparse import vstack

    return vstack([a, -a], format="csr")
