"""The table twin of a figure: the same cells as a plain HTML table, folded under the picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from components import formats
from components.inerte import arbre, ecrire
from components.liens import attributs
from components.pivot import entete_colonne
from data_layer.result import Bloc, Cellule, Colonne, Ligne, Statut

RESUME, DONNEES = "jumelle-resume", "jumelle-donnees"
"""Ids of the summary and of the data of a deferred table."""
Action = Callable[[Ligne], Component | None]


def table_jumelle(
    bloc: Bloc,
    titre: str,
    lignes: Sequence[Ligne] | None = None,
    colonnes: Sequence[str] | None = None,
    *,
    zones: dict[str, str] | None = None,
    action: Action | None = None,
    ouverte: bool = False,
    differee: bool = False,
) -> html.Details:
    """Return the cells of a figure as ``details > table`` with caption and scoped headers.

    ``lignes``: the rows drawn, in their order (those of the block when None). ``colonnes``: keys of
    measures (the leading one when None). ``zones``: labels by zone id, given when rows of several
    zones share their labels; adds a column. ``action``: a component per row, as a link to drill.
    ``differee``: the table goes as data, and ``assets/jumelle.js`` makes it when it is opened. Dash looks
    at each of its components at every change of the page, and a hundred rows have a thousand.
    """
    montrees = list(bloc.lignes()) if lignes is None else list(lignes)
    lues = [bloc.colonne(cle) for cle in (colonnes or (bloc.meneuse,))]
    table = html.Table(
        [
            html.Caption(titre),
            html.Thead(html.Tr(_entetes(bloc, lues, zones, action))),
            html.Tbody([_rangee(bloc, ligne, lues, zones, action) for ligne in montrees]),
        ],
        className="table-jumelle",
    )
    nombre = formats.nombre(len(montrees))
    # Named, so that another table takes its place without shutting what the visitor opened.
    nommee: dict[str, Any] = {"id": RESUME} if differee else {}
    ecrite: dict[str, Any] = {}
    if differee:
        ecrite = {"id": DONNEES, "data-table": ecrire(arbre(table))}
    return html.Details(
        [
            html.Summary(
                f"Lire ces données en tableau ({nombre} ligne{'s' * (len(montrees) > 1)})",
                **nommee,
            ),
            # A scrolling region is reached with the keyboard, hence the tab stop and its name.
            html.Div(
                None if differee else table,
                className="defile",
                tabIndex=0,
                role="region",
                **attributs(aria_label=titre),
                **ecrite,
            ),
        ],
        className="jumelle",
        open=ouverte,
    )


def retouches_jumelle(jumelle: html.Details) -> list[tuple[str, dict[str, Any]]]:
    """Return (id, properties) that put a deferred table in the place of another."""
    resume, donnees = jumelle.children
    gardees = ("data-table", "aria-label")
    return [
        (RESUME, {"children": resume.children}),
        (DONNEES, {nom: getattr(donnees, nom) for nom in gardees}),
    ]


def _montre_parts(bloc: Bloc, colonne: Colonne) -> bool:
    return bloc.cellules[colonne.cle].parts is not None


def _entetes(
    bloc: Bloc, lues: Sequence[Colonne], zones: dict[str, str] | None, action: Action | None
) -> list[html.Th]:
    premiere = {"annee": "Année", "zone": "Zone"}.get(bloc.nature, "Ligne")
    noms = [premiere, *(["Zone"] if zones else []), *(["Rang"] if _classe(bloc) else [])]
    entetes = [html.Th(nom, scope="col") for nom in noms]
    for colonne in lues:
        entetes.append(html.Th(entete_colonne(colonne), scope="col", className="nombre"))
        if _montre_parts(bloc, colonne):
            entetes.append(html.Th("Part", scope="col", className="nombre"))
    return [*entetes, *([html.Th("Aller à", scope="col")] if action else [])]


def _rangee(
    bloc: Bloc,
    ligne: Ligne,
    lues: Sequence[Colonne],
    zones: dict[str, str] | None,
    action: Action | None,
) -> html.Tr:
    cases: list[Component] = [html.Th(ligne.libelle, scope="row")]
    if zones:
        cases.append(html.Td(zones.get(ligne.zone, ligne.zone)))
    if _classe(bloc):
        cases.append(html.Td(formats.nombre(ligne.rang), className="nombre"))
    for colonne in lues:
        cellule = ligne.cellules[colonne.cle]
        cases.append(_case(cellule, colonne))
        if _montre_parts(bloc, colonne):
            cases.append(html.Td(formats.part(cellule.part), className="nombre"))
    return html.Tr([*cases, *([html.Td(action(ligne))] if action else [])])


def _case(cellule: Cellule, colonne: Colonne) -> html.Td:
    muette = "" if cellule.valeur is not None else " sans-valeur"
    dit = None if cellule.statut is Statut.OK else formats.explication(cellule.statut, colonne)
    return html.Td(formats.cellule(cellule, colonne), className=f"nombre{muette}", title=dit)


def _classe(bloc: Bloc) -> bool:
    return any(rang is not None for rang in bloc.rangs)
