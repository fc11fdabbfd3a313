"""What a selection is read against: the zones, the months and the nodes that a release holds."""

from __future__ import annotations

from dataclasses import dataclass

from data_layer.selection.noeuds import Noeuds
from data_layer.selection.periode import Periode
from geodata.zones import Zones


@dataclass(frozen=True, slots=True)
class Contexte:
    """Zones of the release and the whole span of years of the dataset.

    ``dernier_mois``: the last month that the last year holds. ``noeuds``: its classification, None
    where it has none.
    """

    zones: Zones
    etendue: Periode
    dernier_mois: int = 12
    noeuds: Noeuds | None = None

    def mois_de(self, annee: int) -> int:
        """How many months a year holds, from January."""
        return self.dernier_mois if annee == self.etendue.fin else 12
