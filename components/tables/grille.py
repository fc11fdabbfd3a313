"""The table of a result: main lines on top, ranked rows, values with their share under them.

Python writes every text and decides every order; the browser only paints, filters and sorts what it
was given. Keyboard path: Tab to the headers (Enter sorts), Tab to the rows (arrows), Enter to the
actions of the row (arrows between them, Enter acts, Escape goes back), Tab to leave.
"""

from __future__ import annotations

import json
from typing import Any

import dash_ag_grid as dag
from dash import dcc, html
from dash.development.base_component import Component

from components import formats
from components.adresses import METHODE_DU_SECRET
from components.liens import lien
from components.tables.colonnes import HAUTEUR_GROUPE
from components.tables.gestes import action_demandee, tri_demande
from components.tables.preparation import Preparee, preparer
from data_layer.result import Resultat

__all__ = ["MOULE", "SUITE", "action_demandee", "grille", "retouches", "tri_demande"]

MOULE, SUITE = "grille-moule", "grille-suite"
"""The type of the id that tells what a standing grid cannot change; the id of what holds its next rows."""


TEXTES_GRILLE = {
    "ariaSortableColumn": "Entrée pour trier",
    "noMatchingRows": "Aucune ligne ne contient ces mots. Effacez la recherche pour tout revoir.",
    "noRowsToShow": "Aucune ligne à montrer pour ces choix.",
    "loadingOoo": "Chargement…",
    "loadingError": "Échec du chargement",
    "ariaSkeletonCellLoading": "Ligne en cours de chargement",
    "ariaSkeletonCellLoadingFailed": "La ligne n'a pas pu être chargée",
    "ariaDeferSkeletonCellLoading": "Case en cours de chargement",
    "ariaLabelTooltip": "Infobulle",
    "decimalSeparator": ",",
    "thousandSeparator": "\u202f",
}

# What AG Grid tells early enough, and again after each change of size or options.
_EVENEMENTS = ("gridSizeChanged", "bodyHeightChanged", "componentStateChanged")


def grille(resultat: Resultat, cle_bloc: str | None = None) -> Component:
    """Return the table of a block (the main one when None), with its search field.

    Ids: ``grille`` (AG Grid), ``grille-recherche``, ``grille-compte``, ``grille-effacer``. Callbacks
    read ``cellRendererData`` through ``action_demandee`` and ``eventData`` through ``tri_demande``.
    Raises KeyError when the result has no such block.
    """
    bloc = resultat.bloc if cle_bloc is None else resultat.blocs[cle_bloc]
    preparee = preparer(resultat, bloc)
    return html.Div(
        [
            _barre(preparee),
            html.Div(
                _ag_grid(preparee),
                id="grille-cadre",
                disable_n_clicks=True,
                className=f"grille-cadre {'grille-courte' if preparee.courte else 'grille-haute'}",
                style=preparee.place,
            ),
            _explication(),
            html.Data(id=SUITE, hidden=True, disable_n_clicks=True),
        ],
        id={"type": MOULE, "cle": preparee.moule},
        className="grille-vue",
        disable_n_clicks=True,
    )


def retouches(
    resultat: Resultat, moule: object, jeton: str
) -> list[tuple[str, dict[str, Any]]] | None:
    """Return (id, properties) of what changes in a grid on the page, or None when it cannot take them.

    ``moule``: the key of the id of type :data:`MOULE` on the page. ``jeton``: never twice the same, so
    that an answer given again (Back, after a sort) is seen as one. The grid keeps what the visitor
    typed in its search, and its place on the page; building one takes several times as long.
    """
    preparee = preparer(resultat, resultat.bloc)
    if preparee.moule != moule:
        return None
    suite = {
        "jeton": jeton,
        "colonnes": preparee.colonnes,
        "tetes": preparee.tetes,
        "lignes": preparee.rangees,
        "contexte": preparee.contexte,
    }
    return [
        (SUITE, {"value": json.dumps(suite, ensure_ascii=False, separators=(",", ":"))}),
        ("grille-cadre", {"style": preparee.place}),
        ("grille-legende", {"hidden": not preparee.avec_remarques}),
    ]


def _barre(preparee: Preparee) -> Component:
    nombre = len(preparee.rangees)
    pluriel = "s" * (nombre > 1)
    return html.Div(
        [
            html.Div(
                [
                    html.Label("Chercher dans le tableau", htmlFor="grille-recherche"),
                    dcc.Input(
                        id="grille-recherche",
                        type="text",
                        value="",
                        maxLength=80,
                        autoComplete="off",
                        spellCheck=False,
                    ),
                ],
                className="champ grille-champ",
            ),
            html.Button(
                "Effacer",
                id="grille-effacer",
                type="button",
                className="bouton bouton-discret",
                hidden=True,
            ),
            html.P(
                f"{formats.nombre(nombre)} ligne{pluriel}",
                id="grille-compte",
                disable_n_clicks=True,
                className="grille-compte",
                role="status",
            ),
            html.P(
                "† ligne avec une remarque",
                id="grille-legende",
                disable_n_clicks=True,
                className="grille-legende",
                hidden=not preparee.avec_remarques,
            ),
        ],
        className="grille-barre",
    )


def _explication() -> Component:
    """What the cell in focus does not show and why: tooltips need a mouse. ``grilleExpliquer`` fills it."""
    return html.P(
        [
            html.Span(id="grille-explication", role="status", disable_n_clicks=True),
            lien(f"Pourquoi{formats.FINE}?", METHODE_DU_SECRET),
        ],
        className="grille-explication",
        disable_n_clicks=True,
    )


def _ag_grid(preparee: Preparee) -> dag.AgGrid:
    courte = preparee.courte
    return dag.AgGrid(
        id="grille",
        columnDefs=preparee.colonnes,
        rowData=preparee.rangees,
        getRowId="params.data.cle",
        defaultColDef={
            "resizable": True,
            "cellDataType": False,
            "suppressHeaderMenuButton": True,
            "getQuickFilterText": {"function": "grilleSansTexte(params)"},
            "suppressKeyboardEvent": {"function": "grilleTouche(params)"},
        },
        dashGridOptions={
            "pinnedTopRowData": preparee.tetes,
            "context": preparee.contexte,
            "domLayout": "autoHeight" if courte else "normal",
            "rowHeight": preparee.hauteur_ligne,
            "getRowHeight": {"function": "grilleHauteur(params)"},
            "headerHeight": preparee.hauteur_entete,
            "groupHeaderHeight": HAUTEUR_GROUPE,
            "localeText": TEXTES_GRILLE,
            "quickFilterParser": {"function": "grilleMots(params)"},
            "tabToNextCell": {"function": "grilleTab(params)"},
            "rowClassRules": {"grille-choisie": "grilleChoisie(params)"},
            "enableBrowserTooltips": True,
            "enableCellTextSelection": True,
            "ensureDomOrder": True,
            "suppressMovableColumns": True,
            "suppressColumnVirtualisation": True,
            "suppressColumnMoveAnimation": True,
            "animateRows": False,
        },
        eventListeners={
            **{e: ["grilleSuivre(params)"] for e in _EVENEMENTS},
            "newColumnsLoaded": ["grilleRefaire(params)"],
            "modelUpdated": ["grilleCompter(params)"],
            "cellFocused": ["grilleExpliquer(params)"],
            "sortChanged": ["grilleTrier(params, setEventData)"],
        },
        className="grille",
        style={"height": "100%"} if not courte else {},
    )
