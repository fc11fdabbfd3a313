"""Which page an address opens. A change of query on the same page does not come here."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from dash import Dash, Input, Output, State
from dash.development.base_component import Component

from components.demandes import texte_recu
from data_layer import restitutions
from pages import (
    accueil,
    codes_geographiques,
    glossaire,
    introuvable,
    methodologie,
    panier,
    plan,
    portrait,
    recherche,
    restitution,
)

_RESTITUTION = re.compile(r"/r/(?P<slug>[^/]+)(?:/(?P<panneau>[^/]+))?")
_SIMPLES: dict[str, Callable[[], Component]] = {
    "/": accueil.page,
    "/glossaire": glossaire.page,
    "/methodologie": methodologie.page,
    "/plan": plan.page,
}
_AVEC_REQUETE: dict[str, Callable[[str], Component]] = {
    "/codes-geographiques": codes_geographiques.page,
    "/panier": panier.page,
    "/portrait": portrait.page,
    "/recherche": recherche.page,
}


def page(chemin: str, requete: str) -> Component:
    """The page of an address; an unknown one says so and offers ways on."""
    chemin = chemin.rstrip("/") or "/"
    if chemin in _SIMPLES:
        return _SIMPLES[chemin]()
    if chemin in _AVEC_REQUETE:
        return _AVEC_REQUETE[chemin](requete)
    a_part = next((r.slug for r in restitutions() if r.page == chemin), None)
    if a_part is not None:
        return restitution.page(a_part, requete)
    trouve = _RESTITUTION.fullmatch(chemin)
    if trouve:
        return restitution.page(trouve["slug"], requete, trouve["panneau"])
    return introuvable.page(chemin)


def brancher(app: Dash) -> None:
    """Register the router: it listens to the path only, see ``assets/adresse.js``."""

    @app.callback(Output("page", "children"), Input("lieu", "pathname"), State("lieu", "search"))
    def ouvrir(chemin: Any, requete: Any) -> Component:
        return page(texte_recu(chemin, "le chemin"), texte_recu(requete, "la requête"))
