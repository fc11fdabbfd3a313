"""Inhabitants of a zone, where it has any: what counts are related to."""

from __future__ import annotations

import math

from geodata.contours import population
from geodata.zones import Genre, Zone

_SANS_HABITANTS = (Genre.ETABLISSEMENT, Genre.ETABLISSEMENT_GEOGRAPHIQUE, Genre.PANIER)


def habitants(zone: Zone | None) -> float:
    """Persons living in a zone, NaN where it has none or the census is not there.

    A territory has those of the départements it is made of.
    """
    if zone is None or zone.genre in _SANS_HABITANTS:
        return math.nan
    if zone.composition:
        return math.fsum(_recenses(z) for z in zone.composition)
    return _recenses(zone.id)


def _recenses(zone: str) -> float:
    trouvee = population(zone)
    return math.nan if trouvee is None else float(trouvee.total)
