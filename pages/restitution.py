"""One page for every restitution: ``/r/<slug>``."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

import data_layer
from callbacks.adresse import ID_A_PEINDRE
from components.bandeau import bandeau
from components.ecran import INERTES, PARTIES, Enfants, parties, resume
from components.ecran_erreur import ERREURS, etat_de
from components.inerte import ID_SUITE, detacher, marque, suite
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
    chemin = f"/r/{slug}/{panneau}" if panneau else selection.restitution.chemin
    inertes = {nom: contenu[nom] for nom in INERTES} | detacher(contenu["vue"])
    return html.Div(
        [
            dcc.Store(
                id="adresse", data={"slug": slug, "requete": reponse.requete, "panneau": panneau}
            ),
            bandeau(selection, contexte, resume(reponse)),
            dcc.Store(id=ID_A_PEINDRE),
            html.Data(id=ID_SUITE, value=suite(inertes), hidden=True, disable_n_clicks=True),
            *(_partie(n, contenu["vue"] if n == "vue" else None) for n in PARTIES),
        ],
        className="page",
        **attributs(data_slug=slug, data_panneau=panneau or "", data_chemin=chemin),
    )


def _partie(nom: str, enfants: Enfants | None) -> Component:
    """The place of a part; one without children takes what the suite holds under its name."""
    a_part = marque(nom) if enfants is None else {}
    return html.Div(
        enfants, id=f"partie-{nom}", className=f"partie-{nom}", disable_n_clicks=True, **a_part
    )
