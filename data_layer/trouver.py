"""The search over what is in force: the catalogue, the glossary, the zones of the live release."""

from __future__ import annotations

from data_layer.catalogue import glossaire, restitutions
from data_layer.ouverture import AucunePublication, ouvrir
from data_layer.recherche import Trouvaille, chercher
from data_layer.warehouse import ErreurEntrepot
from geodata.zones import Zones, zones_administratives


def trouver(texte: str, limite: int = 5) -> tuple[Trouvaille, ...]:
    """Return what ``texte`` may mean, ``limite`` finds at most of each kind; see ``recherche``.

    Without a release that can be read, zones are the régions and départements.
    """
    return chercher(texte, restitutions(), glossaire(), _zones(), limite)


def _zones() -> Zones:
    try:
        return ouvrir().zones
    except (AucunePublication, ErreurEntrepot):
        return zones_administratives()
