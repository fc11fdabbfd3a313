"""The layers of a Leaflet map; their functions live in ``assets/carte.js``."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import dash_leaflet as dl
from dash.development.base_component import Component

from components.charts.graphe import role
from components.maps.classes import Methode
from components.maps.lecture import compositions, fonds, textes
from data_layer.result import Resultat
from data_layer.selection import niveau_de
from geodata.assemblage import TERRITOIRES, adresse_assemblage
from geodata.contours import adresse_contours, adresse_voisins
from geodata.zones import Zone

FORMES = "carte-formes"
TEINTES = "carte-teintes"
"""The store of the colours that came after the map was drawn: ``assets/carte.js`` lays them on."""


def fonction(nom: str) -> dict[str, str]:
    """Return the reference dash-leaflet resolves to ``window.dashExtensions.carte.<nom>``."""
    return {"variable": f"dashExtensions.carte.{nom}"}


def teintes(resultat: Resultat, methode: Methode) -> dict[str, Any]:
    """Return what colours shapes: grounds and tooltips by zone id."""
    return {"fonds": fonds(resultat, methode), "textes": textes(resultat)}


def hideout(resultat: Resultat, methode: Methode) -> dict[str, Any]:
    """Return what the main map is drawn with: its colours, every zone, and that names show."""
    return {**teintes(resultat, methode), "garde": None, "noms": True}


def restreindre(entier: dict[str, Any], zones: Iterable[str]) -> dict[str, Any]:
    """Return the hideout of an inset: that of the main map, for some zones, without names."""
    gardees = sorted(zones)
    return {
        "fonds": {z: entier["fonds"][z] for z in gardees if z in entier["fonds"]},
        "textes": {z: entier["textes"][z] for z in gardees if z in entier["textes"]},
        "garde": gardees,
        "noms": False,
    }


def adresse_formes(
    resultat: Resultat,
    tolerance: str,
    zones: Iterable[str] | None = None,
    parts: Collection[str] = (),
) -> str:
    """Return the address of the shapes of the rows; of some of them only when ``zones`` are given.

    All territories come with the départements of none around them, which are drawn in grey. ``parts``:
    the only départements of theirs to draw, when there are any.
    """
    niveau = resultat.bloc.niveau or "region"
    gardees = None if zones is None else tuple(zones)
    if niveau not in TERRITOIRES:
        return adresse_contours(niveau, tolerance, gardees or ())
    faites, autour = compositions(resultat), gardees is None
    if gardees is not None:
        # A shared département is a shape of no territory: it comes with those around.
        autour = any(z not in faites for z in gardees)
        faites = {z: _dedans(faites[z], parts) for z in gardees if z in faites}
    if not faites:
        return adresse_contours("departement", tolerance)
    return adresse_assemblage(niveau, tolerance, faites, autour=autour)


def formes(adresse: str, identifiant: str | dict[str, str], teintes: dict[str, Any]) -> dl.GeoJSON:
    """Return the coloured shapes of an address. A click gives ``clickData.properties.id``."""
    return dl.GeoJSON(
        id=identifiant,
        url=adresse,
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
    resultat: Resultat,
    *,
    tolerance: str,
    zones: Iterable[str] | None = None,
    parts: Collection[str] = (),
) -> list[Component]:
    """Return the outlines of the chosen zones, each on a pale casing, the main one on top."""
    gardees = None if zones is None else set(zones)
    couches = []
    for rang, zone in reversed(list(enumerate(resultat.zones))):
        adresse = _adresse_contour(zone, tolerance, parts)
        if adresse is None or (gardees and zone.id not in gardees):
            continue
        for trait in ("gaine", role(rang)):
            couches.append(
                dl.GeoJSON(
                    url=adresse,
                    hideout={"garde": [zone.id], "trait": trait},
                    filter=fonction("garde"),
                    style=fonction("contour"),
                    interactive=False,
                )
            )
    if not couches:
        return []
    return [dl.Pane(couches, name="carte-contours", style={"zIndex": 450, "pointerEvents": "none"})]


def _dedans(composition: tuple[str, ...], parts: Collection[str]) -> tuple[str, ...]:
    return tuple(d for d in composition if d in parts) if parts else composition


def _adresse_contour(zone: Zone, tolerance: str, parts: Collection[str]) -> str | None:
    """Return the address of the outline of one zone, None when it has none."""
    niveau = niveau_de(zone.id)
    if niveau in TERRITOIRES and zone.composition:
        return adresse_assemblage(niveau, tolerance, {zone.id: _dedans(zone.composition, parts)})
    if niveau in ("region", "departement"):
        return adresse_contours(niveau, tolerance, (zone.id,))
    return None


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
