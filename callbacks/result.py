"""From an address to the screen: every part that follows the selection, and the banner's controls."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output
from dash.exceptions import PreventUpdate

import data_layer
from callbacks import adresse, bandeau
from components.bandeau import valeurs
from components.ecran import PARTIES, parties, resume


def brancher(app: Dash) -> None:
    """Register the repaint."""

    @app.callback(
        [Output(f"partie-{nom}", "children") for nom in PARTIES],
        Output("bandeau-resume", "children"),
        Output("echanger", "disabled"),
        Input("adresse", "data"),
        prevent_initial_call=True,
    )
    def repeindre(donnees: Any) -> Any:
        if not isinstance(donnees, dict) or "mode" not in donnees or "ecran" in donnees:
            raise PreventUpdate
        reponse = adresse.Adresse.lire(donnees).repondre()
        selection = reponse.lu.selection
        contexte = data_layer.contexte(selection)
        bandeau.regler(dict(valeurs(selection)), contexte.zones)
        contenu = parties(reponse, contexte)
        return [*(contenu[nom] for nom in PARTIES), resume(reponse), not selection.vs]
