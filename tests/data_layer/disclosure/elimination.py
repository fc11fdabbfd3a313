"""Exact linear algebra over sparse rows, modulo a prime: solutions, and why an expression is determined.

Sums of sets of rows have integer coefficients; what is true of them modulo a random-looking prime of 61
bits is true of them, but for a chance of 1 in 2^61. No tolerance is needed, so no status depends on the
order of a sum. The order of pivots (shortest row, then rarest column: Markowitz) keeps fill-in small.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from data_layer.disclosure.modulo import PREMIER

Ligne = dict[int, int]
"""A sparse row: column -> coefficient modulo :data:`PREMIER`, never 0."""


@dataclass(frozen=True, slots=True)
class _Pivot:
    origine: int
    colonne: int
    inverse: int
    ligne: Ligne


@dataclass(eq=False)
class Elimination:
    """Equations ``sum(coefficient * unknown) = 0`` brought to a triangle, once."""

    lignes: Sequence[Mapping[int, int]]
    _pivots: list[_Pivot] = field(init=False, default_factory=list)
    _de: dict[int, int] = field(init=False, default_factory=dict)
    _rang_de: dict[int, int] = field(init=False, default_factory=dict)
    _apports: dict[int, list[tuple[int, int]]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        actives = {i: dict(ligne) for i, ligne in enumerate(self.lignes)}
        colonnes: dict[int, set[int]] = {}
        for i, ligne in actives.items():
            for c in ligne:
                colonnes.setdefault(c, set()).add(i)
        file = [(len(ligne), i) for i, ligne in actives.items()]
        heapq.heapify(file)
        while file:
            longueur, i = heapq.heappop(file)
            if i not in actives:
                continue
            ligne = actives[i]
            if len(ligne) != longueur:
                heapq.heappush(file, (len(ligne), i))
                continue
            del actives[i]
            if not ligne:
                continue  # others imply it
            touchees = self._pivoter(i, ligne, actives, colonnes)
            for j in touchees:
                heapq.heappush(file, (len(actives[j]), j))

    def _pivoter(
        self,
        i: int,
        ligne: Ligne,
        actives: dict[int, Ligne],
        colonnes: dict[int, set[int]],
    ) -> list[int]:
        """Solve a row for its rarest unknown and take that unknown out of the others; return these."""
        pivot = min(ligne, key=lambda c: (len(colonnes[c]), c))
        inverse = pow(ligne[pivot], -1, PREMIER)
        for c in ligne:
            colonnes[c].discard(i)
        touchees = sorted(colonnes[pivot])
        for j in touchees:
            autre = actives[j]
            facteur = -autre[pivot] * inverse % PREMIER
            for c, valeur in ligne.items():
                avant = autre.get(c, 0)
                apres = (avant + facteur * valeur) % PREMIER
                if apres:
                    autre[c] = apres
                    if not avant:
                        colonnes[c].add(j)
                elif avant:
                    del autre[c]
                    colonnes[c].discard(j)
            self._apports.setdefault(j, []).append((i, facteur))
        self._de[pivot] = self._rang_de[i] = len(self._pivots)
        self._pivots.append(_Pivot(i, pivot, inverse, ligne))
        return touchees

    @property
    def rang(self) -> int:
        return len(self._pivots)

    def resoudre(self, libre: Callable[[int], int]) -> dict[int, int]:
        """Return a solution: each unknown that nothing determines is drawn by ``libre``."""
        valeurs: dict[int, int] = {}
        for pivot in reversed(self._pivots):
            reste = 0
            for c, coefficient in pivot.ligne.items():
                if c == pivot.colonne:
                    continue
                if c not in valeurs:  # not solved for later on: it is free
                    valeurs[c] = libre(c)
                reste -= coefficient * valeurs[c]
            valeurs[pivot.colonne] = reste * pivot.inverse % PREMIER
        return valeurs

    def certificat(self, expression: Mapping[int, int]) -> Ligne | None:
        """Return the combination of equations that determines an expression, None when there is none."""
        reste = dict(expression)
        parts: dict[int, int] = {}
        # Unknowns of a pivot row are solved for later than it: pivots are met in order.
        attente = [self._de[c] for c in reste if c in self._de]
        heapq.heapify(attente)
        while attente:
            pivot = self._pivots[heapq.heappop(attente)]
            valeur = reste.get(pivot.colonne, 0)
            if not valeur:
                continue
            facteur = valeur * pivot.inverse % PREMIER
            parts[pivot.origine] = facteur
            for c, coefficient in pivot.ligne.items():
                apres = (reste.get(c, 0) - facteur * coefficient) % PREMIER
                if apres:
                    if c not in reste and c in self._de:
                        heapq.heappush(attente, self._de[c])
                    reste[c] = apres
                else:
                    reste.pop(c, None)
        return None if reste else self._origines(parts)

    def _origines(self, parts: dict[int, int]) -> Ligne:
        """Original rows behind a combination of rows as they were when they were solved."""
        rang = self._rang_de
        total = dict(parts)
        # A row owes to rows solved before it only.
        attente = [-rang[i] for i in total]
        heapq.heapify(attente)
        while attente:
            i = self._pivots[-heapq.heappop(attente)].origine
            for j, facteur in self._apports.get(i, ()):
                if j not in total:
                    heapq.heappush(attente, -rang[j])
                total[j] = (total.get(j, 0) + facteur * total[i]) % PREMIER
        return {i: valeur for i, valeur in total.items() if valeur}
