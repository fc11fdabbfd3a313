"""The table of a result: main lines on top, ranked rows, values with their share under them.

Python writes every text and decides every order; the browser only paints, filters and sorts what it
was given. Keyboard path: Tab to the headers (Enter sorts), Tab to the rows (arrows), Enter to the
actions of the row (arrows between them, Enter acts, Escape goes back), Tab to leave.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import dash_ag_grid as dag
from dash import dcc, html
from dash.development.base_component import Component

from components import formats
from components.pivot import TableauPlat, tableau_plat
from components.tables.colonnes import (
    HAUTEUR_ENTETE,
    HAUTEUR_GROUPE,
    colonnes_grille,
    hauteur_ligne,
)
from components.tables.gestes import action_demandee, tri_demande
from components.tables.rangees import (
    dernier_niveau,
    echelle_parts,
    rangees_lignes,
    rangees_tetes,
)
from data_layer.result import Resultat, Statut
from data_layer.selection import Selection

__all__ = ["action_demandee", "grille", "tri_demande"]

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

LIGNES_SANS_DEFILER = 25
"""Up to so many rows the table has its own height; above, it scrolls within the window."""
# What AG Grid tells early enough, and again after each change of size or options.
_EVENEMENTS = ("gridSizeChanged", "bodyHeightChanged", "componentStateChanged")


def grille(resultat: Resultat, cle_bloc: str | None = None) -> Component:
    """Return the table of a block (the main one when None), with its search field.

    Ids: ``grille`` (AG Grid), ``grille-recherche``, ``grille-compte``, ``grille-effacer``. Callbacks
    read ``cellRendererData`` through ``action_demandee`` and ``eventData`` through ``tri_demande``.
    Raises KeyError when the result has no such block.
    """
    bloc = resultat.bloc if cle_bloc is None else resultat.blocs[cle_bloc]
    plat = tableau_plat(resultat, bloc)
    lignes = [ligne for ligne in plat.lignes if not ligne.tete]
    echelle = echelle_parts(bloc)
    rangees = rangees_lignes(plat, lignes, echelle, dernier_niveau(bloc, resultat.selection))
    tetes = rangees_tetes(plat)
    courte = len(lignes) <= LIGNES_SANS_DEFILER
    return html.Div(
        [
            _barre(len(lignes), plat),
            html.Div(
                _ag_grid(plat, resultat.selection, rangees, tetes, echelle, courte),
                className=f"grille-cadre {'grille-courte' if courte else 'grille-haute'}",
                # Room is kept before the script draws: nothing under the table moves.
                style={"minHeight": _hauteur(plat, len(lignes))} if courte else None,
            ),
        ],
        className="grille-vue",
    )


def _barre(nombre: int, plat: TableauPlat) -> Component:
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
                className="grille-compte",
                role="status",
            ),
            *([_legende_remarques()] if plat.avec_remarques else []),
        ],
        className="grille-barre",
    )


def _legende_remarques() -> Component:
    return html.P("† année transmise en partie", className="grille-legende")


def _ag_grid(
    plat: TableauPlat,
    selection: Selection,
    rangees: list[dict[str, Any]],
    tetes: list[dict[str, Any]],
    echelle: float,
    courte: bool,
) -> dag.AgGrid:
    actions = frozenset("".join(r.get("a", "") for r in rangees))
    toutes = [*tetes, *rangees]
    largeurs = {c.cle: _largeur(r[c.cle][1] for r in toutes) for c in plat.colonnes}
    return dag.AgGrid(
        id="grille",
        columnDefs=colonnes_grille(plat, selection, echelle, actions, largeurs),
        rowData=rangees,
        getRowId="params.data.cle",
        defaultColDef={
            "resizable": True,
            "cellDataType": False,
            "suppressHeaderMenuButton": True,
            "getQuickFilterText": {"function": "grilleSansTexte(params)"},
            "suppressKeyboardEvent": {"function": "grilleTouche(params)"},
        },
        dashGridOptions={
            "pinnedTopRowData": tetes,
            "context": _contexte(plat, selection, len(rangees)),
            "domLayout": "autoHeight" if courte else "normal",
            "rowHeight": hauteur_ligne(plat),
            "headerHeight": HAUTEUR_ENTETE,
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
            "sortChanged": ["grilleTrier(params, setEventData)"],
        },
        className="grille",
        style={"height": "100%"} if not courte else {},
    )


def _contexte(plat: TableauPlat, selection: Selection, nombre: int) -> dict[str, Any]:
    """What renderers read beside their row: the title, the words of each status, the leading column."""
    suffixe = "@0" if plat.groupes else ""
    return {
        "titre": plat.titre,
        "nombre": nombre,
        "meneuse": f"{selection.meneuse}{suffixe}",
        "comparable": bool(selection.vs),
        "statuts": {s.value: formats.explication(s) for s in Statut if s is not Statut.OK},
    }


def _largeur(textes: Iterable[str]) -> float:
    """The width of the longest text, in figures; a narrow space is less than half of one."""
    longest = max(textes, key=len, default="")
    return len(longest) - 0.55 * longest.count(formats.FINE)


def _hauteur(plat: TableauPlat, nombre: int) -> int:
    entetes = HAUTEUR_ENTETE + (HAUTEUR_GROUPE if plat.groupes else 0)
    return entetes + hauteur_ligne(plat) * (len(plat.tetes) + max(nombre, 2)) + 3
