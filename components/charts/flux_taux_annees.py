"""Rates year by year: a band for the interval of each zone, its crude rate dashed, France in grey."""

from __future__ import annotations

import plotly.graph_objects as go

from components.charts import couleurs
from components.charts.axes import pas_valeurs
from components.charts.evolution import HAUTEUR, etendue, etiqueter, finir, ligne
from components.charts.flux_foret import BAS, HAUT, TAUX, taux_de_reference
from components.charts.flux_signes import Signe
from components.charts.graphe import figure, sur
from components.charts.series import Serie, series, valeurs
from components.charts.titres import ou_quand, titre_mesure
from components.formats import FINE
from data_layer.result import Colonne, Resultat

BLOC = "annees"
BRUT = "taux_brut"
SIGNES = (
    Signe(f"intervalle de confiance à 95{FINE}%", "carre", "clair"),
    Signe("taux brut", "tirets", "moyen"),
)


def taux_par_annee(resultat: Resultat) -> go.Figure:
    """Return the lines of block ``annees``; under a standardised rate, its interval and the crude rate.

    Raises:
        KeyError: the result has no block ``annees``.
    """
    bloc = resultat.blocs[BLOC]
    colonne = bloc.colonne(bloc.meneuse)
    lues = series(resultat, BLOC)
    titre = f"{titre_mesure(resultat, colonne, par=False)}, année par année"
    quoi = figure(resultat, titre, ou_quand(resultat, etendue(lues)), HAUTEUR, BLOC)
    montrees = valeurs(lues, colonne)
    if avec_intervalles(resultat):
        for serie in lues:
            for trace in _bandes(serie):
                quoi.add_trace(trace)
        for serie in lues:
            if serie.zone != "fr":
                quoi.add_trace(_brut(serie))
                montrees += _cellules(serie, BRUT)
            montrees += _cellules(serie, BAS) + _cellules(serie, HAUT)
        montrees += _france(quoi, lues)
    for serie in lues:
        quoi.add_trace(ligne(serie, colonne))
    etiqueter(quoi, lues, colonne)
    finir(quoi, resultat, lues, colonne, _pas(montrees, colonne))
    return quoi


def avec_intervalles(resultat: Resultat) -> bool:
    """Whether the leading measure is the standardised rate, with its limits beside it."""
    bloc = resultat.blocs[BLOC]
    return bloc.meneuse == TAUX and {BAS, HAUT, BRUT} <= set(bloc.cellules)


def _pas(montrees: list[float], colonne: Colonne) -> list[float]:
    return pas_valeurs(montrees, colonne)


def _cellules(serie: Serie, cle: str) -> list[float]:
    lues = (li.cellules[cle].valeur for li in serie.lignes)
    return [v for v in lues if v is not None]


def _bandes(serie: Serie) -> list[go.Scatter]:
    """One polygon for each run of years whose limits are both shown."""
    suites: list[list[tuple[int, float, float]]] = [[]]
    for annee, li in zip(serie.annees, serie.lignes, strict=True):
        bas, haut = li.cellules[BAS].valeur, li.cellules[HAUT].valeur
        if bas is None or haut is None or li.cellules[TAUX].valeur is None:
            suites.append([])
        else:
            suites[-1].append((annee, bas, haut))
    couleur = couleurs.de_zone(serie.place)
    return [
        go.Scatter(
            x=[a for a, _, _ in suite] + [a for a, _, _ in reversed(suite)],
            y=[b for _, b, _ in suite] + [h for _, _, h in reversed(suite)],
            fill="toself",
            mode="lines",
            line={"width": 0, "color": couleur},
            fillcolor=_voile(couleur),
            hoverinfo="skip",
            name="intervalle",
        )
        for suite in suites
        if suite
    ]


def _voile(couleur: str) -> str:
    rouge, vert, bleu = (int(couleur[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({rouge},{vert},{bleu},0.14)"


def _brut(serie: Serie) -> go.Scatter:
    return go.Scatter(
        x=serie.annees,
        y=[li.cellules[BRUT].valeur for li in serie.lignes],
        mode="lines",
        connectgaps=False,
        line={"color": couleurs.de_zone(serie.place), "width": 1.25, "dash": "dash"},
        hoverinfo="skip",
        name="brut",
    )


def _france(quoi: go.Figure, lues: list[Serie]) -> list[float]:
    """Draw the rate of France in grey unless it is chosen; return its values."""
    if not lues or any(s.zone == "fr" for s in lues):
        return []
    lus = [(int(li.code), taux_de_reference([li])) for li in lues[0].lignes]
    quoi.add_trace(
        go.Scatter(
            x=[a for a, _ in lus],
            y=[t for _, t in lus],
            mode="lines",
            connectgaps=False,
            line={"color": couleurs.REFERENCE, "width": 1.75, "dash": "dot"},
            hoverinfo="skip",
            name="France",
        )
    )
    connus = [(a, t) for a, t in lus if t is not None]
    if connus:
        annee, taux = connus[0]
        quoi.add_annotation(
            x=annee,
            y=taux,
            text=sur("France"),
            font={"color": couleurs.REFERENCE, "size": 12},
            showarrow=False,
            xanchor="right",
            xshift=-6,
        )
    return [t for _, t in connus]
