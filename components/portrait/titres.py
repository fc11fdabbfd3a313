"""Headings of parts made for a page of their own, brought down where they stand under others."""

from __future__ import annotations

from typing import Any, TypeVar

from dash import html
from dash.development.base_component import Component

T = TypeVar("T", bound=Component)
_NIVEAUX: tuple[type[Component], ...] = (html.H1, html.H2, html.H3, html.H4, html.H5, html.H6)


def abaisser(arbre: T, niveau: int = 4) -> T:
    """Make each ``h2`` of a tree a heading of ``niveau``; the tree is changed and returned."""
    arbre.children = _abaisse(getattr(arbre, "children", None), niveau)
    return arbre


def _abaisse(enfants: Any, niveau: int) -> Any:
    if isinstance(enfants, list | tuple):
        return [_abaisse(e, niveau) for e in enfants]
    if not isinstance(enfants, Component):
        return enfants
    if isinstance(enfants, html.H2):
        proprietes = enfants.to_plotly_json()["props"]  # type: ignore[no-untyped-call]
        return _NIVEAUX[niveau - 1](**proprietes)
    return abaisser(enfants, niveau)
