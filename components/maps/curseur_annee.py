"""The slider of years under the maps of flows: ``assets/cartographie.js`` recolours while it moves."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

import data_layer
from components.curseur import curseur
from components.inerte import ecrire
from data_layer.catalogue.schema import Flux
from data_layer.result import Resultat
from data_layer.selection import ecrire as adresse_de

ID_ANNEE, ID_ANNEE_SUITE = "curseur-annee", "curseur-annee-suite"
LIBELLE = "Année de la carte"


def curseur_annee(resultat: Resultat) -> list[Component]:
    """Return the slider in its box; nothing where one year only is known, or where years change nothing."""
    annees = _annees(resultat)
    if len(annees) < 2:
        return []
    glissiere = curseur(
        ID_ANNEE,
        LIBELLE,
        {annee: str(annee) for annee in annees},
        resultat.selection.periode.fin,
    )
    suite = html.Data(id=ID_ANNEE_SUITE, value=_suite(resultat), hidden=True)
    return [html.Div([glissiere, suite], className="curseur")]


def regler_annee(resultat: Resultat) -> list[tuple[str, dict[str, Any]]]:
    """Return (id, properties) that set a slider that stands to an answer: its year, what it would ask."""
    if len(_annees(resultat)) < 2:
        return []
    return [
        (ID_ANNEE, {"value": resultat.selection.periode.fin}),
        (ID_ANNEE_SUITE, {"value": _suite(resultat)}),
    ]


def _annees(resultat: Resultat) -> range:
    choix = resultat.selection
    if choix.restitution.flux is not Flux.CARTE or choix.hors_activite:
        return range(0)
    etendue = data_layer.contexte(choix).etendue_de(choix.offre.famille)
    return range(etendue.debut, etendue.fin + 1)


def _suite(resultat: Resultat) -> str:
    """What the script asks: the address as it was understood, whose faults the page tells once."""
    choix = resultat.selection
    return ecrire(
        {
            "annee": choix.periode.fin,
            "annees": list(_annees(resultat)),
            "requete": adresse_de(choix, data_layer.contexte(choix)),
        }
    )
