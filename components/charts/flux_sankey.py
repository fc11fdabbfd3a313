"""The main flows from one zone to another: residence on the left, place on the right.

Only shown flows; what stays in its zone is left out, which would dwarf the rest. The height of a node is
that of the flows drawn, and says so by saying nothing: no number stands on it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from components import formats
from components.charts import couleurs
from components.charts.flux_matrice import PART, ou_du_groupe
from components.charts.flux_zones import AU_DELA, BLOC, zones_du_groupe
from components.charts.graphe import figure, sur
from components.formats import FINE
from data_layer.flux.matrice import HORS_REGION
from data_layer.result import Bloc, Ligne, Resultat, Statut
from geodata.zones import Genre, zones_administratives

LIMITE, PAR_CHOISIE = 30, 8
"""How many flows in all, and at least of each chosen zone."""
_VOILES = (0.5, 0.45)


@dataclass(frozen=True, slots=True)
class Noeud:
    """A zone on one side."""

    code: str
    gauche: bool


def cle_sankey(groupe: int) -> str:
    """Return the key of the figure of a group."""
    return f"flux-{groupe}" if groupe else "flux"


def flux_principaux(resultat: Resultat, groupe: int) -> list[Ligne]:
    """Return the largest shown flows that leave their zone, those of chosen zones among them."""
    bloc = resultat.blocs[BLOC]
    volumes = bloc.cellules["volume"].valeurs
    dessinees = set(zones_du_groupe(resultat, groupe).codes)
    places = [
        i
        for i in np.argsort(-np.nan_to_num(volumes), kind="stable").tolist()
        if volumes[i] > 0 and bloc.groupes[i] == groupe and _sort(bloc.codes[i], dessinees)
    ]
    gardes = set(places[:LIMITE])
    for code in marques(resultat, groupe):
        siens = [i for i in places if code in bloc.codes[i].split("|")]
        gardes |= set(siens[:PAR_CHOISIE])
    return [bloc.ligne(i) for i in places if i in gardes]


def masques_du_groupe(resultat: Resultat, groupe: int) -> int:
    """Return how many flows out of a zone are masked."""
    bloc = resultat.blocs[BLOC]
    masques = bloc.cellules["volume"]
    dessinees = set(zones_du_groupe(resultat, groupe).codes)
    return sum(
        g == groupe and masques.statut(i) is Statut.MASQUE and _sort(bloc.codes[i], dessinees)
        for i, g in enumerate(bloc.groupes)
    )


def sankey(resultat: Resultat, groupe: int) -> go.Figure:
    """Return the main flows of a group; an empty frame is never asked for."""
    bloc, lignes = resultat.blocs[BLOC], flux_principaux(resultat, groupe)
    unite = bloc.colonne("volume").unite
    noeuds = _noeuds(lignes)
    cotes = "à gauche le lieu de résidence, à droite celui de prise en charge"
    sous_titre = f"{ou_du_groupe(resultat, groupe)} · {cotes}"
    haut = 90 + 28 * max(sum(n.gauche for n in noeuds), sum(not n.gauche for n in noeuds))
    quoi = figure(
        resultat,
        f"{_dits(len(lignes))} d'une zone à une autre ({unite})",
        sous_titre,
        max(haut, 220),
        cle_sankey(groupe),
    )
    noms = _noms(resultat, groupe)
    choisis = marques(resultat, groupe)
    places = {n: i for i, n in enumerate(noeuds)}
    quoi.add_trace(
        go.Sankey(
            arrangement="fixed",
            textfont={"size": 12, "color": couleurs.TEXTE},
            node={
                "label": [sur(noms.get(n.code, n.code), 26) for n in noeuds],
                "color": [_couleur(choisis.get(n.code)) for n in noeuds],
                "line": {"width": 0},
                "thickness": 12,
                "pad": 16,
                "hoverinfo": "skip",
            },
            link={
                "source": [places[Noeud(_de(li), True)] for li in lignes],
                "target": [places[Noeud(_vers(li), False)] for li in lignes],
                "value": [li.cellules["volume"].valeur for li in lignes],
                "color": [
                    _voile(_couleur(_marque(li, choisis)), _marque(li, choisis)) for li in lignes
                ],
                "customdata": [_bulle(bloc, li) for li in lignes],
                "hovertemplate": "%{customdata}<extra></extra>",
            },
        )
    )
    quoi.update_layout(margin={"t": 12, "b": 12, "l": 4, "r": 4})
    return quoi


def note_sankey(resultat: Resultat, groupe: int) -> str:
    """Return what is not drawn: smaller flows, masked ones, and those within a zone."""
    masques = masques_du_groupe(resultat, groupe)
    dits = "Ni les prises en charge dans la zone de résidence, ni les flux plus petits ne sont dessinés"
    if not masques:
        return f"{dits}."
    suite = f"{formats.nombre(masques)} flux masqués ne le sont pas"
    return f"{dits}{FINE}; {suite if masques > 1 else '1 flux masqué ne l’est pas'} non plus."


def resume_sankey(resultat: Resultat, groupe: int) -> str:
    """Return the three largest flows, for those who do not see them."""
    bloc = resultat.blocs[BLOC]
    colonne = bloc.colonne("volume")
    dits = [
        f"{li.libelle}, {formats.cellule(li.cellules['volume'], colonne)} {colonne.unite}"
        for li in flux_principaux(resultat, groupe)[:3]
    ]
    return "Flux de zone à zone, les plus grands" + f"{FINE}: " + f"{FINE}; ".join(dits) + "."


def marques(resultat: Resultat, groupe: int) -> dict[str, int]:
    """Return the chosen zones among the zones of a group: code to place."""
    return {
        li.code: li.marque
        for li in resultat.bloc.lignes()
        if li.groupe == groupe and li.marque is not None
    }


def _dits(nombre: int) -> str:
    return "Principaux flux" if nombre > 1 else "Principal flux"


def _sort(code: str, dessinees: Collection[str]) -> bool:
    """Whether a flow leaves a zone drawn for another one, or for one other région."""
    de, _, vers = code.partition("|")
    return de != vers and de in dessinees and vers != HORS_REGION


def _de(ligne: Ligne) -> str:
    return ligne.code.partition("|")[0]


def _vers(ligne: Ligne) -> str:
    return ligne.code.partition("|")[2]


def _noeuds(lignes: Sequence[Ligne]) -> list[Noeud]:
    gauche = dict.fromkeys(Noeud(_de(li), True) for li in lignes)
    droite = dict.fromkeys(Noeud(_vers(li), False) for li in lignes)
    return [*gauche, *droite]


def _noms(resultat: Resultat, groupe: int) -> dict[str, str]:
    noms = {li.code: li.libelle for li in resultat.bloc.lignes() if li.groupe == groupe}
    # Places of another région are one node.
    regions = {z.id: z.libelle for z in zones_administratives().toutes(Genre.REGION)}
    return {**regions, **noms, **AU_DELA}


def _marque(ligne: Ligne, choisis: dict[str, int]) -> int | None:
    """The chosen zone that a flow concerns: the one that people leave, else the one they go to."""
    return choisis.get(_de(ligne), choisis.get(_vers(ligne)))


def _couleur(place: int | None) -> str:
    return couleurs.FILET_FORT if place is None else couleurs.de_zone(place)


def _voile(couleur: str, place: int | None) -> str:
    rouge, vert, bleu = (int(couleur[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({rouge},{vert},{bleu},{_VOILES[place is None]})"


def _bulle(bloc: Bloc, ligne: Ligne) -> str:
    volume = bloc.colonne("volume")
    part = formats.cellule(ligne.cellules[PART], bloc.colonne(PART))
    dit = formats.cellule(ligne.cellules["volume"], volume)
    return (
        f"<b>{sur(ligne.libelle)}</b><br>{dit} {sur(volume.unite)}<br>{part} de ceux des habitants"
    )
