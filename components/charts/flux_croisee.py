"""What residents use on the left, what establishments do on the right, zone by zone.

The dark core, the same on both sides, is what is treated where it lives; the light wings are what leaves
(fuite) and what comes (attractivité). Wings are drawn where the rate that makes them is shown.
"""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from components import formats
from components.charts import couleurs
from components.charts.bulles import pourquoi
from components.charts.flux_signes import ENCRES, Signe
from components.charts.graphe import figure, replies, sur
from components.charts.lignes import Choix, choisir
from components.charts.motifs import encre_muette
from components.charts.titres import ou_quand
from components.formats import FINE
from components.francais import avec_indefini
from components.noms_lignes import nom_ligne, noms_lignes
from data_layer.result import Ligne, Resultat, Statut

CLE = "croisee"
COTES = (("consommation", "fuite", -1.0), ("production", "attractivite", 1.0))
"""A volume, the rate of what leaves or comes, and its side."""
SIGNES = (
    Signe("pris en charge dans la zone de résidence", "carre", "moyen"),
    Signe("pris en charge ailleurs (fuite) ou venus d'ailleurs (attractivité)", "carre", "clair"),
)
_PAS, _PALE, _TALON = 30, 0.45, 0.03


def croisee(resultat: Resultat) -> go.Figure:
    """Return mirrored bars of the rows of the main block, at most 25, chosen zones among them."""
    choix = _choix(resultat)
    lignes = choix.lignes
    nom = nom_ligne(resultat.selection.restitution, resultat.bloc)
    sous_titre = " · ".join(t for t in (ou_quand(resultat), _reste(resultat, choix)) if t)
    haut = max(1, len(lignes)) * _PAS + 40
    titre = f"Consommation des habitants et production des établissements, par {nom}"
    quoi = figure(resultat, titre, sous_titre, haut, CLE)
    bout = 1.65 * max([_valeur(li, v) or 0.0 for li in lignes for v, _, _ in COTES] + [1.0])
    for volume, taux, sens in COTES:
        for trace in _cote(resultat, lignes, volume, taux, sens, bout):
            quoi.add_trace(trace)
    _axes(quoi, resultat, lignes, bout)
    return quoi


def lignes_de_la_croisee(resultat: Resultat) -> tuple[Ligne, ...]:
    """Return the rows drawn, in their order."""
    return _choix(resultat).lignes


def resume_croisee(resultat: Resultat) -> str:
    """Return the two rates of the first rows, for those who do not see the bars."""
    bloc, dits = resultat.bloc, []
    for ligne in lignes_de_la_croisee(resultat)[:5]:
        lus = [
            f"{bloc.colonne(t).court.lower()} {formats.cellule(ligne.cellules[t], bloc.colonne(t))}"
            for _, t, _ in COTES
        ]
        dits.append(f"{ligne.libelle}{FINE}: {', '.join(lus)}")
    return "Barres opposées, consommation et production. " + f"{FINE}; ".join(dits) + "."


def _choix(resultat: Resultat) -> Choix:
    """Without the zones where nothing at all happens."""
    bloc = resultat.bloc
    choix = choisir(bloc, trie=bool(resultat.selection.tri))
    gardees = tuple(r for r in choix.rangees if any(_active(li) for li in r))
    return Choix(gardees, choix.omises, choix.omises_masquees)


def _active(ligne: Ligne) -> bool:
    if ligne.marque is not None:
        return True
    cellules = [ligne.cellules[v] for v, _, _ in COTES]
    return any(c.valeur or c.statut is Statut.MASQUE for c in cellules)


def _reste(resultat: Resultat, choix: Choix) -> str:
    restitution, bloc = resultat.selection.restitution, resultat.bloc
    feminin = avec_indefini(nom_ligne(restitution, bloc)).startswith("une ")
    return choix.reste(noms_lignes(restitution, bloc), feminin=feminin)


def _valeur(ligne: Ligne, cle: str) -> float | None:
    return ligne.cellules[cle].valeur


def dedans(ligne: Ligne, volume: str, taux: str) -> float | None:
    """Return what of a volume stays in the zone; None where the rate or the volume is not shown."""
    total, dehors = _valeur(ligne, volume), _valeur(ligne, taux)
    return None if total is None or dehors is None else total * (1 - dehors / 100)


def _cote(
    resultat: Resultat,
    lignes: Sequence[Ligne],
    volume: str,
    taux: str,
    sens: float,
    bout: float,
) -> list[go.Bar]:
    """Wings under cores, then hatched stubs of one length where the volume is masked."""
    places = list(enumerate(lignes))
    montrees = [(i, li) for i, li in places if _valeur(li, volume) is not None]
    coeurs = [(i, li) for i, li in montrees if dedans(li, volume, taux) is not None]
    muettes = [(i, li) for i, li in places if li.cellules[volume].statut is Statut.MASQUE]
    commun = {"orientation": "h", "width": 0.66, "hovertemplate": "%{hovertext}<extra></extra>"}
    ailes = go.Bar(
        x=[sens * (_valeur(li, volume) or 0.0) for _, li in montrees],
        y=[i for i, _ in montrees],
        marker={
            "color": [_couleur(li, "clair") for _, li in montrees],
            "opacity": [1.0 if li.marque is None else _PALE for _, li in montrees],
            "line": {"width": 0},
        },
        text=[
            f" {formats.cellule(li.cellules[taux], resultat.bloc.colonne(taux))} "
            for _, li in montrees
        ],
        textposition="outside",
        textangle=0,
        constraintext="none",
        cliponaxis=False,
        textfont={"size": 11, "color": couleurs.TEXTE},
        hovertext=[_bulle(resultat, li, volume, taux) for _, li in montrees],
        customdata=[li.cible or "" for _, li in montrees],
        name=volume,
        **commun,
    )
    coeur = go.Bar(
        x=[sens * (dedans(li, volume, taux) or 0.0) for _, li in coeurs],
        y=[i for i, _ in coeurs],
        marker={"color": [_couleur(li, "moyen") for _, li in coeurs], "line": {"width": 0}},
        hovertext=[_bulle(resultat, li, volume, taux) for _, li in coeurs],
        customdata=[li.cible or "" for _, li in coeurs],
        name=f"{volume} sur place",
        **commun,
    )
    talons = go.Bar(
        x=[sens * _TALON * bout] * len(muettes),
        y=[i for i, _ in muettes],
        marker=encre_muette(Statut.MASQUE),
        hovertext=[_bulle(resultat, li, volume, taux) for _, li in muettes],
        name=Statut.MASQUE.value,
        **commun,
    )
    return [ailes, coeur, *([talons] if muettes else [])]


def _couleur(ligne: Ligne, encre: str) -> str:
    return ENCRES[encre] if ligne.marque is None else couleurs.de_zone(ligne.marque)


def _bulle(resultat: Resultat, ligne: Ligne, volume: str, taux: str) -> str:
    bloc = resultat.bloc
    unite = resultat.selection.offre.mesure("volume").unite
    textes = [f"<b>{sur(ligne.libelle)}</b>"]
    for cle in (volume, taux):
        colonne = bloc.colonne(cle)
        suite = f" {unite}" if cle == volume and _valeur(ligne, cle) is not None else ""
        textes.append(
            f"{sur(colonne.court)}{FINE}: {sur(formats.cellule(ligne.cellules[cle], colonne))}{suite}"
        )
    return "<br>".join([*textes, *pourquoi(ligne.cellules[volume].statut)])


def _axes(quoi: go.Figure, resultat: Resultat, lignes: Sequence[Ligne], bout: float) -> None:
    noms = replies([li.libelle for li in lignes])
    quoi.update_layout(barmode="overlay", bargap=0, margin={"t": 30})
    quoi.update_yaxes(
        tickvals=list(range(len(noms))),
        ticktext=[
            f"<b>{n}</b>" if li.marque is not None else n
            for n, li in zip(noms, lignes, strict=True)
        ],
        range=[len(noms) - 0.4, -0.6],
        showgrid=False,
        zeroline=False,
        ticklabelstandoff=6,
        tickfont={"color": couleurs.TEXTE, "size": 12},
    )
    quoi.update_xaxes(range=[-bout, bout], showgrid=False, showticklabels=False, zeroline=True)
    for texte, x, ancre in (("Consommation", -0.012, "right"), ("Production", 0.012, "left")):
        quoi.add_annotation(
            text=texte,
            x=x * bout,
            xanchor=ancre,
            y=1,
            yref="paper",
            yanchor="bottom",
            yshift=4,
            showarrow=False,
            font={"size": 12, "color": couleurs.TEXTE_DISCRET},
        )
