"""The signs of a view that hide something, each with its sentence and the way to the method.

Under every view, whatever its form, so that what a tooltip says is there for the keyboard and for paper too.
"""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components import formats
from components.adresses import METHODE_DU_SECRET
from components.formats import FINE
from components.liens import lien
from data_layer.result import Bloc, Resultat, Statut

_SIGNES = {
    Statut.MASQUE: formats.MASQUE_COURT,
    Statut.AU_MOINS: f"≥{FINE}N",
    Statut.HORS_REGION: formats.HORS_REGION_COURT,
}


def signes(resultat: Resultat) -> list[Component]:
    """Return a line for each sign of secrecy among the figures of a result, none without any."""
    vus = frozenset[Statut]().union(*(_statuts(b) for b in resultat.blocs.values()))
    return [_ligne(statut, signe) for statut, signe in _SIGNES.items() if statut in vus]


def _statuts(bloc: Bloc) -> frozenset[Statut]:
    tetes = {c.statut for tete in bloc.tetes for c in tete.cellules.values()}
    return bloc.statuts_presents() | tetes


def _ligne(statut: Statut, signe: str) -> Component:
    classe = "masque" if statut is Statut.MASQUE else None
    return html.P(
        [
            html.Span(signe, className=classe),
            f" {formats.libelle_statut(statut).partition(FINE)[0]}{FINE}: {formats.explication(statut)} ",
            lien(f"Pourquoi{FINE}?", METHODE_DU_SECRET),
        ],
        className="note-signe",
    )
