"""From an address to the screen: every part that follows the selection, and the banner's controls."""

from __future__ import annotations

from typing import Any

from dash import ALL, Dash, Input, Output, State, no_update
from dash.exceptions import PreventUpdate

from callbacks import adresse, bandeau, carte, tableau
from components.ecran import PARTIES, parties, resume
from components.ecran_erreur import ERREURS, etat_de
from components.outils import outils


def brancher(app: Dash) -> None:
    """Register the repaint."""

    @app.callback(
        [Output(f"partie-{nom}", "children") for nom in PARTIES],
        Output("bandeau-resume", "children"),
        Output("echanger", "disabled"),
        Input("adresse", "data"),
        State({"type": ALL, "cle": ALL}, "id"),
        State({"type": ALL, "cle": ALL}, "value"),
        State({"type": ALL, "cle": ALL}, "aria-pressed"),
        prevent_initial_call=True,
    )
    def repeindre(donnees: Any, ids: Any, valeurs: Any, presses: Any) -> Any:
        if not isinstance(donnees, dict) or "mode" not in donnees:
            raise PreventUpdate
        ici = adresse.Adresse.lire(donnees)
        try:
            reponse = ici.repondre()
        except ERREURS as erreur:
            etat = etat_de(erreur, ici.slug, ici.requete, ici.panneau)
            return [*(etat if nom == "vue" else [] for nom in PARTIES), no_update, no_update]
        if donnees.get("ecran") == "pret" and reponse.resultat is not None:
            # The browser has sorted its rows: only links (views, files) have to follow.
            vues = {"outils": outils(reponse.resultat)}
            return [*(vues.get(nom, no_update) for nom in PARTIES), no_update, no_update]
        selection, contexte = reponse.lu.selection, reponse.contexte
        bandeau.regler(selection, contexte, bandeau.montrees(ids, valeurs))
        resultat = reponse.resultat
        reste = carte.retoucher(resultat, ids, presses) or tableau.retoucher(resultat, ids)
        contenu = parties(reponse, contexte, sauf=("vue",) if reste else ())
        return [
            *(contenu.get(nom, no_update) for nom in PARTIES),
            resume(reponse),
            not selection.vs,
        ]
