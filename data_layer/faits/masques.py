"""Designating rows, so that counts of distinct stays become sums.

A stay has several rows under one node (products, indications, months), and must count once there. For
each depth of the classification, one row is designated for each thing to be counted once: bit ``d`` of a
mask tells that the row is the one that counts for its ancestor at depth ``d``. The number of distinct
stays of any node at depth ``d`` is then ``sum(poids)`` over the rows which have the bit, whatever the
month, the establishment or the rest of the selection on the stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data_layer.faits.modele import PROFONDEUR_MAX, Arbre

_AXES: Mapping[str, tuple[str, ...]] = {
    "rep": (),
    "adm": ("annee_adm", "mois_adm"),
    "deb": ("annee_adm",),
}
_PRODUIT: Mapping[str, tuple[str, ...]] = {"": (), "_l": ("liste",), "_i": ("indication",)}

MASQUES: Mapping[str, tuple[str, ...]] = {
    axe + suffixe: cles + produit
    for axe, cles in _AXES.items()
    for suffixe, produit in _PRODUIT.items()
}
"""Name of each mask -> what is counted once, besides the stay and the node."""

_TOUS_LES_BITS = 255


def masques(colonnes: Mapping[str, NDArray[Any]], arbre: Arbre) -> dict[str, NDArray[np.uint8]]:
    """Return the nine masks of the rows (keys of :data:`MASQUES`), arrays of their length.

    Rows may come in any order, but all rows of a stay must be there. The row designated is, among those
    which stand for the same thing, one of the first month of administration (so ``deb`` says the
    month in which a stay begins in a year), then the first in preorder, then the first given.

    Raises ValueError when ids are spread so widely that their keys do not fit in 64 bits.
    """
    resultat = {nom: np.full(len(colonnes["sejour"]), _TOUS_LES_BITS, np.uint8) for nom in MASQUES}
    lignes, sejour = _lignes_partagees(colonnes["sejour"])
    if not len(lignes):
        return resultat
    extrait = {
        nom: colonnes[nom][lignes].astype(np.int64)
        for nom in ("annee_adm", "mois_adm", "liste", "indication", "noeud")
    }
    ancetres = arbre.ancetres()
    mois = extrait["annee_adm"] * 12 + extrait["mois_adm"]
    for nom, cles in MASQUES.items():
        cle = _cle([sejour, *(extrait[c] for c in cles), extrait["noeud"]])
        resultat[nom][lignes] = _designer(cle, extrait["noeud"], ancetres, mois)
    return resultat


def _lignes_partagees(sejour: NDArray[Any]) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
    """Return the rows of the stays which have several, and for each the rank of its stay.

    A row alone in its stay stands for everything: it needs no work.
    """
    ordre = np.argsort(sejour, kind="stable")
    tries = sejour[ordre]
    comme_avant = np.zeros(len(tries) + 1, dtype=bool)
    comme_avant[1:-1] = tries[1:] == tries[:-1]
    partage = comme_avant[:-1] | comme_avant[1:]
    return ordre[partage], np.cumsum(~comme_avant[:-1][partage])


def _cle(colonnes: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Pack columns in one key which sorts as they do, the first the heaviest."""
    cle = np.zeros_like(colonnes[0])
    taille = 1
    for colonne in colonnes:
        bas = colonne.min()
        etendue = int(colonne.max() - bas) + 1
        taille *= etendue
        if taille > np.iinfo(np.int64).max:
            raise ValueError("the keys of a lot do not fit in 64 bits: cut it in smaller lots")
        cle = cle * etendue + (colonne - bas)
    return cle


def _designer(
    cle: NDArray[np.int64],
    noeud: NDArray[np.int64],
    ancetres: NDArray[np.int16],
    mois: NDArray[np.int64],
) -> NDArray[np.uint8]:
    """Return the mask of rows grouped by ``cle``, whose lightest part is the leaf.

    Leaves are in preorder, so that in the order of the keys the rows of any node are next to one another,
    at every depth, within what is counted once: a node begins where the ancestor changes, or
    where the rest of the key does.
    """
    ordre = np.argsort(cle, kind="stable")
    feuille = noeud[ordre]
    # The same rest of the key: two keys then differ as the leaves do.
    tries = cle[ordre] - feuille
    autre = np.ones(len(ordre), dtype=bool)
    autre[1:] = tries[1:] != tries[:-1]
    # The place in the order breaks ties between rows of one month.
    priorite = (mois[ordre] - mois.min()) * len(ordre) + np.arange(len(ordre))
    masque = np.zeros(len(ordre), dtype=np.uint8)
    for profondeur in range(PROFONDEUR_MAX + 1):
        ancetre = ancetres[profondeur][feuille]
        debut = autre.copy()
        debut[1:] |= ancetre[1:] != ancetre[:-1]
        designees = np.minimum.reduceat(priorite, np.flatnonzero(debut)) % len(ordre)
        masque[ordre[designees]] |= np.uint8(1 << profondeur)
    return masque
