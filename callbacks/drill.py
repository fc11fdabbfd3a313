"""From a click in a table or a map to the next address."""

from __future__ import annotations

from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx
from dash.exceptions import PreventUpdate

import data_layer
from callbacks import adresse
from data_layer.selection import Selection


def suivante(selection: Selection, action: str, cible: Any) -> Selection:
    """The selection after an action on a row; unknown ones change nothing."""
    if not isinstance(cible, str) or data_layer.contexte(selection).zones.get(cible) is None:
        return selection
    if action == "zone":
        return selection.prendre(cible)
    if action == "comparer":
        return selection.comparer(cible)
    if action == "descendre":
        return selection.descendre(cible)
    return selection


def brancher(app: Dash) -> None:
    """Register the clicks of the table and of the map."""

    @app.callback(
        Output("adresse", "data", allow_duplicate=True),
        Input("grille", "cellRendererData"),
        State("adresse", "data"),
        prevent_initial_call=True,
    )
    def agir_sur_ligne(clic: Any, donnees: Any) -> Any:
        valeur = (clic or {}).get("value") if isinstance(clic, dict) else None
        if not isinstance(valeur, dict):
            raise PreventUpdate
        return _aller(donnees, str(valeur.get("action")), valeur.get("cible"))

    @app.callback(
        Output("adresse", "data", allow_duplicate=True),
        Input("carte-formes", "clickData"),
        Input({"type": "carte-encart", "cle": ALL}, "clickData"),
        State("adresse", "data"),
        prevent_initial_call=True,
    )
    def agir_sur_carte(_formes: Any, _encarts: Any, donnees: Any) -> Any:
        clic = ctx.triggered[0]["value"] if ctx.triggered else None
        proprietes = clic.get("properties") if isinstance(clic, dict) else None
        if not isinstance(proprietes, dict):
            raise PreventUpdate
        return _aller(donnees, "descendre", proprietes.get("id"))


def _aller(donnees: Any, action: str, cible: Any) -> Any:
    actuelle = adresse.lire(donnees)
    prochaine = suivante(actuelle, action, cible)
    if prochaine == actuelle:
        raise PreventUpdate
    return adresse.ecrire(prochaine)
