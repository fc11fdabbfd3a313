"""The pages that ``benchmarks.cartes`` compares: 35,000 communes with made-up values, drawn in three ways.

``/mosaique``: the component of the house. ``/geojson``: outlines in a callback, ``dl.GeoJSON`` on a canvas,
colours by its hideout. ``/plotly``: ``choroplethmap`` without base tiles, outlines in the figure. One button
asks for the next year: a change sends no outline, whatever the way.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import dash_leaflet as dl
import duckdb
import numpy as np
import plotly.graph_objects as go
import shapely
from dash import Dash, Input, Output, Patch, State, dcc, html, set_props

from components.maps.mosaique import mosaique, retouches_mosaique
from components.maps.mosaique_modele import Mosaique, colorier, legender
from data_layer.catalogue.schema import Format
from data_layer.result import Colonne, Statut
from geodata import decoupages
from geodata.chemins import dossier_geodata
from server import fichiers_geo

MANIERES = ("mosaique", "geojson", "plotly")
_TAUX = Colonne("t", "Taux", "Taux", "pour 1 000", Format.DECIMAL, 1, None)  # type: ignore[arg-type]
_TONS = ["#fff", "#e3f1ef", "#bfe0dc", "#93cac6", "#62b0ae", "#369194", "#1a6f76", "#0b4a54"]
_STYLE = """
window.dashExtensions = Object.assign({}, window.dashExtensions, { banc: {
  style: (e, c) => ({ weight: 0.3, color: "#fff", fillOpacity: 1, fillColor: c.hideout[e.id - 1] }),
} });
"""


@cache
def contours() -> dict[str, Any]:
    """The communes as GeoJSON, four decimals, as a first attempt would send them; ids from 1."""
    lus = duckdb.execute(
        "SELECT geometry FROM read_parquet(?) ORDER BY code",
        [str(dossier_geodata() / "communes.parquet")],
    ).fetchall()
    formes = shapely.set_precision(
        shapely.from_wkb([bytes(f) for (f,) in lus]), 1e-4, mode="pointwise"
    )
    entites = [
        {"type": "Feature", "id": i, "properties": {}, "geometry": json.loads(g)}
        for i, g in enumerate(shapely.to_geojson(formes), start=1)
    ]
    return {"type": "FeatureCollection", "features": entites}


@cache
def valeurs(annee: int) -> list[float]:
    """One made-up rate a commune, one decimal."""
    n = len(decoupages.inscrit("commune"))
    lisse = 180 + 60 * np.sin(9 * np.arange(n) / n + annee)
    return [round(float(v), 1) for v in lisse + 25 * np.random.default_rng(annee).normal(size=n)]


def _classes(annee: int) -> tuple[list[float], bytes, Any]:
    lues = valeurs(annee)
    classes, coupees = colorier(lues, [Statut.OK] * len(lues), _TAUX)
    return lues, classes, coupees


def donnees(annee: int) -> Mosaique:
    """The map of the house for a year."""
    lues, classes, coupees = _classes(annee)
    return Mosaique(
        decoupage=decoupages.inscrit("commune"),
        classes=classes,
        valeurs=tuple(lues),
        statuts=(Statut.OK,) * len(lues),
        colonne=_TAUX,
        legende=legender(classes, coupees, _TAUX),
        titre="Taux",
        sous_titre=str(annee),
        source="Valeurs d'essai",
        resume="Carte",
    )


def _couleurs(annee: int) -> list[str]:
    return [_TONS[c] for c in _classes(annee)[1]]


def _feuillet() -> Any:
    couche = dl.GeoJSON(
        id="formes",
        data=contours(),
        hideout=_couleurs(2020),
        style={"variable": "dashExtensions.banc.style"},
    )
    return dl.Map(
        couche,
        id="carte",
        center=[46.6, 2.4],
        zoom=6,
        preferCanvas=True,
        attributionControl=False,
        style={"height": "600px"},
    )


def _plotly() -> Any:
    trace = go.Choroplethmap(
        geojson=contours(),
        locations=list(range(1, len(valeurs(2020)) + 1)),
        z=valeurs(2020),
        marker={"line": {"width": 0.3, "color": "#fff"}},
    )
    figure = go.Figure(trace)
    vide = {"version": 8, "sources": {}, "layers": []}
    figure.update_layout(
        map={"style": vide, "center": {"lat": 46.6, "lon": 2.4}, "zoom": 5},
        height=600,
        margin={"t": 0},
    )
    return dcc.Graph(id="figure", figure=figure, config={"displaylogo": False})


def page(chemin: str) -> Any:
    """What a way draws first."""
    if chemin == "/geojson":
        return _feuillet()
    return _plotly() if chemin == "/plotly" else mosaique("carte", donnees(2020))


def changer(clics: int, chemin: str) -> None:
    """Show another year: values and colours only."""
    annee = 2020 + clics
    if chemin == "/geojson":
        set_props("formes", {"hideout": _couleurs(annee)})
    elif chemin == "/plotly":
        retouche = Patch()
        retouche["data"][0]["z"] = valeurs(annee)
        set_props("figure", {"figure": retouche})
    else:
        for identifiant, proprietes in retouches_mosaique("carte", donnees(annee)):
            set_props(identifiant, proprietes)


def application() -> Any:
    """The Flask server of the three pages."""
    assets = str(Path(__file__).parents[1] / "assets")
    app = Dash(
        "banc",
        assets_folder=assets,
        compress=True,
        enable_mcp=False,
        serve_locally=True,
        suppress_callback_exceptions=True,
        index_string=_GABARIT,
    )
    app.layout = html.Div(
        [
            dcc.Location(id="lieu", refresh=False),
            html.Button("Suivant", id="suivant"),
            html.Main(id="page"),
        ]
    )
    app.callback(Output("page", "children"), Input("lieu", "pathname"))(page)
    app.callback(
        Input("suivant", "n_clicks"), State("lieu", "pathname"), prevent_initial_call=True
    )(changer)
    fichiers_geo.brancher(app.server)
    return app.server


_GABARIT = f"""<!DOCTYPE html>
<html lang="fr"><head>{{%metas%}}<title>{{%title%}}</title>{{%css%}}
<script>{_STYLE}</script></head>
<body>{{%app_entry%}}<footer>{{%config%}}{{%scripts%}}{{%renderer%}}</footer></body></html>"""
