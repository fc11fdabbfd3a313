"""A page of maps of communes, for tests: the components, assets and routes of the house, made-up values.

``/``: one map of communes. ``/epci``, ``/departement``: other divisions. ``/deux``: two maps that move
together. ``/flux``: circles and lines. A button asks for the next year; another one for départements.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from dash import Dash, Input, Output, State, dcc, html, set_props

import server as cote_serveur
from components.maps.mosaique import mosaique, retouches_mosaique
from components.maps.mosaique_modele import (
    Cercle,
    Cercles,
    Contour,
    Mosaique,
    Trait,
    Traits,
    aligner,
    colorier,
    legender,
)
from data_layer.catalogue.schema import Format
from data_layer.result import Colonne, Statut
from geodata import decoupages
from geodata.decoupages import Decoupage

MASQUEE, NON_TRANSMISE = "29019", "35238"
"""Brest and Rennes: their values are masked, and not transmitted."""
LIEU_MASQUE, LIEU_NON_TRANSMIS, LIEU = (48.40, -4.50), (48.11, -1.68), (48.02, -4.10)
"""In Brest, in Rennes, in a commune of Finistère."""
TAUX = Colonne(
    "taux",
    "Taux de recours standardisé",
    "Taux",
    "séjours pour 1 000 habitants",
    Format.DECIMAL,
    1,
    None,  # type: ignore[arg-type]
)
SEJOURS = Colonne("sejours", "Séjours", "Séjours", "séjours", Format.ENTIER, 0, None)  # type: ignore[arg-type]


def valeurs(decoupage: Decoupage, annee: int) -> dict[str, tuple[float | None, Statut]]:
    """Made-up rates that follow the place, and change with the year."""
    n = len(decoupage)
    hasard = np.random.default_rng(annee)
    rang = np.arange(n) / n
    lisse = 180 + 60 * np.sin(9 * rang + annee) + 25 * hasard.standard_normal(n)
    lus: dict[str, tuple[float | None, Statut]] = {
        code: (round(float(v), 2), Statut.OK)
        for code, v in zip(decoupage.codes, lisse, strict=True)
    }
    lus[MASQUEE] = (None, Statut.MASQUE)
    lus[NON_TRANSMISE] = (None, Statut.NON_TRANSMIS)
    for code in decoupage.codes[::40]:
        lus[code] = (None, Statut.MASQUE)
    return lus


def donnees(genre: str, annee: int, flux: bool = False) -> Mosaique:
    """A map of this division and year."""
    decoupage = decoupages.epci() if genre == "epci" else decoupages.inscrit(genre)
    lus = valeurs(decoupage, annee)
    lues, statuts, inconnus = aligner(decoupage, lus)
    classes, coupees = colorier(lues, statuts, TAUX)
    contours = (Contour("choisie", "departement", ("29",), "Finistère"),)
    nom = {"commune": "commune", "departement": "département", "epci": "intercommunalité"}[genre]
    return Mosaique(
        decoupage=decoupage,
        classes=classes,
        valeurs=lues,
        statuts=statuts,
        colonne=TAUX,
        legende=legender(classes, coupees, TAUX, contours),
        titre="Taux de recours standardisé à l'hospitalisation en MCO",
        sous_titre=f"France, par {nom}, {annee}",
        source="Source : valeurs d'essai",
        resume=f"Carte, taux de recours, {len(decoupage)} zones, {annee}",
        contours=contours,
        sans_lieu=tuple((code, "12") for code in inconnus),
        cercles=_cercles() if flux else None,
        traits=_traits() if flux else None,
    )


def _cercles() -> Cercles:
    places = [
        ((48.39, -4.49), 81_234.0, "CHU de Brest", "brest"),
        ((48.12, -1.69), 65_000.0, "CHU de Rennes", "x"),
    ]
    places += [
        ((47.99, -4.10), 12_000.0, "CH de Quimper", "y"),
        ((48.57, -3.83), 5_000.0, "CH de Morlaix", "z"),
    ]
    return Cercles(tuple(Cercle(*place) for place in places), SEJOURS)


def _traits() -> Traits:
    hasard = np.random.default_rng(7)
    lieux = zip(hasard.uniform(47.3, 48.8, 60), hasard.uniform(-4.6, -1.3, 60), strict=True)
    traits = [
        Trait((float(a), float(b)), (48.39, -4.49), float(v))
        for (a, b), v in zip(lieux, hasard.pareto(1.2, 60) * 40 + 11, strict=True)
    ]
    return Traits(tuple(traits), SEJOURS, seuil=20)


def page(chemin: str) -> Any:
    """What stands at an address."""
    if chemin == "/deux":
        return html.Div(
            [mosaique(f"carte{i}", donnees("commune", 2020 + i), "ensemble") for i in (0, 1)],
            className="mosaiques",
        )
    genre = chemin.strip("/") if chemin in ("/epci", "/departement") else "commune"
    return mosaique("carte0", donnees(genre, 2020, flux=chemin == "/flux"))


def application() -> Dash:
    """The application of the page."""
    assets = Path(__file__).parents[2] / "assets"
    app = Dash(
        "essai",
        assets_folder=str(assets),
        compress=True,
        enable_mcp=False,
        serve_locally=True,
        suppress_callback_exceptions=True,
    )
    app.layout = html.Div(
        [
            dcc.Location(id="lieu", refresh=False),
            html.H1("Cartographie"),
            html.Button("Année suivante", id="suivante"),
            html.Button("Départements", id="departements"),
            html.Main(id="page"),
            html.Output(id="clic"),
        ],
        style={"padding": "1rem"},
    )
    app.callback(Output("page", "children"), Input("lieu", "pathname"))(page)

    @app.callback(Input("suivante", "n_clicks"), prevent_initial_call=True)
    def suivante(clics: int) -> None:
        for identifiant, proprietes in retouches_mosaique(
            "carte0", donnees("commune", 2020 + clics)
        ):
            set_props(identifiant, proprietes)

    @app.callback(Input("departements", "n_clicks"), prevent_initial_call=True)
    def par_departement(_clics: int) -> None:
        for identifiant, proprietes in retouches_mosaique("carte0", donnees("departement", 2020)):
            set_props(identifiant, proprietes)

    @app.callback(
        Output("clic", "children"),
        Input("carte0-clic", "data"),
        State("lieu", "pathname"),
        prevent_initial_call=True,
    )
    def cliquee(lu: dict[str, Any] | None, _chemin: str) -> str:
        return "" if not lu else f"{lu['commune']} {lu['unite']} {lu['cercle']}"

    cote_serveur.installer(app.server, app.csp_hashes)
    return app
