"""The table of a result: main lines on top, ranked rows, values with their share under them.

Python writes every text and decides every order; the browser only paints, filters and sorts what it
was given. Keyboard path: Tab to the headers (Enter sorts), Tab to the rows (arrows), Enter to the
actions of the row (arrows between them, Enter acts, Escape goes back), Tab to leave.
"""

from __future__ import annotations

from typing import Any

import dash_ag_grid as dag
from dash import dcc, html
from dash.development.base_component import Component

from components import formats
from components.pivot import TableauPlat, tableau_plat
from components.tables.colonnes import (
    HAUTEUR_ENTETE,
    HAUTEUR_GROUPE,
    HAUTEUR_LIGNE,
    TEXTES_GRILLE,
    colonnes_grille,
)
from components.tables.rangees import (
    ACTIONS,
    dernier_niveau,
    echelle_parts,
    rangees_lignes,
    rangees_tetes,
)
from data_layer.result import Resultat, Statut
from data_layer.selection import Selection

LIGNES_SANS_DEFILER = 25
"""Up to so many rows the table has its own height; above, it scrolls within the window."""


def grille(resultat: Resultat, cle_bloc: str | None = None) -> Component:
    """Return the table of a block (the main one when None), with its search field.

    Ids: ``grille`` (AG Grid), ``grille-recherche``, ``grille-compte``, ``grille-effacer``. Read
    ``cellRendererData`` through :func:`action_demandee`, ``eventData`` through :func:`tri_demande`.
    Raises KeyError when the result has no such block.
    """
    bloc = resultat.bloc if cle_bloc is None else resultat.blocs[cle_bloc]
    plat = tableau_plat(resultat, bloc)
    lignes = [ligne for ligne in plat.lignes if not ligne.tete]
    echelle = echelle_parts(lignes)
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


def action_demandee(donnees: object) -> tuple[str, str] | None:
    """Read ``cellRendererData``: (``prendre`` | ``comparer`` | ``detailler``, zone id), or None.

    The browser may send anything: the zone is still to be checked against the release.
    """
    valeur = donnees.get("value") if isinstance(donnees, dict) else None
    if not isinstance(valeur, dict):
        return None
    action, cible = valeur.get("action"), valeur.get("cible")
    if action in ACTIONS and isinstance(cible, str) and 0 < len(cible) <= 80:
        return str(action), cible
    return None


def tri_demande(donnees: object, selection: Selection) -> str | None:
    """Read ``eventData``: the value of ``tri`` that a click on a header asks for, or None.

    The default order gives ``""``, so that an address stays short.
    """
    data = donnees.get("data") if isinstance(donnees, dict) else None
    tri = data.get("tri") if isinstance(data, dict) else None
    if not isinstance(tri, str):
        return None
    connues = {"libelle", *(m.cle for m in selection.restitution.mesures)}
    if tri.removeprefix("-") not in connues:
        return None
    return "" if tri == f"-{selection.unite}" else tri


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
                        className="saisie",
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
    return dag.AgGrid(
        id="grille",
        columnDefs=colonnes_grille(plat, selection, echelle, actions),
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
            "rowHeight": HAUTEUR_LIGNE,
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
            "gridReady": ["grillePrete(params)"],
            "firstDataRendered": ["grillePrete(params)"],
            "gridColumnsChanged": ["grillePrete(params)"],
            "gridSizeChanged": ["grilleLarge(params)"],
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
        "meneuse": f"{selection.unite}{suffixe}",
        "comparable": bool(selection.vs),
        "statuts": {s.value: formats.explication(s) for s in Statut if s is not Statut.OK},
    }


def _hauteur(plat: TableauPlat, nombre: int) -> int:
    entetes = HAUTEUR_ENTETE + (HAUTEUR_GROUPE if plat.groupes else 0)
    return entetes + HAUTEUR_LIGNE * (len(plat.tetes) + max(nombre, 2)) + 2

