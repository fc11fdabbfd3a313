"""What the selections of drugs and devices are read against, without a release: the real tree, a few zones."""

from __future__ import annotations

from functools import cache

from data_layer.demo.nomenclature import nomenclature
from data_layer.selection import Contexte, Noeud, Noeuds, Periode
from geodata.zones import Genre, Zone, zones_administratives

ZONES = (
    Zone(Genre.GHT, "44G01", "GHT Cœur Grand Est", ("reg-44", "fr"), composition=("dep-55",)),
    Zone(Genre.TERRITOIRE_DE_SANTE, "44T01", "TDS Lorraine", ("reg-44", "fr")),
    Zone(
        Genre.ETABLISSEMENT,
        "550000001",
        "CH de Verdun",
        ("dep-55", "ght-44G01", "tds-44T01", "reg-44", "fr"),
    ),
    Zone(Genre.PANIER, "a" * 16, "Nos voisins", ("fr",)),
)


@cache
def contexte_dm() -> Contexte:
    """2016 to June 2021, the classification of the demonstration."""
    noeuds = Noeuds(
        Noeud(n.numero, n.fin, n.profondeur, "" if n.numero == 0 else n.code, n.libelle, _parent(n))
        for n in nomenclature().noeuds
    )
    return Contexte(zones_administratives().avec(ZONES), Periode(2016, 2021), 6, noeuds)


def _parent(noeud: object) -> str | None:
    parent = getattr(noeud, "parent", None)
    return None if parent is None else ("" if parent == 0 else nomenclature().noeuds[parent].code)
