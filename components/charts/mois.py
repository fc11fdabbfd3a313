"""Month by month: the year asked for over the year before, one panel a zone on one scale.

Two zones and two years in one panel would be four lines that cross; panels under one another keep each
pair legible, on a narrow screen too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from components import formats
from components.charts import couleurs
from components.charts.axes import axe_valeurs, pas_valeurs
from components.charts.bulles import pourquoi
from components.charts.graphe import figure, sur
from components.charts.lignes import valeur_exacte
from components.charts.motifs import RIEN, encre_muette
from components.charts.titres import en_total, ou_quand, titre_mesure
from components.formats import FINE
from data_layer.result import Colonne, Ligne, Resultat, Statut
from data_layer.selection import NOMS_MOIS

BLOC = "mois"
MOIS_COURTS = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip
_HAUTEUR, _HAUTEUR_PANNEAU, _ECART = 300, 230, 44
# The year before bears the hue of its zone, lighter and dotted.
_AVANT = {"width": 1.75, "dash": "dot"}
_OPACITE_AVANT = 0.72
_TALON = 0.05


@dataclass(frozen=True, slots=True)
class Annee:
    """The months of one year in one zone, January first. ``place``: that of the zone."""

    place: int
    annee: str
    courante: bool
    lignes: tuple[Ligne, ...]

    def numeros(self, colonne: Colonne, statut: Statut) -> list[int]:
        """Months (1..12) of a status."""
        return [_numero(li) for li in self.lignes if li.cellules[colonne.cle].statut is statut]


def mois(resultat: Resultat) -> go.Figure:
    """Return the lines of block ``mois``; months not transmitted are hatched and said so.

    Raises:
        KeyError: the result has no block ``mois``.
    """
    bloc = resultat.blocs[BLOC]
    colonne = bloc.colonne(bloc.meneuse)
    lues = annees_lues(resultat)
    nombre = len(resultat.zones)
    haut = _HAUTEUR if nombre == 1 else nombre * _HAUTEUR_PANNEAU + (nombre - 1) * _ECART
    titre = f"{titre_mesure(resultat, colonne, par=False)}, mois par mois"
    sous_titre = f"{ou_quand(resultat, _annees_dites(lues))}{en_total(resultat)}"
    quoi = figure(resultat, titre, sous_titre, haut, BLOC)
    quoi.set_subplots(rows=nombre, cols=1, shared_xaxes=True, vertical_spacing=_ECART / haut)
    pas = pas_valeurs(_valeurs(lues, colonne), colonne)
    for panneau, zone in enumerate(resultat.zones, 1):
        siennes = [a for a in lues if a.place == panneau - 1]
        _bandes(quoi, siennes, colonne, (pas[0], pas[-1]), panneau)
        for annee in siennes:
            quoi.add_trace(_ligne(annee, colonne, zone.libelle), row=panneau, col=1)
        _etiquettes(quoi, siennes, colonne, panneau)
        if nombre > 1:
            _nommer(quoi, zone.libelle, panneau)
    _axes(quoi, pas, colonne, nombre)
    return quoi


def annees_lues(resultat: Resultat) -> list[Annee]:
    """Return the years of block ``mois`` by zone, the older one first."""
    par_annee: dict[tuple[int, str], list[Ligne]] = {}
    for ligne in resultat.blocs[BLOC].lignes():
        par_annee.setdefault((ligne.groupe, ligne.code[:4]), []).append(ligne)
    fin = str(resultat.selection.periode.fin)
    return [
        Annee(place, annee, annee == fin, tuple(sorted(lignes, key=_numero)))
        for (place, annee), lignes in sorted(par_annee.items())
    ]


def resume_mois(resultat: Resultat) -> str:
    """Return the highest month of each year, and what is not there, for those who see no lines."""
    bloc = resultat.blocs[BLOC]
    colonne = bloc.colonne(bloc.meneuse)
    dits = []
    for annee in annees_lues(resultat):
        montrees = [li for li in annee.lignes if li.cellules[colonne.cle].valeur is not None]
        nom = f"{resultat.zones[annee.place].libelle}, {annee.annee}{FINE}: "
        if montrees:
            haut = max(montrees, key=lambda li: li.cellules[colonne.cle].valeur or 0.0)
            mois_haut = NOMS_MOIS[_numero(haut) - 1]
            nom += f"le plus haut en {mois_haut}, {valeur_exacte(haut, colonne)}"
        else:
            nom += "aucun mois ne peut être montré"
        absents = annee.numeros(colonne, Statut.NON_TRANSMIS)
        dits.append(nom + (f", {_mois_dits(absents)} non transmis" if absents else ""))
    return f"Courbes, {colonne.libelle} par mois. " + f"{FINE}; ".join(dits) + "."


def _numero(ligne: Ligne) -> int:
    return int(ligne.code[5:7])


def _annees_dites(lues: Sequence[Annee]) -> str:
    return " et ".join(dict.fromkeys(a.annee for a in lues)) or "aucune année"


def _mois_dits(numeros: Sequence[int]) -> str:
    premier, dernier = NOMS_MOIS[numeros[0] - 1], NOMS_MOIS[numeros[-1] - 1]
    return premier if premier == dernier else f"{premier} à {dernier}"


def _valeurs(lues: Sequence[Annee], colonne: Colonne) -> list[float]:
    cellules = (li.cellules[colonne.cle] for a in lues for li in a.lignes)
    return [c.valeur for c in cellules if c.valeur is not None]


def _ligne(annee: Annee, colonne: Colonne, zone: str) -> go.Scatter:
    couleur = couleurs.de_zone(annee.place)
    cellules = [li.cellules[colonne.cle] for li in annee.lignes]
    sures = [c.statut is Statut.OK and annee.courante for c in cellules]
    marque = "square" if annee.place else "circle"
    trait = {"width": 2.5, "dash": "solid"} if annee.courante else _AVANT
    return go.Scatter(
        x=[_numero(li) for li in annee.lignes],
        y=[c.valeur for c in cellules],
        mode="lines+markers",
        connectgaps=False,
        cliponaxis=False,
        name=sur(f"{zone}, {annee.annee}"),
        opacity=1.0 if annee.courante else _OPACITE_AVANT,
        line={"color": couleur, **trait},
        marker={
            "color": [couleur if sure else couleurs.SURFACE for sure in sures],
            "symbol": marque,
            "size": 7 if annee.courante else 5,
            "line": {"color": couleur, "width": 1.75},
        },
        hovertext=[_bulle(zone, li, colonne) for li in annee.lignes],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _bulle(zone: str, ligne: Ligne, colonne: Colonne) -> str:
    return f"<b>{sur(zone)}, {sur(ligne.libelle)}</b><br>{sur(valeur_exacte(ligne, colonne))}"


def _bandes(
    quoi: go.Figure,
    siennes: Sequence[Annee],
    colonne: Colonne,
    bornes: tuple[float, float],
    panneau: int,
) -> None:
    """Hatch the months that are not there yet over the whole height; stand a stub for masked ones.

    Only the year asked for is hatched: the year before is whole, or a month of it would be both.
    """
    etendue = bornes[1] - bornes[0]
    for annee in siennes:
        absents = annee.numeros(colonne, Statut.NON_TRANSMIS) if annee.courante else []
        if absents:
            quoi.add_trace(
                _bande(absents, bornes[0], etendue, 1.0, Statut.NON_TRANSMIS), panneau, 1
            )
            quoi.add_annotation(
                text=f"{formats.libelle_statut(Statut.NON_TRANSMIS)} en {annee.annee}",
                x=(absents[0] + absents[-1]) / 2,
                y=bornes[0],
                yanchor="bottom",
                yshift=8,
                showarrow=False,
                bgcolor=couleurs.SURFACE,
                font={"size": 12, "color": couleurs.TEXTE_DISCRET},
                row=panneau,
                col=1,
            )
        if masques := annee.numeros(colonne, Statut.MASQUE):
            haut = _TALON * etendue
            quoi.add_trace(_bande(masques, bornes[0], haut, 0.5, Statut.MASQUE), panneau, 1)


def _bande(mois_: list[int], bas: float, haut: float, largeur: float, statut: Statut) -> go.Bar:
    encre, dits = encre_muette(statut, bord=False), pourquoi(statut)
    if statut is Statut.NON_TRANSMIS:
        encre["pattern"] = {**encre["pattern"], "shape": "\\", "bgcolor": RIEN}
    return go.Bar(
        x=mois_,
        base=bas,
        y=[haut] * len(mois_),
        width=largeur,
        name=statut.value,
        hovertext=[
            "<br>".join([f"{NOMS_MOIS[m - 1]}{FINE}: {formats.libelle_statut(statut)}", *dits])
            for m in mois_
        ],
        hovertemplate="%{hovertext}<extra></extra>",
        opacity=0.6,
        marker=encre,
    )


def _etiquettes(quoi: go.Figure, siennes: Sequence[Annee], colonne: Colonne, panneau: int) -> None:
    """Write each year at the end of its line, the higher one above."""
    bouts = []
    for annee in siennes:
        montrees = [li for li in annee.lignes if li.cellules[colonne.cle].valeur is not None]
        for fin in montrees[-1:]:
            bouts.append((fin.cellules[colonne.cle].valeur or 0.0, _numero(fin), annee))
    for i, (valeur, numero, annee) in enumerate(sorted(bouts, key=lambda b: -b[0])):
        poids = f"<b>{annee.annee}</b>" if annee.courante else annee.annee
        quoi.add_annotation(
            text=poids,
            x=numero,
            y=valeur,
            xanchor="left" if numero < 12 else "right",
            xshift=10 if numero < 12 else 4,
            yshift=0 if numero < 12 else (14 if i == 0 else -14),
            showarrow=False,
            font={"color": couleurs.de_zone(annee.place), "size": 13},
            row=panneau,
            col=1,
        )


def _nommer(quoi: go.Figure, nom: str, panneau: int) -> None:
    """Write the zone at the top right of its panel."""
    axe = "y" if panneau == 1 else f"y{panneau}"
    quoi.add_annotation(
        text=f"<b>{sur(nom, 40)}</b>",
        xref="paper",
        x=1,
        xanchor="right",
        yref=f"{axe} domain",
        y=1,
        yanchor="bottom",
        yshift=4,
        showarrow=False,
        font={"color": couleurs.de_zone(panneau - 1), "size": 13},
    )


def _axes(quoi: go.Figure, pas: list[float], colonne: Colonne, panneaux: int) -> None:
    quoi.update_layout(barmode="overlay", bargap=0)
    quoi.update_xaxes(
        range=[0.5, 12.5],
        tickvals=list(range(1, 13)),
        ticktext=list(MOIS_COURTS),
        autotickangles=[0, 60],
        showgrid=False,
        zeroline=False,
    )
    axe_valeurs(quoi, pas, colonne)
    quoi.update_layout(margin={"b": 36})
