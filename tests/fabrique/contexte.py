"""What selections of drugs and devices are read against, without a release: the tree, a few zones."""

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
def noeuds_dm() -> Noeuds:
    """The classification of the demonstration; the root has no code."""
    lus = nomenclature().noeuds
    codes = {n.numero: "" if n.parent is None else n.code for n in lus}
    parents = [None if n.parent is None else codes[n.parent] for n in lus]
    return Noeuds(
        Noeud(n.numero, n.fin, n.profondeur, codes[n.numero], n.libelle, parent)
        for n, parent in zip(lus, parents, strict=True)
    )


@cache
def contexte_dm() -> Contexte:
    """2016 to June 2021, the classification of the demonstration."""
    zones = zones_administratives().avec(ZONES)
    return Contexte(zones, Periode(2016, 2021), 6, noeuds_dm())
