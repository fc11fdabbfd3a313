"""Classes of a choropleth: where one tone ends and the next begins.

Pure arithmetic over the *shown* values of a measure. A masked cell is absent (NaN) and has no say,
so a legend cannot tell anything about it. Bounds are the simplest numbers that keep every value in
the class the method gave it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

from components.maps.coupures import PAS, VIDE, Classes, Methode, coupures, effectifs
from components.maps.divergentes import autour_de_zero
from components.maps.simples import exposant_de, net, plus_simple, vers_dehors

__all__ = ["VIDE", "Classes", "Methode", "classer", "tons"]

_PEU_DE_ZONES = 40


def classer(
    valeurs: Iterable[float | None],
    methode: Methode,
    *,
    divergente: bool = False,
    neutre: float = 0.0,
) -> Classes:
    """Cut shown values into five or six classes (up to three on each side when ``divergente``).

    ``neutre``: magnitude below which a value of a diverging scale is written as zero.

    None and NaN are left out. Fewer distinct values than classes give one class a value; all equal
    give one class; none give :data:`VIDE`.
    """
    nettes = np.sort([float(v) for v in valeurs if v is not None and math.isfinite(v)])
    if not nettes.size:
        return VIDE
    if divergente:
        return autour_de_zero(nettes, methode, neutre)
    nombre = 5 if nettes.size < _PEU_DE_ZONES else 6
    if methode is Methode.EGALES:
        bornes = _egales(nettes, nombre)
    else:
        bornes = _bornes(nettes, coupures(nettes, methode, nombre))
    seuils = bornes[1:-1]
    return Classes(bornes, effectifs(nettes, seuils), tons(len(bornes) - 1), False, seuils)


def tons(nombre: int) -> tuple[int, ...]:
    """Return ``nombre`` tones among 1..7, light to dark and evenly apart.

    The lightest is kept for seven classes: beside it, land without data could be mistaken for it.
    """
    if nombre == 1:
        return (4,)
    return tuple(round(t) for t in np.linspace(2 if nombre < 7 else 1, 7, nombre))


def _bornes(nettes: np.ndarray, coupes: Sequence[tuple[float, float]]) -> tuple[float, ...]:
    milieu = [plus_simple(bas, haut) for bas, haut in coupes]
    return (vers_dehors(float(nettes[0]), -1), *milieu, vers_dehors(float(nettes[-1]), 1))


def _egales(nettes: np.ndarray, nombre: int) -> tuple[float, ...]:
    """Return bounds a simple step apart, so that equal classes also read as equal."""
    bas, haut = float(nettes[0]), float(nettes[-1])
    if bas == haut:
        return (vers_dehors(bas, -1), vers_dehors(haut, 1))
    exposant = exposant_de((haut - bas) / nombre)
    for pas in (p * 10.0**e for e in (exposant, exposant + 1) for p in PAS):
        debut = math.floor(bas / pas) * pas
        if math.ceil((haut - debut) / pas) <= nombre:
            break
    compte = max(1, math.ceil((haut - debut) / pas))
    return tuple(net(debut + k * pas, exposant - 1) for k in range(compte + 1))
