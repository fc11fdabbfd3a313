"""A slider with a name and words for its steps, for the keyboard and for those who do not see it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.inerte import ecrire
from components.liens import attributs


def curseur(ident: Any, libelle: str, pas: Mapping[int, str], valeur: int) -> Component:
    """Return a labelled slider; ``pas``: consecutive whole numbers, and what each is called.

    ``assets/curseurs.js`` gives the handle its name, and the words of the step it stands at.
    """
    glissiere = dcc.Slider(
        id=ident,
        min=min(pas),
        max=max(pas),
        step=1,
        marks=dict(pas),
        value=valeur,
        included=False,
        allow_direct_input=False,
        className="curseur-glissiere",
    )
    return html.Div(
        [html.Span(libelle, className="champ-libelle"), glissiere],
        className="curseur-boite",
        disable_n_clicks=True,
        **attributs(data_curseur=libelle, data_pas=ecrire(dict(pas))),
    )
