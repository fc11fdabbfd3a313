"""The datasets of the release in force: what changed, when, from whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.formats import date_longue
from components.liens import attributs


@dataclass(frozen=True, slots=True)
class MiseAJour:
    """A dataset of the release: name, title, ISO date of import, vintage, made up or real; its source."""

    nom: str
    titre: str
    date: str
    millesime: str
    synthetique: bool
    editeur: str = ""
    licence: str = ""
    credit: str = ""


def mises_a_jour(liste_maj: Sequence[MiseAJour]) -> Component:
    """The datasets of the release, latest first."""
    if not liste_maj:
        return html.P("Aucun jeu de données n'est encore publié.", className="discret")
    recentes = sorted(liste_maj, key=lambda m: m.date, reverse=True)
    return html.Ul([_mise_a_jour(m) for m in recentes], className="mises-a-jour")


def _mise_a_jour(maj: MiseAJour) -> Component:
    nature = " (données synthétiques)" if maj.synthetique else ""
    return html.Li(
        [
            html.Span(maj.titre, className="maj-titre"),
            html.Span(
                [
                    html.Time(date_longue(maj.date), dateTime=maj.date),
                    f" : {maj.millesime}{nature}",
                ],
                className="maj-detail",
            ),
        ]
    )


def table_des_sources(liste_maj: Sequence[MiseAJour]) -> Component:
    """Who publishes each dataset, under what licence, and when it was imported."""
    entetes = ("Jeu de données", "Millésime", "Éditeur", "Licence", "Mis à jour le")
    lignes = [
        html.Tr(
            [
                html.Th(m.titre, scope="row"),
                html.Td(m.millesime),
                html.Td("Portulan (données synthétiques)" if m.synthetique else m.editeur),
                html.Td(m.licence),
                html.Td(date_longue(m.date)),
            ]
        )
        for m in sorted(liste_maj, key=lambda m: m.titre)
    ]
    return html.Div(
        html.Table(
            [
                html.Thead(html.Tr([html.Th(e, scope="col") for e in entetes])),
                html.Tbody(lignes),
            ],
            className="tableau-simple",
        ),
        className="defilant",
        role="region",
        tabIndex="0",
        **attributs(aria_label="Sources des données"),
    )
