"""The layers of a Leaflet map; their functions live in ``assets/carte.js``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import dash_leaflet as dl
from dash.development.base_component import Component

from components.charts.graphe import role
from components.maps.classes import Methode
from components.maps.lecture import fonds, textes
from data_layer.result import Resultat
from data_layer.selection.modele import niveau_de

ADRESSE = "/geodata/{niveau}-{tolerance}.geojson"
ADRESSE_VOISINS = "/geodata/voisins.geojson"
FORMES = "carte-formes"


def fonction(nom: str) -> dict[str, str]:
    """Return the reference dash-leaflet resolves to ``window.dashExtensions.carte.<nom>``."""
    return {"variable": f"dashExtensions.carte.{nom}"}


def hideout(
    resultat: Resultat, methode: Methode, zones: Iterable[str] | None = None
) -> dict[str, Any]:
    """Return what colours the shapes: grounds and tooltips by zone id; a recolour sends only this.

    ``zones`` keeps some of them, for an inset; names are then left out of the map.
    """
    gardees = None if zones is None else set(zones)
    poses, dits = fonds(resultat, methode), textes(resultat)
    return {
        "fonds": {z: fond for z, fond in poses.items() if gardees is None or z in gardees},
        "textes": {z: dit for z, dit in dits.items() if gardees is None or z in gardees},
        "garde": None if gardees is None else sorted(gardees),
        "noms": gardees is None,
    }


def formes(
    resultat: Resultat,
    methode: Methode,
    identifiant: str | dict[str, str],
    *,
    tolerance: str,
    zones: Iterable[str] | None = None,
) -> dl.GeoJSON:
    """Return the coloured shapes of the rows. A click gives ``clickData.properties.id``."""
    return dl.GeoJSON(
        id=identifiant,
        url=ADRESSE.format(niveau=resultat.bloc.niveau, tolerance=tolerance),
        hideout=hideout(resultat, methode, zones),
        style=fonction("style"),
        filter=fonction("garde"),
        onEachFeature=fonction("forme"),
        hoverStyle=fonction("survol"),
        # The default answer to a click sends the whole outline to the server, and twice the same
        # click is no change for Dash: ours sends the zone and the hour.
        disableDefaultEventHandlers=True,
        eventHandlers={"click": fonction("clic")},
    )


def contours_choisis(
    resultat: Resultat, *, tolerance: str, zones: Iterable[str] | None = None
) -> list[Component]:
    """Return the outlines of the chosen zones, each on a pale casing, above all shapes."""
    gardees = None if zones is None else set(zones)
    couches = []
    for rang, zone in enumerate(resultat.zones):
        niveau = niveau_de(zone.id)
        if niveau not in ("region", "departement") or (gardees and zone.id not in gardees):
            continue
        for trait in ("gaine", role(rang)):
            couches.append(
                dl.GeoJSON(
                    url=ADRESSE.format(niveau=niveau, tolerance=tolerance),
                    hideout={"garde": [zone.id], "trait": trait},
                    filter=fonction("garde"),
                    style=fonction("contour"),
                    interactive=False,
                )
            )
    if not couches:
        return []
    return [dl.Pane(couches, name="carte-contours", style={"zIndex": 450, "pointerEvents": "none"})]


def voisins(territoire: str) -> Component:
    """Return the land around, in grey, under everything. ``territoire``: ``metropole``, ``973``."""
    couche = dl.GeoJSON(
        url=ADRESSE_VOISINS,
        hideout={"territoire": territoire},
        filter=fonction("voisin"),
        style=fonction("terre"),
        interactive=False,
    )
    return dl.Pane([couche], name="carte-voisins", style={"zIndex": 350, "pointerEvents": "none"})
