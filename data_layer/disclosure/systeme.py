"""The linked cells of a publication family: sets of rows, and the sums that tie them.

A cell is a *set* of fact rows. Two cells of the same rows (the only product of its chapter, the only
establishment of its GHT) are one set, recognised by the sum of random numbers drawn for the rows. A
*relation* says that a set is the disjoint union of others. Those between neighbouring group-bys imply the
rest; those of a place and the smallest ones in it are kept too, for what is masked in it as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from data_layer.disclosure.treillis import Entiers, Groupement, Treillis

Reels = NDArray[np.float64]
Logiques = NDArray[np.bool_]
Empreintes = NDArray[np.uint64]


@dataclass(frozen=True, eq=False, slots=True)
class Lignes:
    """Rows to be counted under a group-by, arrays of length n (``valeurs``: one column an axis).

    empreintes: the random number of each row. effectifs: how many protected units (distinct stays) each
    counts for under this group-by.
    """

    valeurs: tuple[Entiers, ...]
    empreintes: Empreintes
    effectifs: Reels


class Source(Protocol):
    """Where rows come from: they may depend on the group-by, since distinct counts do."""

    @property
    def treillis(self) -> Treillis: ...

    def lignes(self, groupement: Groupement) -> Lignes: ...


@dataclass(frozen=True, eq=False, slots=True)
class Cellules:
    """The cells of one group-by, in order of their packed codes: key, set, arrays of length n."""

    cles: Entiers
    ensembles: Entiers

    def trouver(self, cles: Entiers) -> Entiers:
        """Return the set of each key, -1 where the group-by has no such cell."""
        places = np.minimum(np.searchsorted(self.cles, cles), max(len(self.cles) - 1, 0))
        if not len(self.cles):
            return np.full(len(cles), -1, dtype=np.int64)
        return np.where(self.cles[places] == cles, self.ensembles[places], -1)


@dataclass(frozen=True, eq=False, slots=True)
class Systeme:
    """Sets 0..m-1 and relations 0..r-1 between them.

    effectifs: protected count of each set (m). publie: whether the family holds it (m); the others are
    *hidden* atoms, known only through what holds them. poids: what hiding a unit of the set costs (m).
    parents: set of each relation (r); debuts (r + 1) and membres: its children, at least two.
    exces: by how much children of a relation count more than their parent (r): stays that several
    products share. axes: bits of the axes along which a relation divides (r). atomes: whether a set has
    no relation below it (m). comptes_dits: whether counts are answered themselves, or protect what is.
    """

    effectifs: Reels
    publie: Logiques
    poids: Reels
    parents: Entiers
    debuts: Entiers
    membres: Entiers
    exces: Reels
    axes: Entiers
    atomes: Logiques
    cellules: Mapping[Groupement, Cellules]
    valeurs: tuple[Entiers, ...]
    """Values of the axes for one row of each cell of the finest group-by, in the order of its cells."""
    comptes_dits: bool = True

    def __len__(self) -> int:
        return len(self.effectifs)

    @property
    def tailles(self) -> Entiers:
        """Number of children of each relation."""
        return np.diff(self.debuts)


@dataclass(frozen=True, eq=False, slots=True)
class _Niveau:
    """Cells of a group-by while sets are still rows: ``rep`` is one of the rows of each cell."""

    lignes: Lignes
    cles: Entiers
    rep: Entiers
    empreintes: Empreintes
    effectifs: Reels


def composer(source: Source, famille: Mapping[Groupement, float], fin: Groupement) -> Systeme:
    """Tie the cells of a family together.

    ``famille``: each published group-by and what a unit of its cells weighs. ``fin``: the group-by that
    refines them all; its cells are the atoms, hidden unless the family holds it.
    Raises ValueError when ``fin`` does not refine a member.
    """
    treillis = source.treillis
    ordre = [fin, *(g for g in famille if g != fin)]
    for g in ordre:
        if not treillis.raffine(fin, g):
            raise ValueError(f"{fin} does not refine {g}")
    niveaux = [_regrouper(treillis, source.lignes(g), g) for g in ordre]
    empreintes = np.concatenate([n.empreintes for n in niveaux])
    uniques, ensembles = np.unique(empreintes, return_inverse=True)
    bornes = np.cumsum([0, *(len(n.cles) for n in niveaux)])
    de_niveau = [ensembles[a:b] for a, b in pairwise(bornes)]
    m = len(uniques)
    effectifs, publie, poids = np.full(m, np.inf), np.zeros(m, dtype=bool), np.zeros(m)
    for g, niveau, siens in zip(ordre, niveaux, de_niveau, strict=True):
        # One set under two group-bys counts the same stays; were it not so, the least would protect.
        np.minimum.at(effectifs, siens, niveau.effectifs)
        if g in famille:
            publie[siens] = True
            np.maximum.at(poids, siens, famille[g])
    parents, debuts, membres, axes = _relations(treillis, ordre, niveaux, de_niveau)
    sommes = np.add.reduceat(effectifs[membres], debuts[:-1]) if len(parents) else np.zeros(0)
    atomes = np.ones(m, dtype=bool)
    atomes[parents] = False
    return Systeme(
        effectifs=effectifs,
        publie=publie,
        poids=poids,
        parents=parents,
        debuts=debuts,
        membres=membres,
        exces=np.maximum(sommes - effectifs[parents], 0.0),
        axes=axes,
        atomes=atomes,
        cellules={
            g: Cellules(n.cles, s) for g, n, s in zip(ordre, niveaux, de_niveau, strict=True)
        },
        valeurs=tuple(v[niveaux[0].rep] for v in niveaux[0].lignes.valeurs),
    )


def _regrouper(treillis: Treillis, lignes: Lignes, groupement: Groupement) -> _Niveau:
    cle = treillis.cle(groupement, lignes.valeurs)
    ordre = np.argsort(cle, kind="stable")
    triees = cle[ordre]
    debut = (
        np.flatnonzero(np.concatenate([[True], triees[1:] != triees[:-1]])) if len(cle) else ordre
    )
    if not len(cle):
        return _Niveau(lignes, cle, ordre, lignes.empreintes, lignes.effectifs)
    return _Niveau(
        lignes,
        triees[debut],
        ordre[debut],
        np.add.reduceat(lignes.empreintes[ordre], debut),
        np.add.reduceat(lignes.effectifs[ordre], debut),
    )


def _relations(
    treillis: Treillis,
    ordre: Sequence[Groupement],
    niveaux: Sequence[_Niveau],
    de_niveau: Sequence[Entiers],
) -> tuple[Entiers, Entiers, Entiers, Entiers]:
    """Return parents, starts, children and axes of the relations between neighbours, each once."""
    morceaux = []
    for fin, gros in sorted({*treillis.voisins(ordre), *_directs(treillis, ordre)}):
        niveau = niveaux[fin]
        valeurs = tuple(v[niveau.rep] for v in niveau.lignes.valeurs)
        place = np.searchsorted(niveaux[gros].cles, treillis.cle(ordre[gros], valeurs))
        bits = sum(
            1 << i for i, (a, b) in enumerate(zip(ordre[fin], ordre[gros], strict=True)) if a != b
        )
        parents, tailles, enfants = _groupes(de_niveau[gros][place], de_niveau[fin])
        morceaux.append((parents, tailles, enfants, np.full(len(parents), bits, dtype=np.int64)))
    return _assembler(morceaux)


def _directs(treillis: Treillis, ordre: Sequence[Groupement]) -> list[tuple[int, int]]:
    """Pairs of positions of group-bys that differ on the first axis alone, one at its finest level."""
    axe, fin = treillis.axes[0], ordre[0][0]
    return [
        (i, j)
        for i, a in enumerate(ordre)
        for j, b in enumerate(ordre)
        if a[0] == fin != b[0] and a[1:] == b[1:] and axe.raffine(a[0], b[0])
    ]


def _groupes(parents: Entiers, enfants: Entiers) -> tuple[Entiers, Entiers, Entiers]:
    """Children by parent: parents of two children or more, how many each has, the children in order."""
    ordre = np.lexsort((enfants, parents))
    parents, enfants = parents[ordre], enfants[ordre]
    uniques, tailles = np.unique(parents, return_counts=True)
    plusieurs = tailles > 1
    return uniques[plusieurs], tailles[plusieurs], enfants[np.repeat(plusieurs, tailles)]


def _assembler(
    morceaux: Iterable[tuple[Entiers, Entiers, Entiers, Entiers]],
) -> tuple[Entiers, Entiers, Entiers, Entiers]:
    """Relations end to end, those of the same parent and children kept once."""
    listes = [m for m in morceaux if len(m[0])]
    if not listes:
        vide = np.zeros(0, np.int64)
        return vide, np.zeros(1, np.int64), vide, vide
    parents, tailles, membres, axes = (np.concatenate(c) for c in zip(*listes, strict=True))
    debuts = np.concatenate([[0], np.cumsum(tailles)])
    signature = np.add.reduceat(_brouiller(membres), debuts[:-1]) ^ _brouiller(parents)
    _, premieres = np.unique(signature, return_index=True)
    garde = np.zeros(len(parents), dtype=bool)
    garde[premieres] = True
    membres = membres[np.repeat(garde, tailles)]
    debuts = np.concatenate([[0], np.cumsum(tailles[garde])])
    return parents[garde], debuts, membres, axes[garde]


def _brouiller(numeros: Entiers) -> Empreintes:
    """A well mixed 64-bit number for each set, so that sums of them tell lists of sets apart."""
    x = numeros.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    x ^= x >> np.uint64(29)
    x *= np.uint64(0xBF58476D1CE4E5B9)
    return np.asarray(x ^ (x >> np.uint64(32)))
