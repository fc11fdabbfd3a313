"""The figures of rates of recourse, each with its table twin."""

from __future__ import annotations

from dash import html

from components.charts import flux_entonnoir as funnel
from components.charts import flux_taux_annees as par_annee
from components.charts.barres import barres, lignes_des_barres, resume_barres
from components.charts.cadre import cadre_graphe
from components.charts.evolution import resume_evolution
from components.charts.flux_activites import SIGNES as SIGNES_ACTIVITES
from components.charts.flux_activites import barres_activites, lignes_des_activites
from components.charts.flux_foret import (
    BAS,
    HAUT,
    SIGNES,
    TAUX,
    choisir_lignes,
    foret,
    resume_foret,
)
from components.charts.flux_foret import CLE as FORET
from components.charts.flux_signes import poser_signes
from components.charts.gestes import Vers, vers_le_detail
from components.charts.lignes import plusieurs_zones
from components.tables.jumelle import table_jumelle
from data_layer.catalogue.schema import Lecture
from data_layer.result import Resultat


def vues_taux(resultat: Resultat, vers: Vers) -> list[html.Figure]:
    """Return rates with their intervals, the funnel plot, and every year."""
    bloc = resultat.bloc
    entiere = resultat.selection.lecture is Lecture.TOTAL and {TAUX, BAS, HAUT} <= set(
        bloc.cellules
    )
    if bloc.meneuse != TAUX or not entiere:
        vues = [vue_classement(resultat, vers)]
    else:
        vues = [(vue_foret if bloc.nature == "zone" else vue_activites)(resultat, vers)]
    if funnel.CLE in resultat.blocs and len(funnel.points(resultat)) > 1:
        vues.append(vue_entonnoir(resultat, vers))
    return [*vues, vue_taux_annees(resultat)]


def vue_classement(resultat: Resultat, vers: Vers) -> html.Figure:
    """Return ranked bars of the leading measure, where it has no figure of its own."""
    quoi = barres(resultat)
    jumelle = table_jumelle(
        resultat.bloc,
        quoi.layout.meta["titre"],
        lignes_des_barres(resultat),
        zones=plusieurs_zones(resultat) if resultat.bloc.nature != "zone" else None,
        action=vers_le_detail(resultat, vers),
    )
    return cadre_graphe(resultat, quoi, "graphique", resume_barres(resultat), jumelle)


def vue_foret(resultat: Resultat, vers: Vers) -> html.Figure:
    """Return rates of zones with their intervals, under the id ``figure-foret``."""
    quoi = foret(resultat)
    jumelle = table_jumelle(
        resultat.bloc,
        quoi.layout.meta["titre"],
        choisir_lignes(resultat).lignes,
        [TAUX, BAS, HAUT, "position"],
        action=vers_le_detail(resultat, vers),
    )
    signes = poser_signes(quoi, SIGNES)
    return cadre_graphe(
        resultat, quoi, FORET, resume_foret(resultat), jumelle, cle_des_signes=signes
    )


def vue_activites(resultat: Resultat, vers: Vers) -> html.Figure:
    """Return rates by activity with their intervals, under the same id."""
    quoi = barres_activites(resultat)
    jumelle = table_jumelle(
        resultat.bloc,
        quoi.layout.meta["titre"],
        lignes_des_activites(resultat),
        [TAUX, BAS, HAUT, "position"],
        zones=plusieurs_zones(resultat),
        action=vers_le_detail(resultat, vers),
    )
    signes = poser_signes(quoi, SIGNES_ACTIVITES)
    return cadre_graphe(
        resultat, quoi, FORET, resume_barres(resultat), jumelle, cle_des_signes=signes
    )


def vue_entonnoir(resultat: Resultat, vers: Vers) -> html.Figure:
    """Return the funnel plot, under the id ``figure-entonnoir``."""
    quoi, bloc = funnel.entonnoir(resultat), funnel.bloc_entonnoir(resultat)
    jumelle = table_jumelle(
        bloc,
        quoi.layout.meta["titre"],
        [p.ligne for p in funnel.points(resultat)],
        [c.cle for c in bloc.colonnes],
        action=vers_le_detail(resultat, vers),
    )
    signes = poser_signes(quoi, funnel.SIGNES)
    resume = funnel.resume_entonnoir(resultat)
    return cadre_graphe(resultat, quoi, funnel.CLE, resume, jumelle, cle_des_signes=signes)


def vue_taux_annees(resultat: Resultat) -> html.Figure:
    """Return rates year by year, under the id ``figure-annees``."""
    quoi, cle = par_annee.taux_par_annee(resultat), par_annee.BLOC
    bloc, avec = resultat.blocs[cle], par_annee.avec_intervalles(resultat)
    colonnes = [TAUX, BAS, HAUT, par_annee.BRUT] if avec else [bloc.meneuse]
    jumelle = table_jumelle(
        bloc, quoi.layout.meta["titre"], colonnes=colonnes, zones=plusieurs_zones(resultat)
    )
    signes = poser_signes(quoi, par_annee.SIGNES) if avec else None
    resume = resume_evolution(resultat, cle)
    return cadre_graphe(resultat, quoi, cle, resume, jumelle, cle_des_signes=signes)
