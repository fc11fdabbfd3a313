"""From a click in the table to the next address."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, State
from dash.exceptions import PreventUpdate

import data_layer
from callbacks import adresse, peinture
from components.inerte import ID_SUITE
from components.tables.grille import action_demandee, tri_demande
from data_layer.selection import Contexte, Selection


def suivante(selection: Selection, action: str, cible: Any) -> Selection:
    """The selection after an action on a row; unknown ones change nothing."""
    contexte = data_layer.contexte(selection)
    if not isinstance(cible, str) or not _existe(cible, contexte):
        return selection
    if action == "detailler":
        return selection.descendre(cible)
    if contexte.zones.get(cible) is None:
        return selection
    if action == "prendre":
        return selection.prendre(cible)
    if action == "comparer":
        return selection.comparer(cible)
    return selection


def _existe(cible: str, contexte: Contexte) -> bool:
    """Whether a target is a zone of the release or a node of its classification."""
    noeuds = contexte.noeuds
    return contexte.zones.get(cible) is not None or (
        noeuds is not None and bool(cible) and noeuds.get(cible) is not None
    )


def aller(donnees: Any, action: str, cible: Any) -> Any:
    """The address after an action on a row, for the store ``adresse``; PreventUpdate when it is the same."""
    actuelle = adresse.lire(donnees)
    prochaine = suivante(actuelle, action, cible)
    if prochaine == actuelle:
        raise PreventUpdate
    return adresse.ecrire(prochaine)


def brancher(app: Dash) -> None:
    """Register the clicks of the table."""

    @app.callback(
        Output("adresse", "data", allow_duplicate=True),
        Input("grille", "cellRendererData"),
        State("adresse", "data"),
        prevent_initial_call=True,
    )
    @adresse.ou_redire
    def agir_sur_ligne(clic: Any, donnees: Any) -> Any:
        demandee = action_demandee(clic)
        if demandee is None:
            raise PreventUpdate
        return aller(donnees, *demandee)

    @app.callback(
        Output("adresse", "data", allow_duplicate=True),
        Output(ID_SUITE, "value", allow_duplicate=True),
        Input("grille", "eventData"),
        State("adresse", "data"),
        prevent_initial_call=True,
    )
    @adresse.ou_redire
    def trier(evenement: Any, donnees: Any) -> Any:
        actuelle = adresse.lire(donnees)
        tri = tri_demande(evenement, actuelle)
        if tri is None or tri == actuelle.tri:
            raise PreventUpdate
        # The browser has already put its rows in order: only links (views, files) have to follow.
        prochaine = adresse.ecrire(actuelle.avec(tri=tri), "replace")
        reponse = adresse.Adresse.lire(prochaine).repondre()
        dite = prochaine | {"ecran": "trie", "depuis": donnees["requete"]}
        return dite, peinture.suite_de(reponse)
