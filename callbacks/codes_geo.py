"""The wiring of the page of PMSI codes: the list while typing, another code without another page."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State
from dash.exceptions import PreventUpdate

from components import codes_geo as page
from components.codes_geo_recherche import CHEMIN, lire, propre, trouver
from components.demandes import texte_recu
from geodata.codes import Codes, codes_geographiques
from geodata.contours import ContoursAbsents


def brancher(app: Dash) -> None:
    """Register the callbacks of the page."""
    cote_client: Any = app.clientside_callback
    cote_client(
        ClientsideFunction("portulanRecherche", "apresUnePause"),
        Output(page.ID_DEMANDE, "data"),
        Input(page.ID_TEXTE, "value"),
        prevent_initial_call=True,
    )
    cote_client(
        ClientsideFunction("portulanCodes", "suivre"),
        Input(page.ID_CORPS, "children"),
        prevent_initial_call=True,
    )

    @app.callback(
        Output(page.ID_REPONSES, "children"),
        Output(page.ID_ANNONCE, "children"),
        Input(page.ID_DEMANDE, "data"),
        prevent_initial_call=True,
    )
    def chercher(texte: Any) -> Any:
        lu = propre(texte_recu(texte, "le texte cherché"))
        codes = _codes()
        trouves = trouver(codes, lu)
        return page.reponses(codes, lu, trouves), page.annonce(lu, trouves)

    # Every link of the page goes through dcc.Location, which hears Back and Forward too.
    @app.callback(
        Output(page.ID_CORPS, "children"),
        Input("lieu", "search"),
        State("lieu", "pathname"),
        prevent_initial_call=True,
    )
    def suivre(requete: Any, chemin: Any) -> Any:
        if texte_recu(chemin, "le chemin").rstrip("/") != CHEMIN:
            raise PreventUpdate
        return page.corps(_codes(), lire(texte_recu(requete, "la requête")))


def _codes() -> Codes:
    """The codes now served.

    Raises:
        PreventUpdate: there are none, and the page already says so.
    """
    try:
        return codes_geographiques()
    except ContoursAbsents:
        raise PreventUpdate from None
