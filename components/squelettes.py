"""Skeletons: what stands where a view is being drawn, of its shape and height, so that nothing jumps."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components.liens import attributs
from data_layer.catalogue.schema import Vue

_LARGEURS_BARRES = (92, 80, 71, 62, 55, 47, 41, 34, 28, 22, 17, 12)


def squelette(vue: Vue | str) -> Component:
    """The waiting shape of a view: ``tableau``, ``graphique``, ``carte`` or ``annees``."""
    match str(vue):
        case "graphique":
            return squelette_graphique()
        case "carte":
            return squelette_carte()
        case "annees":
            return squelette_annees()
        case _:
            return squelette_tableau()


def squelette_tableau(lignes: int = 12, colonnes: int = 5) -> Component:
    """Rows of grey bars, as many as the table most often shows."""
    rang = html.Div([_os() for _ in range(colonnes)], className="squelette-rang")
    return _attente("Chargement du tableau", "tableau", [rang] * lignes)


def squelette_graphique() -> Component:
    """Ranked bars; their lengths are fixed and tell nothing."""
    barres = [
        html.Div([_os(60), _os(largeur)], className="squelette-barre")
        for largeur in _LARGEURS_BARRES
    ]
    return _attente("Chargement du graphique", "graphique", barres)


def squelette_annees() -> Component:
    """Five columns, whose heights are fixed and tell nothing."""
    return _attente("Chargement des années", "annees", [_os()] * 5)


def squelette_carte() -> Component:
    """One flat land."""
    return _attente("Chargement de la carte", "carte", [_os()])


def squelette_chapitre(titre: str) -> Component:
    """Where a chapter of a page will stand; it says which, and the page announces when it is there."""
    barres = [_os(largeur) for largeur in _LARGEURS_BARRES]
    return _preparation(f"Préparation du chapitre «\u00a0{titre}\u00a0»…", "chapitre", barres)


def squelette_faits() -> Component:
    """Where the facts of a zone will stand, on two lines."""
    return _preparation("Préparation de la fiche du territoire…", "faits", [_os(40), _os(75)])


def _preparation(texte: str, forme: str, formes: Sequence[Component]) -> Component:
    """No status of its own: a page that waits for several parts has one announcement for them."""
    dessin = html.Div(list(formes), className=f"squelette-{forme}", **attributs(aria_hidden="true"))
    return html.Div([html.P(texte, className="squelette-dit"), dessin], className="squelette")


def _os(largeur: int | None = None) -> Component:
    return html.Span(className="os", style={"width": f"{largeur}%"} if largeur else None)


def _attente(texte: str, forme: str, formes: Sequence[Component]) -> Component:
    return html.Div(
        [
            html.Span(f"{texte}…", className="visuellement-masque"),
            html.Div(list(formes), className=f"squelette-{forme}", **attributs(aria_hidden="true")),
        ],
        className="squelette",
        role="status",
    )
