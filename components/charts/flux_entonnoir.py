"""Funnel plot: observed over expected stays of each zone, against what chance alone would spread.

The narrower the funnel, the more stays are expected there. Limits are those of
``indicators.significativite``; of a zone outside it is said that chance does not explain it, not that it
is well or ill.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import plotly.graph_objects as go

from components import formats
from components.charts import couleurs
from components.charts.axes import au_dessus
from components.charts.flux_signes import COULEURS_POSITION, ENCRES, Signe
from components.charts.graphe import figure, sur
from components.charts.lignes import nom_court
from components.charts.titres import ou_quand
from components.formats import FINE
from components.noms_lignes import nom_ligne
from data_layer.catalogue.schema import Format, Mesure, NatureMesure
from data_layer.indicators.significativite import (
    NIVEAUX,
    Position,
    limites,
    rapport,
    situer_entonnoir,
)
from data_layer.result import Bloc, Cellules, Colonne, Ligne, Resultat
from data_layer.statuts import RANG_STATUT, Statut

CLE = "entonnoir"
_HAUTEUR = 460
_NOMMEES = 6
"""Zones outside the limits that bear their name, those farthest from 1."""
_SYMBOLES = {
    Position.EN_DESSOUS: "triangle-down",
    Position.COMPARABLE: "circle",
    Position.AU_DESSUS: "triangle-up",
    Position.INDETERMINEE: "circle-open",
    Position.REFERENCE: "diamond",
}
SIGNES = (
    Signe(f"au-dessus des limites à 95{FINE}%", "haut", "fonce"),
    Signe("dans les limites", "rond", "moyen"),
    Signe("en dessous", "bas", "fonce"),
    Signe(f"limites à 95{FINE}%", "tirets", "moyen"),
    Signe(f"limites à 99,8{FINE}%", "trait", "moyen"),
)
_RAPPORT = Mesure(
    cle="rapport",
    libelle="Séjours observés sur séjours attendus",
    court="Observé sur attendu",
    unite="France = 1",
    format=Format.DECIMAL,
    decimales=2,
    nature=NatureMesure.DERIVEE,
    protege_par="sejours",
    definition="1 quand les habitants ont autant de séjours qu'en France, à âge et sexe égaux.",
)


@dataclass(frozen=True, slots=True)
class Point:
    """A zone that may be drawn: both of its counts are shown."""

    ligne: Ligne
    attendus: float
    rapport: float
    position: Position

    @property
    def ecart(self) -> float:
        """How far from 1, in standard deviations."""
        return float(2 * np.sqrt(self.attendus) * (np.sqrt(self.rapport) - 1))


def bloc_entonnoir(resultat: Resultat) -> Bloc:
    """Return block ``entonnoir`` with the ratio as its leading measure, masked where either count is."""
    bloc = resultat.blocs[CLE]
    observes, attendus = (bloc.cellules[c] for c in ("sejours", "attendus"))
    valeurs = rapport(observes.valeurs, attendus.valeurs)
    masques = [
        RANG_STATUT[Statut.MASQUE] in (int(a), int(b))
        for a, b in zip(observes.statuts, attendus.statuts, strict=True)
    ]
    muets = np.where(masques, RANG_STATUT[Statut.MASQUE], RANG_STATUT[Statut.SANS_OBJET])
    statuts = np.where(np.isnan(valeurs), muets, RANG_STATUT[Statut.OK]).astype(np.int8)
    m = _RAPPORT
    colonne = Colonne(m.cle, m.libelle, m.court, m.unite, m.format, 2, m)
    return replace(
        bloc,
        colonnes=(colonne, *bloc.colonnes),
        meneuse=m.cle,
        cellules={**bloc.cellules, m.cle: Cellules(valeurs, statuts)},
    )


def points(resultat: Resultat) -> list[Point]:
    """Return the zones drawn."""
    lignes = [li for li in bloc_entonnoir(resultat).lignes() if _montree(li)]
    rapports, attendus = (
        np.array([li.cellules[c].valeur for li in lignes], dtype=float)
        for c in ("rapport", "attendus")
    )
    places = situer_entonnoir(rapports, attendus)
    return [
        Point(li, float(e), float(r), Position(int(p)))
        for li, e, r, p in zip(lignes, attendus, rapports, places, strict=True)
    ]


def _montree(ligne: Ligne) -> bool:
    lus = [ligne.cellules[c].valeur for c in ("rapport", "attendus")]
    return None not in lus


def entonnoir(resultat: Resultat) -> go.Figure:
    """Return the funnel plot of the zones whose counts are shown."""
    lus = points(resultat)
    nom = nom_ligne(resultat.selection.restitution, resultat.bloc)
    titre = f"Séjours observés rapportés aux séjours attendus, par {nom}"
    quoi = figure(resultat, titre, ou_quand(resultat), _HAUTEUR, CLE)
    etendue = _etendue(lus)
    bornes = _bornes(lus, etendue)
    _limites(quoi, etendue, bornes)
    for cle in sorted({(p.position, p.ligne.marque) for p in lus}, key=str):
        siens = [p for p in lus if (p.position, p.ligne.marque) == cle]
        quoi.add_trace(_points(siens, *cle))
    _noms(quoi, lus, etendue, bornes)
    _axes(quoi, etendue, bornes)
    return quoi


def resume_entonnoir(resultat: Resultat) -> str:
    """Return how many zones lie outside the limits, for those who do not see the plot."""
    lus = points(resultat)
    dessus = sum(p.position is Position.AU_DESSUS for p in lus)
    dessous = sum(p.position is Position.EN_DESSOUS for p in lus)
    return (
        f"Entonnoir, {formats.nombre(len(lus))} zones{FINE}: {formats.nombre(dessus)} au-dessus des "
        f"limites à 95{FINE}%, {formats.nombre(dessous)} en dessous."
    )


def _etendue(lus: Sequence[Point]) -> tuple[float, float]:
    attendus = [p.attendus for p in lus] or [10.0, 100.0]
    return min(attendus) / 1.35, max(attendus) * 1.35


def _bornes(lus: Sequence[Point], etendue: tuple[float, float]) -> tuple[float, float]:
    """Room for every point, and for the limits from the middle of the expected counts on."""
    milieu = limites(np.array([np.sqrt(etendue[0] * etendue[1])]), NIVEAUX[-1])
    lues = [1.0, float(milieu.bas[0]), float(milieu.haut[0]), *(p.rapport for p in lus)]
    marge = 0.08 * (max(lues) - min(lues))
    return max(0.0, min(lues) - marge), max(lues) + marge


def _limites(quoi: go.Figure, etendue: tuple[float, float], bornes: tuple[float, float]) -> None:
    attendus = np.geomspace(*etendue, 80)
    for niveau, tiret in zip(NIVEAUX, ("dash", "solid"), strict=True):
        lues = limites(attendus, niveau)
        for courbe in (lues.bas, lues.haut):
            dedans = (courbe >= bornes[0]) & (courbe <= bornes[1])
            quoi.add_trace(
                go.Scatter(
                    x=attendus[dedans].tolist(),
                    y=courbe[dedans].tolist(),
                    mode="lines",
                    line={"color": ENCRES["moyen"], "width": 1.25, "dash": tiret},
                    hoverinfo="skip",
                    name=f"limites {niveau}",
                )
            )
    quoi.add_hline(
        y=1, line={"color": couleurs.REFERENCE, "width": 1.5, "dash": "dot"}, layer="below"
    )


def _points(lus: Sequence[Point], position: Position, place: int | None) -> go.Scatter:
    couleur = COULEURS_POSITION[position] if place is None else couleurs.de_zone(place)
    return go.Scatter(
        x=[p.attendus for p in lus],
        y=[p.rapport for p in lus],
        mode="markers",
        name="points",
        marker={
            "symbol": _SYMBOLES[position],
            "size": 12 if place is not None else 9,
            "color": couleur,
            "line": {"width": 1, "color": couleurs.SURFACE},
        },
        hovertext=[_bulle(p) for p in lus],
        hovertemplate="%{hovertext}<extra></extra>",
        customdata=[p.ligne.cible or "" for p in lus],
    )


def _bulle(p: Point) -> str:
    observes = formats.nombre(p.ligne.cellules["sejours"].valeur)
    return (
        f"<b>{sur(p.ligne.libelle)}</b><br>Observés{FINE}: {observes} séjours<br>"
        f"Attendus{FINE}: {formats.nombre(p.attendus)} séjours<br>"
        f"Rapport{FINE}: {formats.nombre(p.rapport, Format.DECIMAL)}"
    )


def _noms(
    quoi: go.Figure,
    lus: Sequence[Point],
    etendue: tuple[float, float],
    bornes: tuple[float, float],
) -> None:
    """Name the chosen zones, then the farthest outside, but none over another."""
    dehors = sorted((p for p in lus if p.position.value in (-1, 1)), key=lambda p: -abs(p.ecart))
    choisies = [p for p in lus if p.ligne.marque is not None]
    nommees: list[tuple[float, float]] = []
    for p in (*choisies, *[p for p in dehors if p.ligne.marque is None][:_NOMMEES]):
        x = np.log(p.attendus / etendue[0]) / np.log(etendue[1] / etendue[0])
        y = (p.rapport - bornes[0]) / (bornes[1] - bornes[0])
        if any(abs(x - a) < 0.2 and abs(y - b) < 0.07 for a, b in nommees):
            continue
        nommees.append((float(x), float(y)))
        place = p.ligne.marque
        quoi.add_annotation(
            x=float(np.log10(p.attendus)),
            y=p.rapport,
            text=sur(nom_court(p.ligne), 26)
            if place is None
            else f"<b>{sur(nom_court(p.ligne), 26)}</b>",
            font={
                "size": 12,
                "color": couleurs.TEXTE if place is None else couleurs.de_zone(place),
            },
            showarrow=False,
            xanchor="right" if x > 0.5 else "left",
            xshift=-9 if x > 0.5 else 9,
        )


def _axes(quoi: go.Figure, etendue: tuple[float, float], bornes: tuple[float, float]) -> None:
    dizaines = range(int(np.floor(np.log10(etendue[0]))), int(np.ceil(np.log10(etendue[1]))) + 1)
    pas = [k * 10.0**d for d in dizaines for k in (1, 2, 5)]
    pas = [p for p in pas if etendue[0] <= p <= etendue[1] and p >= 1]
    quoi.update_xaxes(
        type="log",
        range=[float(np.log10(e)) for e in etendue],
        tickvals=pas,
        ticktext=[formats.compact(p) for p in pas],
        showgrid=False,
        zeroline=False,
        title_text="séjours attendus (échelle logarithmique)",
    )
    quoi.update_yaxes(range=list(bornes), zeroline=False, tickformat=".2~f")
    quoi.update_layout(margin={"t": 28, "r": 16, "b": 36})
    au_dessus(quoi, "observés sur attendus (France = 1)")
