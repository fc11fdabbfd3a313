"""Columns of the grid: what AG Grid is told of each column of a displayed table.

Sizes are pixels. Functions and renderers named here live in ``assets/dashAgGridFunctions.js`` and
``assets/dashAgGridComponentFunctions.js``.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from math import ceil
from typing import Any

from components.pivot import ColonneTableau, TableauPlat
from components.tables.noms import largeur_noms
from data_layer.selection import Selection

HAUTEUR_ENTETE, HAUTEUR_ENTETE_HAUTE = 60, 78
"""The ordinary height of headers, and that of names and units of two lines each."""
HAUTEUR_GROUPE = 34

ZONES = ("principale", "comparee")
_LARGEURS_RANG = ((84, 9), (104, 11), (118, 14), (140, 17))
"""Widths of the column of ranks, in pixels, and the letters that a line of its header then holds."""
"""A word of so many letters needs a wider column of ranks."""
_LARGEUR_VALEUR = 92
# A wide figure at the size of the body, and the padding of a cell: no sign before a number is cut.
_CHIFFRE, _MARGES = 9.8, 20
_LETTRES_ENTETE = 11
"""Letters that a line of the header of a narrow column of values holds."""
# A wide letter of the header of a group: what is counted to fit does.
_LETTRE_GROUPE = 7.4


def marque_zone(place: int) -> str:
    """``principale`` for the main zone, ``comparee`` for the others: what style sheets read."""
    return ZONES[min(place, 1)]


def colonnes_grille(
    plat: TableauPlat,
    selection: Selection,
    actions: frozenset[str],
    largeurs: Mapping[str, float],
) -> list[dict[str, Any]]:
    """Return the ``columnDefs``: rank, label, values (paired under their measure), actions.

    ``actions``: letters of the actions that at least one row offers. ``largeurs``: the longest value of
    each column, in figures.
    """
    # Nested rows stand under what they are part of, until a visitor sorts.
    tri = selection.tri or ("" if plat.emboitees else f"-{selection.meneuse}")
    noms = [*([_rang(plat.entete_rang)] if plat.entete_rang else []), _libelle(plat, tri)]
    valeurs = [_valeur(c, tri, largeurs[c.cle]) for c in plat.colonnes]
    agir = _actions(actions)
    if not plat.groupes:
        return [*noms, *valeurs, *agir]
    return [
        _sans_mesure("noms", noms),
        *_groupees(plat, valeurs),
        *([_sans_mesure("agir", agir)] if agir else []),
    ]


def hauteur_entete(plat: TableauPlat) -> int:
    """The height of headers: a name of two lines over a unit of two is higher."""
    lignes = [_lignes_entete(c) for c in plat.colonnes if not c.titre_groupe]
    return HAUTEUR_ENTETE_HAUTE if max(lignes, default=0) > 3 else HAUTEUR_ENTETE


def _lignes_entete(c: ColonneTableau) -> int:
    unite = c.colonne.unite if c.colonne.unite.lower() != c.colonne.court.lower() else ""
    return sum(len(textwrap.wrap(t, _LETTRES_ENTETE)) for t in (c.colonne.court, unite) if t)


def _sans_mesure(cle: str, colonnes: list[dict[str, Any]]) -> dict[str, Any]:
    """The group of the columns that have no measure above them: a row of headers has no hole."""
    nom = colonnes[-1]["headerName"]
    return {
        "groupId": cle,
        "headerName": nom,
        "headerGroupComponentParams": {
            "innerHeaderGroupComponent": "GrilleEntete",
            "innerHeaderGroupComponentParams": {"nom": nom, "muet": True},
        },
        "children": colonnes,
    }


def _rang(entete: str) -> dict[str, Any]:
    nom, _, mesure = entete.partition(" (")
    mesure = mesure.removesuffix(")")
    # Under two zones the rank is that of the main one, which its mark says in less room.
    sous, _, zone = mesure.partition(", ")
    return {
        "colId": "rang",
        "field": "r",
        "headerName": entete,
        "headerTooltip": f"Rang selon\u202f: {mesure}, du plus grand au plus petit. "
        "Il ne change pas quand on trie une autre colonne.",
        "headerComponentParams": _entete(
            nom, sous, ZONES[0] if zone else None, entete if zone else None
        ),
        "sortable": False,
        "pinned": "left",
        "width": _largeur_rang(sous),
        "cellClass": "grille-rang",
        "headerClass": "grille-entete-nombre",
    }


def _largeur_rang(mesure: str) -> int:
    """Room for the measure ranked on in two lines, under the name: a third one would hide it."""
    for largeur, lettres in _LARGEURS_RANG:
        lignes = textwrap.wrap(mesure, lettres, break_long_words=False, break_on_hyphens=False)
        if len(lignes) <= 2 and all(len(ligne) <= lettres for ligne in lignes):
            return largeur
    return _LARGEURS_RANG[-1][0]


def _libelle(plat: TableauPlat, tri: str) -> dict[str, Any]:
    code = plat.entete_code if plat.avec_codes else None
    return {
        "colId": "libelle",
        # A cell is drawn anew when its value changes: what a label says is not in its place alone.
        "valueGetter": {"function": "grilleRangee(params)"},
        "headerName": plat.entete_libelle,
        "headerComponentParams": _entete(
            plat.entete_libelle, code.lower() if code == "Code" else code
        ),
        "cellRenderer": "GrilleLibelle",
        "getQuickFilterText": {"function": "grilleTexte(params)"},
        "comparator": {"function": "grilleComparerLibelles"},
        "sortingOrder": ["asc", "desc"],
        "sort": _sens(tri, "libelle"),
        "pinned": "left",
        "width": largeur_noms(plat),
        "cellClass": "grille-case-libelle",
    }


def _groupees(plat: TableauPlat, valeurs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One group header per measure, one marked sub-header per zone under it."""
    par_mesure: dict[str, list[dict[str, Any]]] = {}
    for colonne, valeur in zip(plat.colonnes, valeurs, strict=True):
        par_mesure.setdefault(colonne.colonne.cle, []).append(valeur)
    noms = {c.colonne.cle: c for c in plat.colonnes}
    return [
        {
            "groupId": cle,
            "headerName": _nom_de_groupe(noms[cle], sum(m["minWidth"] for m in membres)),
            "headerTooltip": noms[cle].libelle,
            "headerClass": "grille-groupe",
            "marryChildren": True,
            "children": membres,
        }
        for cle, membres in par_mesure.items()
    ]


def _nom_de_groupe(c: ColonneTableau, largeur: int) -> str:
    """The name of a measure, short where its columns are too narrow for all of it."""
    if len(c.libelle) * _LETTRE_GROUPE <= largeur - _MARGES:
        return c.libelle
    court, unite = c.colonne.court, c.colonne.unite
    return court if unite.lower() in court.lower() else f"{court} ({unite})"


def _valeur(c: ColonneTableau, tri: str, chiffres: float) -> dict[str, Any]:
    zone = marque_zone(c.groupe) if c.titre_groupe else None
    unite = c.colonne.unite if c.colonne.unite.lower() != c.colonne.court.lower() else ""
    dessous = "part" if c.avec_parts else "indice" if c.avec_indices else ""
    sous = " · ".join(t for t in ("" if zone else unite, dessous) if t)
    definition = c.colonne.mesure.definition
    indice = " Indice\u202f: 100 pour l'ensemble de la zone." if c.avec_indices else ""
    return {
        "colId": c.cle,
        "field": c.cle,
        "headerName": c.entete,
        "headerTooltip": f"{c.entete}. {definition}{indice}",
        "headerComponentParams": _entete(
            c.titre_groupe or c.colonne.court, sous, zone, c.libelle if zone else None
        ),
        "cellRenderer": "GrilleValeur",
        "comparator": {"function": "grilleComparerValeurs"},
        "sortingOrder": ["desc", "asc"],
        "sort": _sens(tri, c.colonne.cle) if c.groupe == 0 else None,
        "flex": 1,
        "minWidth": max(_LARGEUR_VALEUR + (24 if zone else 0), ceil(chiffres * _CHIFFRE) + _MARGES),
        "cellClass": "grille-case-valeur",
        "headerClass": "grille-entete-nombre",
    }


def _actions(offertes: frozenset[str]) -> list[dict[str, Any]]:
    """Taking and comparing in one column, drilling in another which stays in sight when narrow."""
    larges = len(offertes & {"p", "c"})
    nom = "Prendre comme zone, comparer"
    defs = [_action("actions", nom, "GrilleActions", 16 + 36 * larges)] if larges else []
    return defs + ([_action("detail", "Détailler", "GrilleDetail", 48)] if "d" in offertes else [])


def _action(cle: str, nom: str, rendu: str, largeur: int) -> dict[str, Any]:
    return {
        "colId": cle,
        "headerName": nom,
        "headerComponentParams": _entete(nom, muet=True),
        "cellRenderer": rendu,
        "cellClass": "grille-case-actions",
        "width": largeur,
        "sortable": False,
        "resizable": False,
        "pinned": "right",
    }


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
