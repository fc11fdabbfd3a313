"""The zones of a release, and the baskets that visitors made beside them."""

from __future__ import annotations

from data_layer.paniers.depot import lire, zone
from geodata.zones import Genre, Zone, Zones


class ZonesAvecPaniers(Zones):
    """An index that also knows baskets, by their id alone: they are neither listed nor searched."""

    def get(self, zone_id: str) -> Zone | None:
        """Return the zone of this exact id, baskets included, or None."""
        trouvee = super().get(zone_id)
        if trouvee is not None or not zone_id.startswith(f"{Genre.PANIER}-"):
            return trouvee
        panier = lire(zone_id)
        return None if panier is None else zone(panier)
