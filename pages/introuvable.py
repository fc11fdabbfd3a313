"""No page at this address."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components import etats

TITRE = "Page introuvable"


def page(chemin: str = "") -> Component:
    """The state « introuvable » as a page; ``chemin`` is the address asked, shown as text."""
    return html.Div(etats.introuvable(chemin), className="page")
