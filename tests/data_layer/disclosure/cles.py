"""Slow oracle of keys: numbers that add up as rows do, 0 for what is shown and for what it tells.

Random keys are drawn for the atoms under the equations "the key of each published set is 0". A set whose key
is 0 is then a combination of published sets (but for a chance of 1 in 2^61), and every additive measure on it
was already told; a masked set keeps a key. This is the null space test of Langsrud and Bøvelstad (PSD 2022,
SuppressDec), over a finite field rather than by least squares.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from data_layer.disclosure.modulo import PREMIER
from data_layer.disclosure.systeme import Logiques, Systeme
from data_layer.disclosure.treillis import Entiers

from .elimination import Elimination


@dataclass(frozen=True, eq=False)
class Equations:
    """The published sets of a mask, written over the atoms it hides.

    ensembles: which set each equation is of. expressions: of every set, over masked atoms; empty where
    everything in it is published.
    """

    systeme: Systeme
    masque: Logiques
    definition: Entiers
    ensembles: list[int]
    expressions: Sequence[Mapping[int, int]]
    elimination: Elimination

    def preuve(self, ensemble: int) -> frozenset[int]:
        """The published sets that determine one whose key is 0."""
        combinaison = self.elimination.certificat(self.expressions[ensemble])
        assert combinaison is not None, "a key is 0 by chance"
        return self._deplier(combinaison, ensemble)

    def _deplier(self, combinaison: Mapping[int, int], cible: int) -> frozenset[int]:
        """The published sets behind a combination of equations.

        An equation leaves out the published parts of its set, which count with the opposite sign; so do
        those of the target, on the other side.
        """
        total: dict[int, int] = {}
        attente = [(self.ensembles[i], c) for i, c in combinaison.items()]
        for e, coefficient in attente:
            total[e] = total.get(e, 0) + coefficient
        attente.append((cible, PREMIER - 1))
        s = self.systeme
        while attente:
            e, coefficient = attente.pop()
            relation = int(self.definition[e])
            if relation < 0:
                continue
            for enfant in s.membres[s.debuts[relation] : s.debuts[relation + 1]].tolist():
                if self.masque[enfant]:
                    attente.append((enfant, coefficient))
                else:
                    total[enfant] = total.get(enfant, 0) - coefficient
        return frozenset(e for e, c in total.items() if c % PREMIER)


def poser(s: Systeme, masque: Logiques) -> Equations:
    """Write and solve the equations of a mask."""
    definition = _definitions(s, masque)
    expressions = _expressions(s, masque, definition)
    ensembles = np.flatnonzero(~masque & (definition >= 0)).tolist()
    lignes = [_somme(s, masque, definition[e], expressions) for e in ensembles]
    return Equations(s, masque, definition, ensembles, expressions, Elimination(lignes))


def tirer(s: Systeme, equations: Equations, graine: int) -> Entiers:
    """Draw the keys of all sets, integers in 0..PREMIER-1 (m)."""
    hasard = random.Random(graine)
    valeurs = equations.elimination.resoudre(lambda _: hasard.randrange(1, PREMIER))
    cles = np.zeros(len(s), dtype=np.int64)
    for e, expression in enumerate(equations.expressions):
        if expression:
            total = 0
            for atome, coefficient in expression.items():
                if atome not in valeurs:
                    valeurs[atome] = hasard.randrange(1, PREMIER)
                total += coefficient * valeurs[atome]
            cles[e] = total % PREMIER
    return cles


def _definitions(s: Systeme, masque: Logiques) -> Entiers:
    """For each set the relation with the fewest masked children, -1 for atoms (m)."""
    definition = np.full(len(s), -1, dtype=np.int64)
    if len(s.parents):
        masques = np.add.reduceat(masque[s.membres].astype(np.int64), s.debuts[:-1])
        ordre = np.lexsort((masques, s.parents))[::-1]
        definition[s.parents[ordre]] = ordre  # the last written is the fewest
    return definition


def _expressions(s: Systeme, masque: Logiques, definition: Entiers) -> list[Mapping[int, int]]:
    """Each masked set as a sum of masked atoms; what is published adds nothing, its key being 0."""
    expressions: list[Mapping[int, int]] = [{}] * len(s)
    for e in np.flatnonzero(masque & s.atomes).tolist():
        expressions[e] = {e: 1}
    a_faire = np.flatnonzero(masque & ~s.atomes)
    # Children hold fewer rows than their parent: from the deepest up, each finds its own ready.
    for e in a_faire[np.argsort(_hauteurs(s)[a_faire], kind="stable")].tolist():
        expressions[e] = _somme(s, masque, definition[e], expressions)
    return expressions


def _somme(
    s: Systeme, masque: Logiques, relation: int, expressions: Sequence[Mapping[int, int]]
) -> dict[int, int]:
    enfants = s.membres[s.debuts[relation] : s.debuts[relation + 1]]
    total: dict[int, int] = {}
    for enfant in enfants[masque[enfants]].tolist():
        for atome, coefficient in expressions[enfant].items():
            total[atome] = total.get(atome, 0) + coefficient
    return total


def _hauteurs(s: Systeme) -> Entiers:
    """Height of each set above the atoms, by any relation (m)."""
    hauteurs = np.zeros(len(s), dtype=np.int64)
    while len(s.parents):
        hautes = hauteurs.copy()
        np.maximum.at(
            hautes, s.parents, np.maximum.reduceat(hauteurs[s.membres], s.debuts[:-1]) + 1
        )
        if (hautes == hauteurs).all():
            break
        hauteurs = hautes
    return hauteurs
