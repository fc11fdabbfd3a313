"""What zones where people live are made of: PMSI codes, then communes."""

from __future__ import annotations

from geodata.codes import codes_geographiques
from geodata.contours import ContoursAbsents
from geodata.zones import Genre, Zone, Zones


def codes_dans(zone: Zone, zones: Zones) -> frozenset[str]:
    """Return the PMSI codes of a zone: itself where it is one; none of an establishment."""
    if zone.genre is Genre.PMSI:
        return frozenset((zone.code,))
    return frozenset(z.code for z in zones.enfants(zone.id, Genre.PMSI))


def communes_dans(zone: Zone, zones: Zones) -> frozenset[str]:
    """Return the INSEE codes of the communes of a zone; none where the geography was not built."""
    try:
        connus = codes_geographiques()
    except ContoursAbsents:
        return frozenset()
    decrits = (connus.get(code) for code in codes_dans(zone, zones))
    return frozenset(c for code in decrits if code is not None for c in code.communes)
