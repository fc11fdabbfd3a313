"""The map of a PMSI code among those it touches; the table of neighbours is its twin."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import dash_leaflet as dl
from dash import html
from dash.development.base_component import Component

from components import formats
from components.codes_geo_raisons import nom_departement
from components.codes_geo_recherche import adresse_code
from components.codes_geo_tables import table
from components.formats import FINE
from components.liens import attributs, lien
from components.maps.cadrage import Emprise, credits_carte
from components.maps.couches import fonction, voisins
from components.maps.legende import HORS
from components.maps.plans import PIED
from geodata.codes import Codes, contours_autour
from geodata.contours import ContoursAbsents, adresse_contours
from geodata.referentiel import departement
from geodata.zonage import CodeDecrit

_SITUE = "situe"
"""The ground of the code that is described, in assets/carte.js."""
_GUYANE = "973"
_MARGE_MAXIMALE = 1.5
"""Room left around a code for its neighbours, in widths of its own."""


@dataclass(frozen=True, slots=True)
class Alentours:
    """Outlines (GeoJSON features) of a code, itself first, and the codes they are of.

    ``absente``: the code itself has no outline.
    """

    entites: tuple[dict[str, Any], ...]
    autour: tuple[CodeDecrit, ...]
    absente: bool


def alentours(codes: Codes, code: CodeDecrit) -> Alentours:
    """What is drawn around a code; nothing where outlines are not to be had."""
    try:
        contenu = json.loads(gzip.decompress(contours_autour(code.code)))
    except ContoursAbsents:
        return Alentours((), (), True)
    entites = tuple(contenu["features"])
    lus = [codes.get(e["properties"]["code"]) for e in entites]
    autour = tuple(c for c in lus if c is not None and c.code != code.code)
    return Alentours(entites, autour, not any(c is not None and c.code == code.code for c in lus))


def carte(code: CodeDecrit, proches: Alentours) -> Component:
    """The map of a code, or the sentence that says why there is none."""
    if proches.absente:
        return html.P(
            f"Le contour de ce code n'est pas connu{FINE}: il n'est pas sur la carte. Ses communes sont "
            "dans le tableau.",
            className="avis avis-info codes-sans-carte",
        )
    titre = f"{code.code} {code.libelle} et les codes qui le touchent"
    return html.Figure(
        [
            html.H3(titre, className="figure-titre"),
            html.Div(_plan(code, proches), className="carte-plan codes-plan"),
            _legende(proches),
            html.P(". ".join(credits_carte()), className="figure-source"),
        ],
        className="figure carte codes-carte",
    )


def voisins_en_table(code: CodeDecrit, proches: Alentours) -> list[Component]:
    """The neighbours that the map shows, each with the way to it; nothing where none is known."""
    if not proches.autour:
        return [html.P("Aucun autre code ne touche celui-ci.")] if not proches.absente else []
    loin = any(c.departement != code.departement for c in proches.autour)
    lignes = [
        (
            lien(c.code, adresse_code(c.code), **attributs(data_code=c.code)),
            c.libelle,
            *((nom_departement(c.departement),) if loin else ()),
            formats.nombre(c.population),
        )
        for c in sorted(proches.autour, key=lambda c: c.code)
    ]
    entetes = ("Code", "Commune principale", *(("Département",) if loin else ()), "Habitants")
    titre = f"Codes qui touchent {code.code}"
    return [html.H3("Codes voisins"), table(titre, entetes, lignes, chiffres=(len(entetes) - 1,))]


def _plan(code: CodeDecrit, proches: Alentours) -> Component:
    """A map made anew for each code (``key``), fitted on it and what it touches."""
    plan = dl.Map(
        [
            *_terres(code, proches),
            _formes(code, proches),
            *_contour(code, proches),
            _noms(code, proches),
            dl.ScaleControl(position="bottomleft", imperial=False, maxWidth=120),
        ],
        id="codes-carte-plan",
        bounds=[list(coin) for coin in emprise(code, proches)],
        boundsOptions={"paddingTopLeft": [44, 20], "paddingBottomRight": [44, 40 + PIED]},
        attributionControl=False,
        scrollWheelZoom=False,
        zoomSnap=0.25,
        minZoom=6,
        maxZoom=14,
        className="carte-leaflet",
        style={"height": "100%"},
        trackViewport=False,
    )
    autour = ", ".join(f"{c.code} {c.libelle}" for c in proches.autour) or "aucun"
    resume = (
        f"Carte{FINE}: le code {code.code}, {code.libelle}. Codes qui le touchent{FINE}: {autour}. Le "
        "tableau des codes voisins mène à chacun."
    )
    return html.Div(plan, key=code.code, role="group", **attributs(aria_label=resume))


def emprise(code: CodeDecrit, proches: Alentours) -> Emprise:
    """South-west and north-east corners (latitude, longitude): the code, and the points that its
    neighbours are named at, unless these are so far that it would be small among them."""
    points = [p for polygone in proches.entites[0]["geometry"]["coordinates"] for p in polygone[0]]
    nommes = [(c.longitude, c.latitude) for c in proches.autour]
    ouest, est = _bornes([p[0] for p in points], [p[0] for p in nommes])
    sud, nord = _bornes([p[1] for p in points], [p[1] for p in nommes])
    return (sud, ouest), (nord, est)


def _bornes(propres: Sequence[float], autres: Sequence[float]) -> tuple[float, float]:
    bas, haut = min(propres), max(propres)
    marge = _MARGE_MAXIMALE * (haut - bas)
    return max(bas - marge, min([bas, *autres])), min(haut + marge, max([haut, *autres]))


def _terres(code: CodeDecrit, proches: Alentours) -> list[Component]:
    """The country under the outlines in grey, then the limits of the départements they reach into."""
    trouve = departement(code.departement)
    loin = trouve is not None and trouve.outre_mer
    pays = [] if loin and code.departement != _GUYANE else [_GUYANE if loin else "metropole"]
    touches = {c.departement for c in (code, *proches.autour)}
    limites = tuple(sorted(f"dep-{d}" for d in touches))
    sol = dl.GeoJSON(
        url=adresse_contours("departement", "moyen"), style=fonction("terre"), interactive=False
    )
    traits = dl.GeoJSON(
        url=adresse_contours("departement", "fin", limites),
        style={"variable": "dashExtensions.codes.limite"},
        interactive=False,
    )
    return [
        *(voisins(p) for p in pays),
        dl.Pane([sol], name="codes-sol", style={"zIndex": 360, "pointerEvents": "none"}),
        dl.Pane([traits], name="codes-limites", style={"zIndex": 430, "pointerEvents": "none"}),
    ]


def _formes(code: CodeDecrit, proches: Alentours) -> Component:
    """The outlines; a click follows the link that the table has to that code."""
    tous = (code, *proches.autour)
    teintes = {
        "fonds": {f"pmsi-{c.code}": _SITUE if c.code == code.code else HORS for c in tous},
        "textes": {f"pmsi-{c.code}": _bulle(c) for c in tous},
        "garde": None,
        "noms": False,
    }
    formes: Component = dl.GeoJSON(
        data={"type": "FeatureCollection", "features": list(proches.entites)},
        hideout=teintes,
        style=fonction("style"),
        onEachFeature=fonction("forme"),
        hoverStyle=fonction("survol"),
        disableDefaultEventHandlers=True,
        eventHandlers={"click": {"variable": "dashExtensions.codes.clic"}},
    )
    return formes


def _bulle(code: CodeDecrit) -> list[str]:
    communes = len(code.communes)
    return [
        f"{code.code} {code.libelle}",
        f"{formats.nombre(code.population)} habitants, {communes} commune{'s' * (communes > 1)}",
    ]


def _contour(code: CodeDecrit, proches: Alentours) -> list[Component]:
    identifiant = f"pmsi-{code.code}"
    couches = [
        dl.GeoJSON(
            data={"type": "FeatureCollection", "features": [proches.entites[0]]},
            hideout={"garde": [identifiant], "trait": trait},
            filter=fonction("garde"),
            style=fonction("contour"),
            interactive=False,
        )
        for trait in ("gaine", "principale")
    ]
    style = {"zIndex": 450, "pointerEvents": "none"}
    return [dl.Pane(couches, name="carte-contours", style=style)]


def _noms(code: CodeDecrit, proches: Alentours) -> Component:
    """Above every outline; assets/codes-geo.js hides the names that would cover another, the last first."""
    ordre = sorted(proches.autour, key=lambda c: -c.population)
    points = [_nom(code, True), *(_nom(c, False) for c in ordre)]
    style = {"zIndex": 460, "pointerEvents": "none"}
    couche: Component = dl.Pane(points, name="codes-points", style=style)
    return couche


def _nom(code: CodeDecrit, choisi: bool) -> Component:
    """A point on the largest commune of a code, and the code with its name beside it."""
    classe = "carte-nom codes-nom" + (" codes-nom-choisi" if choisi else "")
    etiquette = dl.Tooltip(
        [html.Strong(code.code), html.Span(code.libelle)],
        permanent=True,
        direction="bottom",
        className=classe,
        opacity=1,
    )
    point: Component = dl.CircleMarker(
        etiquette,
        center=[code.latitude, code.longitude],
        radius=2.5,
        pathOptions={
            "stroke": False,
            "fill": True,
            "fillColor": "var(--texte)",
            "fillOpacity": 1,
        },
        interactive=False,
    )
    return point


def _legende(proches: Alentours) -> Component:
    """What the signs of the map stand for."""

    def pastille(fond: str) -> Component:
        return html.Span(className="carte-pastille", **attributs(data_fond=fond))

    entrees = [
        (pastille(_SITUE), "ce code"),
        *([(pastille(HORS), "codes voisins")] if proches.autour else []),
        (html.Span(className="codes-limite"), "limite de département"),
        (html.Span(className="codes-point"), "commune la plus peuplée"),
    ]
    return html.Ul([html.Li([s, dit]) for s, dit in entrees], className="codes-legende")
