"""Tables of a portrait: cells as the house writes them, with a hairline bar under a share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from components import formats
from components.charts.graphe import role
from components.liens import attributs
from data_layer.result import Cellule, Colonne, Statut
from geodata.zones import Zone

_CLASSES = {Statut.MASQUE: " masque", Statut.NON_TRANSMIS: " non-transmis"}


def valeur(cellule: Cellule, colonne: Colonne) -> Component:
    """A value in its status: a masked one says so, and why when it is pointed at."""
    dit = None if cellule.statut is Statut.OK else formats.explication(cellule.statut, colonne)
    classe = f"portrait-valeur{_CLASSES.get(cellule.statut, '')}"
    return html.Span(formats.cellule(cellule, colonne), className=classe, title=dit)


def case(cellule: Cellule, colonne: Colonne, *, fort: bool = False) -> html.Td:
    """A cell of a number."""
    return html.Td(valeur(cellule, colonne), className="nombre portrait-fort" if fort else "nombre")


def case_barre(cellule: Cellule, colonne: Colonne, maximum: float, place: int = 0) -> html.Td:
    """A cell with a bar as long as its value, ``maximum`` filling it; no bar for what is not shown."""
    fraction = (cellule.valeur or 0.0) / maximum if maximum > 0 else 0.0
    return html.Td([valeur(cellule, colonne), barre(fraction, place)], className="nombre")


def barre(fraction: float, place: int = 0) -> Component:
    """A bar in the colour of a chosen zone; the number beside it says what it says."""
    return html.Div(
        html.Span(**longueur(fraction)),
        className="portrait-barre",
        **attributs(data_zone=role(place), aria_hidden="true"),
    )


def longueur(fraction: float, debut: float = 0.0) -> dict[str, Any]:
    """The style of a mark that goes so far from where it starts, in fractions of its place.

    Written as a text: the tables of a portrait are inert (``components.inerte``), Dash never reads it.
    """
    de, vers = (min(1.0, max(0.0, f)) for f in (debut, debut + fraction))
    return attributs(style=f"left:{100 * de:.1f}%;width:{100 * (vers - de):.1f}%")


def colonne_titre(colonne: Colonne, titre: str = "") -> html.Th:
    """The header of a column of numbers: its name, then its unit in smaller letters."""
    noms: list[Component | str] = [titre or colonne.court]
    if colonne.unite and colonne.unite != "intervalle à 95\u202f%":
        noms.append(html.Span(f" {colonne.unite}", className="portrait-unite"))
    return html.Th(noms, scope="col", className="nombre")


def nom_zone(zone: Zone, place: int) -> list[Component | str]:
    """A chosen zone with its mark."""
    return [html.Span(className="pastille-zone", **attributs(data_zone=role(place))), zone.libelle]


def table(
    titre: str,
    entetes: Sequence[Component],
    rangees: Sequence[Component],
    *,
    etroite: bool = False,
    tete: Sequence[Component] = (),
) -> Component:
    """A table in a region that scrolls where it has too little room. ``tete``: a row above the headers."""
    lignes = [*([html.Tr(list(tete))] if tete else []), html.Tr(list(entetes))]
    return html.Div(
        html.Table(
            [html.Caption(titre), html.Thead(lignes), html.Tbody(list(rangees))],
            className="portrait-table" + (" portrait-table-etroite" if etroite else ""),
        ),
        className="portrait-defile",
        role="region",
        tabIndex=0,
        **attributs(aria_label=titre),
    )
