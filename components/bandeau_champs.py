"""The lists of the banner: ids, labelled controls, and options as dcc.Dropdown takes them."""

from __future__ import annotations

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.choix import CLES_ZONE
from components.choix_offerts import Offert, Option
from components.curseur import curseur

Options = list[dict[str, Any]]
TEXTES: Any = {
    "search": "Rechercher",
    "select_all": "Tout choisir",
    "deselect_all": "Ne rien choisir",
    "selected_count": "{num_selected} choisies",
    "clear_search": "Effacer la recherche",
    "clear_selection": "Effacer le choix",
    "no_options_found": "Aucune réponse",
}
"""The words of dcc.Dropdown, in French."""


def identifiant(cle: str) -> dict[str, str]:
    """The id of the control of a choice; zone pickers are apart, their options come as one types."""
    return {"type": "choix-zone" if cle in CLES_ZONE else "choix", "cle": cle}


def identifiant_champ(cle: str) -> dict[str, str]:
    """The id of the box of a control: its label and itself, hidden together."""
    return {"type": "champ", "cle": cle}


def options(offert: Offert) -> Options:
    """The options of a list."""
    return [_option(o) for o in offert.options]


def _option(option: Option) -> dict[str, Any]:
    libelle: Any = option.libelle
    if option.note or option.separe:
        note = [html.Span(f" {option.note}", className="option-note")] if option.note else []
        libelle = html.Span(
            [option.libelle, *note], className="option-separee" if option.separe else None
        )
    # The text found by typing on an open list, when the label is more than a text.
    ecrite = {"label": libelle, "value": option.valeur, "search": option.libelle}
    return ecrite | ({"title": option.titre} if option.titre else {})


def glissiere(cle: str, libelle: str, offert: Offert, rang: int) -> Component:
    """A labelled slider whose steps are options, in a box that hides while it is not offered."""
    pas = {i: o.libelle for i, o in enumerate(offert.options)}
    return html.Div(
        curseur(identifiant(cle), libelle, pas, rang),
        id=identifiant_champ(cle),
        disable_n_clicks=True,
        className="champ champ-curseur",
        hidden=offert.cache,
    )


def liste(
    cle: str,
    libelle: str,
    offert: Offert,
    valeur: Any,
    *,
    multi: bool = False,
    placeholder: str = "",
    classe: str = "",
    effacable: bool = False,
) -> Component:
    """A labelled list, in a box that hides while it is not offered."""
    choix = dcc.Dropdown(
        id=identifiant(cle),
        options=options(offert),
        value=valeur,
        multi=multi,
        clearable=multi or effacable,
        searchable=False,
        maxHeight=360,
        placeholder=placeholder,
        labels=TEXTES,
    )
    return html.Div(
        [html.Label(libelle, className="champ-libelle"), choix],
        id=identifiant_champ(cle),
        # A click in the list would be told to the page, and every part of it asked to look.
        disable_n_clicks=True,
        className=f"champ {classe}".strip(),
        hidden=offert.cache,
    )
