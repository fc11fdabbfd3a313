"""Rows of the grid: plain records with every text written, small enough for 1,450 of them.

A record holds ``cle`` (row id), ``l`` label, ``s`` code, ``r`` rank, ``o`` place by label, ``g`` group,
``q`` text searched; where they apply: ``m`` mark of a chosen zone, ``e`` label of the zone it stands
under, ``d`` depth and ``b`` 1 of a row that holds others (nested rows), ``n`` remarks, ``c`` zone id,
``a`` letters of its actions, ``h`` a height of its own. Each value is a list under its column key:
``[number | None, text]``, then ``share text, bar 0..1`` (``index text, None``), then ``status, text read
aloud`` when the status is not ok.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from components import formats
from components.pivot import LigneTableau, TableauPlat
from data_layer.catalogue.schema import NIVEAUX_ZONE
from data_layer.result import Bloc, Cellule, Colonne, Statut
from data_layer.selection import Selection
from geodata.texte import sans_accent
from geodata.zones import Genre, lire_id

ACTIONS: Mapping[str, str] = {"prendre": "p", "comparer": "c", "detailler": "d"}
_ECHELLES = (0.01, 0.02, 0.05, 0.1, 0.25, 0.5)


def echelle_parts(bloc: Bloc) -> float:
    """Return the share (0..1) that a full bar stands for: a round one, at least the largest shown."""
    parts = [c.parts[~np.isnan(c.parts)] for c in bloc.cellules.values() if c.parts is not None]
    largest = max((float(p.max()) for p in parts if p.size), default=0.0)
    return next((e for e in _ECHELLES if largest <= e), 1.0)


def dernier_niveau(bloc: Bloc, selection: Selection) -> bool:
    """Whether rows have nothing below them: no zones, or zones of the finest level."""
    permis = [n for n in NIVEAUX_ZONE if n in selection.restitution.niveaux]
    if bloc.nature == "classification":
        return False
    return bloc.nature != "zone" or bloc.niveau is None or bloc.niveau == permis[-1]


def rangees_lignes(
    plat: TableauPlat, lignes: Sequence[LigneTableau], echelle: float, dernier: bool
) -> list[dict[str, Any]]:
    """Return the records of the ranked rows, in their order; ``dernier``: nothing to drill into."""
    codes = {li.code for li in lignes} if plat.emboitees else set()
    ordre = sorted(range(len(lignes)), key=lambda i: sans_accent(lignes[i].libelle))
    place = {position: rang for rang, position in enumerate(ordre)}
    rangees = []
    for i, ligne in enumerate(lignes):
        rangee = _rangee(ligne, plat, echelle)
        rangee |= {"o": place[i], "q": sans_accent(f"{ligne.libelle} {ligne.code}")}
        if plat.entete_ensemble:
            rangee["e"] = ligne.ensemble
        if codes:
            rangee["d"] = _profondeur(ligne.code, codes)
            rangee["b"] = int(any(c.startswith(f"{ligne.code}-") for c in codes))
        if actions := _actions(ligne, dernier):
            rangee |= {"c": ligne.cible, "a": actions}
        rangees.append(rangee)
    return rangees


def rangees_tetes(plat: TableauPlat) -> list[dict[str, Any]]:
    """Return the records of the main lines, which stay on top."""
    return [_rangee(tete, plat, 1.0) | {"t": 1} for tete in plat.tetes]


def _profondeur(code: str, codes: set[str]) -> int:
    """How many of the other rows a row is a part of."""
    return sum(code.startswith(f"{autre}-") for autre in codes)


def _code_parlant(ligne: LigneTableau) -> bool:
    """Whether the code tells a reader something: not that of France, nor the hash of a basket."""
    lue = lire_id(ligne.cible or "")
    return ligne.code != "fr" and (lue is None or lue[0] is not Genre.PANIER)


def _rangee(ligne: LigneTableau, plat: TableauPlat, echelle: float) -> dict[str, Any]:
    rangee: dict[str, Any] = {
        "cle": ligne.cle,
        "l": ligne.libelle,
        "s": ligne.code if plat.avec_codes and _code_parlant(ligne) else "",
        "r": ligne.rang,
        "g": ligne.groupe,
    }
    if ligne.marque is not None:
        rangee["m"] = ligne.marque
    if ligne.remarques:
        rangee["n"] = " ; ".join(ligne.remarques)
    for colonne in plat.colonnes:
        rangee[colonne.cle] = _valeur(ligne.cellules[colonne.cle], colonne.colonne, echelle)
    return rangee


def _valeur(cellule: Cellule, colonne: Colonne, echelle: float) -> list[Any]:
    ecrite: list[Any] = [cellule.valeur, formats.cellule(cellule, colonne, symbole=True)]
    if cellule.part is not None:
        ecrite += [formats.part(cellule.part), round(min(cellule.part / echelle, 1.0), 4)]
    elif cellule.indice is not None:
        ecrite += [formats.indice(cellule.indice), None]
    if cellule.statut is not Statut.OK:
        ecrite += [None] * (4 - len(ecrite))
        ecrite += [cellule.statut.value, formats.cellule(cellule, colonne)]
    return ecrite


def _est_zone(cible: str) -> bool:
    """A target is a zone or a node: only zones are taken and compared."""
    return lire_id(cible) is not None


def _actions(ligne: LigneTableau, dernier: bool) -> str:
    """Letters of what may be done with a row: a chosen zone is not offered as itself."""
    if ligne.cible is None:
        return ""
    if not _est_zone(ligne.cible):
        return ACTIONS["detailler"]
    prendre = "" if ligne.marque == 0 else ACTIONS["prendre"]
    comparer = "" if ligne.marque is not None else ACTIONS["comparer"]
    return prendre + comparer + ("" if dernier else ACTIONS["detailler"])
