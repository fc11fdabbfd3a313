"""The results of a search at their own address, ``/recherche?q=…`` (Enter in the search box)."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qsl

from dash import html
from dash.development.base_component import Component

from components.trouvailles import annonce, panneau
from data_layer.recherche import Trouvaille, trouver

TITRE = "Recherche"
_PAR_GENRE = 20


def page(requete: str = "") -> Component:
    """The results for the query string of the address (``q``); never raises."""
    texte = dict(parse_qsl(requete.removeprefix("?")[:2000], errors="replace")).get("q", "")
    return contenu(texte, trouver(texte, _PAR_GENRE))


def contenu(texte: str, trouvees: Sequence[Trouvaille]) -> Component:
    """Everything found, by kind; without a text, how to search."""
    dit = f"Recherche : {texte.strip()[:60]}" if texte.strip() else "Recherche"
    corps = panneau(texte, trouvees) or [
        html.P(
            "Tapez en haut de la page un mot d'une restitution, un indicateur, un produit, un code LPP "
            "ou UCD, un terme du glossaire, un code postal ou le nom d'une zone\u202f: "
            "«\u00a0séjours\u00a0», «\u00a037000\u00a0», «\u00a0Meuse\u00a0». "
            "Les accents et les petites fautes ne comptent pas."
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
