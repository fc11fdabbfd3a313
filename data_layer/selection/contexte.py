"""What a selection is read against: the zones and the years that a release holds."""

from __future__ import annotations

from dataclasses import dataclass

from data_layer.selection.periode import Periode
from geodata.zones import Zones


@dataclass(frozen=True, slots=True)
class Contexte:
    """Zones of the release and the whole span of years of the dataset."""

    zones: Zones
    etendue: Periode
