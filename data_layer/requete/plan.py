"""Which rows a selection lists, and under which of the chosen zones.

Rows that are zones, as ATIH's ScanSanté lists them: a level at or above the main zone lists every
zone of that level, the chosen ones marked, so ranks are national; a level below it lists what the main
zone is made of, then what the compared one is made of.
"""

from __future__ import annotations

from dataclasses import dataclass

from data_layer.catalogue.schema import NIVEAUX_ZONE
from data_layer.requete.question import Filtre
from data_layer.selection import Selection, genre_de, niveau_de
from geodata.zones import Zone, Zones

_COLONNE_PAR_GENRE = {"reg": "region", "dep": "departement", "fin": "finess"}


@dataclass(frozen=True, slots=True)
class Groupe:
    """Rows to list under chosen zone number ``rang``, within ``dans`` (their total, for shares)."""

    rang: int
    dans: Zone
    colonne: str


def colonne_de(niveau: str) -> str:
    """The column that holds the zones of a level."""
    return _COLONNE_PAR_GENRE[genre_de(niveau)]


def filtre_zone(zone: Zone) -> tuple[Filtre, ...]:
    """The condition "in this zone"; none for France."""
    if zone.id == "fr":
        return ()
    return ((_COLONNE_PAR_GENRE[str(zone.genre)], (zone.code,)),)


def filtres(selection: Selection) -> tuple[Filtre, ...]:
    """The filters of the banner, with the values that the dataset holds."""
    return tuple(
        (d.colonne, tuple(v.valeur for v in d.valeurs if v.code in codes))
        for d in selection.restitution.filtres
        if (codes := selection.filtre(d.cle))
    )


def _profondeur(zone: str) -> int:
    niveau = niveau_de(zone)
    return NIVEAUX_ZONE.index(niveau) if niveau else -1


def groupes(selection: Selection, zones: tuple[Zone, ...], index: Zones) -> tuple[Groupe, ...]:
    """The groups of rows, main zone first."""
    dimension = selection.restitution.dimension(selection.par)
    if dimension is not None:
        return tuple(Groupe(i, zone, dimension.colonne) for i, zone in enumerate(zones))
    colonne = colonne_de(selection.niveau)
    cible = NIVEAUX_ZONE.index(selection.niveau)
    principale = zones[0]
    france = index.get("fr")
    if _profondeur(principale.id) >= cible and france is not None:
        return (Groupe(0, france, colonne),)
    retenus = [Groupe(0, principale, colonne)]
    for i, zone in enumerate(zones[1:], start=1):
        # A zone inside another, or around it, would list the same rows twice.
        melees = zone.id in principale.parents or principale.id in zone.parents
        if not melees and _profondeur(zone.id) < cible:
            retenus.append(Groupe(i, zone, colonne))
    return tuple(retenus)
