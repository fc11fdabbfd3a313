"""What follows from the published sets: exact linear algebra over a prime field.

A measure that adds up (an amount) is known on every set of records whose indicator is a combination of the
indicators of published sets. Instead of solving for each candidate, draw random vectors which vanish on
every published set: a candidate is such a combination if and only if they vanish on it too, but for a
chance of one in 2^62 with two vectors modulo 2^31 - 1. Rows that no published set tells apart form an
*atom*: the elimination is over atoms, and the weight of an atom is cut at random among its rows.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

P = 2**31 - 1
REPLIQUES = 2
Entiers = NDArray[np.int64]
_Equation = dict[int, int]


class Systeme:
    """The published sets of one year on one axis, as positions in a support of ``n`` rows."""

    def __init__(self, n: int, graine: int = 1) -> None:
        self._n, self._graine = n, graine
        self._ensembles: dict[int, Entiers] = {}

    def __len__(self) -> int:
        return len(self._ensembles)

    def publier(self, cle: int, rangees: Entiers) -> None:
        """Add a published set; ``cle`` is the same for the same set."""
        if len(rangees):
            self._ensembles.setdefault(cle, rangees)

    def atomes(self) -> tuple[Entiers, int]:
        """The atom of each row (-1: in no published set), and how many there are."""
        hasard = np.random.default_rng(self._graine)
        signatures = np.zeros(self._n, dtype=np.uint64)
        touchees = np.zeros(self._n, dtype=bool)
        for rangees in self._ensembles.values():
            signatures[rangees] += hasard.integers(1, 2**63, dtype=np.uint64)
            touchees[rangees] = True
        atomes = np.full(self._n, -1, dtype=np.int64)
        uniques, places = np.unique(signatures[touchees], return_inverse=True)
        atomes[touchees] = places
        return atomes, len(uniques)

    def nulles(self) -> Entiers:
        """Weights that vanish everywhere: those of who knows everything."""
        return np.zeros((REPLIQUES, self._n), dtype=np.int64)

    def cles(self) -> Entiers:
        """Weights of the rows, shape (REPLIQUES, n), modulo P: 0 over a set if and only if it is deduced.

        Raises:
            ArithmeticError: the weights do not vanish on a published set (a mistake of the elimination).
        """
        atomes, combien = self.atomes()
        equations = [
            dict.fromkeys(np.unique(atomes[r]).tolist(), 1) for r in self._ensembles.values()
        ]
        pivots = eliminer(equations)
        hasard = random.Random(self._graine)
        cles = np.zeros((REPLIQUES, self._n), dtype=np.int64)
        for replique in range(REPLIQUES):
            poids = remonter(pivots, combien, hasard)
            cles[replique] = _repartir(np.array(poids, dtype=np.int64), atomes, hasard)
        for rangees in self._ensembles.values():
            if (cles[:, rangees].sum(axis=1) % P).any():
                raise ArithmeticError("the null vector is not null on a published set")
        return cles


def deduit(cles: Entiers, rangees: Entiers) -> bool:
    """Whether a set is a combination of published sets."""
    return not (cles[:, rangees].sum(axis=1) % P).any()


def eliminer(equations: Iterable[_Equation]) -> list[tuple[int, _Equation]]:
    """Pivots in order, as (column, equation): none holds the column of an earlier pivot.

    A column met in one equation alone costs nothing: such an equation never helps to find another set.
    Else the shortest equation is taken, at its rarest column, so that little fills in.
    """
    lignes = dict(enumerate(equations))
    colonnes: dict[int, set[int]] = {}
    for i, ligne in lignes.items():
        for c in ligne:
            colonnes.setdefault(c, set()).add(i)
    seules = [c for c, ou in colonnes.items() if len(ou) == 1]
    tas = [(len(ligne), i) for i, ligne in lignes.items()]
    heapq.heapify(tas)
    pivots: list[tuple[int, _Equation]] = []
    while lignes:
        choix = _seule(seules, colonnes) or _courte(tas, lignes, colonnes)
        if choix is None:
            break
        i, c = choix
        pivot = lignes.pop(i)
        pivots.append((c, pivot))
        for x in pivot:
            ou = colonnes[x]
            ou.discard(i)
            if len(ou) == 1:
                seules.append(x)
        inverse = pow(pivot[c], -1, P)
        for j in list(colonnes[c]):
            _soustraire(lignes[j], pivot, lignes[j][c] * inverse % P, j, colonnes, seules)
            if lignes[j]:
                heapq.heappush(tas, (len(lignes[j]), j))
            else:
                del lignes[j]
    return pivots


def _seule(seules: list[int], colonnes: Mapping[int, set[int]]) -> tuple[int, int] | None:
    while seules:
        c = seules.pop()
        if len(colonnes[c]) == 1:
            return next(iter(colonnes[c])), c
    return None


def _courte(
    tas: list[tuple[int, int]],
    lignes: Mapping[int, _Equation],
    colonnes: Mapping[int, set[int]],
) -> tuple[int, int] | None:
    while tas:
        taille, i = heapq.heappop(tas)
        if i in lignes and len(lignes[i]) == taille:
            return i, min(lignes[i], key=lambda c: len(colonnes[c]))
    return None


def _soustraire(
    ligne: _Equation,
    pivot: _Equation,
    facteur: int,
    j: int,
    colonnes: dict[int, set[int]],
    seules: list[int],
) -> None:
    """``ligne -= facteur * pivot``, the index of columns kept true."""
    for x, v in pivot.items():
        reste = (ligne.get(x, 0) - facteur * v) % P
        if reste:
            if x not in ligne:
                colonnes[x].add(j)
            ligne[x] = reste
        elif x in ligne:
            del ligne[x]
            ou = colonnes[x]
            ou.discard(j)
            if len(ou) == 1:
                seules.append(x)


def remonter(pivots: list[tuple[int, _Equation]], combien: int, hasard: random.Random) -> list[int]:
    """A random vector of ``combien`` columns on which every equation vanishes."""
    poids = [hasard.randrange(P) for _ in range(combien)]
    for c, pivot in reversed(pivots):
        somme = sum(v * poids[x] for x, v in pivot.items() if x != c)
        poids[c] = -somme * pow(pivot[c], -1, P) % P
    return poids


def _repartir(poids: Entiers, atomes: Entiers, hasard: random.Random) -> Entiers:
    """Cut the weight of each atom among its rows; rows of none have any weight."""
    tire = np.random.default_rng(hasard.randrange(2**32))
    cles = tire.integers(0, P, len(atomes), dtype=np.int64)
    dedans = np.flatnonzero(atomes >= 0)
    _, dernieres = np.unique(atomes[dedans], return_index=True)
    premieres = dedans[dernieres]
    cles[premieres] = 0
    sommes = np.zeros(len(poids), dtype=np.int64)
    np.add.at(sommes, atomes[dedans], cles[dedans])
    cles[premieres] = (poids - sommes) % P
    return cles
