"""One page for every restitution: ``/r/<slug>``."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

import data_layer
from components.bandeau import bandeau
from components.ecran import PARTIES, parties, resume
from components.ecran_erreur import ERREURS, etat_de
from components.liens import attributs


def page(slug: str, requete: str, panneau: str | None = None) -> Component:
    """The whole page of an address, result included; errors of the data layer become states."""
    try:
        reponse = data_layer.repondre(slug, requete, panneau)
    except ERREURS as erreur:
        return html.Div(etat_de(erreur, slug, requete, panneau), className="page")
    selection = reponse.lu.selection
    contexte = reponse.contexte
    contenu = parties(reponse, contexte)
    return html.Div(
        [
            dcc.Store(
                id="adresse", data={"slug": slug, "requete": reponse.requete, "panneau": panneau}
            ),
            bandeau(selection, contexte, resume(reponse)),
            *(
                html.Div(
                    contenu[n], id=f"partie-{n}", className=f"partie-{n}", disable_n_clicks=True
                )
                for n in PARTIES
            ),
        ],
        className="page",
        **attributs(data_chemin=f"/r/{slug}" + (f"/{panneau}" if panneau else "")),
    )
