"""Flows from zone to zone as a heat map: what part of what each zone uses goes to each place.

Cells are bars, one trace a class, so that style sheets recolour them at night and hatch what is masked;
a zero is empty. Classes are the same on every page: two maps may be compared.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

import plotly.graph_objects as go

from components import formats
from components.charts import couleurs
from components.charts.bulles import pourquoi
from components.charts.flux_signes import Signe
from components.charts.flux_zones import (
    AU_DELA,
    BLOC,
    ZonesDuGroupe,
    groupes,
    rangs_des_flux,
    reste_dit,
    zones_du_groupe,
)
from components.charts.graphe import figure, sur
from components.charts.motifs import encre_muette
from components.charts.titres import ou_quand
from components.formats import FINE
from components.noms_lignes import noms_lignes
from data_layer.result import Bloc, Ligne, Resultat, Statut

BORNES = (0.5, 1.0, 2.0, 5.0, 10.0, 50.0)
"""Where classes of shares part, in percent: most stays are treated at home, few go far."""
PART = "autosuffisance"
_HAUTES, _BASSES, _NOMBREUSES = 38, 24, 12
_ECART = 0.35
# Written on a class by day: the night sheet turns the first and the last one over.
_ENCRES = (couleurs.TEXTE,) * 3 + (couleurs.SUR_PARTS[-1],) * 2 + (couleurs.SURFACE,) * 2


def cle_matrice(groupe: int) -> str:
    """Return the key of the figure of a group."""
    return f"matrice-{groupe}" if groupe else "matrice"


def matrice(resultat: Resultat, groupe: int) -> go.Figure:
    """Return the heat map of one group of zones: residence in rows, place in columns."""
    bloc, zones = resultat.blocs[BLOC], zones_du_groupe(resultat, groupe)
    cases = cases_de_la_matrice(resultat, groupe)
    colonnes = colonnes_de_la_matrice(zones, cases)
    unite = resultat.selection.offre.mesure("volume").unite
    noms = noms_lignes(resultat.selection.restitution, resultat.bloc)
    sous_titre = [ou_du_groupe(resultat, groupe), reste_dit(zones, noms)]
    haut = len(zones.lignes) * _pas(zones) + 118
    quoi = figure(
        resultat,
        f"Où sont pris en charge les habitants de chaque zone (% de leurs {unite})",
        " · ".join(t for t in sous_titre if t),
        haut,
        cle_matrice(groupe),
    )
    montrees = [li for li in cases if not muette(li)]
    lignes, rangs = zones.codes, {c: j for j, c in enumerate(colonnes)}
    for classe in sorted({_classe(li) for li in montrees}):
        siennes = [li for li in montrees if _classe(li) == classe]
        quoi.add_trace(_cases(bloc, siennes, lignes, rangs, classe, len(colonnes)))
    if muettes := [li for li in cases if muette(li)]:
        quoi.add_trace(_masquees(bloc, muettes, lignes, rangs))
    _axes(quoi, zones, colonnes)
    return quoi


def cases_de_la_matrice(resultat: Resultat, groupe: int) -> list[Ligne]:
    """Return the cells of the zones drawn that are not zero, masked ones included, row by row."""
    bloc, codes = resultat.blocs[BLOC], zones_du_groupe(resultat, groupe).codes
    rangs = rangs_des_flux(bloc)
    places = [rangs.get(f"{de}|{vers}") for de in codes for vers in (*codes, *AU_DELA)]
    lignes = [bloc.ligne(i) for i in places if i is not None]
    return [li for li in lignes if _vue(li)]


def colonnes_de_la_matrice(zones: ZonesDuGroupe, cases: Sequence[Ligne]) -> list[str]:
    """Return the codes of columns; places told together have one only where something goes there."""
    la = {li.code.partition("|")[2] for li in cases}
    return [*zones.codes, *(c for c in AU_DELA if c in la)]


def signes_de_la_matrice(resultat: Resultat, groupe: int) -> list[Signe]:
    """Return the key: the classes that occur, then what is masked."""
    cases = cases_de_la_matrice(resultat, groupe)
    presentes = sorted({_classe(li) for li in cases if not muette(li)})
    dits = [Signe(_dite(k), "carre", f"seq-{k + 1}") for k in presentes]
    if any(muette(li) for li in cases):
        dits.append(Signe("masqué", "hachures", "masque"))
    return dits


def largeur_matrice(resultat: Resultat, groupe: int) -> tuple[int, int]:
    """Return the pixels under which it scrolls, and over which it does not grow."""
    nombre = len(zones_du_groupe(resultat, groupe).lignes) + len(AU_DELA)
    return 150 + 24 * nombre, 260 + 84 * nombre


def resume_matrice(resultat: Resultat, groupe: int) -> str:
    """Return the largest flows out of a zone, for those who do not see the map."""
    cases = [
        li
        for li in cases_de_la_matrice(resultat, groupe)
        if not muette(li) and len(set(li.code.split("|"))) > 1
    ]
    cases.sort(key=lambda li: -(li.cellules[PART].valeur or 0.0))
    colonne = resultat.blocs[BLOC].colonne(PART)
    dits = [f"{li.libelle} {formats.cellule(li.cellules[PART], colonne)}" for li in cases[:3]]
    suite = f"{FINE}; ".join(dits) or "aucun flux montré"
    return f"Matrice des flux de zone à zone. Plus grandes parts hors de la zone{FINE}: {suite}."


def muette(ligne: Ligne) -> bool:
    """Whether a cell that is not zero has no share to show: its own flow is masked, or what divides it."""
    return not ligne.cellules[PART].valeur


def _vue(ligne: Ligne) -> bool:
    cellule = ligne.cellules["volume"]
    return bool(cellule.valeur) or cellule.statut is Statut.MASQUE


def ou_du_groupe(resultat: Resultat, groupe: int) -> str:
    """Return where and when a figure of one group of zones is."""
    seule = len(groupes(resultat)) == 1
    return ou_quand(resultat, zones=None if seule else [resultat.zones[groupe]])


def _classe(ligne: Ligne) -> int:
    return bisect_right(BORNES, ligne.cellules[PART].valeur or 0.0)


def _dite(classe: int) -> str:
    """``moins de 0,5 %``, ``de 1 à 2 %``, ``50 % et plus``."""
    bas, haut = (formats.compact(b) for b in (BORNES[classe - 1], BORNES[min(classe, 5)]))
    if classe == 0:
        return f"moins de {formats.compact(BORNES[0])}{FINE}%"
    return f"{bas}{FINE}% et plus" if classe == len(BORNES) else f"{bas} à {haut}{FINE}%"


def _pas(zones: ZonesDuGroupe) -> int:
    return _HAUTES if len(zones.lignes) <= _NOMBREUSES else _BASSES


def _pose(li: Ligne, lignes: Sequence[str], rangs: dict[str, int]) -> tuple[float, int]:
    de, _, vers = li.code.partition("|")
    j = rangs[vers]
    return _abscisse(j, vers), lignes.index(de)


def _abscisse(j: int, code: str) -> float:
    """Places told together stand a little apart."""
    return j + _ECART if code in AU_DELA else float(j)


def _cases(
    bloc: Bloc,
    cases: Sequence[Ligne],
    lignes: Sequence[str],
    rangs: dict[str, int],
    classe: int,
    nombre: int,
) -> go.Bar:
    poses = [_pose(li, lignes, rangs) for li in cases]
    ecrit = nombre <= _NOMBREUSES + 1
    return go.Bar(
        x=[x for x, _ in poses],
        base=[y - 0.5 for _, y in poses],
        y=[1.0] * len(poses),
        width=1.0,
        name=_dite(classe),
        marker={
            "color": couleurs.SEQUENTIELLE[classe],
            "line": {"width": 1, "color": couleurs.SURFACE},
        },
        text=[formats.cellule(li.cellules[PART], bloc.colonne(PART)) for li in cases]
        if ecrit
        else None,
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        insidetextfont={"size": 12, "color": _ENCRES[classe]},
        hovertext=[_bulle(bloc, li) for li in cases],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _masquees(
    bloc: Bloc, cases: Sequence[Ligne], lignes: Sequence[str], rangs: dict[str, int]
) -> go.Bar:
    """A hatched cell, the same whatever it hides; its box says only why."""
    poses = [_pose(li, lignes, rangs) for li in cases]
    return go.Bar(
        x=[x for x, _ in poses],
        base=[y - 0.5 for _, y in poses],
        y=[1.0] * len(poses),
        width=1.0,
        name=Statut.MASQUE.value,
        marker=encre_muette(Statut.MASQUE, bord=False),
        hovertext=["<br>".join([_titre(li), "masqué", *pourquoi(Statut.MASQUE)]) for li in cases],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _titre(ligne: Ligne) -> str:
    return f"<b>{sur(ligne.libelle)}</b>"


def _bulle(bloc: Bloc, ligne: Ligne) -> str:
    part, volume = (formats.cellule(ligne.cellules[c], bloc.colonne(c)) for c in (PART, "volume"))
    unite = bloc.colonne("volume").unite
    return f"{_titre(ligne)}<br>{part} des {sur(unite)} des habitants<br>{volume} {sur(unite)}"


def _axes(quoi: go.Figure, zones: ZonesDuGroupe, colonnes: Sequence[str]) -> None:
    noms = [_nom(li, 24) for li in zones.lignes]
    places = [_abscisse(j, c) for j, c in enumerate(colonnes)]
    quoi.update_layout(barmode="overlay", bargap=0, margin={"t": 8, "b": 8})
    quoi.update_yaxes(
        tickvals=list(range(len(noms))),
        ticktext=noms,
        range=[len(noms) - 0.5, -0.5],
        showgrid=False,
        zeroline=False,
        ticklabelstandoff=6,
        tickfont={"color": couleurs.TEXTE, "size": 12},
        title_text="Lieu de résidence",
    )
    quoi.update_xaxes(
        tickvals=places,
        ticktext=[
            *(_nom(li, 16) for li in zones.lignes),
            *(AU_DELA[c] for c in colonnes if c in AU_DELA),
        ],
        range=[-0.5, places[-1] + 0.5 if places else 0.5],
        side="top",
        tickangle=-60 if len(places) > 6 else 0,
        showgrid=False,
        zeroline=False,
        tickfont={"color": couleurs.TEXTE, "size": 12},
        title_text="Lieu de prise en charge",
    )


def _nom(ligne: Ligne, longueur: int) -> str:
    nom = sur(ligne.libelle, longueur)
    return f"<b>{nom}</b>" if ligne.marque is not None else nom
