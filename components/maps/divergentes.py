"""Classes around zero: falls and rises are cut apart, and zero is always a bound.

Each side has up to three classes, as many as its share of the values asks, so that classes of equal
counts are so on both sides. Only what is written as zero is neutral, in a class of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from components.maps.coupures import PAS, Classes, Methode, coupures, effectifs
from components.maps.simples import exposant_de, net, plus_simple, vers_dehors

_PAR_COTE = 3
# Distances from the middle tone, by number of classes: one alone is of middle strength.
_ECARTS: dict[int, tuple[int, ...]] = {0: (), 1: (2,), 2: (1, 3), 3: (1, 2, 3)}


@dataclass(frozen=True, slots=True)
class _Cote:
    """One side of zero, by magnitude: n thresholds, the outer bound, n + 1 counts and tone ranks."""

    seuils: tuple[float, ...] = ()
    bout: float = 0.0
    effectifs: tuple[int, ...] = ()
    ecarts: tuple[int, ...] = ()


def autour_de_zero(nettes: np.ndarray, methode: Methode, neutre: float) -> Classes:
    """Return the classes of sorted finite values; tones 1..3 are falls, 4 zero, 5..7 rises."""
    nulles = (np.abs(nettes) < neutre) | (nettes == 0)
    baisses = np.sort(-nettes[(nettes < 0) & ~nulles])
    hausses = nettes[(nettes > 0) & ~nulles]
    if methode is Methode.EGALES:
        bas, haut = _par_pas(baisses, hausses)
    else:
        bas, haut = _par_cote(baisses, hausses, methode)
    zeros = int(nulles.sum())
    gauche = [-b for b in reversed((*bas.seuils, bas.bout))] if bas.effectifs else []
    droite = [*haut.seuils, haut.bout] if haut.effectifs else []
    milieu = [0.0, 0.0] if zeros else [0.0]
    return Classes(
        (*gauche, *milieu, *droite),
        (*reversed(bas.effectifs), *([zeros] if zeros else []), *haut.effectifs),
        (
            *(4 - e for e in reversed(bas.ecarts)),
            *([4] if zeros else []),
            *(4 + e for e in haut.ecarts),
        ),
        True,
        (*(-s for s in reversed(bas.seuils)), *haut.seuils),
        neutre,
    )


def _par_cote(baisses: np.ndarray, hausses: np.ndarray, methode: Methode) -> tuple[_Cote, _Cote]:
    """Cut each side by itself; the side with more values sets what the tones mean."""
    grand, petit = sorted((hausses, baisses), key=len, reverse=True)
    repere = _couper(grand, methode, _PAR_COTE)
    nombre = max(1, round(_PAR_COTE * len(petit) / len(grand))) if len(grand) else 0
    autre = _couper(petit, methode, nombre, repere)
    return (autre, repere) if grand is hausses else (repere, autre)


def _couper(
    ampleurs: np.ndarray, methode: Methode, nombre: int, repere: _Cote | None = None
) -> _Cote:
    """Cut the magnitudes of a side into at most ``nombre`` classes, none of them empty."""
    if not ampleurs.size:
        return _Cote()
    seuils = tuple(plus_simple(bas, haut) for bas, haut in coupures(ampleurs, methode, nombre))
    ecarts = _ECARTS[len(seuils) + 1]
    if repere is not None:
        ecarts = _semblables(ampleurs, seuils, repere)
    bout = vers_dehors(float(ampleurs[-1]), 1)
    return _Cote(seuils, bout, effectifs(ampleurs, seuils), ecarts)


def _semblables(ampleurs: np.ndarray, seuils: tuple[float, ...], repere: _Cote) -> tuple[int, ...]:
    """Return the tones that the other side gives to like magnitudes: a lone fall may be a strong one."""
    rangs = np.searchsorted(seuils, ampleurs, side="right")
    medianes = [float(np.median(ampleurs[rangs == r])) for r in range(len(seuils) + 1)]
    voulus = [repere.ecarts[int(np.searchsorted(repere.seuils, m, side="right"))] for m in medianes]
    possibles = combinations((1, 2, 3), len(voulus))
    return min(possibles, key=lambda c: sum(abs(a - b) for a, b in zip(c, voulus, strict=True)))


def _par_pas(baisses: np.ndarray, hausses: np.ndarray) -> tuple[_Cote, _Cote]:
    """Cut both sides at the same simple step: the same tone is the same distance from zero."""
    plus_grande = max((float(c[-1]) for c in (baisses, hausses) if c.size), default=0.0)
    if not plus_grande:
        return _Cote(), _Cote()
    exposant = exposant_de(plus_grande / _PAR_COTE)
    candidats = (p * 10.0**e for e in (exposant, exposant + 1) for p in PAS)
    pas = next(p for p in candidats if p * _PAR_COTE >= plus_grande)
    bornes = [net(pas * k, exposant - 1) for k in range(1, _PAR_COTE + 1)]

    def cote(ampleurs: np.ndarray) -> _Cote:
        if not ampleurs.size:
            return _Cote()
        dernier = int(np.searchsorted(bornes[:-1], ampleurs[-1], side="right"))
        seuils = tuple(bornes[:dernier])
        bout = max(bornes[dernier], float(ampleurs[-1]))
        return _Cote(seuils, bout, effectifs(ampleurs, seuils), _ECARTS[3][: dernier + 1])

    return cote(baisses), cote(hausses)
