"""What residents use by kind of establishment, year by year: stacked columns, a panel a zone, one scale.

A masked piece is not drawn, so that its column does not reach its total; a sentence above says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from components import formats
from components.charts import couleurs
from components.charts.axes import axe_annees, axe_valeurs
from components.charts.graphe import figure, sur
from components.charts.titres import ou_quand
from components.formats import FINE
from components.maps.simples import graduations
from components.pivot import entete_colonne
from data_layer.result import Bloc, Ligne, Resultat, Statut

CLE = "evolution"
_HAUTEUR, _HAUTEUR_PANNEAU, _ECART = 360, 270, 48
_MINCE = 0.045
"""A piece under this share of the scale bears no name."""


@dataclass(frozen=True, slots=True)
class Genre:
    """One kind of establishment of one zone: its rows by year. ``rang``: place of the zone."""

    code: str
    nom: str
    rang: int
    par_annee: dict[int, Ligne]


def pile(resultat: Resultat) -> go.Figure:
    """Return the columns of block ``evolution``.

    Raises:
        KeyError: the result has no block ``evolution``.
    """
    bloc = resultat.blocs[CLE]
    colonne, genres = bloc.colonne("volume"), genres_lus(resultat)
    toutes = sorted({a for g in genres for a in g.par_annee})
    nombre = len(resultat.zones)
    haut = _HAUTEUR if nombre == 1 else nombre * _HAUTEUR_PANNEAU + (nombre - 1) * _ECART
    titre = f"{entete_colonne(colonne)} par secteur et statut, année par année"
    quand = f"{toutes[0]} à {toutes[-1]}" if len(toutes) > 1 else "".join(map(str, toutes))
    quoi = figure(resultat, titre, ou_quand(resultat, quand), haut, CLE)
    quoi.set_subplots(rows=nombre, cols=1, shared_xaxes=True, vertical_spacing=_ECART / haut)
    sommes = [_somme(genres, rang, a) for rang in range(nombre) for a in toutes]
    pas = graduations(0.0, max([*sommes, 1.0]))
    for rang, zone in enumerate(resultat.zones):
        siens = [g for g in genres if g.rang == rang]
        for genre in siens:
            quoi.add_trace(_colonnes(bloc, genre), row=rang + 1, col=1)
        _nommer_les_genres(quoi, siens, toutes, pas[-1], rang)
        if nombre > 1:
            _nommer_la_zone(quoi, zone.libelle, rang)
    quoi.update_layout(barmode="stack", bargap=max(0.28, 1 - 0.09 * len(toutes)))
    axe_annees(quoi, toutes)
    quoi.update_xaxes(dtick=1)
    axe_valeurs(quoi, pas, colonne)
    quoi.update_yaxes(showticklabels=True)
    # Names stand beside the last column.
    quoi.update_layout(margin={"r": 118})
    return quoi


def genres_lus(resultat: Resultat) -> list[Genre]:
    """Return the kinds of each zone in declared order, without those never seen there."""
    dimension = resultat.selection.restitution.dimension("statut")
    courts = {v.code: v.court or v.libelle for v in dimension.valeurs} if dimension else {}
    par: dict[tuple[int, str], dict[int, Ligne]] = {}
    for ligne in resultat.blocs[CLE].lignes():
        annee, _, code = ligne.code.partition("|")
        par.setdefault((ligne.groupe, code), {})[int(annee)] = ligne
    return [
        Genre(code, courts.get(code, code), rang, lignes)
        for (rang, code), lignes in par.items()
        if any(_vu(li) for li in lignes.values())
    ]


def lignes_de_la_pile(resultat: Resultat) -> tuple[Ligne, ...]:
    """Return the rows drawn or masked, by zone and year, for the table twin."""
    lignes = [li for g in genres_lus(resultat) for li in g.par_annee.values() if _vu(li)]
    return tuple(sorted(lignes, key=lambda li: (li.groupe, li.code.partition("|")[0])))


def masquees(resultat: Resultat) -> int:
    """Return how many pieces are not drawn."""
    lignes = (li for g in genres_lus(resultat) for li in g.par_annee.values())
    return sum(li.cellules["volume"].statut is Statut.MASQUE for li in lignes)


def note_pile(resultat: Resultat) -> str:
    """Return the sentence on pieces that are masked; empty without any."""
    n = masquees(resultat)
    if not n:
        return ""
    dites = (
        "1 valeur masquée n'est pas dessinée"
        if n == 1
        else (f"{formats.nombre(n)} valeurs masquées ne sont pas dessinées")
    )
    return f"{dites}{FINE}: là où il en manque, la colonne n'atteint pas le total de la zone."


def resume_pile(resultat: Resultat) -> str:
    """Return the last year's shares, for those who do not see the columns."""
    bloc, dits = resultat.blocs[CLE], []
    for rang, zone in enumerate(resultat.zones):
        siens = [g for g in genres_lus(resultat) if g.rang == rang]
        fin = max((a for g in siens for a in g.par_annee), default=0)
        parts = [
            f"{g.nom} {formats.cellule(g.par_annee[fin].cellules['part'], bloc.colonne('part'))}"
            for g in siens
            if fin in g.par_annee
        ]
        dits.append(f"{zone.libelle} en {fin}{FINE}: {', '.join(parts)}")
    return "Colonnes empilées par année. " + f"{FINE}; ".join(dits) + "."


def _vu(ligne: Ligne) -> bool:
    cellule = ligne.cellules["volume"]
    return bool(cellule.valeur) or cellule.statut is Statut.MASQUE


def _montrees(genre: Genre) -> list[tuple[int, Ligne]]:
    return [(a, li) for a, li in sorted(genre.par_annee.items()) if li.cellules["volume"].valeur]


def _somme(genres: Sequence[Genre], rang: int, annee: int) -> float:
    lignes = (g.par_annee[annee] for g in genres if g.rang == rang and annee in g.par_annee)
    return sum(li.cellules["volume"].valeur or 0.0 for li in lignes)


def _couleur(code: str) -> str:
    return couleurs.GENRES.get(code, couleurs.BARRE)


def _colonnes(bloc: Bloc, genre: Genre) -> go.Bar:
    montrees = _montrees(genre)
    return go.Bar(
        x=[a for a, _ in montrees],
        y=[li.cellules["volume"].valeur for _, li in montrees],
        name=sur(genre.nom),
        marker={
            "color": _couleur(genre.code),
            "line": {"width": 1, "color": couleurs.SURFACE},
        },
        hovertext=[_bulle(bloc, li) for _, li in montrees],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _bulle(bloc: Bloc, ligne: Ligne) -> str:
    volume, part = (formats.cellule(ligne.cellules[c], bloc.colonne(c)) for c in ("volume", "part"))
    unite = bloc.colonne("volume").unite
    return f"<b>{sur(ligne.libelle)}</b><br>{volume} {sur(unite)}<br>Part{FINE}: {part}"


def _nommer_les_genres(
    quoi: go.Figure, genres: Sequence[Genre], toutes: Sequence[int], haut: float, rang: int
) -> None:
    """Name the pieces of the last column, those thick enough, at their middle."""
    base = 0.0
    for genre in genres:
        ligne = genre.par_annee.get(toutes[-1])
        valeur = ligne.cellules["volume"].valeur if ligne else None
        if not valeur:
            continue
        if valeur >= _MINCE * haut:
            quoi.add_annotation(
                x=1,
                xref="paper",
                y=base + valeur / 2,
                yref="y" if rang == 0 else f"y{rang + 1}",
                text=sur(genre.nom, 18),
                xanchor="left",
                xshift=2,
                showarrow=False,
                font={"size": 12, "color": couleurs.TEXTE},
            )
        base += valeur


def _nommer_la_zone(quoi: go.Figure, nom: str, rang: int) -> None:
    quoi.add_annotation(
        text=f"<b>{sur(nom, 40)}</b>",
        xref="paper",
        x=1,
        xanchor="right",
        yref="y domain" if rang == 0 else f"y{rang + 1} domain",
        y=1,
        yanchor="bottom",
        yshift=4,
        showarrow=False,
        font={"color": couleurs.de_zone(rang), "size": 13},
    )
