"""How rows are called and what they point at."""

from __future__ import annotations

from dataclasses import dataclass

from data_layer.selection import Selection
from geodata.zones import Zone

SANS_LIEU = {"ght": "Hors GHT", "tds": "Hors territoire de santé"}


@dataclass(frozen=True, slots=True)
class Nom:
    """How a row is called and what it points at: a zone or a node to drill into, or nothing.

    ``apart``: it is none of what the other rows are (places of another région together), and has no rank.
    """

    code: str
    libelle: str
    zone: str
    cible: str | None = None
    marque: int | None = None
    apart: bool = False


def nom_zone(code: str, zone: Zone | None, selection: Selection) -> Nom:
    """The name of a row that is a zone; ``code`` is empty where the source does not say which."""
    if zone is None:
        absent = SANS_LIEU.get(selection.niveau, "Département non déterminé")
        return Nom(code, code or absent, "", None, None)
    choisies = selection.zones
    marque = choisies.index(zone.id) if zone.id in choisies else None
    return Nom(zone.code, zone.libelle, zone.id, zone.id, marque)
