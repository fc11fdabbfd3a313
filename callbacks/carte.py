"""The map: a click leads to the next address, a class method or a new answer to other colours."""

from __future__ import annotations

from typing import Any

import dash
from dash import ALL, ClientsideFunction, Dash, Input, Output, State, ctx
from dash.exceptions import PreventUpdate

import data_layer
from callbacks import adresse, drill
from components.maps import carte_flux
from components.maps.carte import SOL, recolorer, retouches, sol
from components.maps.classes import Methode
from components.maps.couches import FORMES, TEINTES
from components.maps.curseur_annee import ID_ANNEE
from data_layer.catalogue.schema import Vue
from data_layer.result import Resultat
from geodata.contours import ContoursAbsents


def brancher(app: Dash) -> None:
    """Register the clicks of the map and of its legend."""

    @app.callback(
        Output("adresse", "data", allow_duplicate=True),
        Input(FORMES, "clickData"),
        Input({"type": "carte-encart", "cle": ALL}, "clickData"),
        State("adresse", "data"),
        prevent_initial_call=True,
    )
    @adresse.ou_redire
    def agir(_formes: Any, _encarts: Any, donnees: Any) -> Any:
        clic = ctx.triggered[0]["value"] if ctx.triggered else None
        proprietes = clic.get("properties") if isinstance(clic, dict) else None
        if not isinstance(proprietes, dict):
            raise PreventUpdate
        return drill.aller(donnees, "detailler", proprietes.get("id"))

    cote_client: Any = app.clientside_callback
    cote_client(
        ClientsideFunction("carte", "reteindre"),
        Input(TEINTES, "data"),
        State(FORMES, "hideout"),
        State({"type": "carte-encart", "cle": ALL}, "hideout"),
        prevent_initial_call=True,
    )

    cote_client(
        ClientsideFunction("cartographie", "montrer"),
        Input(ID_ANNEE, "drag_value"),
        prevent_initial_call=True,
    )
    cote_client(
        ClientsideFunction("cartographie", "aller"),
        Output("adresse", "data", allow_duplicate=True),
        Input(ID_ANNEE, "value"),
        prevent_initial_call=True,
    )

    @app.callback(
        Output(TEINTES, "data"),
        Output("carte-legende", "children"),
        Output({"type": "carte-methode", "cle": ALL}, "aria-pressed"),
        Input({"type": "carte-methode", "cle": ALL}, "n_clicks"),
        State({"type": "carte-methode", "cle": ALL}, "id"),
        State("adresse", "data"),
        prevent_initial_call=True,
    )
    @adresse.ou_redire
    def changer_de_methode(clics: Any, ids: Any, donnees: Any) -> Any:
        # Buttons that have just been drawn come here too, unclicked.
        if not isinstance(ctx.triggered_id, dict) or not any(clics or ()):
            raise PreventUpdate
        methode = Methode.lire(ctx.triggered_id.get("cle"))
        connus = [i if isinstance(i, dict) else {} for i in ids or ()]
        presses = ["true" if i.get("cle") == methode else "false" for i in connus]
        resultat = data_layer.query(adresse.lire(donnees))
        try:
            return *recolorer(resultat, methode), presses
        except ContoursAbsents:  # forged: without outlines the page has no such control
            raise PreventUpdate from None


def retoucher(resultat: Resultat | None, ids: Any, presses: Any) -> bool:
    """Colour the map on the page anew when its ground is the one asked for; tell whether it was.

    Drawing outlines takes ten times as long as colouring them, and would lose the visitor's zoom.
    ``ids``, ``presses``: ids and pressed states of the controls on the page.
    """
    if resultat is None or resultat.selection.vue is not Vue.CARTE or not isinstance(ids, list):
        return False
    if carte_flux.dessine(resultat):
        return carte_flux.retoucher(resultat, ids)
    sols = [i.get("cle") for i in ids if isinstance(i, dict) and i.get("type") == SOL]
    if not sols or sols != [sol(resultat)]:
        return False
    paires = zip(ids, presses if isinstance(presses, list) else [], strict=False)
    choisies = [i.get("cle") for i, p in paires if isinstance(i, dict) and p == "true"]
    for identifiant, proprietes in retouches(resultat, Methode.lire(next(iter(choisies), None))):
        dash.set_props(identifiant, proprietes)
    return True
