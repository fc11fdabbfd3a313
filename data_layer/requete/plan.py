"""Which rows a selection lists, and under which of the chosen zones.

Rows that are zones, as ATIH's ScanSanté lists them: a level at or above the main zone lists every
zone of that level, the chosen ones marked, so ranks are national; a level below it lists what the main
zone is made of, then what the compared one is made of.
"""

from __future__ import annotations

from dataclasses import dataclass

from data_layer.selection import Selection, contient
from geodata.zones import Zone, Zones


@dataclass(frozen=True, slots=True)
class Groupe:
    """Rows to list under chosen zone number ``rang``, within ``dans`` (their total, for shares)."""

    rang: int
    dans: Zone


def groupes(selection: Selection, zones: tuple[Zone, ...], index: Zones) -> tuple[Groupe, ...]:
    """The groups of rows, main zone first."""
    if selection.par != "zone":
        return tuple(Groupe(i, zone) for i, zone in enumerate(zones))
    principale, france = zones[0], index.get("fr")
    if not contient(principale.id, selection.niveau) and france is not None:
        return (Groupe(0, france),)
    retenus = [Groupe(0, principale)]
    for i, zone in enumerate(zones[1:], start=1):
        # A zone inside another, or around it, would list the same rows twice.
        melees = zone.id in principale.parents or principale.id in zone.parents
        if not melees and contient(zone.id, selection.niveau):
            retenus.append(Groupe(i, zone))
    return tuple(retenus)
