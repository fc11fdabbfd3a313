"""Rates of zones with their intervals, one row a zone, against the rate of France: a forest of rates.

A mark stands at the rate; its shape says whether the interval leaves the rate of France out, and on which
side. Blue and orange are the chosen zones only: a tone of grey says the same as the shape.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import plotly.graph_objects as go

from components import formats
from components.charts import couleurs
from components.charts.bulles import pourquoi
from components.charts.flux_signes import COULEURS_POSITION, Signe
from components.charts.graphe import figure, sur
from components.charts.lignes import nom_court, noms_zones
from components.charts.titres import ou_quand, titre_mesure
from components.formats import FINE
from components.francais import avec_indefini
from components.maps.simples import graduations
from components.noms_lignes import nom_ligne, noms_lignes
from data_layer.indicators.significativite import LIBELLES, Position
from data_layer.result import Colonne, Ligne, Resultat

CLE = "foret"
TAUX, BAS, HAUT, POSITION = "taux_standardise", "ic_bas", "ic_haut", "position"
LIMITE = 40
_PAS = 22
_SYMBOLES = {
    Position.EN_DESSOUS: "triangle-left",
    Position.COMPARABLE: "circle",
    Position.AU_DESSUS: "triangle-right",
    Position.INDETERMINEE: "circle-open",
    Position.REFERENCE: "diamond",
}
SIGNES = (
    Signe("en dessous de la France", "dessous", "fonce"),
    Signe("comparable", "rond", "moyen"),
    Signe("au-dessus", "dessus", "fonce"),
    Signe("intervalle de confiance à 95\u202f%".replace(" %", f"{FINE}%"), "trait", "moyen"),
)


@dataclass(frozen=True, slots=True)
class Choix:
    """The rows drawn, how many are not, and the places before which some are left out."""

    lignes: tuple[Ligne, ...]
    omises: int
    coupures: tuple[int, ...]


def foret(resultat: Resultat) -> go.Figure:
    """Return the rates of the rows of the main block, at most 40, the chosen zones always among them."""
    colonne, choix = resultat.bloc.colonne(TAUX), choisir_lignes(resultat)
    lignes = choix.lignes
    sous_titre = " · ".join(t for t in (ou_quand(resultat), _reste(resultat, choix)) if t)
    haut = len(lignes) * _PAS + 64
    quoi = figure(resultat, titre_mesure(resultat, colonne), sous_titre, haut, CLE)
    montrees = [(i, li) for i, li in enumerate(lignes) if li.cellules[TAUX].valeur is not None]
    reference = taux_de_reference([li for _, li in montrees])
    pas = graduations(*_etendue([li for _, li in montrees], reference))
    for position, place in sorted({(_position(li), li.marque) for _, li in montrees}, key=str):
        siennes = [(i, li) for i, li in montrees if (_position(li), li.marque) == (position, place)]
        quoi.add_trace(_points(resultat, siennes, colonne, position, place))
    _textes(quoi, lignes, colonne, (pas[0], pas[-1]))
    _axes(quoi, lignes, pas)
    for y in choix.coupures:
        quoi.add_hline(y=y - 0.5, line={"color": couleurs.FILET_FORT, "width": 1})
    if reference is not None:
        _reference(quoi, reference, colonne)
    return quoi


def choisir_lignes(resultat: Resultat) -> Choix:
    """Return the chosen zones that are no rows themselves, then rows in their order.

    Of many rows, both ends and the chosen zones: the highest alone would show one side of France only.
    Where a visitor has sorted them, the first ones.
    """
    bloc = resultat.bloc
    presentes = {m for m in bloc.marques if m is not None}
    tetes = [
        replace(t, marque=t.groupe, rang=None)
        for t in bloc.tetes
        if t.groupe not in presentes and t.zone != "fr"
    ]
    toutes = _toutes(resultat)
    montrees = sum(li.cellules[TAUX].valeur is not None for li in toutes)
    bouts = LIMITE // 2
    gardees = set(range(LIMITE))
    if montrees > LIMITE and not resultat.selection.tri:
        gardees = {*range(bouts), *range(montrees - bouts, montrees)}
    places = [i for i, li in enumerate(toutes) if i in gardees or li.marque is not None]
    sauts = [k for k in range(1, len(places)) if places[k] != places[k - 1] + 1]
    coupures = [len(tetes)] * bool(tetes) + [k + len(tetes) for k in sauts]
    lignes = (*tetes, *(toutes[i] for i in places))
    return Choix(lignes, len(toutes) - len(places), tuple(coupures))


def _toutes(resultat: Resultat) -> list[Ligne]:
    """Rows of all chosen zones in one order: by rate, masked last, unless a visitor has sorted them."""
    lignes = list(resultat.bloc.lignes())
    if resultat.selection.tri:
        return lignes
    return sorted(lignes, key=lambda li: _ordre(li.cellules[TAUX].valeur))


def _ordre(valeur: float | None) -> tuple[bool, float]:
    return valeur is None, -(valeur or 0.0)


def taux_de_reference(lignes: Sequence[Ligne]) -> float | None:
    """Return the rate of France, from a shown rate and its shown index; None where no row has both."""
    for ligne in lignes:
        taux, indice = (ligne.cellules.get(c) for c in (TAUX, "indice_national"))
        if taux and indice and taux.valeur is not None and indice.valeur:
            return taux.valeur / indice.valeur
    return None


def resume_foret(resultat: Resultat) -> str:
    """Return how many zones are above, alike and below, for those who do not see the marks."""
    lignes = [li for li in resultat.bloc.lignes() if li.cellules[TAUX].valeur is not None]
    dits = [f"Taux et intervalles, {formats.nombre(len(lignes))} lignes"]
    for position in (Position.AU_DESSUS, Position.COMPARABLE, Position.EN_DESSOUS):
        nombre = sum(_position(li) is position for li in lignes)
        suite = " à la France" if position is Position.COMPARABLE else " de la France"
        dits.append(f"{formats.nombre(nombre)} {LIBELLES[position]}{suite}")
    reference = taux_de_reference(lignes)
    if reference is not None:
        dits.append(f"France{FINE}: {formats.nombre(reference, resultat.bloc.colonne(TAUX))}")
    return f"{FINE}; ".join(dits) + "."


def intervalle_dit(ligne: Ligne, colonne: Colonne) -> str:
    """Return ``de 97,75 à 106,06``; empty where a limit is not shown."""
    bornes = [ligne.cellules[c].valeur if c in ligne.cellules else None for c in (BAS, HAUT)]
    if None in bornes:
        return ""
    return "de {} à {}".format(*(formats.nombre(b, colonne) for b in bornes))


def ecarts(lignes: Sequence[Ligne]) -> dict[str, object]:
    """Return the error bars of rates: nothing where a limit is not shown."""

    def ecart(ligne: Ligne, borne: str) -> float:
        taux, limite = ligne.cellules[TAUX].valeur, ligne.cellules[borne].valeur
        return 0.0 if taux is None or limite is None else abs(limite - taux)

    plus, moins = ([ecart(li, b) for li in lignes] for b in (HAUT, BAS))
    return {"type": "data", "symmetric": False, "array": plus, "arrayminus": moins, "width": 0}


def _reste(resultat: Resultat, choix: Choix) -> str:
    """« 41 départements dessinés sur 101, des deux bouts du classement »."""
    if not choix.omises:
        return ""
    restitution, bloc = resultat.selection.restitution, resultat.bloc
    feminin = avec_indefini(nom_ligne(restitution, bloc)).startswith("une ")
    toutes = len(bloc)
    texte = (
        f"{formats.nombre(toutes - choix.omises)} {noms_lignes(restitution, bloc)} "
        f"dessiné{'e' * feminin}s sur {formats.nombre(toutes)}"
    )
    return texte if resultat.selection.tri else f"{texte}, aux deux bouts du classement"


def _position(ligne: Ligne) -> Position:
    valeur = ligne.cellules[POSITION].valeur if POSITION in ligne.cellules else None
    return Position.INDETERMINEE if valeur is None else Position(int(valeur))


def _etendue(lignes: Sequence[Ligne], reference: float | None) -> tuple[float, float]:
    bornes = [li.cellules[c].valeur for li in lignes for c in (TAUX, BAS, HAUT) if c in li.cellules]
    lues = [b for b in (*bornes, reference) if b is not None]
    return (min(lues), max(lues)) if lues else (0.0, 1.0)


def _points(
    resultat: Resultat,
    rangees: Sequence[tuple[int, Ligne]],
    colonne: Colonne,
    position: Position,
    place: int | None,
) -> go.Scatter:
    lignes = [li for _, li in rangees]
    couleur = COULEURS_POSITION[position] if place is None else couleurs.de_zone(place)
    return go.Scatter(
        x=[li.cellules[TAUX].valeur for li in lignes],
        y=[i for i, _ in rangees],
        mode="markers",
        name=LIBELLES[position],
        cliponaxis=False,
        error_x=ecarts(lignes) | {"color": couleur, "thickness": 2},
        marker={"symbol": _SYMBOLES[position], "size": 9, "color": couleur, "line": {"width": 0}},
        hovertext=[bulle(resultat, li, colonne) for li in lignes],
        hovertemplate="%{hovertext}<extra></extra>",
        customdata=[li.cible or "" for li in lignes],
    )


def bulle(resultat: Resultat, ligne: Ligne, colonne: Colonne) -> str:
    """Return the hover box of a rate: value, interval, place against France, volume."""
    cellule = ligne.cellules[TAUX]
    textes = [f"<b>{sur(ligne.libelle)}</b>"]
    if resultat.bloc.nature != "zone" and len(resultat.zones) > 1:
        textes.append(sur(noms_zones(resultat)[ligne.zone]))
    textes.append(f"{sur(formats.cellule(cellule, colonne))} {sur(colonne.unite)}")
    if intervalle := intervalle_dit(ligne, colonne):
        textes.append(f"Intervalle à 95{FINE}%{FINE}: {intervalle}")
    for cle in (POSITION, "indice_national", "volume"):
        if cle in ligne.cellules and ligne.cellules[cle].valeur is not None:
            autre = resultat.bloc.colonne(cle)
            textes.append(
                f"{sur(autre.court)}{FINE}: {sur(formats.cellule(ligne.cellules[cle], autre))}"
            )
    return "<br>".join([*textes, *pourquoi(cellule.statut, colonne)])


def _textes(
    quoi: go.Figure, lignes: Sequence[Ligne], colonne: Colonne, bornes: tuple[float, float]
) -> None:
    """Write each rate at the right end of its row, in a column; a masked one is a word and no mark."""
    quoi.add_trace(
        go.Scatter(
            x=[bornes[1]] * len(lignes),
            y=list(range(len(lignes))),
            mode="text",
            text=[sur(formats.cellule(li.cellules[TAUX], colonne)) for li in lignes],
            textposition="middle right",
            textfont={"size": 12, "color": couleurs.TEXTE},
            cliponaxis=False,
            hoverinfo="skip",
            name="textes",
        )
    )


def _axes(quoi: go.Figure, lignes: Sequence[Ligne], pas: list[float]) -> None:
    # One line a name, whatever its length: rows are low.
    noms = [sur(nom_court(li), 30) for li in lignes]
    gras = [
        f"<b>{n}</b>" if li.marque is not None else n for n, li in zip(noms, lignes, strict=True)
    ]
    quoi.update_yaxes(
        tickvals=list(range(len(noms))),
        ticktext=gras,
        range=[len(noms) - 0.5, -0.6],
        showgrid=False,
        zeroline=False,
        ticklabelstandoff=6,
        tickfont={"color": couleurs.TEXTE, "size": 12},
    )
    quoi.update_xaxes(
        range=[pas[0], pas[-1]],
        # As many ticks as there is room for: names take half of a narrow screen.
        nticks=len(pas),
        tickformat=",~f",
        tickangle=0,
        side="top",
        zeroline=False,
        title_text="" if pas[0] == 0 else "l'axe ne part pas de zéro",
    )
    quoi.update_layout(margin={"t": 8, "b": 26, "r": 58})


def _reference(quoi: go.Figure, reference: float, colonne: Colonne) -> None:
    quoi.add_vline(
        x=reference, line={"color": couleurs.REFERENCE, "width": 1.5, "dash": "dot"}, layer="below"
    )
    quoi.add_annotation(
        x=reference,
        y=0,
        yref="paper",
        yanchor="top",
        yshift=-4,
        text=f"France{FINE}: {formats.nombre(reference, colonne)}",
        font={"color": couleurs.REFERENCE, "size": 12},
        showarrow=False,
    )
