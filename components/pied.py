"""The footer and the keyboard help."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components.entete import ADRESSE_API, PAGES
from components.francais import composer
from components.liens import attributs, lien, lien_externe, lien_serveur

_RACCOURCIS = (
    ("/", "Chercher une restitution, un indicateur, une zone"),
    ("z", "Choisir la zone"),
    ("c", "Comparer avec une autre zone"),
    ("t", "Lire le tableau"),
    ("g", "Lire le graphique"),
    ("k", "Lire la carte"),
    ("a", "Lire cinq années à la fois"),
    ("p", "Présenter la carte en plein écran"),
    ("?", "Ouvrir cette aide"),
    ("Échap", "Fermer un menu, une aide, la recherche"),
)


def pied(version: str, credits: Sequence[str]) -> Component:
    """Pages, sources of figures and geography, licence and release."""
    portail = html.Div(
        [
            html.H2("Portail", className="pied-titre"),
            html.Ul(
                [
                    html.Li(lien("Accueil", "/")),
                    *(html.Li(lien(nom, href)) for nom, href in PAGES),
                    html.Li(lien_serveur("API et catalogue", ADRESSE_API)),
                ]
            ),
        ],
        className="pied-colonne",
    )
    sources = html.Div(
        [
            html.H2("Sources", className="pied-titre"),
            html.Ul(
                [html.Li(composer(c)) for c in credits]
                or [html.Li("Aucune donnée n'est publiée ici.")]
            ),
        ],
        className="pied-colonne",
    )
    logiciel = html.Div(
        [
            html.H2("Logiciel", className="pied-titre"),
            html.P(
                [
                    "Portulan est un logiciel libre, sous ",
                    lien_externe("licence EUPL-1.2", "https://eupl.eu/1.2/fr/"),
                    ".",
                ]
            ),
            *([html.P(["Mise à jour des données : ", html.Code(version)])] if version else []),
        ],
        className="pied-colonne",
    )
    return html.Footer(
        [
            html.Div(className="cartouche", **attributs(aria_hidden="true")),
            html.Div([portail, sources, logiciel], className="pied-rang"),
        ],
        className="pied",
    )


def aide_clavier() -> Component:
    """The dialog of shortcuts; it can turn the single letters off (WCAG 2.1.4)."""
    lignes = [
        un for touche, effet in _RACCOURCIS for un in (html.Dt(html.Kbd(touche)), html.Dd(effet))
    ]
    return html.Dialog(
        [
            html.H2("Raccourcis du clavier", id="aide-clavier-titre"),
            html.Dl(lignes, className="aide-liste"),
            html.Div(
                [
                    html.Button(
                        "Fermer",
                        type="button",
                        className="bouton bouton-plein",
                        **attributs(data_ferme="aide-clavier"),
                    ),
                    html.Button(
                        "Désactiver les raccourcis à une touche",
                        id="bascule-raccourcis",
                        type="button",
                        className="bouton",
                    ),
                ],
                className="groupe-boutons",
            ),
        ],
        id="aide-clavier",
        className="aide-clavier",
        **attributs(aria_labelledby="aide-clavier-titre"),
    )
