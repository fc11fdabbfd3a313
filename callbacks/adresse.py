"""The address in the store ``adresse``: what it holds, and what a forged one becomes."""

from __future__ import annotations

from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, ctx
from dash.exceptions import PreventUpdate

import data_layer
from data_layer.selection import Selection

Donnees = dict[str, str]


def lire(donnees: Any) -> Selection:
    """The selection that the page shows.

    Raises:
        ValueError: the store does not hold an address (a forged call). data_layer's own errors.
    """
    if not isinstance(donnees, dict):
        raise ValueError("l'adresse attendue est un objet {slug, requete}")
    slug, requete = donnees.get("slug"), donnees.get("requete")
    if not isinstance(slug, str) or not isinstance(requete, str):
        raise ValueError("l'adresse attendue est un objet {slug, requete}")
    return data_layer.lire(slug, requete).selection


def ecrire(selection: Selection, mode: str = "push") -> Donnees:
    """What to store for a selection. ``mode``: ``push`` a new entry of history, or ``replace``."""
    return {"slug": selection.slug, "requete": data_layer.requete_de(selection), "mode": mode}


def brancher(app: Dash) -> None:
    """Register what ties the store to the address bar, and the retry of a failed part."""
    app.clientside_callback(
        ClientsideFunction("portulan", "ecrireAdresse"), Input("adresse", "data")
    )
    for ident in ("page", "partie-titre"):
        app.clientside_callback(
            ClientsideFunction("portulan", "titrer"), Input(ident, "children")
        )

    @app.callback(
        Output("adresse", "data", allow_duplicate=True),
        Input({"type": "reessayer", "partie": ALL}, "n_clicks"),
        State("adresse", "data"),
        prevent_initial_call=True,
    )
    def reessayer(_clics: Any, donnees: Any) -> Any:
        if not any(t["value"] for t in ctx.triggered):
            raise PreventUpdate
        return ecrire(lire(donnees), "replace")
