"""What a basket is: its name, its numbers, and the hash that stands for both."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from geodata.referentiel import est_finess
from geodata.zones import Genre

FINESS_MAX = 5_000
"""Most establishments in one basket: more than France has in any field of care."""
NOM_MAX = 80
"""Most characters in the name of a basket."""
_FORME = re.compile(r"[0-9a-f]{16}")
_PREFIXE = f"{Genre.PANIER}-"


class PanierRefuse(ValueError):
    """A basket that cannot be kept. ``str()`` says why and what is allowed, in French."""


@dataclass(frozen=True, slots=True)
class Panier:
    """A basket. ``finess`` is sorted and holds each number once."""

    empreinte: str
    nom: str
    finess: tuple[str, ...]

    @property
    def id(self) -> str:
        """The text that names it in addresses: ``pan-<hash>``."""
        return f"{_PREFIXE}{self.empreinte}"


def composer(nom: str, finess: Iterable[str]) -> Panier:
    """Make a basket: spaces of the name tidied, numbers sorted and each kept once.

    Raises:
        PanierRefuse: no name, a name too long or not printable; no number, too many, or a text that
        is no FINESS number.
    """
    propre = _nom(nom)
    numeros = tuple(sorted(set(finess)))
    if not numeros:
        raise PanierRefuse("Le panier est vide : ajoutez au moins un établissement.")
    if len(numeros) > FINESS_MAX:
        raise PanierRefuse(
            f"Le panier compte {len(numeros)} établissements ; un panier en tient {FINESS_MAX} au plus."
        )
    mauvais = next((n for n in numeros if not est_finess(n)), None)
    if mauvais is not None:
        raise PanierRefuse(f"« {ascii(mauvais[:20])[1:-1]} » n'est pas un numéro FINESS.")
    somme = hashlib.sha256("\n".join((propre, *numeros)).encode())
    return Panier(somme.hexdigest()[:16], propre, numeros)


def empreinte_lue(texte: str) -> str | None:
    """Return the hash written in ``pan-<hash>`` or alone, None when it has not that form."""
    seule = texte.removeprefix(_PREFIXE)
    return seule if _FORME.fullmatch(seule) else None


def _nom(nom: str) -> str:
    propre = " ".join(unicodedata.normalize("NFC", nom).split())
    if not propre:
        raise PanierRefuse("Donnez un nom au panier.")
    if len(propre) > NOM_MAX:
        raise PanierRefuse(
            f"Le nom du panier a {len(propre)} caractères ; il en tient {NOM_MAX} au plus."
        )
    if not propre.isprintable():
        raise PanierRefuse(
            "Le nom du panier contient un caractère invisible : écrivez-le au clavier, en lettres, "
            "chiffres et signes."
        )
    return propre
