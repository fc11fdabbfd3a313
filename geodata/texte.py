"""Text as the searches of the house compare it: without accents, case or punctuation."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ß": "ss"})
_SEPARATEURS = re.compile(r"[^0-9a-z]+")


@lru_cache(maxsize=16_384)
def sans_accent(texte: str) -> str:
    """Return ``texte`` in lower case ASCII letters and digits, words parted by one space.

    Apostrophes, hyphens and any other sign part words: ``"L'Haÿ-les-Roses"`` gives
    ``"l hay les roses"``. Never raises; a text without letters or digits gives ``""``.
    The result is a fixed point: applying the function again changes nothing.
    """
    minuscules = texte.casefold().translate(_LIGATURES)
    decompose = unicodedata.normalize("NFKD", minuscules)
    # A compatibility form may decompose into capitals (e.g. the sign ™), hence the second fold.
    lettres = "".join(c for c in decompose if not unicodedata.combining(c)).casefold()
    return _SEPARATEURS.sub(" ", lettres).strip()


def mots(texte: str) -> tuple[str, ...]:
    """Return the normalised words of ``texte``, in order."""
    return tuple(sans_accent(texte).split())
