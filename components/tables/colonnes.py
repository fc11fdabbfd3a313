"""Columns of the grid: what AG Grid is told of each column of a displayed table.

Sizes are pixels. Functions and renderers named here live in ``assets/dashAgGridFunctions.js`` and
``assets/dashAgGridComponentFunctions.js``.
"""

from __future__ import annotations

from typing import Any

from components.pivot import ColonneTableau, TableauPlat
from data_layer.selection import Selection

HAUTEUR_LIGNE = 48
HAUTEUR_ENTETE = 58
HAUTEUR_GROUPE = 34

ZONES = ("principale", "comparee")
_LARGEUR_LIBELLE = {"FINESS": 320}
_LARGEUR_VALEUR = 104

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


def marque_zone(place: int) -> str:
    """``principale`` for the main zone, ``comparee`` for the others: what style sheets read."""
    return ZONES[min(place, 1)]


def colonnes_grille(
    plat: TableauPlat, selection: Selection, echelle: float, actions: frozenset[str]
) -> list[dict[str, Any]]:
    """Return the ``columnDefs``: rank, label, values (paired under their measure), actions.

    ``echelle``: the share (0..1) that a full bar stands for. ``actions``: letters of the actions that
    at least one row offers.
    """
    tri = selection.tri or f"-{selection.unite}"
    defs: list[dict[str, Any]] = []
    if plat.entete_rang:
        defs.append(_rang(plat.entete_rang))
    defs.append(_libelle(plat, tri))
    defs += _groupees(plat, tri, echelle) if plat.groupes else _simples(plat, tri, echelle)
    return [*defs, *_actions(actions)]


def _rang(entete: str) -> dict[str, Any]:
    nom, _, mesure = entete.partition(" (")
    mesure = mesure.removesuffix(")")
    return {
        "colId": "rang",
        "field": "r",
        "headerName": entete,
        "headerTooltip": f"Rang selon : {mesure}, du plus grand au plus petit. "
        "Il ne change pas quand on trie une autre colonne.",
        "headerComponentParams": _entete(nom, mesure),
        "sortable": False,
        "pinned": "left",
        "width": 84,
        "suppressSizeToFit": True,
        "cellClass": "grille-rang",
        "headerClass": "grille-entete-nombre",
    }


def _libelle(plat: TableauPlat, tri: str) -> dict[str, Any]:
    code = plat.entete_code
    return {
        "colId": "libelle",
        "field": "o",
        "headerName": plat.entete_libelle,
        "headerComponentParams": _entete(plat.entete_libelle, code.lower() if code == "Code" else code),
        "cellRenderer": "GrilleLibelle",
        "getQuickFilterText": {"function": "grilleTexte(params)"},
        "comparator": {"function": "grilleComparerLibelles"},
        "sortingOrder": ["asc", "desc"],
        "sort": _sens(tri, "libelle"),
        "pinned": "left",
        "width": _LARGEUR_LIBELLE.get(code or "", 250),
        "cellClass": "grille-case-libelle",
    }


def _simples(plat: TableauPlat, tri: str, echelle: float) -> list[dict[str, Any]]:
    return [_valeur(c, tri, echelle, c.colonne.court, None) for c in plat.colonnes]


def _groupees(plat: TableauPlat, tri: str, echelle: float) -> list[dict[str, Any]]:
    """One group header per measure, one marked sub-header per zone under it."""
    par_mesure: dict[str, list[ColonneTableau]] = {}
    for c in plat.colonnes:
        par_mesure.setdefault(c.colonne.cle, []).append(c)
    return [
        {
            "groupId": cle,
            "headerName": membres[0].libelle,
            "headerClass": "grille-groupe",
            "marryChildren": True,
            "children": [
                _valeur(c, tri, echelle, c.titre_groupe, marque_zone(c.groupe)) for c in membres
            ],
        }
        for cle, membres in par_mesure.items()
    ]


def _valeur(
    c: ColonneTableau, tri: str, echelle: float, nom: str, zone: str | None
) -> dict[str, Any]:
    unite = c.colonne.unite if c.colonne.unite.lower() != c.colonne.court.lower() else ""
    sous = " · ".join(t for t in ("" if zone else unite, "part" if c.avec_parts else "") if t)
    definition = c.colonne.mesure.definition
    trait = f" Trait plein : {_pourcent(echelle)} du total." if c.avec_parts else ""
    return {
        "colId": c.cle,
        "field": c.cle,
        "headerName": c.entete,
        "headerTooltip": f"{c.entete}. {definition}{trait}",
        "headerComponentParams": _entete(nom, sous, zone, c.libelle if zone else None),
        "cellRenderer": "GrilleValeur",
        "comparator": {"function": "grilleComparerValeurs"},
        "sortingOrder": ["desc", "asc"],
        "sort": _sens(tri, c.colonne.cle) if c.groupe == 0 else None,
        "flex": 1,
        "minWidth": _LARGEUR_VALEUR + (14 if zone else 0),
        "cellClass": "grille-case-valeur",
        "headerClass": "grille-entete-nombre",
    }


def _actions(offertes: frozenset[str]) -> list[dict[str, Any]]:
    """Taking and comparing in one column, drilling in another which stays in sight when narrow."""
    larges = sorted(offertes & {"p", "c"})
    commun = {"sortable": False, "resizable": False, "pinned": "right", "suppressSizeToFit": True}
    defs = []
    if larges:
        defs.append(
            {
                "colId": "actions",
                "headerName": "Prendre comme zone, comparer",
                "headerComponentParams": _entete("Prendre comme zone, comparer", muet=True),
                "cellRenderer": "GrilleActions",
                "width": 16 + 36 * len(larges),
                "cellClass": "grille-case-actions",
                **commun,
            }
        )
    if "d" in offertes:
        defs.append(
            {
                "colId": "detail",
                "headerName": "Détailler",
                "headerComponentParams": _entete("Détailler", muet=True),
                "cellRenderer": "GrilleDetail",
                "width": 48,
                "cellClass": "grille-case-actions",
                **commun,
            }
        )
    return defs


def _entete(
    nom: str,
    sous: str | None = None,
    zone: str | None = None,
    avant: str | None = None,
    *,
    muet: bool = False,
) -> dict[str, Any]:
    """What the header shows: name, quiet line, mark of a zone; ``avant`` and ``muet`` read aloud only."""
    params = {"nom": nom, "sous": sous, "zone": zone, "avant": avant, "muet": muet or None}
    return {
        "innerHeaderComponent": "GrilleEntete",
        "innerHeaderComponentParams": {k: v for k, v in params.items() if v},
    }


def _sens(tri: str, cle: str) -> str | None:
    if tri.removeprefix("-") != cle:
        return None
    return "desc" if tri.startswith("-") else "asc"


def _pourcent(fraction: float) -> str:
    return f"{fraction * 100:g}\u202f%".replace(".", ",")
