"""The portal, ``/``: what may be read here, and what changed lately."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components import portail
from components.mises_a_jour import MiseAJour, mises_a_jour
from data_layer.catalogue.schema import Restitution, Theme

TITRE = "Portulan, restitutions hospitalières et accès aux soins"
_INTRO = (
    "Choisissez une restitution, une zone et une période. Lisez les mêmes chiffres en tableau, en "
    "graphique et en carte, comparez deux zones, et emportez ce que vous voyez."
)


def page(
    themes: Sequence[Theme],
    restitutions: Sequence[Restitution],
    maj: Sequence[MiseAJour],
) -> Component:
    """The whole page; the callbacks of ``callbacks.portail`` keep the list in step with the circles."""
    entete = html.Div(
        [
            html.H1("L'activité des hôpitaux, zone par zone"),
            html.P(_INTRO, className="intro"),
        ],
        className="portail-entete",
    )
    principal = html.Section(
        [
            html.H2("Restitutions", className="visuellement-masque"),
            portail.cercles(restitutions),
            portail.ligne_de_compte(len(restitutions)),
            html.Div(portail.liste(themes, restitutions), id=portail.ID_THEMES),
        ],
        className="portail-principal",
    )
    marge = html.Aside(
        [html.H2("Dernières mises à jour"), mises_a_jour(maj)], className="portail-marge"
    )
    return html.Div([entete, principal, marge], className="page portail")
