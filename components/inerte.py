"""What Dash does not follow: parts of the page sent as data, which ``assets/inerte.js`` makes.

Dash tells each of its components of every change of the page, and tells the page of each component that is
made: a hundred titles, links and list items that nothing listens to cost a visible delay at each click.
As data they are one property, and only what differs is touched, so that focus stays where it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.liens import attributs

ID_SUITE = "suite"
"""The id of what holds the inert parts of a page, by name."""

_NOMS = {"className": "class", "htmlFor": "for"}
_DE_DASH = frozenset({"disable_n_clicks", "n_clicks", "n_clicks_timestamp", "key"})


def arbre(noeud: Any) -> Any:
    """Write elements as ``[tag, attributes, children]``, texts as they are.

    Raises:
        TypeError: a component is no HTML element, or has an id of callbacks; neither is inert.
    """
    if not isinstance(noeud, Component):
        return "" if noeud is None else str(noeud)
    proprietes = noeud.to_plotly_json()["props"]  # type: ignore[no-untyped-call]
    if noeud._namespace != "dash_html_components" or isinstance(proprietes.get("id"), dict):
        raise TypeError(f"{type(noeud).__name__} n'est pas inerte")
    enfants = proprietes.pop("children", None)
    return [type(noeud).__name__.lower(), _attributs(proprietes), arbres(enfants)]


def arbres(enfants: Any) -> list[Any]:
    """Write children, one or several or none."""
    if isinstance(enfants, list | tuple):
        return [a for enfant in enfants if enfant is not None for a in _aplatis(enfant)]
    return [] if enfants is None else [arbre(enfants)]


def _aplatis(enfant: Any) -> list[Any]:
    return arbres(enfant) if isinstance(enfant, list | tuple) else [arbre(enfant)]


def _attributs(proprietes: Mapping[str, Any]) -> dict[str, str]:
    return {
        _NOMS.get(nom, nom): "" if valeur is True else str(valeur)
        for nom, valeur in proprietes.items()
        if nom not in _DE_DASH and valeur is not None and valeur is not False
    }


def ecrire(contenu: Any) -> str:
    """The text of data for the page, as short as it can be."""
    return json.dumps(contenu, ensure_ascii=False, separators=(",", ":"))


def inerte(enfants: Any, **options: Any) -> html.Div:
    """Return a division whose children are inert; ``options`` are its own properties."""
    return html.Div(None, **options, **attributs(data_inerte=ecrire(arbres(enfants))))


def suite(parties: Mapping[str, Any]) -> str:
    """Return the text of several inert parts by name, for the value of :data:`ID_SUITE`."""
    return ecrire({nom: arbres(enfants) for nom, enfants in parties.items()})
