"""A find of the search, and the words that are asked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from geodata.texte import mots

LONGUEUR_LUE = 100
_MOTS_CREUX = frozenset(mots("a au aux d de des du en et l la le les ou par pour sur un une"))


class GenreTrouvaille(StrEnum):
    """Kinds of find, in the order they are shown."""

    RESTITUTION = "restitution"
    INDICATEUR = "indicateur"
    PRODUIT = "produit"
    TERME = "terme"
    CODE = "code"
    ZONE = "zone"


@dataclass(frozen=True, slots=True)
class Trouvaille:
    """One find: ``href`` is an address of the site, ``note`` its likeness (1 is exact)."""

    genre: GenreTrouvaille
    titre: str
    detail: str
    href: str
    note: float


def mots_demandes(texte: str) -> tuple[str, ...]:
    """The words of a request that carry sense; all of them when none does."""
    lus = tuple(dict.fromkeys(mots(texte[:LONGUEUR_LUE])))
    return tuple(m for m in lus if m not in _MOTS_CREUX) or lus
