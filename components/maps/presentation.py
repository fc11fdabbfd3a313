"""Presenting maps at a meeting: the bar above them, and the list of the views that the visitor keeps.

``assets/presentation.js`` presents; ``assets/presentation-vues.js`` keeps addresses and titles in the
browser, and fills the list. The server knows of none of them.
"""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from components.liens import attributs

ID_PRESENTER = "presenter"
ID_VUES = "presentation-vues"
TOUCHE = "p"


def barre_presentation() -> list[Component]:
    """Return the buttons of a presentation, and the dialog of its views, closed."""
    presenter = _bouton(
        "Présenter",
        "presenter",
        id=ID_PRESENTER,
        title="Plein écran, grands caractères\u202f; les flèches passent d'une vue gardée à l'autre",
    )
    nombre = html.Span(className="presentation-nombre")
    boutons = [
        html.Span(presenter, **attributs(data_raccourci=TOUCHE)),
        _bouton("Ajouter à la présentation", "ajouter"),
        _bouton(["Vues gardées", nombre], "vues", **attributs(aria_haspopup="dialog")),
        html.Span(className="presentation-dit", role="status"),
    ]
    return [html.Div(boutons, className="presentation-barre"), _vues()]


def _vues() -> html.Dialog:
    vide = (
        "Aucune vue gardée. Fermez cette liste, choisissez une carte, puis "
        "«\u00a0Ajouter à la présentation\u00a0»\u202f; recommencez pour chaque carte à montrer."
    )
    mode = (
        "Leurs adresses et leurs noms restent dans ce navigateur, 30 au plus. En présentation\u202f: "
        "flèches, page suivante ou espace pour avancer, Maj et flèches pour déplacer la carte, "
        "Échap pour quitter."
    )
    return html.Dialog(
        [
            html.H2("Vues de la présentation", id=f"{ID_VUES}-titre"),
            html.P(mode, className="presentation-mode"),
            html.P(vide, className="presentation-vide"),
            html.Ol(className="presentation-liste"),
            html.Div(
                [
                    _bouton("Présenter depuis la première", "depuis-la-premiere", "bouton-plein"),
                    _bouton("Fermer", "fermer"),
                    html.Span(className="presentation-dit", role="status"),
                ],
                className="groupe-boutons",
            ),
        ],
        id=ID_VUES,
        className="presentation-vues",
        **attributs(aria_labelledby=f"{ID_VUES}-titre"),
    )


def _bouton(
    libelle: str | list[str | Component], geste: str, classe: str = "", **options: Any
) -> html.Button:
    return html.Button(
        libelle,
        type="button",
        className=f"bouton {classe}".strip(),
        **attributs(data_presentation=geste),
        **options,
    )
