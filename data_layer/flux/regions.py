"""The région that a zone is or lies in, and how the places of another one are called."""

from __future__ import annotations

from data_layer.selection import Contexte
from geodata.zones import Genre, Zone


def region_de(zone: Zone | None) -> str:
    """The code of the région of a zone; empty for France, or where it is unknown."""
    if zone is None:
        return ""
    if zone.genre is Genre.REGION:
        return zone.code
    return next((p.removeprefix("reg-") for p in zone.parents if p.startswith("reg-")), "")


def nom_region(code: str, contexte: Contexte) -> str:
    """The name of a région, its code where it has none."""
    zone = contexte.zones.get(f"{Genre.REGION}-{code}")
    return zone.libelle if zone is not None else code
