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
    """Return a line for each sign of secrecy among the figures of a result and each reason of it."""
    dites: dict[tuple[Statut, str], None] = {}
    for statut in _SIGNES:
        for bloc in resultat.blocs.values():
            for colonne in bloc.colonnes:
                if statut in _statuts(bloc, colonne.cle):
                    dites[statut, formats.explication(statut, colonne)] = None
    return [_ligne(statut, raison) for statut, raison in dites]


def _statuts(bloc: Bloc, cle: str) -> frozenset[Statut]:
    tetes = {tete.cellules[cle].statut for tete in bloc.tetes if cle in tete.cellules}
    return bloc.statuts_presents(cle) | tetes


def _ligne(statut: Statut, raison: str) -> Component:
    classe = "masque" if statut is Statut.MASQUE else None
    return html.P(
        [
            html.Span(_SIGNES[statut], className=classe),
            f" {formats.libelle_statut(statut).partition(FINE)[0]}{FINE}: {raison} ",
            lien(f"Pourquoi{FINE}?", METHODE_DU_SECRET),
        ],
        className="note-signe",
    )
