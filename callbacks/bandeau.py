"""From a control of the banner to the next address."""

from __future__ import annotations

from typing import Any

import dash
from dash import ALL, MATCH, Dash, Input, Output, State, ctx
from dash.exceptions import PreventUpdate

import data_layer
from callbacks import adresse
from components import bandeau, choix
from components.demandes import texte_recu
from data_layer.selection import Selection
from geodata.zones import Zones


def brancher(app: Dash) -> None:
    """Register the callbacks of the banner."""

    @app.callback(
        Output("adresse", "data", allow_duplicate=True),
        Input({"type": "choix-zone", "cle": ALL}, "value"),
        Input({"type": "choix", "cle": ALL}, "value"),
        State("adresse", "data"),
        prevent_initial_call=True,
    )
    @adresse.ou_redire
    def choisir(_zones: Any, _choix: Any, donnees: Any) -> Any:
        actuelle = adresse.lire(donnees)
        contexte = data_layer.contexte(actuelle)
        suivante = actuelle
        # Setting a control from an address comes back here: it changes nothing, and stops.
        for cle, valeur in _touches():
            suivante = choix.appliquer(suivante, cle, valeur, contexte)
        if suivante == actuelle:
            raise PreventUpdate
        return adresse.ecrire(suivante)

    @app.callback(
        Output("adresse", "data", allow_duplicate=True),
        Input("echanger", "n_clicks"),
        Input("reinitialiser", "n_clicks"),
        State("adresse", "data"),
        prevent_initial_call=True,
    )
    @adresse.ou_redire
    def agir(_echanger: Any, _reinitialiser: Any, donnees: Any) -> Any:
        if not any(t["value"] for t in ctx.triggered):
            raise PreventUpdate
        actuelle = adresse.lire(donnees)
        if ctx.triggered_id == "echanger":
            return adresse.ecrire(actuelle.echanger())
        return {"slug": actuelle.slug, "requete": "", "panneau": actuelle.panneau, "mode": "push"}

    @app.callback(
        Output({"type": "choix-zone", "cle": MATCH}, "options"),
        Input({"type": "choix-zone", "cle": MATCH}, "search_value"),
        State({"type": "choix-zone", "cle": MATCH}, "value"),
        State("adresse", "data"),
        prevent_initial_call=True,
    )
    @adresse.ou_redire
    def proposer(texte: Any, choisie: Any, donnees: Any) -> Any:
        zones = data_layer.contexte(adresse.lire(donnees)).zones
        choisie = choisie if isinstance(choisie, str) else None
        return bandeau.options_zone(texte_recu(texte, "la recherche")[:80], choisie, zones)


def _touches() -> list[tuple[str, Any]]:
    """(key, value) of each control that triggered the call."""
    return [
        (ident["cle"], t["value"])
        for t in ctx.triggered
        if isinstance(ident := ctx.triggered_prop_ids.get(t["prop_id"]), dict)
        and isinstance(ident.get("cle"), str)
    ]


def montrees(ids: Any, valeurs: Any) -> dict[str, Any]:
    """What the controls show, by key, from the ids and values that came with a call."""
    if not isinstance(ids, list) or not isinstance(valeurs, list):
        return {}
    paires = zip(ids, valeurs, strict=False)
    return {str(i["cle"]): v for i, v in paires if isinstance(i, dict) and "cle" in i}


def regler(selection: Selection, zones: Zones, montrees: dict[str, Any]) -> None:
    """Set the controls that do not show a selection yet, from inside another callback.

    Only those: setting one comes back as a call of ``choisir``, which is a round trip for nothing.
    """
    for cle, valeur in choix.valeurs(selection).items():
        if cle in montrees and (montrees[cle] or None) == (valeur or None):
            continue
        proprietes = {"value": valeur}
        if cle in choix.CLES_ZONE:
            proprietes["options"] = bandeau.options_zone("", valeur, zones)
        dash.set_props(bandeau.identifiant(cle), proprietes)
