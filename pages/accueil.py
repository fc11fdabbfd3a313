"""The portal, ``/``: what may be read here, and what changed lately."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components import portail
from components.mises_a_jour import MiseAJour, mises_a_jour
from data_layer.catalogue import restitutions, themes
from data_layer.catalogue.schema import Restitution, Theme
from pages import en_vigueur

TITRE = "Portulan, restitutions hospitalières et accès aux soins"
_INTRO = (
    "Choisissez une restitution, une zone et une période. Lisez les mêmes chiffres en tableau, en "
    "graphique et en carte, comparez deux zones, et emportez ce que vous voyez."
)


def page() -> Component:
    """The portal over the catalogue and the release in force."""
    return contenu(themes(), restitutions(), en_vigueur.mises_a_jour())


def contenu(
    les_themes: Sequence[Theme],
    les_restitutions: Sequence[Restitution],
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
            portail.cercles(les_restitutions),
            portail.ligne_de_compte(len(les_restitutions)),
            html.Div(portail.liste(les_themes, les_restitutions), id=portail.ID_THEMES),
        ],
        className="portail-principal",
    )
    marge = html.Aside(
        [html.H2("Dernières mises à jour"), mises_a_jour(maj), *portail.reperes()],
        className="portail-marge",
    )
    return html.Div([entete, principal, marge], className="page portail")
