"""Products taken together in a stay: each establishment has its habits, or none.

A companion is a product which the establishment uses for the same diagnosis and GHM, and often: elsewhere
a stay with several rows was given the same product again, in the other month.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data_layer.demo.dm_produits import Produits
from data_layer.demo.dm_seuils import MINIMUM, SEUIL
from data_layer.demo.dm_zones import Zone

_TAUX = 2.5
"""How much more often there are companions, where there are any, than further rows on average."""
_PART = 0.5
"""Largest share of the further rows which companions make."""
_TAUX_MEDICAMENT = 0.025
"""Largest share of the stays with a device which also take a drug, in the places where they do."""

Reels = NDArray[np.float64]
Entiers = NDArray[np.int64]


@dataclass(frozen=True, eq=False, slots=True)
class Compagnons:
    """By establishment and leaf, (E, L): the leaf which comes with it (-1: none) and how often.

    ``reprise``: share of the other stays where the same product is given again.
    """

    feuille: Entiers
    taux: Reels
    reprise: float


def compagnons(
    zone: Zone, p: Produits, attendus: Reels, supplements: tuple[float, float, float]
) -> Compagnons:
    """Return the habits of a year. ``attendus`` (E, L): stays; ``supplements``: shares of them with 1, 2, 3
    further rows, on average.

    Products which came through an ATU have none: their list would be cut into crumbs.
    """
    ensemble = _ensemble(zone, p)
    poids = p.poids(zone.c_poids)
    feuille = np.full(attendus.shape, -1, dtype=np.int64)
    commun = np.zeros(attendus.shape)
    part = sum(supplements)
    lignes = sum(rang * s for rang, s in enumerate(supplements, start=1))
    taux = min(_TAUX * part, 0.6)
    for a in np.flatnonzero(ensemble.any(axis=1)):
        candidats = np.flatnonzero(ensemble[a] > 0)
        candidats = candidats[np.argsort(-(ensemble[a] * poids)[candidats], kind="stable")]
        la = attendus[:, candidats] >= MINIMUM
        choisi = candidats[np.argmax(la, axis=1)]
        assez = la.any(axis=1) & (attendus[:, a] * ensemble[a, choisi] * taux >= SEUIL)
        feuille[assez, a] = choisi[assez]
        commun[assez, a] = (attendus[:, a] * ensemble[a, choisi])[assez]
    # In rows: a companion may come more than once.
    total, taux_lignes = lignes * attendus.sum(), taux * lignes / part
    places = taux_lignes * commun.sum()
    if places > _PART * total:  # the largest only
        ordre = np.argsort(-commun, axis=None, kind="stable")
        trop = ordre[np.cumsum(commun.ravel()[ordre]) * taux_lignes > _PART * total]
        feuille.ravel()[trop], commun.ravel()[trop] = -1, 0.0
        places = taux_lignes * commun.sum()
    reprise = (total - places) / (attendus.sum() - taux * commun.sum())
    return Compagnons(feuille, np.where(feuille >= 0, taux, 0.0), float(reprise))


def _ensemble(zone: Zone, p: Produits) -> Reels:
    """Return the share of the cases of a leaf, (L, L), that another one shares."""
    nombre = len(p.noeud)
    poids = np.zeros((len(zone.cas), nombre))
    np.add.at(poids, (zone.c_paire, p.c_feuille), zone.c_poids)
    parts = poids / np.maximum(poids.sum(axis=0), 1e-12)[None, :]
    ensemble = parts.T @ (poids > 0).astype(float)
    np.fill_diagonal(ensemble, 0.0)
    libres = p.entree == 0
    return np.asarray(ensemble * libres[:, None] * libres[None, :], dtype=float)


def medicaments(
    dispositifs: Reels, attendus: Reels, hors_seance: Reels, part: float
) -> tuple[Entiers, Reels]:
    """Return the drug leaf which comes with devices in each establishment (-1: none), and how often.

    ``dispositifs``: stays with a device by establishment; ``attendus`` (E, L): stays by drug, of the same
    establishments; ``hors_seance`` (L): share of a drug which is for stays; ``part``: stays which
    take one, in the whole région.
    """
    usuels = attendus * hors_seance[None, :]
    feuille = np.argmax(usuels, axis=1)
    possibles = (usuels.max(axis=1) > 0) & (dispositifs * _TAUX_MEDICAMENT >= SEUIL)
    taux = np.zeros(len(dispositifs))
    reste = part * dispositifs.sum()
    for rang in np.argsort(-dispositifs, kind="stable"):
        pris = min(_TAUX_MEDICAMENT * dispositifs[rang], reste)
        if possibles[rang] and pris >= SEUIL:
            taux[rang] = pris / dispositifs[rang]
            reste -= pris
    return np.where(taux > 0, feuille, -1).astype(np.int64), taux
