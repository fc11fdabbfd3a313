"""What stands for a portrait that cannot be drawn: a zone that is not, or of a kind that has none."""

from __future__ import annotations

from collections.abc import Callable

from dash.development.base_component import Component

import data_layer
from components import etats
from components.etat import Issue, etat
from components.francais import NBSP
from components.portrait.liens import GENRES
from data_layer.selection import Avis
from geodata.zones import Genre, Zone

_UN = {
    Genre.BASSIN_DE_VIE: "un bassin de vie",
    Genre.PMSI: "un code géographique PMSI",
    Genre.ETABLISSEMENT: "un établissement",
    Genre.ETABLISSEMENT_GEOGRAPHIQUE: "un établissement",
}


def zone_refusee(avis: Avis, zone: Zone | None, adresse: Callable[[str, str], str]) -> Component:
    """The state of a zone that the page cannot take: what may be read instead. ``zone``: None where unknown.

    ``adresse(cle, valeur)`` is the address of the page with another value.
    """
    if zone is None or zone.genre in GENRES:
        return etats.zone_inconnue(avis, adresse)
    un = _UN.get(zone.genre, "une zone de ce genre")
    autour = [
        Issue(f"Portrait{NBSP}: {c.libelle}", adresse(avis.cle, c.valeur)) for c in avis.choix
    ]
    lues = [
        Issue(f"{r.titre}{NBSP}: {zone.libelle}", f"{r.chemin}?zone={zone.id}")
        for r in data_layer.restitutions()
        if r.flux is not None and zone.genre in r.genres
    ]
    return etat(
        "vide",
        f"Pas de portrait pour «\u00a0{zone.libelle}\u00a0»",
        [
            "Un portrait se lit pour la France, une région, un département ou un territoire de "
            f"santé{NBSP}: les parts de marché et les flux de zone à zone ne sont pas publiés pour {un}.",
            f"Voici le portrait de ce qui l'entoure, et ce qui se lit pour cette zone même{NBSP}:"
            if autour
            else f"Voici ce qui se lit pour cette zone{NBSP}:",
        ],
        liens=[*autour, *lues],
        signe="?",
    )
