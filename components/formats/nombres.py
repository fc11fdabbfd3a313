"""Numbers in French. See the package for the conventions."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from data_layer.catalogue.schema import Format
from data_layer.result import Colonne

FINE = "\u202f"
MOINS = "\u2212"
SANS_OBJET = "—"
POSITIONS = {-1: "en dessous", 0: "comparable", 1: "au-dessus", 3: "référence"}
"""Where a value stands against a reference, once chance is allowed for."""

DECIMALES_PART = 2

_DECIMALES = {
    **{Format.ENTIER: 0, Format.DECIMAL: 2, Format.POURCENT: 1, Format.MONTANT: 0},
    Format.POSITION: 0,
}
_SUFFIXES = {Format.POURCENT: "%", Format.MONTANT: "€"}
# Wide enough for any float, so that no value is refused by the arithmetic.
_CALCUL = Context(prec=700, rounding=ROUND_HALF_UP)
_COMPACT = ((1e9, "Md"), (1e6, "M"), (1e3, "k"))


@dataclass(frozen=True, slots=True)
class Mise:
    """How numbers of a column are written: the table from which every format below derives."""

    decimales: int
    suffixe: str = ""
    signe: bool = False

    @property
    def pourcent(self) -> bool:
        return self.suffixe == "%"


def mise(quoi: Colonne | Format, decimales: int | None = None, signe: bool | None = None) -> Mise:
    """Return how a column, or a bare format, is written; the arguments given win over it."""
    if isinstance(quoi, Colonne):
        forme, propres, signee = quoi.format, quoi.decimales, quoi.signe
    else:
        forme, propres, signee = quoi, _DECIMALES[quoi], False
    return Mise(
        propres if decimales is None else decimales,
        _SUFFIXES.get(forme, ""),
        signee if signe is None else signe,
    )


def nombre(
    valeur: float | None,
    quoi: Colonne | Format = Format.ENTIER,
    decimales: int | None = None,
    signe: bool | None = None,
) -> str:
    """Write a value in French: ``1 234 567``, ``+1,2 %``; :data:`SANS_OBJET` when absent."""
    if valeur is None or not math.isfinite(valeur):
        return SANS_OBJET
    if Format.POSITION in (quoi, getattr(quoi, "format", None)):
        return POSITIONS[round(valeur)]
    forme = mise(quoi, decimales, signe)
    if forme.pourcent and not forme.signe:
        return _pourcent(valeur, forme.decimales)
    return _suffixe(_chiffres(valeur, forme.decimales, forme.signe), forme.suffixe)


def part(valeur: float | None, decimales: int = DECIMALES_PART) -> str:
    """Write a share (a fraction, 0.1234) as ``12,34 %``; :data:`SANS_OBJET` when absent."""
    if valeur is None or not math.isfinite(valeur):
        return SANS_OBJET
    # Decimal arithmetic: 0.07 * 100 is 7.000000000000001 for a float.
    return _pourcent(Decimal(repr(valeur)) * 100, decimales)


def indice(valeur: float | None) -> str:
    """Write an index, base 100: ``indice 75,65``; :data:`SANS_OBJET` when absent. Never a percentage."""
    if valeur is None or not math.isfinite(valeur):
        return SANS_OBJET
    return f"indice {_chiffres(valeur, DECIMALES_PART, False)}"


def compact(valeur: float | None, unite: str = "") -> str:
    """Write a value for a chart in a few digits: ``3,7 Md€``, ``850 k``, ``52,1``, ``3,05``.

    ``unite`` is written only when it is « € » or « % »; the others belong to the axis title.
    """
    if valeur is None or not math.isfinite(valeur):
        return SANS_OBJET
    devise = "€" if unite == "€" else ""
    if unite == "%":
        return _suffixe(_court(valeur, 1), "%")
    grandeur = abs(valeur)
    for seuil, lettre in _COMPACT:
        # 999 950 is « 1 M », not « 1 000 k »; four digits and fewer are clearer in full.
        if grandeur >= seuil * 0.9995 and grandeur >= 9_999.5:
            return _suffixe(_court(valeur / seuil, 1), lettre + devise)
    return _suffixe(_court(valeur, 2), devise)


def arrondir(valeur: float | Decimal, decimales: int) -> Decimal:
    exact = valeur if isinstance(valeur, Decimal) else Decimal(repr(float(valeur)))
    return exact.quantize(Decimal(1).scaleb(-decimales), context=_CALCUL)


def _pourcent(valeur: float | Decimal, decimales: int) -> str:
    """A share: what is not nothing is not written as nothing, ``< 0,1 %``."""
    if valeur > 0 and arrondir(valeur, decimales) == 0:
        return f"<{FINE}{_suffixe(_chiffres(Decimal(1).scaleb(-decimales), decimales, False), '%')}"
    return _suffixe(_chiffres(valeur, decimales, False), "%")


def _chiffres(valeur: float | Decimal, decimales: int, signe: bool) -> str:
    if decimales == 0 and isinstance(valeur, float) and valeur.is_integer():
        # Counts, the most numerous of all: exact as integers, and ten times as fast.
        return _signer(f"{abs(int(valeur)):,d}".replace(",", FINE), int(valeur), signe)
    arrondi = arrondir(valeur, decimales)
    return _signer(f"{abs(arrondi):,f}".replace(",", FINE).replace(".", ","), arrondi, signe)


def _signer(texte: str, arrondi: Decimal | int, signe: bool) -> str:
    """Put the sign before the digits; what rounds to zero has none."""
    if arrondi == 0:
        return texte
    return (MOINS if arrondi < 0 else "+" if signe else "") + texte


def _court(valeur: float, decimales: int) -> str:
    """About three digits, at most so many decimals, without useless zeros after the comma."""
    grandeur = abs(valeur)
    gardees = 0 if grandeur >= 99.95 else min(decimales, 1) if grandeur >= 9.995 else decimales
    texte = _chiffres(valeur, gardees, False)
    return texte.rstrip("0").rstrip(",") if "," in texte else texte


def _suffixe(texte: str, suffixe: str) -> str:
    return f"{texte}{FINE}{suffixe}" if suffixe else texte
