"""Links, made in one place: inside the site without a reload, outside said as such."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

Enfants = str | Component | list[Any]


def lien(enfants: Enfants, href: str, classe: str = "", **options: Any) -> Component:
    """A link to an address of the site; the page changes without being loaded again.

    ``assets/liens.js`` does what dcc.Link does, and the link may carry ``aria-*`` and ``data-*``.
    """
    interne: dict[str, Any] = {"data-interne": "1", **options}
    return html.A(enfants, href=href, className=classe or None, **interne)


def lien_serveur(enfants: Enfants, href: str, classe: str = "", **options: Any) -> Component:
    """A link to what the server answers itself (API, files), outside the router of pages."""
    return html.A(enfants, href=href, className=classe or None, **options)


def lien_externe(enfants: Enfants, href: str) -> Component:
    """A link out of the site; the other site is not told where the visitor comes from."""
    return html.A(enfants, href=href, rel="external noreferrer")


def attributs(**valeurs: str) -> dict[str, Any]:
    """Attributes with a hyphen: ``attributs(aria_hidden="true")`` for ``**`` in a builder."""
    return {nom.replace("_", "-"): valeur for nom, valeur in valeurs.items()}
