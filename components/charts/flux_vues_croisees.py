"""The figures of consumption and production, each with its table twin."""

from __future__ import annotations

from dash import html

from components.charts import flux_croisee as mirroir
from components.charts import flux_sankey as courants
from components.charts.cadre import cadre_graphe
from components.charts.evolution import evolution, resume_evolution
from components.charts.flux_matrice import (
    cases_de_la_matrice,
    cle_matrice,
    largeur_matrice,
    matrice,
    resume_matrice,
    signes_de_la_matrice,
)
from components.charts.flux_signes import poser_signes
from components.charts.flux_vues_taux import vue_classement
from components.charts.flux_zones import BLOC as MATRICE
from components.charts.flux_zones import groupes
from components.charts.gestes import Vers, vers_le_detail
from components.charts.lignes import plusieurs_zones
from components.tables.jumelle import table_jumelle
from data_layer.catalogue.schema import Lecture
from data_layer.result import Resultat


def vues_croisees(resultat: Resultat, vers: Vers) -> list[html.Figure]:
    """Return consumption beside production, flows from zone to zone, and every year."""
    entiere = resultat.selection.lecture is Lecture.TOTAL
    vues = [(vue_croisee if entiere else vue_classement)(resultat, vers)]
    for groupe in groupes(resultat):
        if cases_de_la_matrice(resultat, groupe):
            vues.append(vue_matrice(resultat, groupe))
        if courants.flux_principaux(resultat, groupe):
            vues.append(vue_sankey(resultat, groupe))
    return [*vues, vue_annees_croisees(resultat)]


def vue_croisee(resultat: Resultat, vers: Vers) -> html.Figure:
    """Return consumption beside production, under the id ``figure-croisee``."""
    quoi, bloc = mirroir.croisee(resultat), resultat.bloc
    jumelle = table_jumelle(
        bloc,
        quoi.layout.meta["titre"],
        mirroir.lignes_de_la_croisee(resultat),
        ["consommation", "fuite", "production", "attractivite"],
        action=vers_le_detail(resultat, vers),
    )
    signes = poser_signes(quoi, mirroir.SIGNES)
    resume = mirroir.resume_croisee(resultat)
    return cadre_graphe(resultat, quoi, mirroir.CLE, resume, jumelle, cle_des_signes=signes)


def vue_matrice(resultat: Resultat, groupe: int) -> html.Figure:
    """Return the heat map of one group of zones, under the id ``figure-matrice``."""
    quoi = matrice(resultat, groupe)
    jumelle = table_jumelle(
        resultat.blocs[MATRICE],
        quoi.layout.meta["titre"],
        cases_de_la_matrice(resultat, groupe),
        ["volume", "autosuffisance"],
    )
    return cadre_graphe(
        resultat,
        quoi,
        cle_matrice(groupe),
        resume_matrice(resultat, groupe),
        jumelle,
        cle_des_signes=poser_signes(quoi, signes_de_la_matrice(resultat, groupe)),
        note="Une case vide est un flux nul. Les flux nuls ne sont pas dans le tableau.",
        largeur=largeur_matrice(resultat, groupe),
    )


def vue_sankey(resultat: Resultat, groupe: int) -> html.Figure:
    """Return the main flows of one group of zones, under the id ``figure-flux``."""
    quoi = courants.sankey(resultat, groupe)
    jumelle = table_jumelle(
        resultat.blocs[MATRICE],
        quoi.layout.meta["titre"],
        courants.flux_principaux(resultat, groupe),
        ["volume", "autosuffisance"],
    )
    return cadre_graphe(
        resultat,
        quoi,
        courants.cle_sankey(groupe),
        courants.resume_sankey(resultat, groupe),
        jumelle,
        note=courants.note_sankey(resultat, groupe),
    )


def vue_annees_croisees(resultat: Resultat) -> html.Figure:
    """Return the leading measure year by year, under the id ``figure-annees``."""
    cle = "annees"
    quoi, bloc = evolution(resultat, cle), resultat.blocs[cle]
    colonnes = [c.cle for c in bloc.colonnes]
    jumelle = table_jumelle(
        bloc, quoi.layout.meta["titre"], colonnes=colonnes, zones=plusieurs_zones(resultat)
    )
    return cadre_graphe(resultat, quoi, cle, resume_evolution(resultat, cle), jumelle)
