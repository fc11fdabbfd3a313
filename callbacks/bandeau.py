"""From a control of the banner to the next address."""

from __future__ import annotations

from typing import Any

from dash import ALL, MATCH, Dash, Input, Output, State, ctx
from dash.exceptions import PreventUpdate

import data_layer
from callbacks import adresse, peinture
from components import bandeau_zones, choix
from components.demandes import texte_recu


def brancher(app: Dash) -> None:
    """Register the callbacks of the banner."""

    # A choice is painted by the answer that writes its address: a second call would double the wait.
    @app.callback(
        [Output("adresse", "data", allow_duplicate=True), *peinture.sorties(seconde=True)],
        Input({"type": "choix-zone", "cle": ALL}, "value"),
        Input({"type": "choix", "cle": ALL}, "value"),
        *peinture.PAGE,
        State("adresse", "data"),
        prevent_initial_call=True,
    )
    @adresse.ou_redire
    def choisir(_zones: Any, _choix: Any, ids: Any, vals: Any, presses: Any, donnees: Any) -> Any:
        actuelle = adresse.lire(donnees)
        contexte = data_layer.contexte(actuelle)
        suivante = actuelle
        # Setting a control from an address comes back here: it changes nothing, and stops.
        for cle, valeur in _touches():
            suivante = choix.appliquer(suivante, cle, valeur, contexte)
        if suivante == actuelle:
            raise PreventUpdate
        prochaine = adresse.ecrire(suivante)
        page = peinture.Page(ids, vals, presses)
        peinte = peinture.peindre(adresse.Adresse.lire(prochaine), page)
        return [prochaine | {"ecran": "peint", "depuis": donnees["requete"]}, *peinte]

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
