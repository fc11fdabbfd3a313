"""Classes of a choropleth: where one tone ends and the next begins.

Pure arithmetic over the *shown* values of a measure. A masked cell is absent (NaN) and has no say,
so a legend cannot tell anything about it. Bounds are the simplest numbers that keep every value in
the class the method gave it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import jenkspy
import numpy as np

from components.maps.simples import exposant_de, net, plus_simple, vers_dehors

_PAS = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
_PEU_DE_ZONES = 40


class Methode(StrEnum):
    """How values are cut; the value is what a control and an address may say."""

    QUANTILE = "quantile"
    EGALES = "egales"
    NATURELLES = "naturelles"

    @classmethod
    def lire(cls, texte: object) -> Methode:
        """Return the method of this name, quantile for anything else (forged payloads included)."""
        return next((m for m in cls if m.value == texte), cls.QUANTILE)


@dataclass(frozen=True, slots=True)
class Classes:
    """Consecutive classes over sorted bounds, in the measure's own unit.

    ``bornes``: n + 1 ascending numbers, lower one included, upper one excluded but for the last.
    ``effectifs``: how many shown values each holds, length n. ``tons``: its tone, 1..7.
    ``seuils``: what a value (its magnitude when ``divergente``) is compared with.
    """

    bornes: tuple[float, ...]
    effectifs: tuple[int, ...]
    tons: tuple[int, ...]
    divergente: bool
    seuils: tuple[float, ...]

    def __len__(self) -> int:
        return len(self.effectifs)

    def ton(self, valeur: float | None) -> int | None:
        """Return the tone (1..7) of a value, None when there is none to show."""
        if valeur is None or math.isnan(valeur) or not self.tons:
            return None
        if not self.divergente:
            return self.tons[int(np.searchsorted(self.seuils, valeur, side="right"))]
        return _ton_divergent(valeur, self.seuils)


VIDE = Classes((), (), (), False, ())


def classer(
    valeurs: Iterable[float | None], methode: Methode, *, divergente: bool = False
) -> Classes:
    """Cut shown values into five or six classes (up to seven around zero when ``divergente``).

    None and NaN are left out. Fewer distinct values than classes give one class a value; all equal
    give one class; none give :data:`VIDE`.
    """
    nettes = np.sort([float(v) for v in valeurs if v is not None and math.isfinite(v)])
    if not nettes.size:
        return VIDE
    if divergente:
        return _autour_de_zero(nettes, methode)
    nombre = 5 if nettes.size < _PEU_DE_ZONES else 6
    if methode is Methode.EGALES:
        bornes = _egales(nettes, nombre)
    else:
        bornes = _bornes(nettes, _coupures(nettes, methode, nombre))
    seuils = bornes[1:-1]
    return Classes(bornes, _effectifs(nettes, seuils), tons(len(bornes) - 1), False, seuils)


def tons(nombre: int) -> tuple[int, ...]:
    """Return ``nombre`` tones among 1..7, light to dark and evenly apart.

    The lightest is kept for seven classes: beside it, land without data could be mistaken for it.
    """
    if nombre == 1:
        return (4,)
    return tuple(round(t) for t in np.linspace(2 if nombre < 7 else 1, 7, nombre))


def _coupures(nettes: np.ndarray, methode: Methode, nombre: int) -> tuple[tuple[float, float], ...]:
    """Return, for each cut, the last distinct value below it and the first one above."""
    distinctes = np.unique(nettes)
    if distinctes.size <= nombre:
        rangs = list(range(1, distinctes.size))
    elif methode is Methode.NATURELLES:
        jenks = jenkspy.jenks_breaks(nettes, n_classes=nombre)
        rangs = [int(np.searchsorted(distinctes, b, side="right")) for b in jenks[1:-1]]
    elif methode is Methode.EGALES:
        fins = np.linspace(distinctes[0], distinctes[-1], nombre + 1)[1:-1]
        rangs = [int(r) for r in np.searchsorted(distinctes, fins, side="left")]
    else:
        premieres = [nettes[math.ceil(k * nettes.size / nombre)] for k in range(1, nombre)]
        rangs = [int(r) for r in np.searchsorted(distinctes, premieres, side="left")]
    utiles = sorted({r for r in rangs if 0 < r < distinctes.size})
    return tuple((float(distinctes[r - 1]), float(distinctes[r])) for r in utiles)


def _bornes(nettes: np.ndarray, coupures: Sequence[tuple[float, float]]) -> tuple[float, ...]:
    milieu = [plus_simple(bas, haut) for bas, haut in coupures]
    return (vers_dehors(float(nettes[0]), -1), *milieu, vers_dehors(float(nettes[-1]), 1))


def _egales(nettes: np.ndarray, nombre: int) -> tuple[float, ...]:
    """Return bounds a simple step apart, so that equal classes also read as equal."""
    bas, haut = float(nettes[0]), float(nettes[-1])
    if bas == haut:
        return (vers_dehors(bas, -1), vers_dehors(haut, 1))
    exposant = exposant_de((haut - bas) / nombre)
    for pas in (p * 10.0**e for e in (exposant, exposant + 1) for p in _PAS):
        debut = math.floor(bas / pas) * pas
        if math.ceil((haut - debut) / pas) <= nombre:
            break
    compte = max(1, math.ceil((haut - debut) / pas))
    return tuple(net(debut + k * pas, exposant - 1) for k in range(compte + 1))


def _effectifs(nettes: np.ndarray, seuils: Sequence[float]) -> tuple[int, ...]:
    rangs = np.searchsorted(seuils, nettes, side="right")
    return tuple(int(n) for n in np.bincount(rangs, minlength=len(seuils) + 1))


def _ton_divergent(valeur: float, seuils: Sequence[float]) -> int:
    ecart = int(np.searchsorted(seuils, abs(valeur), side="right"))
    return _ton_signe(ecart if valeur > 0 else -ecart, len(seuils))


def _ton_signe(ecart: int, nombre: int) -> int:
    """Return the tone so many classes from the middle one, out of ``nombre`` on each side."""
    return 4 + round(3 * ecart / nombre) if ecart else 4


def _autour_de_zero(nettes: np.ndarray, methode: Methode) -> Classes:
    """Return classes that mirror one another around a middle one which holds zero.

    The magnitudes are cut, not the values: on either side, the same tone is the same distance.
    """
    ampleurs = np.sort(np.abs(nettes))
    coupures = _coupures(ampleurs, methode, 3 if nettes.size < _PEU_DE_ZONES else 4)
    if not coupures and ampleurs[0]:
        coupures = ((0.0, float(ampleurs[0])),)
    seuils = tuple(plus_simple(bas, haut) for bas, haut in coupures)
    effectifs = _effectifs_signes(nettes, seuils)
    garde = [i for i, n in enumerate(effectifs) if n]
    debut, fin = min(garde[0], len(seuils)), max(garde[-1], len(seuils))
    bas = min(vers_dehors(float(nettes[0]), -1), 0.0)
    haut = max(vers_dehors(float(nettes[-1]), 1), 0.0)
    pleines = (
        (min(bas, -seuils[-1]), *(-s for s in reversed(seuils)), *seuils) if seuils else (bas,)
    )
    pleines = (*pleines, max(haut, seuils[-1]) if seuils else haut)
    bornes = pleines[debut : fin + 2]
    # Where a side is empty, the middle class stops at zero or at the last value on that side.
    bornes = (max(bornes[0], bas), *bornes[1:-1], min(bornes[-1], max(haut, bornes[-2])))
    les_tons = tuple(_ton_signe(i - len(seuils), len(seuils)) for i in range(debut, fin + 1))
    return Classes(bornes, tuple(effectifs[debut : fin + 1]), les_tons, True, seuils)


def _effectifs_signes(nettes: np.ndarray, seuils: Sequence[float]) -> list[int]:
    """Count values by signed distance, from ``-len(seuils)`` to ``+len(seuils)``."""
    ecarts = np.searchsorted(seuils, np.abs(nettes), side="right") * np.sign(nettes)
    rangs = ecarts.astype(int) + len(seuils)
    return [int(n) for n in np.bincount(rangs, minlength=2 * len(seuils) + 1)]
