"""What Dash does not follow: parts of the page sent as data, which ``assets/inerte.js`` makes.

Dash tells each of its components of every change of the page, and tells the page of each component that is
made: a hundred titles, links and list items that nothing listens to cost a visible delay at each click.
As data they are one property, and only what differs is touched, so that focus stays where it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dash.development.base_component import Component

from components.liens import attributs

ID_SUITE = "suite"
"""The id of what holds the inert parts of a page, by name."""

BALISES = frozenset(
    (
        "a abbr b br button caption dd details div dl dt em figcaption h1 h2 h3 h4 header li nav ol p "
        "section small span strong sub summary sup table tbody td th thead time tr ul"
    ).split()
)
"""The elements that ``assets/inerte.js`` makes: nothing that runs, loads or takes a form."""

_NOMS = {"className": "class", "htmlFor": "for"}
_DE_DASH = frozenset({"disable_n_clicks", "n_clicks", "n_clicks_timestamp", "key"})


def arbre(noeud: Any) -> Any:
    """Write elements as ``[tag, attributes, children]``, texts as they are.

    Raises:
        TypeError: a component is none of :data:`BALISES`, or has an id of callbacks; neither is inert.
    """
    if not isinstance(noeud, Component):
        return "" if noeud is None else str(noeud)
    proprietes = noeud.to_plotly_json()["props"]  # type: ignore[no-untyped-call]
    balise = type(noeud).__name__.lower()
    html = noeud._namespace == "dash_html_components" and balise in BALISES
    if not html or isinstance(proprietes.get("id"), dict):
        raise TypeError(f"{type(noeud).__name__} n'est pas inerte")
    enfants = proprietes.pop("children", None)
    return [balise, _attributs(proprietes), arbres(enfants)]


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


def marque(nom: str) -> dict[str, Any]:
    """Return the attribute of an element whose children are inert, under a name of its own in the page."""
    return attributs(data_partie=nom)


def detacher(noeud: Any) -> dict[str, Any]:
    """Take the children of marked elements out of a tree that is to be sent, and return them by name."""
    if isinstance(noeud, list | tuple):
        return {nom: a for enfant in noeud for nom, a in detacher(enfant).items()}
    if not isinstance(noeud, Component):
        return {}
    enfants = getattr(noeud, "children", None)
    nom = getattr(noeud, "data-partie", None)
    if nom is None:
        return detacher(enfants)
    noeud.children = None
    return {nom: enfants}


def suite(parties: Mapping[str, Any]) -> str:
    """Return the text of inert parts by name, for the value of :data:`ID_SUITE`."""
    return ecrire({nom: arbres(enfants) for nom, enfants in parties.items()})
