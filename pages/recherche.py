"""The results of a search at their own address, ``/recherche?q=…`` (Enter in the search box)."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components.trouvailles import annonce, panneau
from data_layer.recherche import Trouvaille

TITRE = "Recherche"


def page(texte: str, trouvees: Sequence[Trouvaille]) -> Component:
    """Everything found, by kind; without a text, how to search."""
    dit = f"Recherche : {texte.strip()[:60]}" if texte.strip() else "Recherche"
    corps = panneau(texte, trouvees) or [
        html.P(
            "Tapez en haut de la page un mot d'une restitution, un indicateur, un terme du glossaire "
            "ou le nom d'une zone : « séjours », « DMS », « Meuse ». Les accents et les petites "
            "fautes ne comptent pas."
        )
    ]
    return html.Div(
        [
            html.H1(dit),
            html.P(annonce(texte, trouvees), className="discret"),
            html.Div(corps, className="recherche-page"),
        ],
        className="page-texte",
    )
