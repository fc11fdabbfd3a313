"""The graph view of a result: ranked bars, then the years, each with its table twin."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components import etats
from components.charts.barres import barres, lignes_des_barres, resume_barres
from components.charts.cadre import cadre_graphe
from components.charts.evolution import evolution, resume_evolution
from components.charts.lignes import noms_zones
from components.charts.series import BLOC
from components.tables.jumelle import table_jumelle
from data_layer.result import Resultat


def vue_graphique(resultat: Resultat) -> Component:
    """Return the charts of a result; a state says why when there is nothing to draw."""
    vues = []
    if len(resultat.bloc):
        vues.append(vue_barres(resultat))
    if BLOC in resultat.blocs and len(resultat.blocs[BLOC]):
        vues.append(vue_evolution(resultat))
    if not vues:
        return etats.vide("Aucune ligne ne répond à ces choix.")
    return html.Div(vues, className="figures")


def vue_barres(resultat: Resultat) -> Component:
    """Return the ranked bars of the main block, under the id ``figure-graphique``."""
    figure = barres(resultat)
    zones = noms_zones(resultat) if resultat.bloc.nature != "zone" else None
    jumelle = table_jumelle(
        resultat.bloc,
        figure.layout.meta["titre"],
        lignes_des_barres(resultat),
        zones=zones if len(resultat.zones) > 1 else None,
    )
    return cadre_graphe(resultat, figure, "graphique", resume_barres(resultat), jumelle)


def vue_evolution(resultat: Resultat) -> Component:
    """Return the lines of block ``evolution``, under the id ``figure-evolution``."""
    figure = evolution(resultat)
    jumelle = table_jumelle(
        resultat.blocs[BLOC],
        figure.layout.meta["titre"],
        zones=noms_zones(resultat) if len(resultat.zones) > 1 else None,
    )
    return cadre_graphe(resultat, figure, BLOC, resume_evolution(resultat), jumelle)
