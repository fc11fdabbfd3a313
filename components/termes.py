"""The field's words, with a dotted underline that opens their glossary entry."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.liens import attributs
from data_layer.catalogue import glossaire
from data_layer.catalogue.schema import Terme


def terme(cle: str, texte: str | None = None) -> Component | str:
    """The word ``texte`` tied to the glossary entry ``cle`` (its own name when no text is given).

    A link to ``/glossaire#cle`` which ``assets/glossaire.js`` opens in place. An unknown key gives the
    bare text: a word missing from the glossary must not break a page.
    """
    entree = _entree(cle)
    if entree is None:
        return texte or cle
    return html.A(
        texte or nom_court(entree),
        href=f"/glossaire#{cle}",
        className="terme",
        title=entree.definition,
        **attributs(data_terme=entree.terme, data_definition=entree.definition),
    )


def nom_court(entree: Terme) -> str:
    """``DMS`` for ``DMS (durée moyenne de séjour)``."""
    return entree.terme.split(" (", 1)[0]


def _entree(cle: str) -> Terme | None:
    return next((t for t in glossaire() if t.cle == cle), None)
