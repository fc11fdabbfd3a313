"""What a selection is read against: the zones, the months and the nodes that a release holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from data_layer.selection.noeuds import Noeuds
from data_layer.selection.periode import Periode
from geodata.zones import Zones


@dataclass(frozen=True, slots=True)
class Contexte:
    """Zones of the release and the whole span of years of the dataset.

    ``dernier_mois``: the last month that the last year holds. ``noeuds``: its classification, None
    where it has none. ``des_familles``: the years of each of its families, where they differ.
    """

    zones: Zones
    etendue: Periode
    dernier_mois: int = 12
    noeuds: Noeuds | None = None
    des_familles: Mapping[str, Periode] = field(default_factory=dict)

    def etendue_de(self, famille: str) -> Periode:
        """The years of a family; those that all of them have together, for the root."""
        if not self.des_familles:
            return self.etendue
        if famille in self.des_familles:
            return self.des_familles[famille]
        toutes = self.des_familles.values()
        return Periode(max(p.debut for p in toutes), min(p.fin for p in toutes))

    def mois_de(self, annee: int) -> int:
        """How many months a year holds, from January."""
        return self.dernier_mois if annee == self.etendue.fin else 12
