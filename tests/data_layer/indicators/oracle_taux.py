"""Slow, plain rates, intervals and bounds: fractions and loops, nothing of the house."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import product


def standardise(
    effectifs: Sequence[int], population: Sequence[int], reference: Sequence[int]
) -> Fraction | None:
    """Per 1,000: the reference counted at the rates of the zone, over it; None if undefined."""
    attendus = Fraction(0)
    for n, p, r in zip(effectifs, population, reference, strict=True):
        if r == 0:
            continue
        if p == 0:
            return None
        attendus += Fraction(n, p) * r
    return 1000 * attendus / sum(reference)


def attendu(
    population: Sequence[int], reference: Sequence[int], effectifs_reference: Sequence[int]
) -> Fraction | None:
    """What the zone would count at the rates of the reference."""
    somme = Fraction(0)
    for p, r, n in zip(population, reference, effectifs_reference, strict=True):
        if p == 0:
            continue
        if r == 0:
            return None
        somme += Fraction(n, r) * p
    return somme


def poisson_cumule(k: int, moyenne: float) -> float:
    """P(X <= k) of a Poisson variable, term by term."""
    somme, terme = 0.0, math.exp(-moyenne)
    for i in range(k + 1):
        somme += terme
        terme *= moyenne / (i + 1)
    return somme


def limites_exactes(n: int, alpha: float) -> tuple[float, float]:
    """Garwood's limits (1936) of the mean behind a Poisson count, by bisection on its definition."""

    def resoudre(k: int, cible: float) -> float:
        bas, haut = 0.0, 10.0 + 4.0 * n
        for _ in range(100):
            milieu = (bas + haut) / 2
            if poisson_cumule(k, milieu) > cible:
                bas = milieu
            else:
                haut = milieu
        return bas

    return (0.0 if n == 0 else resoudre(n - 1, 1 - alpha / 2)), resoudre(n, alpha / 2)


def dobson(
    effectifs: Sequence[int], population: Sequence[int], reference: Sequence[int], alpha: float
) -> tuple[float, float]:
    """Dobson et al. 1991 with exact limits, from the strata; at least one stay."""
    total = sum(effectifs)
    taux = standardise(effectifs, population, reference)
    assert taux is not None
    variance = Fraction(0)
    for n, p, r in zip(effectifs, population, reference, strict=True):
        if r:
            variance += (Fraction(1000 * r, sum(reference)) / p) ** 2 * n
    ecart = math.sqrt(variance / total)
    bas, haut = limites_exactes(total, alpha)
    return max(float(taux) + ecart * (bas - total), 0.0), float(taux) + ecart * (haut - total)


def herfindahl(parts: Sequence[int]) -> Fraction:
    """Sum of squared shares."""
    return sum((Fraction(p, sum(parts)) ** 2 for p in parts), Fraction(0))


def completions(ligne: Sequence[int | None], total: int) -> list[list[int]]:
    """Whole rows that show ``ligne``, hold one at least where masked, and add up to the total."""
    trous = [i for i, v in enumerate(ligne) if v is None]
    part = total - sum(v for v in ligne if v is not None)
    suites = []
    for valeurs in product(range(1, max(part, 0) + 1), repeat=len(trous)):
        if sum(valeurs) == part:
            complete = list(ligne)
            for i, v in zip(trous, valeurs, strict=True):
                complete[i] = v
            suites.append([v for v in complete if v is not None])
    return suites
