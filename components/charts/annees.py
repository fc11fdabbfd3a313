"""Five years over the same months: one column a year and a zone, on one scale that holds zero."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from components.charts import couleurs
from components.charts.axes import axe_annees
from components.charts.bulles import pourquoi
from components.charts.graphe import figure, sur
from components.charts.lignes import valeur_courte, valeur_exacte
from components.charts.motifs import encre_muette
from components.charts.series import Serie, annees, series, valeurs
from components.charts.titres import ou_quand, titre_mesure
from components.formats import FINE
from data_layer.result import Cellule, Colonne, Ligne, Resultat, Statut

BLOC = "annees"
CONSTANT = (
    "Périmètre constant\u202f: seuls comptent les établissements qui ont eu une activité (au moins un séjour "
    "avec un produit facturé en sus) dans ces mois de chacune des années montrées et, pour une évolution, de "
    "l'année qui précède la première si elle est dans les données. Les ouvertures, les fermetures et les "
    "fusions ne jouent pas sur l'évolution."
)
COURANT = (
    "Périmètre de chaque année\u202f: tous les établissements de l'année comptent. Les ouvertures, les "
    "fermetures et les fusions jouent sur l'évolution\u202f; «\u00a0Périmètre constant\u00a0» les écarte."
)
_HAUTEUR = 360
_TALON = 0.04


def annees_comparees(resultat: Resultat) -> go.Figure:
    """Return the columns of block ``annees`` on its leading measure, hatched stubs where masked.

    Raises:
        KeyError: the result has no block ``annees``.
    """
    bloc = resultat.blocs[BLOC]
    colonne = bloc.colonne(bloc.meneuse)
    lues = series(resultat, BLOC)
    titre = titre_mesure(resultat, colonne, par=False)
    quoi = figure(resultat, titre, ou_quand(resultat, moment(resultat)), _HAUTEUR, BLOC)
    bornes = _bornes(valeurs(lues, colonne))
    largeur = 0.74 / max(1, len(lues))
    for rang, serie in enumerate(lues):
        decalage = (rang - (len(lues) - 1) / 2) * largeur
        for statut in _marques(serie, colonne):
            quoi.add_trace(_colonnes(serie, colonne, statut, bornes, decalage, largeur * 0.94))
    axe_annees(quoi, annees(lues))
    quoi.update_xaxes(dtick=1, ticklabelposition="outside")
    quoi.update_yaxes(range=list(bornes), showgrid=False, showticklabels=False, zeroline=True)
    quoi.update_layout(barmode="overlay", bargap=0, margin={"t": 20, "b": 28})
    return quoi


def moment(resultat: Resultat) -> str:
    """Return ``janvier à juin, de 2017 à 2021``: the same months of each year."""
    toutes = annees(series(resultat, BLOC))
    bouts = f"de {toutes[0]} à {toutes[-1]}" if len(toutes) > 1 else "".join(map(str, toutes))
    mois = resultat.selection.periode.libelle_mois
    return f"{mois}, {bouts}" if mois else bouts


def perimetre_dit(resultat: Resultat) -> str:
    """Return whether the perimeter is constant, and what that means."""
    return CONSTANT if resultat.selection.perimetre else COURANT


def resume_annees(resultat: Resultat) -> str:
    """Return first and last shown value of each zone, for those who do not see the columns."""
    bloc = resultat.blocs[BLOC]
    colonne = bloc.colonne(bloc.meneuse)
    dits = []
    for serie in series(resultat, BLOC):
        bouts = [f"{valeur_exacte(li, colonne)} en {li.code}" for li in serie.montrees(colonne)]
        texte = ", puis ".join(dict.fromkeys([*bouts[:1], *bouts[-1:]]))
        dits.append(f"{serie.nom}{FINE}: {texte or 'aucune année ne peut être montrée'}")
    debut = f"Colonnes, {colonne.libelle}, {moment(resultat)}. "
    return debut + f"{FINE}; ".join(dits) + "."


def _bornes(montrees: Sequence[float]) -> tuple[float, float]:
    """Return the scale: zero always in it, and room beyond the columns for their labels."""
    bas, haut = min([0.0, *montrees]), max([0.0, *montrees])
    etendue = (haut - bas) or 1.0
    return (bas - 0.12 * etendue if bas else 0.0), (haut + 0.12 * etendue)


def _marques(serie: Serie, colonne: Colonne) -> list[Statut | None]:
    """Kinds of mark to draw: None for columns with a value, then statuses without one."""
    muettes = {c.statut for c in serie.cellules(colonne) if c.valeur is None}
    return [None, *sorted(muettes)]


def _colonnes(
    serie: Serie,
    colonne: Colonne,
    statut: Statut | None,
    bornes: tuple[float, float],
    decalage: float,
    largeur: float,
) -> go.Bar:
    lignes = [li for li in serie.lignes if _est(li.cellules[colonne.cle], statut)]
    talon = _TALON * (bornes[1] - bornes[0])
    couleur = {"color": couleurs.de_zone(serie.place), "line": {"width": 0}}
    return go.Bar(
        x=[int(li.code) + decalage for li in lignes],
        y=[li.cellules[colonne.cle].valeur if statut is None else talon for li in lignes],
        width=largeur,
        text=[valeur_courte(li, colonne) for li in lignes],
        textposition="outside",
        textangle=0,
        textfont={"size": 12},
        cliponaxis=False,
        constraintext="none",
        hovertext=[_bulle(serie.nom, li, colonne) for li in lignes],
        hovertemplate="%{hovertext}<extra></extra>",
        marker=couleur if statut is None else encre_muette(statut),
        name=sur(serie.nom) if statut is None else statut.value,
    )


def _est(cellule: Cellule, statut: Statut | None) -> bool:
    if statut is None:
        return cellule.valeur is not None
    return cellule.valeur is None and cellule.statut is statut


def _bulle(nom: str, ligne: Ligne, colonne: Colonne) -> str:
    textes = [f"<b>{sur(nom)}, {sur(ligne.code)}</b>"]
    textes.append(f"{sur(colonne.court)}{FINE}: {sur(valeur_exacte(ligne, colonne))}")
    textes += [sur(remarque) for remarque in ligne.remarques]
    return "<br>".join([*textes, *pourquoi(ligne.cellules[colonne.cle].statut)])
