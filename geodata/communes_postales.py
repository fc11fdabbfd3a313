"""What the rules of PMSI codes read and give: communes with their postal codes, codes with their case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from geodata.ecriture_codes import departement_postal


class Cas(StrEnum):
    """Why a zone has the code it has."""

    CODE_POSTAL = "code-postal"
    PLURI_DISTRIBUEE = "pluri-distribuee"
    LIEU_DIT = "lieu-dit"
    MOINS_DE_1000 = "moins-de-1000"
    MICRO_REGION = "micro-region"
    OFFICIEL = "officiel"


EXPLICATIONS: Mapping[Cas, str] = {
    Cas.CODE_POSTAL: "Le code postal est gardé : il couvre des communes entières.",
    Cas.PLURI_DISTRIBUEE: "Une commune a plusieurs codes postaux : toute sa population compte sous "
    "l'un d'eux.",
    Cas.LIEU_DIT: "Le code postal d'un lieu-dit est regroupé avec celui de sa commune.",
    Cas.MOINS_DE_1000: "Des codes postaux de moins de 1 000 habitants sont regroupés.",
    Cas.MICRO_REGION: "En Corse, les codes postaux sont regroupés par micro-région.",
    Cas.OFFICIEL: "Code de la table officielle importée.",
}


@dataclass(frozen=True, slots=True)
class CommunePostale:
    """A commune as the rules see it.

    ``postaux`` are its postal codes, none where unknown; ``principal`` that of its town hall, which
    all of it counts under. ``lieux_dits`` are those of ``postaux`` known to be a hamlet's.
    ``longitude`` and ``latitude`` are degrees. ``micro_region`` is read for Corsica only.
    """

    code: str
    departement: str
    population: int
    postaux: tuple[str, ...]
    longitude: float
    latitude: float
    principal: str | None = None
    lieux_dits: tuple[str, ...] = ()
    micro_region: str | None = None


@dataclass(frozen=True, slots=True)
class CodeGeographique:
    """A zone: its code, INSEE code of its département, inhabitants, why it is so, what it holds.

    ``postaux`` and ``communes`` (INSEE codes) are sorted; a commune is in one zone, and so is a
    postal code, but for those that the micro-régions of Corsica cut.
    """

    code: str
    departement: str
    population: int
    cas: Cas
    postaux: tuple[str, ...]
    communes: tuple[str, ...]


def postal_retenu(commune: CommunePostale) -> str | None:
    """Return the postal code that all of a commune counts under, None where it has none."""
    possibles = [p for p in commune.postaux if departement_postal(p, commune.departement)]
    principal = commune.principal
    if principal and (principal in possibles or not possibles):
        return principal if departement_postal(principal, commune.departement) else None
    return min(possibles, key=lambda p: _preference(p, commune), default=None)


def _preference(postal: str, commune: CommunePostale) -> tuple[bool, bool, bool, str]:
    """A code of its own département first, no hamlet's; that of a town often ends with 00."""
    return (
        departement_postal(postal, commune.departement) != commune.departement,
        postal in commune.lieux_dits,
        not postal.endswith("00"),
        postal,
    )
