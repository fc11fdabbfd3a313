"""One page for every restitution: ``/r/<slug>``."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

import data_layer
from components import etats
from components.adresses import adresse_corrigee
from components.bandeau import bandeau
from components.ecran import PARTIES, parties, resume
from components.liens import attributs


def page(slug: str, requete: str, panneau: str | None = None) -> Component:
    """The whole page of an address, result included; errors of the warehouse become states."""
    try:
        reponse = data_layer.repondre(slug, requete, panneau)
    except data_layer.RestitutionInconnue:
        return etats.introuvable(f"/r/{slug}")
    except data_layer.ReleasePurgee as erreur:
        vivante = adresse_corrigee(slug, requete, "maj", "")
        return etats.version_purgee(str(erreur), vivante)
    except data_layer.AucunePublication:
        return etats.sans_donnees("Aucune donnée n'est encore publiée ici.")
    except (data_layer.DonneesAbsentes, data_layer.ErreurEntrepot) as erreur:
        return etats.sans_donnees(str(erreur))
    selection = reponse.lu.selection
    contexte = data_layer.contexte(selection)
    contenu = parties(reponse, contexte)
    return html.Div(
        [
            dcc.Store(
                id="adresse", data={"slug": slug, "requete": reponse.requete, "panneau": panneau}
            ),
            bandeau(selection, contexte, resume(reponse)),
            *(html.Div(contenu[n], id=f"partie-{n}", className=f"partie-{n}") for n in PARTIES),
        ],
        className="page",
        **attributs(data_chemin=f"/r/{slug}" + (f"/{panneau}" if panneau else "")),
    )
