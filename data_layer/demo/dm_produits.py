"""What may be drawn: products of one champ, the cases they are used in, their indications.

A *case* (``cas``) is a leaf with a (diagnosis, GHM) pair. Weights are those of stays of the reference
year; draws by group use one search in a table of cumulated shares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data_layer.demo.nomenclature import Noeud, nomenclature

Entiers = NDArray[np.int64]
Reels = NDArray[np.float64]

MCO, HAD, SSR = 0, 1, 2
SEANCES_MOYENNES = 18.0
"""Mean number of séances of a séance record (1 to 30)."""

_PART_HORS_SEANCE = 0.025
"""Share of the stays and séances with drugs which are stays: few, so that rows are few."""

_ASSORTIS = (2.2, 0.35, 0.0)
"""Units added to a row, by kind: most stays are given one row, which stands for a whole set."""

# Places where the work goes on when operating theatres close: heart and vessels.
_URGENTS = ("lpp-030101", "lpp-030106", "lpp-0302", "lpp-0304")
PROGRAMME, URGENT, MEDICAMENT = 0, 1, 2
"""Kinds of use, which do not have the same seasons."""


@dataclass(frozen=True, eq=False, slots=True)
class Tirage:
    """Draws a position within a group: ``bornes`` holds group + cumulated share, ``ordre`` the items."""

    bornes: Reels
    ordre: Entiers

    @classmethod
    def de(cls, groupes: NDArray[Any], poids: Reels) -> Tirage:
        """Prepare draws of items of each group in proportion to ``poids`` (both of length n)."""
        ordre = np.lexsort((np.arange(len(groupes)), groupes))
        g, p = np.asarray(groupes)[ordre], poids[ordre]
        debut = np.searchsorted(g, g, side="left")
        fin = np.searchsorted(g, g, side="right")
        cumul = np.concatenate([[0.0], np.cumsum(p)])
        total = cumul[fin] - cumul[debut]
        part = (cumul[1:] - cumul[debut]) / np.where(total > 0, total, 1)
        # The last of a group closes it whatever the rounding.
        part = np.where(np.arange(len(g)) == fin - 1, 1.0, part)
        return cls(g + part, ordre)

    def tirer(self, groupes: NDArray[Any], uniforme: Reels) -> Entiers:
        """Return one item by entry of ``groupes``; each group must have items."""
        rangs = np.searchsorted(self.bornes, groupes + uniforme, side="right")
        return self.ordre[np.minimum(rangs, len(self.ordre) - 1)]


@dataclass(frozen=True, eq=False, slots=True)
class Produits:
    """Leaves of one champ (arrays of length L) and their cases (arrays of length C).

    noeud, groupe (sous-chapitre or ATC 2 above it), parent (node right above it), evolution, entree (year
    * 100 + month of entry into LES, 0: always there), genre (kind of use); c_feuille: position of the leaf
    of a case; c_paire: number of its (diagnostic, ghm); c_poids: stays; c_unites: mean units of a row;
    c_prix: EUR per unit; c_seance: whether the record counts séances.
    """

    noeud: NDArray[np.int16]
    groupe: Entiers
    parent: Entiers
    evolution: Reels
    entree: Entiers
    genre: Entiers
    c_feuille: Entiers
    c_paire: Entiers
    c_diagnostic: NDArray[np.int16]
    c_ghm: NDArray[np.int16]
    c_poids: Reels
    c_unites: Reels
    c_prix: Reels
    c_seance: NDArray[np.bool_]

    def poids(self, c_poids: Reels | None = None) -> Reels:
        """Return the weight of each leaf, that of its cases."""
        c = self.c_poids if c_poids is None else c_poids
        return np.bincount(self.c_feuille, c, minlength=len(self.noeud)).astype(float)

    def prix(self) -> Reels:
        """Return the EUR per unit of each leaf, on average over its cases."""
        return self.poids(self.c_poids * self.c_prix) / self.poids()


@cache
def produits(famille: str, champ: int) -> Produits:
    """Return the products of a family (``dm`` or ``med``) used in one champ."""
    n = nomenclature()
    prefixe = "lpp-" if famille == "dm" else "ucd-"
    feuilles = [f for f in n.feuilles if f.code.startswith(prefixe) and champ in f.champs]
    profondeur = 4 if famille == "dm" else 3
    groupes = {g: i for i, g in enumerate(sorted({_ancetre(f, profondeur) for f in feuilles}))}
    cas = [(i, f, a) for i, f in enumerate(feuilles) for a in n.affinites[f.numero]]
    seance = np.array([a.seance and champ == MCO for _, _, a in cas])
    volume = np.array([f.poids * a.poids for _, f, a in cas])
    diagnostic = np.array([a.diagnostic for _, _, a in cas], dtype=np.int16)
    ghm = np.array([a.ghm if champ == MCO else 0 for _, _, a in cas], dtype=np.int16)
    c_poids = volume / np.where(seance, SEANCES_MOYENNES, 1.0)
    if seance.any():
        hors, dedans = volume[~seance].sum(), volume[seance].sum()
        juste = _PART_HORS_SEANCE / (1 - _PART_HORS_SEANCE) * dedans / hors
        c_poids = np.where(seance, c_poids, c_poids * juste)
    return Produits(
        noeud=np.array([f.numero for f in feuilles], dtype=np.int16),
        groupe=np.array([groupes[_ancetre(f, profondeur)] for f in feuilles]),
        parent=np.array([_parent(f) for f in feuilles]),
        evolution=np.array([f.evolution for f in feuilles]),
        entree=np.array(
            [100 * f.entree_les[0] + f.entree_les[1] if f.entree_les else 0 for f in feuilles]
        ),
        genre=np.array([_genre(f) for f in feuilles]),
        c_feuille=np.array([i for i, _, _ in cas]),
        c_paire=diagnostic.astype(np.int64) * 4096 + ghm,
        c_diagnostic=diagnostic,
        c_ghm=ghm,
        c_poids=c_poids,
        c_unites=np.array([max(f.unites, 1.0) + _ASSORTIS[_genre(f)] for _, f, _ in cas]),
        c_prix=np.array([f.prix for _, f, _ in cas]),
        c_seance=seance,
    )


def _ancetre(feuille: Noeud, profondeur: int) -> int:
    return int(nomenclature().arbre.ancetres()[profondeur][feuille.numero])


def _parent(feuille: Noeud) -> int:
    """Return the nearest node above a leaf (numbers of nodes)."""
    au_dessus = (_ancetre(feuille, p) for p in range(7, -1, -1))
    return next((n for n in au_dessus if n != feuille.numero), feuille.numero)


def _genre(feuille: Noeud) -> int:
    if feuille.code.startswith("ucd-"):
        return MEDICAMENT
    sous_chapitre = nomenclature().noeuds[_ancetre(feuille, 4)].code
    return URGENT if sous_chapitre.startswith(_URGENTS) else PROGRAMME


@dataclass(frozen=True, eq=False, slots=True)
class Indications:
    """Draws the indication of a drug row: ``groupe`` is 2 * leaf node + list."""

    connues: NDArray[np.bool_]
    tirage: Tirage

    def tirer(self, noeud: NDArray[Any], liste: NDArray[Any], uniforme: Reels) -> NDArray[np.int16]:
        """Return an indication of this product on this list, 0 where none is declared."""
        groupes = 2 * noeud.astype(np.int64) + liste
        positions = self.tirage.tirer(groupes, uniforme) + 1
        return np.where(self.connues[groupes], positions, 0).astype(np.int16)


@cache
def indications() -> Indications:
    """Return the draws of indications: the first of a product are the more frequent."""
    toutes = nomenclature().indications
    groupes = np.array([2 * i.noeud + i.liste for i in toutes])
    rang = _rangs(groupes.tolist())
    connues = np.zeros(2 * len(nomenclature().noeuds) + 2, dtype=bool)
    connues[groupes] = True
    return Indications(connues, Tirage.de(groupes, 1.0 / np.array(rang, dtype=float)))


def _rangs(groupes: Sequence[int]) -> list[int]:
    """Return the rank of each item within its group, from 1."""
    vus: dict[int, int] = {}
    rangs = []
    for groupe in groupes:
        vus[groupe] = vus.get(groupe, 0) + 1
        rangs.append(vus[groupe])
    return rangs
