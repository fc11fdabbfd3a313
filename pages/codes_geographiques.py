"""The page of PMSI codes, ``/codes-geographiques?q=<text>`` or ``?code=<code>``."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.codes_geo import ID_CORPS, corps
from components.codes_geo_recherche import Demande, lire
from geodata.codes import Codes, codes_geographiques
from geodata.contours import ContoursAbsents

TITRE = "Codes géographiques PMSI"


def page(requete: str = "") -> Component:
    """The page that the query of an address asks for; never raises."""
    try:
        codes = codes_geographiques()
    except ContoursAbsents:
        return contenu(None, lire(requete))
    return contenu(codes, lire(requete))


def contenu(codes: Codes | None, demande: Demande) -> Component:
    """The page; ``callbacks.codes_geo`` paints it again when its query changes."""
    return html.Div(corps(codes, demande), id=ID_CORPS, className="page codes-page")
