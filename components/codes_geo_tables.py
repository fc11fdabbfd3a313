"""A plain table of the page of PMSI codes: a caption, scoped headers, and a way for the keyboard."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from dash import html
from dash.development.base_component import Component

from components.liens import attributs

Case = str | Component


def table(
    titre: str,
    entetes: Sequence[str],
    lignes: Sequence[Sequence[Case]],
    chiffres: Collection[int] = (),
) -> Component:
    """Return a table that scrolls sideways in a narrow page; ``chiffres`` are its columns of numbers.

    The first cell of a row heads it.
    """

    def classe(colonne: int) -> str | None:
        return "chiffres codes-nombre" if colonne in chiffres else None

    tete = html.Tr([html.Th(e, scope="col", className=classe(i)) for i, e in enumerate(entetes)])
    rangees = [
        html.Tr(
            [html.Th(premiere, scope="row", className=classe(0))]
            + [html.Td(case, className=classe(i)) for i, case in enumerate(suite, start=1)]
        )
        for premiere, *suite in lignes
    ]
    return html.Div(
        html.Table(
            [html.Caption(titre), html.Thead(tete), html.Tbody(rangees)],
            className="tableau-simple",
        ),
        className="defilant codes-table",
        tabIndex=0,
        role="region",
        **attributs(aria_label=titre),
    )
