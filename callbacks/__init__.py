"""The wiring, by concern. A callback parses, asks and builds; logic lives below."""

from __future__ import annotations

from dash import Dash

from callbacks import (
    adresse,
    arbre,
    bandeau,
    carte,
    codes_geo,
    drill,
    graphique,
    panier,
    portail,
    portrait,
    result,
)


def brancher(app: Dash) -> None:
    """Register every callback of the application."""
    for module in (
        adresse,
        portail,
        bandeau,
        arbre,
        drill,
        carte,
        graphique,
        result,
        panier,
        portrait,
    ):
        module.brancher(app)
    codes_geo.brancher(app)
