"""Rates of a zone by activity: bars from zero with their intervals, and a tick at the rate of France."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from components import formats
from components.charts import couleurs
from components.charts.flux_foret import HAUT, TAUX, bulle, ecarts, taux_de_reference
from components.charts.flux_signes import Signe
from components.charts.graphe import figure, replies
from components.charts.lignes import Rangee, choisir, place
from components.charts.titres import ou_quand, titre_mesure
from components.formats import FINE
from components.noms_lignes import noms_lignes
from data_layer.result import Colonne, Ligne, Resultat

CLE = "foret"
SIGNES = (
    Signe(f"intervalle de confiance à 95{FINE}%", "trait", "fonce"),
    Signe("taux de la France", "trait", "reference"),
)
_EPAISSEUR = 20


def barres_activites(resultat: Resultat) -> go.Figure:
    """Return bars of the rates of the rows of the main block, paired where there are two zones."""
    bloc = resultat.bloc
    colonne, choix = bloc.colonne(TAUX), choisir(bloc, trie=bool(resultat.selection.tri))
    reste = choix.reste(noms_lignes(resultat.selection.restitution, bloc))
    sous_titre = " · ".join(t for t in (ou_quand(resultat), reste) if t)
    plus = max((len(r) for r in choix.rangees), default=1)
    haut = max(1, len(choix.rangees)) * max(_EPAISSEUR * plus + 10, 34) + 24
    quoi = figure(resultat, titre_mesure(resultat, colonne), sous_titre, haut, CLE)
    poses = _poses(choix.rangees, plus)
    for rang in range(len(resultat.zones)):
        siennes = [(y, li) for y, li in poses if (place(resultat, li.zone) or 0) == rang]
        montrees = [(y, li) for y, li in siennes if li.cellules[TAUX].valeur is not None]
        quoi.add_trace(_barres(resultat, montrees, colonne, rang, 0.7 / plus))
    _references(quoi, choix.rangees, colonne)
    _textes(quoi, poses, colonne)
    _axes(quoi, choix.rangees, poses)
    return quoi


def lignes_des_activites(resultat: Resultat) -> tuple[Ligne, ...]:
    """Return the rows drawn, in their order."""
    return choisir(resultat.bloc, trie=bool(resultat.selection.tri)).lignes


def _poses(rangees: Sequence[Rangee], plus: int) -> list[tuple[float, Ligne]]:
    """Each row with its height: those of one activity stand around the same label."""
    return [
        (i + (k - (len(rangee) - 1) / 2) * 0.76 / plus, ligne)
        for i, rangee in enumerate(rangees)
        for k, ligne in enumerate(rangee)
    ]


def _barres(
    resultat: Resultat,
    poses: Sequence[tuple[float, Ligne]],
    colonne: Colonne,
    rang: int,
    largeur: float,
) -> go.Bar:
    lignes = [li for _, li in poses]
    return go.Bar(
        orientation="h",
        x=[li.cellules[TAUX].valeur for li in lignes],
        y=[y for y, _ in poses],
        width=largeur,
        name=resultat.zones[rang].id,
        marker={"color": couleurs.de_zone(rang), "line": {"width": 0}},
        error_x=ecarts(lignes) | {"color": couleurs.TEXTE_DISCRET, "thickness": 1.5, "width": 3},
        hovertext=[bulle(resultat, li, colonne) for li in lignes],
        hovertemplate="%{hovertext}<extra></extra>",
        customdata=[li.cible or "" for li in lignes],
    )


def _references(quoi: go.Figure, rangees: Sequence[Rangee], colonne: Colonne) -> None:
    """A thin grey bar under those of the zones: the rate of France for the same activity."""
    lus = [(i + 0.44, taux_de_reference(rangee)) for i, rangee in enumerate(rangees)]
    connus = [(y, t) for y, t in lus if t is not None]
    dits = [f"France{FINE}: {formats.nombre(t, colonne)} {colonne.unite}" for _, t in connus]
    quoi.add_trace(
        go.Bar(
            orientation="h",
            x=[t for _, t in connus],
            y=[y for y, _ in connus],
            width=0.1,
            marker={"color": couleurs.REFERENCE, "line": {"width": 0}},
            hovertext=dits,
            hovertemplate="%{hovertext}<extra></extra>",
            name="France",
        )
    )


def _textes(quoi: go.Figure, poses: Sequence[tuple[float, Ligne]], colonne: Colonne) -> None:
    """Write each rate beyond its interval; a masked one is a word at the foot of its row."""
    quoi.add_trace(
        go.Scatter(
            x=[_bout(li) for _, li in poses],
            y=[y for y, _ in poses],
            mode="text",
            text=[f" {formats.cellule(li.cellules[TAUX], colonne)}" for _, li in poses],
            textposition="middle right",
            textfont={"size": 12, "color": couleurs.TEXTE},
            cliponaxis=False,
            hoverinfo="skip",
            name="textes",
        )
    )


def _bout(ligne: Ligne) -> float:
    bornes = [ligne.cellules[c].valeur for c in (TAUX, HAUT)]
    return max((b for b in bornes if b is not None), default=0.0)


def _axes(quoi: go.Figure, rangees: Sequence[Rangee], poses: Sequence[tuple[float, Ligne]]) -> None:
    noms = replies([rangee[0].libelle for rangee in rangees])
    quoi.update_layout(barmode="overlay", bargap=0)
    quoi.update_yaxes(
        tickvals=list(range(len(noms))),
        ticktext=noms,
        range=[len(noms) - 0.35, -0.6],
        showgrid=False,
        zeroline=False,
        ticklabelstandoff=6,
        tickfont={"color": couleurs.TEXTE, "size": 12},
    )
    lus = [b for _, li in poses for b in (_bout(li), taux_de_reference([li]) or 0.0)]
    haut = max(lus, default=0.0) or 1.0
    quoi.update_xaxes(range=[0, 1.2 * haut], showgrid=False, showticklabels=False, zeroline=True)
