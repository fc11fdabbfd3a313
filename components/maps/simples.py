"""Round numbers that a reader can hold in mind: the bounds of classes."""

from __future__ import annotations

import math


def plus_simple(bas: float, haut: float) -> float:
    """Return the number with the fewest digits in ``]bas, haut]``, for ``bas < haut``."""
    for exposant in range(exposant_de(max(abs(bas), abs(haut))), -12, -1):
        for unite in (5 * 10.0**exposant, 10.0**exposant):
            # Cleaned before it is compared: 19 x 0.05 is a little more than 0.95.
            candidat = net(math.floor(haut / unite) * unite, exposant)
            if bas < candidat <= haut:
                return candidat
    return haut


def net(valeur: float, exposant: int) -> float:
    """Drop what binary arithmetic adds beyond the power of ten that was worked in."""
    return round(valeur, max(0, -exposant)) + 0.0


def exposant_de(valeur: float) -> int:
    """Return the power of ten of a positive number, 0 for zero."""
    return math.floor(math.log10(valeur)) if valeur else 0


def vers_dehors(valeur: float, sens: int) -> float:
    """Round to two digits, down (``sens`` -1) or up (+1)."""
    if not valeur:
        return 0.0
    exposant = exposant_de(abs(valeur)) - 1
    unite = 10.0**exposant
    arrondi = math.floor(valeur / unite) if sens < 0 else math.ceil(valeur / unite)
    # 1.1 / 0.1 is 11.000000000000002: a value already simple stays where it is.
    if math.isclose(round(valeur / unite) * unite, valeur, rel_tol=1e-9):
        arrondi = round(valeur / unite)
    return net(arrondi * unite, exposant)


def graduations(bas: float, haut: float, nombre: int = 5) -> list[float]:
    """Return simple numbers a simple step apart, from at most ``bas`` to at least ``haut``."""
    brut = (haut - bas) / nombre if haut > bas else abs(haut) / 10 or 1.0
    exposant = exposant_de(brut)
    pas = next(p * 10.0**exposant for p in (1, 2, 2.5, 5, 10) if p * 10.0**exposant >= brut)
    debut, fin = math.floor(bas / pas), math.ceil(haut / pas)
    if debut == fin:
        debut, fin = debut - 1, fin + 1
    return [net(k * pas, exposant - 1) for k in range(debut, fin + 1)]


def longueur_echelle(metres: float) -> float:
    """Return the longest length of a scale bar (1, 2 or 5 and zeros) within ``metres``."""
    dizaine = 10.0 ** exposant_de(metres)
    return next(k * dizaine for k in (5, 2, 1) if k * dizaine <= metres)
