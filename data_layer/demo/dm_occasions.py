"""What is done now and then: a few stays here of what the département does elsewhere, rare products.

A university hospital references nearly all that its département uses; others have a stay now and then, not
the same ones every year: several products of one class in several places, of one GHT or of none. Rare
products are those of a few centres of France.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data_layer.demo.dm_calendrier import mois
from data_layer.demo.dm_seuils import MINIMUM, SEUIL
from data_layer.demo.dm_zones import Occasions

_RARE = 1.5
"""Stays of the région which does most of a product, against the threshold, under which it is rare."""
_CENTRES = (1, 5)
"""Fewest and most centres of a rare product."""
_CATALOGUE = (14.0, 24.0)
"""Stays a year of a product which a university hospital references without doing most of it."""
_REFERENCE = 0.98
"""Share of what its département uses that a university hospital references."""
_BLOC = 3
"""Most establishments, and most products, of a block."""
_PETITS = (2.5, 7.5)
"""Stays of one cell of a block."""
_PLUS = 8.5
"""Most of them, once sums are what they must be."""
_PART_INEGAUX = 0.35
"""Share of the blocks where each establishment does one product a little more,"""
_INEGAUX = (12.5, 16.0)
"""and how much of it."""
_ENSEMBLE = 14.0
"""Fewest stays of a block in one establishment, or of one product."""
_PART_BLOCS = 0.48
"""Share of the possible blocks which are."""
_FREQUENCE = 0.65
"""Share of the years in which a block is."""

_GARDE = 1.2
"""What the one who does most of a product keeps, against the threshold."""
_GRAINE = 20190917

Reels = NDArray[np.float64]
Entiers = NDArray[np.int64]
Booleens = NDArray[np.bool_]

_Ligne = tuple[int, int, int, float, float, bool]
"""Source, place, leaf, stays, share of the years, whether it opens a block."""


@dataclass(frozen=True, eq=False, slots=True)
class Lieux:
    """By establishment (E): département, who are alike there (those of a GHT, of a category outside),
    whether its catalogue is large, whether it neither opens nor closes."""

    departement: NDArray[np.object_]
    semblables: NDArray[np.object_]
    larges: Booleens
    stables: Booleens


def rares(sejours: Reels, hasard: np.random.Generator) -> Reels:
    """Return the stays by région and leaf (R, L) of products too rare in each région, 0 for the others.

    They go to one to five régions, the large ones most often, each enough of them.
    """
    voulus = np.zeros_like(sejours)
    for feuille in np.flatnonzero(sejours.max(axis=0) < _RARE * SEUIL):
        total = float(sejours[:, feuille].sum())
        nombre = int(np.clip(total // (1.5 * SEUIL), *_CENTRES))
        ordre = np.argsort(-sejours[:, feuille] * hasard.lognormal(0, 0.8, len(sejours)))
        choisies = ordre[: min(nombre, len(sejours))]
        voulus[choisies, feuille] = max(total / len(choisies), 1.3 * SEUIL)
    return voulus


def centraliser(parts: Reels, voulus: Reels, larges: Booleens) -> tuple[Reels, Booleens]:
    """Return shares (E, L) with each rare product (``voulus``, L: its share) in one establishment, and
    which uses these are: a university hospital where there is one, the one which would do most of it."""
    parts, ici = parts.copy(), np.zeros(parts.shape, dtype=bool)
    candidats = larges if (larges & (parts.sum(axis=1) > 0)).any() else np.ones(len(parts), bool)
    for feuille in np.flatnonzero(voulus > 0):
        gouts = (parts[:, feuille] + 1e-9 * parts.sum(axis=1)) * candidats
        ici[np.argmax(gouts), feuille] = True
        parts[:, feuille] = np.where(ici[:, feuille], voulus[feuille], 0.0)
    return parts, ici


def occasions(
    attendus: Reels, parent: Entiers, lieux: Lieux, graine: Sequence[int], *, seule: bool = False
) -> Occasions:
    """Return what may be done now and then, given the stays of a year (E, L) and what is above leaves
    (L, -1: nothing now and then, as for what comes to the list and would be cut in two).

    ``seule``: of its champ, so that who has nothing of it may begin with one product."""
    hasard = np.random.default_rng(list(graine))
    _, lieu = np.unique(lieux.departement.astype(str), return_inverse=True)
    ensemble = [f"{d} {s}" for d, s in zip(lieux.departement, lieux.semblables, strict=True)]
    trouves: list[_Ligne] = []
    for numero in range(int(lieu.max(initial=-1)) + 1):
        membres = np.flatnonzero((lieu == numero) & lieux.stables)
        if len(membres) > 1:
            trouves += _catalogues(attendus, membres, lieux, hasard)
            blocs = _blocs(attendus, membres, parent, lieux, hasard)
            trouves += blocs
            if seule:
                actifs = membres[attendus[membres].sum(axis=1) > 0]
                inactifs = np.setdiff1d(membres, [*actifs, *(ligne[1] for ligne in blocs)])
                trouves += _passages(attendus, membres, inactifs, parent, lieux, hasard)
    source, rang, feuille, sejours, frequence, premier = np.array(trouves).reshape(-1, 6).T
    return Occasions(
        source.astype(np.int64),
        rang.astype(np.int64),
        feuille.astype(np.int64),
        sejours,
        np.cumsum(premier).astype(np.int64) - 1,
        frequence[premier > 0],
        np.unique(ensemble, return_inverse=True)[1].astype(np.int64),
    )


def de_l_annee(attendus: Reels, o: Occasions, annee: int) -> Reels:
    """Return the stays (E, L) with what is done now and then in a year; sums by département stay.

    What is seen in a part of a year counts for all of it. The one from which stays come keeps enough.
    """
    hasard = np.random.default_rng([_GRAINE, annee, len(o.rang), *attendus.shape])
    la = hasard.random(len(o.frequence)) < o.frequence
    impossibles = attendus[o.rang, o.feuille] > 0
    resultat, sejours = attendus.copy(), o.sejours * 12 / mois(annee)
    bornes = np.searchsorted(o.bloc, np.arange(len(la) + 1))
    for bloc in np.flatnonzero(la):
        ici = slice(bornes[bloc], bornes[bloc + 1])
        d_ou, quoi = o.source[ici], o.feuille[ici]
        pris = np.bincount(quoi, sejours[ici], minlength=attendus.shape[1])[quoi]
        # All of a block or nothing: alone, one would be known from the others.
        if not impossibles[ici].any() and (resultat[d_ou, quoi] - pris >= _GARDE * MINIMUM).all():
            np.subtract.at(resultat, (d_ou, quoi), sejours[ici])
            np.add.at(resultat, (o.rang[ici], quoi), sejours[ici])
    return resultat


def _catalogues(
    attendus: Reels, membres: Entiers, lieux: Lieux, hasard: np.random.Generator
) -> list[_Ligne]:
    """Return what university hospitals of a département reference besides what they do most of."""
    lignes: list[_Ligne] = []
    locaux = attendus[membres]
    hotes, plus = membres[np.argmax(locaux, axis=0)], locaux.max(axis=0)
    for rang in membres[lieux.larges[membres] & (locaux.sum(axis=1) > 0)]:
        assez = plus >= _GARDE * MINIMUM + _CATALOGUE[0]
        for feuille in np.flatnonzero((attendus[rang] == 0) & assez):
            if hasard.random() < _REFERENCE:
                haut = min(_CATALOGUE[1], plus[feuille] - _GARDE * MINIMUM)
                sejours = hasard.uniform(_CATALOGUE[0], haut)
                ligne = (int(hotes[feuille]), int(rang), int(feuille), sejours, 1.0, True)
                lignes.append(ligne)
    return lignes


def _blocs(
    attendus: Reels,
    membres: Entiers,
    parent: Entiers,
    lieux: Lieux,
    hasard: np.random.Generator,
) -> list[_Ligne]:
    """Return blocks of a few establishments and a few products under one node, where one does many."""
    lignes: list[_Ligne] = []
    locaux = attendus[membres]
    hotes, plus = membres[np.argmax(locaux, axis=0)], locaux.max(axis=0)
    courants = plus >= _GARDE * MINIMUM + _BLOC * _PETITS[1]
    petits = membres[~lieux.larges[membres]]
    semblables = lieux.semblables[petits].astype(str)
    for noeud in np.unique(parent[courants & (parent >= 0)]):
        feuilles = np.flatnonzero(courants & (parent == noeud))
        for sorte in np.unique(semblables):
            libres = petits[semblables == sorte]
            choisies = hasard.permutation(feuilles)[:_BLOC]
            libres = libres[(attendus[np.ix_(libres, choisies)] == 0).all(axis=1)]
            choisis = hasard.permutation(libres)[:_BLOC]
            if min(len(choisis), len(choisies)) < 2 or hasard.random() > _PART_BLOCS:
                continue
            sejours = _tirer((len(choisis), len(choisies)), hasard)
            for k, (i, j) in enumerate(np.ndindex(sejours.shape)):
                feuille, pris = int(choisies[j]), float(sejours[i, j])
                source, rang = int(hotes[feuille]), int(choisis[i])
                lignes.append((source, rang, feuille, pris, _FREQUENCE, k == 0))
    return lignes


def _passages(
    attendus: Reels,
    membres: Entiers,
    inactifs: Entiers,
    parent: Entiers,
    lieux: Lieux,
    hasard: np.random.Generator,
) -> list[_Ligne]:
    """Return one product for each of two establishments alike which else have nothing of this activity."""
    lignes: list[_Ligne] = []
    semblables = lieux.semblables[inactifs].astype(str)
    restants = attendus[membres].max(axis=0) * (parent >= 0)
    for sorte in np.unique(semblables):
        choisis = hasard.permutation(inactifs[semblables == sorte])[:2]
        feuille = int(np.argmax(restants))
        if len(choisis) == 2 and restants[feuille] >= _GARDE * MINIMUM + 2 * _PLUS:
            source = membres[np.argmax(attendus[membres, feuille])]
            for k, rang in enumerate(choisis):
                sejours = hasard.uniform(_ENSEMBLE / 2, _PLUS)
                lignes.append((source, rang, feuille, sejours, _FREQUENCE, k == 0))
            restants[feuille] = 0.0
    return lignes


def _tirer(forme: tuple[int, int], hasard: np.random.Generator) -> Reels:
    """Return stays of a block whose sums, by establishment and by product, are no handful."""
    sejours = hasard.uniform(*_PETITS, forme)
    for _ in range(8):
        sejours *= np.maximum(_ENSEMBLE / sejours.sum(axis=0), 1)[None, :]
        sejours *= np.maximum(_ENSEMBLE / sejours.sum(axis=1), 1)[:, None]
        sejours = np.minimum(sejours, _PLUS)
    if hasard.random() < _PART_INEGAUX:
        rangs = np.arange(forme[0])
        sejours[rangs, (rangs + 1) % forme[1]] = hasard.uniform(*_INEGAUX, forme[0])
    return np.asarray(sejours)
