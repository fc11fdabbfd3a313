"""Ranked bars of the leading measure: where a zone stands, or what two zones are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import plotly.graph_objects as go

from components import formats
from components.charts import couleurs
from components.charts.bulles import bulle
from components.charts.graphe import HAUTEUR_DEUX_LIGNES, HAUTEUR_LIGNE, figure, replies
from components.charts.lignes import (
    Choix,
    Rangee,
    choisir,
    noms_zones,
    place,
    valeur_courte,
    valeur_exacte,
)
from components.charts.motifs import encre_muette
from components.charts.titres import ou_quand, titre_mesure
from components.formats import FINE
from components.francais import avec_indefini
from components.noms_lignes import nom_ligne, noms_lignes
from data_layer.result import Colonne, Ligne, Resultat, Statut

# A masked row has a mark of constant length, whatever it hides: a share of the scale, no value.
_TALON = 0.04


def barres(resultat: Resultat) -> go.Figure:
    """Return horizontal bars of the main block, best first, masked rows last with a hatched stub.

    Where the address sorts the table, bars stand in its order, and the heading says so.
    Up to 25 rows, the chosen zones always among them. Two zones by dimension give paired bars on
    one scale. Readings of evolution diverge around zero, which every scale holds.
    """
    bloc = resultat.bloc
    colonne = bloc.colonne(bloc.meneuse)
    choix = _choix(resultat)
    rangees = choix.rangees
    noms = replies([groupe[0].libelle for groupe in rangees])
    barres_par_rangee = max((len(groupe) for groupe in rangees), default=1)
    # Few zones are listed twice: the others need no room for two bars.
    epaisseur = 16 if bloc.nature == "zone" else 22
    pas = HAUTEUR_LIGNE if barres_par_rangee == 1 else epaisseur * barres_par_rangee + 8
    pas = max(pas, HAUTEUR_DEUX_LIGNES) if any("<br>" in nom for nom in noms) else pas
    quoi = figure(
        resultat,
        titre_mesure(resultat, colonne),
        _sous_titre(resultat, choix),
        max(1, len(rangees)) * pas + 16,
        "graphique",
    )
    bornes = _bornes(choix.lignes, colonne)
    for rang, statut in enumerate(_marques(choix.lignes, colonne)):
        quoi.add_trace(_trace(resultat, rangees, colonne, statut, bornes, rang))
    _axes(quoi, noms, bornes)
    return quoi


def _choix(resultat: Resultat) -> Choix:
    return choisir(resultat.bloc, trie=bool(resultat.selection.tri))


def lignes_des_barres(resultat: Resultat) -> tuple[Ligne, ...]:
    """Return the rows that :func:`barres` draws, in its order, for the table twin.

    Where rows that are zones stand under several chosen ones, ``zone`` says under which.
    """
    lignes = _choix(resultat).lignes
    if resultat.bloc.nature != "zone" or not groupee(resultat):
        return lignes
    return tuple(replace(li, zone=resultat.zones[li.groupe].id) for li in lignes)


def groupee(resultat: Resultat) -> bool:
    """Whether rows stand under several chosen zones, which a table has to name."""
    return resultat.bloc.nature != "zone" or len(set(resultat.bloc.groupes)) > 1


def resume_barres(resultat: Resultat) -> str:
    """Return what the bars say in a sentence or two, for those who do not see them."""
    bloc = resultat.bloc
    colonne = bloc.colonne(bloc.meneuse)
    choix = _choix(resultat)
    montrees = [li for li in choix.lignes if li.cellules[colonne.cle].valeur is not None]
    if not montrees:
        return f"Barres, {colonne.libelle}{FINE}: aucune valeur ne peut être montrée."
    nombre = f"{formats.nombre(len(choix.lignes))} ligne{'s' * (len(choix.lignes) > 1)}"
    dits = [f"Barres horizontales, {colonne.libelle}, {nombre}"]
    rangees = sorted(montrees, key=lambda li: -(li.cellules[colonne.cle].valeur or 0.0))
    dits.append(f"la plus haute{FINE}: {_dite(resultat, rangees[0], colonne)}")
    if len(montrees) > 1:
        dits.append(f"la plus basse{FINE}: {_dite(resultat, rangees[-1], colonne)}")
    masquees = len(choix.lignes) - len(montrees)
    if masquees:
        dits.append(f"{formats.nombre(masquees)} sans valeur montrée")
    return f"{FINE}; ".join(dits) + "."


def _dite(resultat: Resultat, ligne: Ligne, colonne: Colonne) -> str:
    """A row and its value, and its zone where several have it."""
    noms = noms_zones(resultat) if len(resultat.zones) > 1 else {}
    ou = "" if resultat.bloc.nature == "zone" else noms.get(ligne.zone, "")
    return f"{ligne.libelle}{f' ({ou})' if ou else ''}, {valeur_exacte(ligne, colonne)}"


def _couleur(resultat: Resultat, ligne: Ligne) -> str:
    if resultat.bloc.nature != "zone":
        return couleurs.de_zone(place(resultat, ligne.zone) or 0)
    if ligne.marque is not None:
        return couleurs.de_zone(ligne.marque)
    if len(set(resultat.bloc.groupes)) > 1:
        return couleurs.de_zone(ligne.groupe)
    return couleurs.BARRE


def _bornes(lignes: Sequence[Ligne], colonne: Colonne) -> tuple[float, float]:
    """Return the scale: zero always in it, and room beyond the bars for their labels."""
    valeurs = [v for li in lignes if (v := li.cellules[colonne.cle].valeur) is not None]
    bas, haut = min([0.0, *valeurs]), max([0.0, *valeurs])
    etendue = (haut - bas) or 1.0
    return (bas - 0.2 * etendue if bas else 0.0), haut + 0.2 * etendue


def _marques(lignes: Sequence[Ligne], colonne: Colonne) -> list[Statut | None]:
    """Return the kinds of mark to draw: None for bars with a value, then statuses without one."""
    muettes = {c.statut for li in lignes if (c := li.cellules[colonne.cle]).valeur is None}
    return [None, *sorted(muettes)]


def _trace(
    resultat: Resultat,
    rangees: Sequence[Rangee],
    colonne: Colonne,
    statut: Statut | None,
    bornes: tuple[float, float],
    rang: int,
) -> go.Bar:
    """Return the bars of one kind. Rows are numbered: two establishments may bear one label."""
    plus = max((len(groupe) for groupe in rangees), default=1)
    dessinees = [
        (i + _decalage(k, len(groupe)), _largeur(resultat, len(groupe), plus), ligne)
        for i, groupe in enumerate(rangees)
        for k, ligne in enumerate(groupe)
        if _est(ligne, colonne, statut)
    ]
    talon = _TALON * (bornes[1] - bornes[0])
    noms = noms_zones(resultat)
    return go.Bar(
        orientation="h",
        y=[y for y, _, _ in dessinees],
        x=[li.cellules[colonne.cle].valeur if statut is None else talon for _, _, li in dessinees],
        width=[largeur for _, largeur, _ in dessinees],
        text=[valeur_courte(li, colonne) for _, _, li in dessinees],
        textposition="outside",
        textangle=0,
        textfont={"size": 12},
        cliponaxis=False,
        constraintext="none",
        hovertext=[bulle(resultat, li, colonne, noms) for _, _, li in dessinees],
        hovertemplate="%{hovertext}<extra></extra>",
        customdata=[li.cible or "" for _, _, li in dessinees],
        marker=_encre(resultat, [li for _, _, li in dessinees], statut),
        name="valeurs" if statut is None else statut.value,
        zorder=rang,
    )


def _decalage(k: int, nombre: int) -> float:
    return (k - (nombre - 1) / 2) * 0.74 / nombre


def _largeur(resultat: Resultat, nombre: int, plus: int) -> float:
    """The thickness of a bar, ``nombre`` of them under its label and ``plus`` at most under one."""
    if resultat.bloc.nature != "zone":
        return 0.7 / plus
    return 0.5 if nombre < plus else 0.7 / nombre


def _est(ligne: Ligne, colonne: Colonne, statut: Statut | None) -> bool:
    cellule = ligne.cellules[colonne.cle]
    return (
        cellule.valeur is not None
        if statut is None
        else (cellule.valeur is None and cellule.statut is statut)
    )


def _encre(resultat: Resultat, lignes: list[Ligne], statut: Statut | None) -> dict[str, object]:
    if statut is not None:
        return encre_muette(statut)
    return {"color": [_couleur(resultat, li) for li in lignes], "line": {"width": 0}}


def _axes(quoi: go.Figure, noms: Sequence[str], bornes: tuple[float, float]) -> None:
    quoi.update_layout(bargap=0, barmode="overlay")
    quoi.update_yaxes(
        tickvals=list(range(len(noms))),
        ticktext=list(noms),
        range=[len(noms) - 0.4, -0.6],
        showgrid=False,
        zeroline=False,
        ticklabelstandoff=6,
        tickfont={"color": couleurs.TEXTE, "size": 12},
    )
    # Every bar bears its value: rules and tick labels would only repeat it.
    quoi.update_xaxes(
        range=list(bornes),
        showgrid=False,
        showticklabels=False,
        zeroline=True,
    )


def _sous_titre(resultat: Resultat, choix: Choix) -> str:
    restitution, bloc = resultat.selection.restitution, resultat.bloc
    feminin = avec_indefini(nom_ligne(restitution, bloc)).startswith("une ")
    reste = choix.reste(noms_lignes(restitution, bloc), feminin=feminin)
    return " · ".join(texte for texte in (ou_quand(resultat), _ordre(resultat), reste) if texte)


def _ordre(resultat: Resultat) -> str:
    """The order that the visitor gave the table, in words; empty for the ordinary one."""
    tri = resultat.selection.tri
    if not tri:
        return ""
    monte, cle = not tri.startswith("-"), tri.removeprefix("-")
    if cle == "libelle":
        return "ordre alphabétique" if monte else "ordre alphabétique inverse"
    sens = "du plus petit au plus grand" if monte else "du plus grand au plus petit"
    return f"ordre{FINE}: {resultat.bloc.colonne(cle).libelle}, {sens}"
