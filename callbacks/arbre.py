"""The tree picker: what its sheet lists, and from a node to the next address."""

from __future__ import annotations

from typing import Any

import dash
from dash import ALL, ClientsideFunction, Dash, Input, Output, State, ctx
from dash.exceptions import PreventUpdate

import data_layer
from callbacks import adresse
from components import arbre, arbre_liste
from components.demandes import texte_recu
from data_layer.catalogue.schema import Flux
from data_layer.selection import Contexte, Noeuds, Selection

_OUVRIR = {"type": arbre_liste.TYPE_OUVRIR, "noeud": ALL, "ou": ALL}
_CHOISIR = {"type": arbre_liste.TYPE_CHOISIR, "noeud": ALL}


def brancher(app: Dash) -> None:
    """Register the callbacks of the tree picker."""
    cote_client: Any = app.clientside_callback
    cote_client(
        ClientsideFunction("portulanArbre", "demander"),
        Output(arbre.ID_DEMANDE, "data"),
        Input(arbre.ID_TEXTE, "value"),
        State(arbre.ID_DEMANDE, "data"),
        prevent_initial_call=True,
    )
    cote_client(
        ClientsideFunction("portulanArbre", "rendreLeFoyer"), Input(arbre.ID_LISTE, "children")
    )

    @app.callback(
        Output(arbre.ID_LISTE, "children"),
        Output(arbre.ID_ICI, "data"),
        Input(arbre.ID_DEMANDE, "data"),
        Input(_OUVRIR, "n_clicks"),
        State(arbre.ID_ICI, "data"),
        State("adresse", "data"),
        prevent_initial_call=True,
    )
    @adresse.ou_redire
    def montrer(demande: Any, _ouvrir: Any, ici: Any, donnees: Any) -> Any:
        selection = adresse.lire(donnees)
        noeuds = _noeuds(selection)
        place = texte_recu(ici, "la place dans l'arbre")
        if ctx.triggered_id == arbre.ID_DEMANDE:
            texte = texte_recu(demande, "la recherche")[:80]
            if texte.strip():
                return arbre_liste.reponses(texte, selection, noeuds), place
        else:
            place = _clique(noeuds)
            # A chevron among the answers leads out of the search: its text goes.
            if demande:
                dash.set_props(arbre.ID_TEXTE, {"value": ""})
        return arbre_liste.parcours(place, selection, noeuds), place

    @app.callback(
        Output("adresse", "data", allow_duplicate=True),
        Input(_CHOISIR, "n_clicks"),
        State("adresse", "data"),
        prevent_initial_call=True,
    )
    @adresse.ou_redire
    def choisir(_clics: Any, donnees: Any) -> Any:
        actuelle = adresse.lire(donnees)
        code = _clique(_noeuds(actuelle))
        if code == actuelle.noeud:
            raise PreventUpdate
        return adresse.ecrire(actuelle.choisir_noeud(code))


def regler(selection: Selection, contexte: Contexte, montre: Any) -> None:
    """Set the picker to a selection, from inside another callback; ``montre``: the code it shows."""
    noeuds = contexte.noeuds
    if noeuds is None or selection.restitution.classification is None:
        return
    if selection.restitution.flux is Flux.CARTE:
        dash.set_props(arbre.ID_CHAMP, {"hidden": selection.hors_activite})
    if montre == selection.noeud:
        return
    ici = arbre_liste.place(selection.noeud, noeuds)
    dash.set_props(
        arbre.ID_BOUTON,
        {"children": arbre.nom_choisi(selection, noeuds), "value": selection.noeud},
    )
    dash.set_props(arbre.ID_TEXTE, {"value": ""})
    dash.set_props(arbre.ID_ICI, {"data": ici})
    dash.set_props(arbre.ID_LISTE, {"children": arbre_liste.parcours(ici, selection, noeuds)})


def _noeuds(selection: Selection) -> Noeuds:
    noeuds = data_layer.contexte(selection).noeuds
    if noeuds is None or selection.restitution.classification is None:
        raise PreventUpdate
    return noeuds


def _clique(noeuds: Noeuds) -> str:
    """The node of the button that was clicked; buttons just drawn come here too, unclicked."""
    ident = ctx.triggered_id
    code = ident.get("noeud") if isinstance(ident, dict) else None
    if not any(t["value"] for t in ctx.triggered) or not isinstance(code, str):
        raise PreventUpdate
    if noeuds.get(code) is None:
        raise PreventUpdate
    return code
