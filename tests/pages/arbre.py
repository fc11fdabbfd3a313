"""Reading a tree of Dash components as a browser would: its texts, its ids, its links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from dash.development.base_component import Component

_ESPACE_LARGE = re.compile(r"[\w)»'] [;:!?»]|« ")


def noeuds(arbre: Any) -> Iterator[Any]:
    """Every component and every bare text, in reading order."""
    if isinstance(arbre, (list, tuple)):
        for enfant in arbre:
            yield from noeuds(enfant)
    elif arbre is not None:
        yield arbre
        if isinstance(arbre, Component):
            yield from noeuds(getattr(arbre, "children", None))


def texte(arbre: Any) -> str:
    return "".join(n for n in noeuds(arbre) if isinstance(n, str))


def composants(arbre: Any, classe: str) -> list[Any]:
    """Components which bear this class."""
    return [
        n
        for n in noeuds(arbre)
        if isinstance(n, Component) and classe in (getattr(n, "className", None) or "").split()
    ]


def liens(arbre: Any) -> list[str]:
    hrefs = [getattr(n, "href", None) for n in noeuds(arbre) if isinstance(n, Component)]
    return [h for h in hrefs if h]


def identifiants(arbre: Any) -> list[str]:
    return [str(n.id) for n in noeuds(arbre) if isinstance(n, Component) and hasattr(n, "id")]


def fautes_de_typographie(arbre: Any) -> list[str]:
    """Texts with a breaking space before a high sign, or inside guillemets."""
    return [n for n in noeuds(arbre) if isinstance(n, str) and _ESPACE_LARGE.search(n)]
