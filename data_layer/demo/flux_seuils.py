"""Places too little used are left for the main one: the demonstration has few flows of a handful of stays.

Between a zone and an establishment under a threshold of stays of an activity, residents go where most of
their neighbours go; a code keeps its small flows when there are several, which together count more than
ten. Real data has more of them, and more would be masked; the methodology page says so.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from data_layer.demo.flux_tirage import Lignes, assembler
from data_layer.disclosure.gate import SEUIL

Entiers = NDArray[np.int64]
Logiques = NDArray[np.bool_]

_ASSEZ = 16
"""Stays of an activity that residents of a part of the country have at an establishment, or none."""
_TOURS = 5
_POSSIBLES = 20_000_000
_LARGE = 500
"""Stays of a published line that may do without a few."""


def regrouper(
    lignes: Lignes,
    parties: Entiers,
    regions: Entiers,
    entites: Entiers,
    domaines: Entiers,
    sortes: Entiers,
    *,
    par_domaine: bool,
) -> Lignes:
    """Return the rows with other sites where theirs are too little used; stays and units stay what they are.

    parties, regions: by residence (from 1); entites: the legal entity of each site (from 1); domaines: node
    of depth 2 above each node. sortes: by row, sites that may stand for one another (published lines).
    par_domaine: whether codes are told by activity (MCO), else by champ.
    """
    # Strata of one flow move together.
    axes = [lignes[c] for c in ("residence", "site", "noeud", "type")]
    _, premieres, flux = np.unique(_cle([*axes, sortes])[0], return_index=True, return_inverse=True)
    tout = {
        c: v[premieres] for c, v in lignes.items() if c in ("residence", "site", "noeud", "type")
    }
    tout |= {"sorte": sortes[premieres], "sejours": np.bincount(flux, lignes["sejours"])}
    sortes_des_sites = np.zeros(len(entites), dtype=np.int64)
    publies = tout["sorte"] > 0
    sortes_des_sites[tout["site"][publies]] = tout["sorte"][publies]
    for _ in range(_TOURS):
        domaine = domaines[tout["noeud"]]
        ensemble = np.where(tout["type"] <= 2, 1, tout["type"])
        entite, partie = entites[tout["site"]], parties[tout["residence"]]
        region = regions[tout["residence"]]
        peu = np.zeros(len(domaine), dtype=bool)
        for cellule in (
            [tout["site"], domaine, tout["type"]],
            [entite, tout["noeud"], ensemble],
            [partie, tout["site"], domaine, tout["type"]],
            [region, entite, tout["noeud"], ensemble],
        ):
            peu |= _petites(cellule, tout["sejours"], _ASSEZ)
        activite = domaine if par_domaine else np.zeros_like(domaine)
        for lieu in (entite, tout["site"]):
            peu |= _isolees(tout["residence"], lieu, activite, ensemble, tout["sejours"])
        # Where no place of a part of the country is used enough, all its residents go to the most used.
        acte = [domaine, tout["type"], tout["sorte"]]
        avant = tout["site"]
        partout = np.ones_like(peu)
        large = np.bincount(tout["sorte"], tout["sejours"])[tout["sorte"]] >= _LARGE
        for cles, permis, qui in (
            ([tout["residence"], *acte], ~peu, peu),
            ([partie, *acte], ~peu, peu),
            ([region, *acte], ~peu, peu),
            ([partie, *acte[:-1]], ~peu, peu & large),
            ([partie, *acte[:-1]], partout, peu & large),
            ([partie, *acte], partout, peu),
        ):
            vers = _principaux(cles, tout["site"], tout["sejours"], permis, qui & peu)
            change = qui & peu & (vers > 0)
            tout["site"] = np.where(change, vers, tout["site"])
            peu &= ~change
        publie = tout["sorte"] > 0
        tout["sorte"] = np.where(publie, sortes_des_sites[tout["site"]], tout["sorte"])
        if (tout["site"] == avant).all():
            break
    return assembler([{**lignes, "site": tout["site"][flux]}])


def _petites(cles: Sequence[Entiers], sejours: Entiers, seuil: int) -> Logiques:
    """Which rows are of a cell under a threshold."""
    groupe = _numeroter(cles)
    return np.asarray(np.bincount(groupe, sejours)[groupe] < seuil)


def _isolees(
    residence: Entiers, entite: Entiers, activite: Entiers, ensemble: Entiers, sejours: Entiers
) -> Logiques:
    """Which rows are of the small flows of a code that are alone, or count ten or fewer together."""
    cellule = _numeroter([residence, activite, ensemble, entite])
    n = np.bincount(cellule, sejours)
    code = _numeroter([residence, activite, ensemble])
    de_cellule = np.zeros(len(n), dtype=np.int64)
    de_cellule[cellule] = code
    petite = n <= SEUIL
    combien = np.bincount(de_cellule, petite)
    somme = np.bincount(de_cellule, np.where(petite, n, 0))
    fautif = (combien == 1) | ((combien > 0) & (somme <= SEUIL))
    return np.asarray(petite[cellule] & fautif[code])


def _principaux(
    cles: Sequence[Entiers], site: Entiers, sejours: Entiers, permis: Logiques, qui: Logiques
) -> Entiers:
    """The site that the group of a row uses most, among the rows allowed; 0 where there is none.

    It is looked for in the groups of the rows ``qui`` alone, the others have 0.
    """
    groupe = _numeroter(cles)
    cherches = np.zeros(int(groupe.max(initial=-1)) + 1, dtype=bool)
    cherches[groupe[qui]] = True
    lignes = np.flatnonzero(cherches[groupe])
    place = _numeroter([groupe[lignes], site[lignes]])
    n = np.bincount(place, np.where(permis, sejours, 0)[lignes])
    du_groupe, du_site = np.zeros((2, len(n)), dtype=np.int64)
    du_groupe[place], du_site[place] = groupe[lignes], site[lignes]
    ordre = np.lexsort((n, du_groupe))
    elus = ordre[np.flatnonzero(np.diff(du_groupe[ordre], append=-1))]
    premiers = np.zeros(len(cherches), dtype=np.int64)
    premiers[du_groupe[elus]] = np.where(n[elus] > 0, du_site[elus], 0)
    return np.asarray(premiers[groupe])


def _numeroter(cles: Sequence[Entiers]) -> Entiers:
    """One number for each combination, from 0, in order; a table of all possible ones where it is short."""
    cle, possibles = _cle(cles)
    if possibles > _POSSIBLES:
        return np.asarray(np.unique(cle, return_inverse=True)[1], dtype=np.int64)
    presentes = np.zeros(possibles, dtype=bool)
    presentes[cle] = True
    return np.asarray((np.cumsum(presentes) - 1)[cle])


def _cle(cles: Sequence[Entiers]) -> tuple[Entiers, int]:
    """A number for each combination, and how many may be."""
    cle, possibles = np.zeros(len(cles[0]), dtype=np.int64), 1
    for colonne in cles:
        etendue = int(colonne.max(initial=0)) + 1
        cle, possibles = cle * etendue + colonne, possibles * etendue
    return cle, possibles
