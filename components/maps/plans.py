"""The Leaflet maps of the frame: the main one, and the insets on its left."""

from __future__ import annotations

from typing import Any

import dash_leaflet as dl
from dash import html
from dash.development.base_component import Component

from components.charts.lignes import valeur_exacte
from components.formats import FINE
from components.liens import attributs
from components.maps.cadrage import Cadrage, Encart
from components.maps.couches import (
    FORMES,
    adresse_formes,
    contours_choisis,
    formes,
    restreindre,
    voisins,
)
from components.maps.lecture import colonne_meneuse, dessinees
from data_layer.result import Resultat

PIED = 26
"""Height of the strip of the scale bar, in pixels: that of assets/carte.css."""

_GUYANE = ("973", "03")
_FIGEE = {
    "zoomControl": False,
    "dragging": False,
    "touchZoom": False,
    "scrollWheelZoom": False,
    "doubleClickZoom": False,
    "boxZoom": False,
    "keyboard": False,
}


def plan(resultat: Resultat, teintes: dict[str, Any], cadrage: Cadrage) -> Component:
    """Return the main map; a new ground (``cadrage.cle``) makes a new map, not a moved one."""
    tolerance = cadrage.tolerance
    adresse = adresse_formes(resultat, tolerance, teintes["garde"])
    couches = [
        formes(adresse, FORMES, teintes),
        *contours_choisis(resultat, tolerance=tolerance),
    ]
    return fond_de_carte(couches, cadrage, resume_carte(resultat))


def fond_de_carte(couches: list[Component], cadrage: Cadrage, resume: str) -> Component:
    """Return a map that moves, fitted on its frame; ``resume`` says what it shows.

    The scale bar has a strip of its own at the foot: nothing is drawn under it.
    """
    fond = dl.Map(
        [
            voisins("metropole"),
            *couches,
            dl.ScaleControl(position="bottomleft", imperial=False, maxWidth=120),
        ],
        id="carte-plan",
        bounds=[list(coin) for coin in cadrage.emprise],
        boundsOptions={"paddingTopLeft": [14, 14], "paddingBottomRight": [14, 14 + PIED]},
        attributionControl=False,
        scrollWheelZoom=False,
        zoomSnap=0.25,
        minZoom=4,
        maxZoom=11,
        className="carte-leaflet",
        style={"height": "100%"},
        trackViewport=False,
    )
    return html.Div(
        fond,
        id="carte-groupe",
        key=cadrage.cle,
        role="group",
        **attributs(aria_label=resume),
    )


def encarts(resultat: Resultat, teintes: dict[str, Any], cadrage: Cadrage) -> Component:
    """Return the insets, each a small map that does not move."""
    return html.Div(
        [_encart(resultat, teintes, encart) for encart in cadrage.encarts],
        className="carte-encarts",
    )


def _encart(resultat: Resultat, teintes: dict[str, Any], encart: Encart) -> Component:
    petite = dl.Map(
        [
            *([voisins("973")] if encart.cle in _GUYANE else []),
            formes(
                adresse_formes(resultat, "moyen", encart.zones, encart.parts),
                {"type": "carte-encart", "cle": encart.cle},
                restreindre(teintes, encart.zones),
            ),
            *contours_choisis(resultat, tolerance="moyen", zones=encart.zones, parts=encart.parts),
        ],
        bounds=[list(coin) for coin in encart.emprise],
        boundsOptions={"paddingTopLeft": [5, 18], "paddingBottomRight": [5, 5]},
        attributionControl=False,
        zoomSnap=0,
        className="carte-leaflet",
        style={"height": "100%"},
        trackViewport=False,
        **_FIGEE,
    )
    return html.Div(
        [html.Div(petite, className="carte-encart-plan"), html.P(encart.titre)],
        key=encart.cle,
        className="carte-encart",
    )


def resume_carte(resultat: Resultat) -> str:
    """Return what the map says in a sentence or two, for those who do not see it."""
    colonne = colonne_meneuse(resultat)
    tracees = list(dessinees(resultat))
    montrees = [li for li in tracees if li.cellules[colonne.cle].valeur is not None]
    if not montrees:
        return f"Carte, {colonne.libelle}{FINE}: aucune valeur ne peut être montrée."
    ordre = sorted(montrees, key=lambda li: li.cellules[colonne.cle].valeur or 0.0)
    haut, bas = (f"{li.libelle}, {valeur_exacte(li, colonne)}" for li in (ordre[-1], ordre[0]))
    return (
        f"Carte, {colonne.libelle}, {len(tracees)} zones{FINE}; la plus haute{FINE}: {haut}"
        f"{FINE}; la plus basse{FINE}: {bas}. Le tableau qui suit donne toutes les valeurs."
    )
