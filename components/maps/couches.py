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
from geodata.contours import adresse_contours, adresse_voisins

FORMES = "carte-formes"


def fonction(nom: str) -> dict[str, str]:
    """Return the reference dash-leaflet resolves to ``window.dashExtensions.carte.<nom>``."""
    return {"variable": f"dashExtensions.carte.{nom}"}


def hideout(resultat: Resultat, methode: Methode) -> dict[str, Any]:
    """Return what colours the main map: grounds and tooltips by zone id, and that names show."""
    return {
        "fonds": fonds(resultat, methode),
        "textes": textes(resultat),
        "garde": None,
        "noms": True,
    }


def restreindre(entier: dict[str, Any], zones: Iterable[str]) -> dict[str, Any]:
    """Return the hideout of an inset: that of the main map, for some zones, without names."""
    gardees = sorted(zones)
    return {
        "fonds": {z: entier["fonds"][z] for z in gardees if z in entier["fonds"]},
        "textes": {z: entier["textes"][z] for z in gardees if z in entier["textes"]},
        "garde": gardees,
        "noms": False,
    }


def formes(
    niveau: str | None, identifiant: str | dict[str, str], teintes: dict[str, Any], tolerance: str
) -> dl.GeoJSON:
    """Return the coloured shapes of the rows. A click gives ``clickData.properties.id``."""
    return dl.GeoJSON(
        id=identifiant,
        url=adresse_contours(niveau or "region", tolerance, tuple(teintes["garde"] or ())),
        hideout=teintes,
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
    """Return the outlines of the chosen zones, each on a pale casing, the main one on top."""
    gardees = None if zones is None else set(zones)
    couches = []
    for rang, zone in reversed(list(enumerate(resultat.zones))):
        niveau = niveau_de(zone.id)
        if niveau not in ("region", "departement") or (gardees and zone.id not in gardees):
            continue
        for trait in ("gaine", role(rang)):
            couches.append(
                dl.GeoJSON(
                    url=adresse_contours(niveau, tolerance, (zone.id,)),
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
        url=adresse_voisins(),
        hideout={"territoire": territoire},
        filter=fonction("voisin"),
        style=fonction("terre"),
        interactive=False,
    )
    style = {"zIndex": 350, "pointerEvents": "none"}
    fond: Component = dl.Pane([couche], name="carte-voisins", style=style)
    return fond
