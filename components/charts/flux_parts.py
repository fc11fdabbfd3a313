"""Market shares of two years side by side: kinds of establishments, or establishments ranked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from components import formats
from components.charts import couleurs
from components.charts.bulles import pourquoi
from components.charts.flux_signes import PALE, Signe
from components.charts.graphe import figure, replies, role, sur
from components.charts.lignes import Rangee, noms_zones
from components.charts.motifs import encre_muette
from components.charts.titres import ou_quand
from components.formats import FINE
from components.noms_lignes import nom_ligne, noms_lignes
from data_layer.flux.publie import AILLEURS
from data_layer.result import Bloc, Ligne, Resultat, Statut

CLASSEMENT, SYNTHESE = "classement", "synthese"
LIMITE = 20
_TALON, _EPAISSEUR = 0.03, 13
_LIGNE, _LIGNES = 15, 3
ANNEES = (("part", "volume"), ("part_avant", "volume_avant"))
"""Keys of the share and of the volume: the year read, then the one before."""


@dataclass(frozen=True, slots=True)
class Choix:
    """What one figure draws: the rows under each label, the places of the zones, the rows left out.

    ``apart``: how many of the last rows are no establishments, but those of another région together.
    """

    rangees: tuple[Rangee, ...]
    zones: tuple[int, ...]
    omises: int = 0
    omises_muettes: int = 0
    apart: int = 0

    @property
    def lignes(self) -> tuple[Ligne, ...]:
        return tuple(li for rangee in self.rangees for li in rangee)

    @property
    def plus(self) -> int:
        """How many bars stand at most under one label."""
        return max((len(r) for r in self.rangees), default=1) * len(ANNEES)


def choix_genres(resultat: Resultat) -> Choix:
    """Return the kinds in their nested order, without those that no zone has in either year."""
    par_code: dict[str, list[Ligne]] = {}
    for ligne in resultat.blocs[SYNTHESE].lignes():
        par_code.setdefault(ligne.code, []).append(ligne)
    gardees = tuple(tuple(r) for r in par_code.values() if any(not _vide(li) for li in r))
    return Choix(gardees, tuple(range(len(resultat.zones))))


def choix_etablissements(resultat: Resultat, rang: int) -> Choix:
    """Return the first establishments of one zone, in the order of the table.

    Those of two zones have little in common: drawn together, most of their bars would be masked.
    """
    lignes = [li for li in resultat.blocs[CLASSEMENT].lignes() if li.groupe == rang]
    siens = [li for li in lignes if not li.code.startswith(AILLEURS)]
    loin = [li for li in lignes if li.code.startswith(AILLEURS)]
    omises = siens[LIMITE:]
    muettes = sum(li.cellules["part"].valeur is None for li in omises)
    rangees = tuple((li,) for li in (*siens[:LIMITE], *loin))
    return Choix(rangees, (rang,), len(omises), muettes, len(loin))


def deux_annees(resultat: Resultat, cle: str, choix: Choix, figure_de: str) -> go.Figure:
    """Return paired bars of shares in block ``cle``: the year read, and the year before, paler."""
    bloc = resultat.blocs[cle]
    titre = f"Part de marché (%) par {_par(resultat, bloc)}"
    ou = ou_quand(resultat, zones=[resultat.zones[rang] for rang in choix.zones])
    sous_titre = " · ".join(t for t in (ou, _reste(resultat, bloc, choix)) if t)
    noms = noms_rangees(resultat, bloc, [r[0] for r in choix.rangees])
    lignes = max((nom.count("<br>") + 1 for nom in noms), default=1)
    haut = max(1, len(noms)) * max(_EPAISSEUR * choix.plus + 12, _LIGNE * lignes + 6) + 16
    quoi = figure(resultat, titre, sous_titre, haut, figure_de)
    seules = [quoi.layout.meta["zones"][rang] for rang in choix.zones]
    quoi.layout.meta = {**quoi.layout.meta, "zones": seules}
    bout = 1.24 * max(_parts_montrees(resultat, bloc), default=1.0)
    for rang in choix.zones:
        for quand, (part, _) in enumerate(ANNEES):
            poses = _poses(choix, rang, quand)
            for statut in _marques(poses, part):
                siennes = [(y, li) for y, li in poses if _est(li, part, statut)]
                quoi.add_trace(_barres(resultat, bloc, siennes, rang, quand, statut, bout, choix))
    _axes(quoi, noms, bout)
    if choix.apart and choix.apart < len(noms):
        trait = len(noms) - choix.apart - 0.5
        quoi.add_hline(y=trait, line={"color": couleurs.FILET_FORT, "width": 1})
    return quoi


def signes_des_annees(resultat: Resultat, choix: Choix) -> tuple[Signe, ...]:
    """Return the key of the two years, in the colour of each zone."""
    annee, plusieurs = resultat.selection.periode.fin, len(choix.zones) > 1
    return tuple(
        Signe(
            f"{resultat.zones[rang].libelle}, {a}" if plusieurs else str(a),
            "carre",
            f"{role(rang)}{'-pale' if a < annee else ''}",
        )
        for rang in choix.zones
        for a in (annee, annee - 1)
    )


def resume_parts(resultat: Resultat, cle: str, choix: Choix) -> str:
    """Return the largest shares of each zone, for those who do not see the bars."""
    bloc, noms, dits = resultat.blocs[cle], noms_zones(resultat), []
    for rang in choix.zones:
        montrees = [
            li
            for li in choix.lignes
            if li.groupe == rang and li.cellules["part"].valeur is not None
        ]
        montrees.sort(key=lambda li: -(li.cellules["part"].valeur or 0.0))
        premiers = [f"{li.libelle} {_ecrite(bloc, li, 'part')}" for li in montrees[:3]]
        nom = noms[resultat.zones[rang].id]
        dits.append(f"{nom}{FINE}: {', '.join(premiers) or 'aucune part montrée'}")
    return f"Barres, {bloc.titre.lower()}. " + f"{FINE}; ".join(dits) + "."


def _par(resultat: Resultat, bloc: Bloc) -> str:
    return (
        "secteur, statut et catégorie"
        if _des_genres(bloc)
        else nom_ligne(resultat.selection.restitution, bloc)
    )


def _des_genres(bloc: Bloc) -> bool:
    return bloc.nature == "statut"


def _vide(ligne: Ligne) -> bool:
    cellules = [ligne.cellules[v] for _, v in ANNEES]
    return all(not c.valeur and c.statut is not Statut.MASQUE for c in cellules)


def _reste(resultat: Resultat, bloc: Bloc, choix: Choix) -> str:
    """« 20 établissements montrés sur 280, 218 des autres sans valeur »."""
    if not choix.omises:
        return ""
    noms = noms_lignes(resultat.selection.restitution, bloc)
    montres = len(choix.rangees) - choix.apart
    toutes = formats.nombre(montres + choix.omises)
    texte = f"{formats.nombre(montres)} {noms} montrés sur {toutes}"
    if not choix.omises_muettes:
        return texte
    return f"{texte}, {formats.nombre(choix.omises_muettes)} des autres sans valeur"


def _parts_montrees(resultat: Resultat, bloc: Bloc) -> list[float]:
    """Every share of the block: the figures of two zones have one scale."""
    lues = (v for p, _ in ANNEES for v in bloc.cellules[p].valeurs.tolist())
    return [v for v in lues if v > 0]


def _poses(choix: Choix, rang: int, quand: int) -> list[tuple[float, Ligne]]:
    """The rows of one zone and one year with their heights around their label."""
    return [
        (i + (2 * k + quand - (2 * len(rangee) - 1) / 2) * 0.78 / choix.plus, ligne)
        for i, rangee in enumerate(choix.rangees)
        for k, ligne in enumerate(rangee)
        if ligne.groupe == rang
    ]


def _marques(poses: Sequence[tuple[float, Ligne]], part: str) -> list[Statut | None]:
    muettes = {c.statut for _, li in poses if (c := li.cellules[part]).valeur is None}
    return [None, *sorted(muettes)]


def _est(ligne: Ligne, part: str, statut: Statut | None) -> bool:
    cellule = ligne.cellules[part]
    if statut is None:
        return cellule.valeur is not None
    return cellule.valeur is None and cellule.statut is statut


def _barres(
    resultat: Resultat,
    bloc: Bloc,
    poses: Sequence[tuple[float, Ligne]],
    rang: int,
    quand: int,
    statut: Statut | None,
    bout: float,
    choix: Choix,
) -> go.Bar:
    """The bars of one zone and one year; what is masked has a hatched stub of one length."""
    part, volume = ANNEES[quand]
    encre: dict[str, Any] = {"color": couleurs.de_zone(rang), "line": {"width": 0}}
    if quand:
        encre["opacity"] = PALE
    return go.Bar(
        orientation="h",
        y=[y for y, _ in poses],
        x=[li.cellules[part].valeur if statut is None else _TALON * bout for _, li in poses],
        width=0.74 / choix.plus,
        text=[_ecrite(bloc, li, part) for _, li in poses],
        textposition="outside",
        textangle=0,
        textfont={"size": 12 if not quand else 11, "color": couleurs.TEXTE_DISCRET},
        cliponaxis=False,
        constraintext="none",
        hovertext=[_bulle(resultat, bloc, li, part, volume) for _, li in poses],
        hovertemplate="%{hovertext}<extra></extra>",
        customdata=[li.cible or "" for _, li in poses],
        marker=encre if statut is None else encre_muette(statut),
        name="valeurs" if statut is None else statut.value,
    )


def _ecrite(bloc: Bloc, ligne: Ligne, cle: str) -> str:
    return formats.cellule(ligne.cellules[cle], bloc.colonne(cle))


def _bulle(resultat: Resultat, bloc: Bloc, ligne: Ligne, part: str, volume: str) -> str:
    textes = [f"<b>{sur(ligne.libelle)}</b>"]
    if len(resultat.zones) > 1:
        textes.append(sur(resultat.zones[ligne.groupe].libelle))
    for cle in (part, volume):
        colonne = bloc.colonne(cle)
        textes.append(f"{sur(colonne.court)}{FINE}: {sur(_ecrite(bloc, ligne, cle))}")
    return "<br>".join([*textes, *pourquoi(ligne.cellules[part].statut)])


def _axes(quoi: go.Figure, noms: Sequence[str], bout: float) -> None:
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
    quoi.update_xaxes(range=[0, bout], showgrid=False, showticklabels=False, zeroline=True)


def noms_rangees(resultat: Resultat, bloc: Bloc, lignes: Sequence[Ligne]) -> list[str]:
    """Return the labels of rows; those of kinds are short, the wider ones in bold."""
    if not _des_genres(bloc):
        return replies([_nom_dessine(li) for li in lignes], _LIGNES)
    dimension = resultat.selection.restitution.dimension("statut")
    courts = {v.code: v.court or v.libelle for v in dimension.valeurs} if dimension else {}
    codes = set(courts)
    dits = []
    for ligne in lignes:
        nom = sur(courts.get(ligne.code, ligne.libelle))
        parent = any(c.startswith(f"{ligne.code}-") for c in codes)
        dits.append(f"<b>{nom}</b>" if parent else nom)
    return dits


def _nom_dessine(ligne: Ligne) -> str:
    """The label of an establishment; a short one of those of another région, whose full name is on hover."""
    if not ligne.code.startswith(AILLEURS):
        return ligne.libelle
    return f"Autres régions{FINE}: {ligne.libelle.partition(f'{FINE}: ')[2]}"
