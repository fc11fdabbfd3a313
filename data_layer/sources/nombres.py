"""Numbers as French public files write them.

Groups of three digits parted by a narrow no-break, no-break, thin or plain space; decimal comma;
``70,0 %``; ``1 à 10`` for a count the publisher masked. Anything else is refused, never guessed.
"""

from __future__ import annotations

import math
import re
import unicodedata

MASQUE = -1
"""A count of 1 to 10 which the source masks."""
NON_TRANSMIS = -2
"""An empty count."""

_ESPACES = "\u0020\u00a0\u2009\u202f"
_ENTIER = r"(?:[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)"
_RE_ENTIER = re.compile(_ENTIER)
_RE_DECIMAL = re.compile(rf"({_ENTIER})(?:[.,]([0-9]+))?")
_MAX = 2**31 - 1


class NombreIllisible(ValueError):
    """The text is not a number of the expected kind; ``args[0]`` is the text."""


def lire_effectif(texte: str) -> int:
    """Return a count >= 0, MASQUE for ``1 à 10``, NON_TRANSMIS for an empty text.

    Raises NombreIllisible (also above 2**31 - 1, which no column could hold).
    """
    net = _normaliser(texte)
    if not net:
        return NON_TRANSMIS
    if net.replace(" ", "").lower() == "1à10":
        return MASQUE
    if not _RE_ENTIER.fullmatch(net):
        raise NombreIllisible(texte)
    # Length first: int() of a text of thousands of digits is slow, then refused by Python.
    chiffres = net.replace(" ", "").lstrip("0") or "0"
    if len(chiffres) > 10 or int(chiffres) > _MAX:
        raise NombreIllisible(texte)
    return int(chiffres)


def lire_decimal(texte: str, maximum: float) -> float:
    """Return a number in 0..maximum, NaN for an empty text. Raises NombreIllisible."""
    net = _normaliser(texte)
    if not net:
        return math.nan
    morceaux = _RE_DECIMAL.fullmatch(net)
    if morceaux is None or len(net) > 30:
        raise NombreIllisible(texte)
    valeur = float(f"{morceaux[1].replace(' ', '')}.{morceaux[2] or 0}")
    if valeur > maximum:
        raise NombreIllisible(texte)
    return valeur


def lire_pourcentage(texte: str) -> float:
    """Return a percentage (``"70,0 %"`` -> 70.0), NaN if empty. Raises NombreIllisible."""
    net = _normaliser(texte)
    if net == "%":
        raise NombreIllisible(texte)
    return lire_decimal(net.removesuffix("%"), 100.0)


def _normaliser(texte: str) -> str:
    for espace in _ESPACES:
        texte = texte.replace(espace, " ")
    return unicodedata.normalize("NFC", texte).strip(" ")
