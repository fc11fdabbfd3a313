"""What stands in place of a map that cannot be drawn: why, and the nearest one that can."""

from __future__ import annotations

from collections.abc import Callable

from dash import html
from dash.development.base_component import Component

from components.tables.jumelle import table_jumelle
from data_layer.result import Resultat
from data_layer.selection.modele import Selection
from geodata.contours import COMMANDE

Lien = Callable[[Selection], str]

_LIGNES = {"etablissement": "des établissements"}


def sans_contours(resultat: Resultat) -> Component:
    """Return the state of a machine whose outlines were not built, with the figures as a table."""
    return html.Div(
        [
            html.Div(
                [
                    html.P("La carte attend ses contours", className="etat-titre"),
                    html.P(
                        [
                            "Les limites des régions et des départements ne sont pas installées sur "
                            "ce serveur. La personne qui l'administre peut les construire avec la "
                            "commande ",
                            html.Code(COMMANDE),
                            ", puis recharger cette page. Les chiffres sont ci-dessous.",
                        ]
                    ),
                ],
                className="etat etat-vide",
            ),
            table_jumelle(resultat.bloc, resultat.titre, ouverte=True),
        ]
    )


def non_tracable(resultat: Resultat, lien: Lien | None = None) -> Component:
    """Return the state of rows that are no drawn zones, with the way to the nearest map."""
    bloc, choix = resultat.bloc, resultat.selection
    lignes = _LIGNES.get(bloc.niveau or "", "")
    if bloc.nature != "zone":
        dimension = choix.restitution.dimension(bloc.nature)
        lignes = f"par {dimension.libelle.lower()}" if dimension else "d'une autre nature"
    suite = (
        [html.A("Voir les départements sur la carte", href=lien(proche(choix)), className="bouton")]
        if lien
        else []
    )
    return html.Div(
        [
            html.P("Ces lignes ne se dessinent pas sur une carte", className="etat-titre"),
            html.P(
                f"Les lignes de ce résultat sont {lignes} : la carte colorie des régions ou des "
                "départements. Le tableau et le graphique montrent les mêmes chiffres."
            ),
            html.Div(suite, className="etat-actions"),
        ],
        className="etat etat-vide",
    )


def proche(choix: Selection) -> Selection:
    """Return the nearest selection a map can draw: the same, its rows being départements."""
    return choix.avec(par="zone", niveau="departement")
