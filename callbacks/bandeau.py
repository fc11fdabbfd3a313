"""From a control of the banner to the next address."""

from __future__ import annotations

from typing import Any

import dash
from dash import ALL, MATCH, Dash, Input, Output, State, ctx
from dash.exceptions import PreventUpdate

import data_layer
from callbacks import adresse, arbre
from components import bandeau, bandeau_champs, bandeau_zones, choix, choix_offerts
from components.demandes import texte_recu
from data_layer.selection import Contexte, Selection

_TYPES = ("choix", "choix-zone", "arbre", "empreintes")


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
        return bandeau_zones.options_zone(texte_recu(texte, "la recherche")[:80], choisie, zones)


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
    return {
        str(i["cle"]): v
        for i, v in zip(ids, valeurs, strict=False)
        if isinstance(i, dict) and "cle" in i and i.get("type") in _TYPES
    }


def regler(selection: Selection, contexte: Contexte, montrees: dict[str, Any]) -> None:
    """Set the controls that do not show a selection yet, from inside another callback.

    ``montrees``: see the function of that name. Only what differs is set: setting a value comes back
    as a call of ``choisir``, which is a round trip for nothing.
    """
    proposes = choix_offerts.offerts(selection, contexte)
    deja = bandeau.lire_empreintes(montrees.get("empreintes"))
    for cle, valeur in choix.valeurs(selection).items():
        proprietes: dict[str, Any] = {}
        offert = proposes.get(cle)
        if offert is not None and offert.empreinte != deja.get(cle):
            proprietes["options"] = bandeau_champs.options(offert)
            dash.set_props(bandeau_champs.identifiant_champ(cle), {"hidden": offert.cache})
        if cle not in montrees or (montrees[cle] or None) != (valeur or None):
            proprietes["value"] = valeur
            if cle in choix.CLES_ZONE:
                proprietes["options"] = bandeau_zones.options_zone("", valeur, contexte.zones)
        if proprietes:
            dash.set_props(bandeau_champs.identifiant(cle), proprietes)
    dites = bandeau.empreintes(proposes)
    if dites != montrees.get("empreintes"):
        dash.set_props(bandeau.ID_EMPREINTES, {"value": dites})
    if bandeau.a_un_panier(selection.restitution):
        href = bandeau_zones.adresse_du_panier(selection)
        dash.set_props(bandeau_zones.ID_PANIER, {"href": href})
    arbre.regler(selection, contexte, montrees.get("noeud"))
