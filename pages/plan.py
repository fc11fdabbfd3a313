"""The plan of the site, ``/plan``: every address a visitor may go to."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components.entete import ADRESSE_API
from components.liens import lien, lien_serveur
from data_layer.catalogue import restitutions, themes
from data_layer.catalogue.schema import Restitution, Theme
from data_layer.recherche import adresse_de_mesure

TITRE = "Plan du site"


def page() -> Component:
    """The plan of the catalogue."""
    return contenu(themes(), restitutions())


def contenu(les_themes: Sequence[Theme], les_restitutions: Sequence[Restitution]) -> Component:
    """Themes, their restitutions and the measures of each; then the pages of the portal."""
    return html.Div(
        [
            html.H1(TITRE),
            html.H2("Restitutions"),
            html.Ul([_theme(t, les_restitutions) for t in les_themes], className="plan"),
            html.H2("Pages du portail"),
            html.Ul(
                [
                    html.Li([lien("Accueil", "/"), ", toutes les restitutions et les filtres"]),
                    html.Li([lien("Glossaire", "/glossaire"), ", les mots des restitutions"]),
                    html.Li(
                        [
                            lien("Méthodologie", "/methodologie"),
                            ", masquage, moyennes, géographie, sources",
                        ]
                    ),
                    html.Li(
                        [
                            lien("Codes géographiques PMSI", "/codes-geographiques"),
                            ", d'un code postal ou d'une commune au code de résidence",
                        ]
                    ),
                    html.Li([lien("Recherche", "/recherche"), ", dans tout le portail"]),
                    html.Li(
                        [
                            lien_serveur("API", ADRESSE_API),
                            ", les mêmes chiffres pour une machine",
                        ]
                    ),
                ],
                className="plan",
            ),
        ],
        className="page-texte",
    )


def _theme(theme: Theme, toutes: Sequence[Restitution]) -> Component:
    siennes = [r for r in toutes if r.theme == theme.cle]
    if not siennes:
        return html.Li([html.Strong(theme.titre), html.Span(", à venir", className="discret")])
    return html.Li(
        [html.Strong(theme.titre), html.Ul([_restitution(r) for r in siennes])],
    )


def _restitution(restitution: Restitution) -> Component:
    mesures = [
        html.Li(
            lien(mesure.libelle, adresse_de_mesure(restitution, mesure)),
        )
        for cle in restitution.unites
        for mesure in (restitution.mesure(cle),)
    ]
    return html.Li([lien(restitution.titre, f"/r/{restitution.slug}"), html.Ul(mesures)])
