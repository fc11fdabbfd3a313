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
_CATALOGUE = (12.0, 24.0)
"""Stays a year of a product which a university hospital references without doing most of it."""
_REFERENCE = 0.9
"""Share of what its département uses that a university hospital references."""
_BLOC = 3
"""Most establishments, and most products, of a block."""
_PETITS = (2.5, 8.0)
"""Stays of one cell of a block."""
_ENSEMBLE = 12.0
"""Fewest stays of a block in one establishment, or of one product."""
_PART_BLOCS = 0.35
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
    """By establishment (E): département, GHT (empty or None: none), whether its catalogue is large."""

    departement: NDArray[np.object_]
    ght: NDArray[np.object_]
    larges: Booleens


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


def occasions(attendus: Reels, parent: Entiers, lieux: Lieux, graine: Sequence[int]) -> Occasions:
    """Return what may be done now and then, given the stays of a year (E, L) and what is above leaves (L)."""
    hasard = np.random.default_rng(list(graine))
    _, lieu = np.unique(lieux.departement.astype(str), return_inverse=True)
    trouves: list[_Ligne] = []
    for numero in range(int(lieu.max(initial=-1)) + 1):
        membres = np.flatnonzero((lieu == numero) & (attendus.sum(axis=1) > 0))
        if len(membres) > 1:
            trouves += _catalogues(attendus, membres, lieux, hasard)
            trouves += _blocs(attendus, membres, parent, lieux, hasard)
    source, rang, feuille, sejours, frequence, premier = np.array(trouves).reshape(-1, 6).T
    return Occasions(
        source.astype(np.int64),
        rang.astype(np.int64),
        feuille.astype(np.int64),
        sejours,
        np.cumsum(premier).astype(np.int64) - 1,
        frequence[premier > 0],
        lieu.astype(np.int64),
    )


def de_l_annee(attendus: Reels, o: Occasions, annee: int) -> Reels:
    """Return the stays (E, L) with what is done now and then in a year; sums by département stay.

    What is seen in a part of a year counts for all of it. Who is closed does nothing, and the one from
    which stays come keeps enough of them.
    """
    hasard = np.random.default_rng([_GRAINE, annee, len(o.rang), *attendus.shape])
    la = (hasard.random(len(o.frequence)) < o.frequence)[o.bloc]
    la &= (attendus.sum(axis=1)[o.rang] > 0) & (attendus[o.rang, o.feuille] == 0)
    resultat, sejours = attendus.copy(), o.sejours * 12 / mois(annee)
    for i in np.flatnonzero(la):
        source, rang, feuille = o.source[i], o.rang[i], o.feuille[i]
        if resultat[source, feuille] - sejours[i] >= _GARDE * MINIMUM:
            resultat[source, feuille] -= sejours[i]
            resultat[rang, feuille] += sejours[i]
    return resultat


def _catalogues(
    attendus: Reels, membres: Entiers, lieux: Lieux, hasard: np.random.Generator
) -> list[_Ligne]:
    """Return what university hospitals of a département reference besides what they do most of."""
    lignes: list[_Ligne] = []
    locaux = attendus[membres]
    hotes, plus = membres[np.argmax(locaux, axis=0)], locaux.max(axis=0)
    for rang in membres[lieux.larges[membres]]:
        assez = plus >= _GARDE * MINIMUM + _CATALOGUE[0]
        for feuille in np.flatnonzero((attendus[rang] == 0) & assez):
            if hasard.random() < _REFERENCE:
                haut = min(_CATALOGUE[1], plus[feuille] - _GARDE * MINIMUM)
                sejours = hasard.uniform(_CATALOGUE[0], haut)
                lignes.append((hotes[feuille], rang, feuille, sejours, 1.0, True))
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
    ghts = np.array([str(g or "") for g in lieux.ght[membres]])
    petits = membres[~lieux.larges[membres]]
    ghts = ghts[~lieux.larges[membres]]
    for noeud in np.unique(parent[courants]):
        feuilles = np.flatnonzero(courants & (parent == noeud))
        for ght in np.unique(ghts):
            libres = petits[ghts == ght]
            choisies = hasard.permutation(feuilles)[:_BLOC]
            libres = libres[(attendus[np.ix_(libres, choisies)] == 0).all(axis=1)]
            choisis = hasard.permutation(libres)[:_BLOC]
            if min(len(choisis), len(choisies)) < 2 or hasard.random() > _PART_BLOCS:
                continue
            sejours = _tirer((len(choisis), len(choisies)), hasard)
            for k, (i, j) in enumerate(np.ndindex(sejours.shape)):
                feuille = choisies[j]
                ligne = (hotes[feuille], choisis[i], feuille, sejours[i, j], _FREQUENCE, k == 0)
                lignes.append(ligne)
    return lignes


def _tirer(forme: tuple[int, int], hasard: np.random.Generator) -> Reels:
    """Return stays of a block whose sums, by establishment and by product, are no handful."""
    for _ in range(30):
        sejours = hasard.uniform(*_PETITS, forme)
        if min(sejours.sum(axis=0).min(), sejours.sum(axis=1).min()) >= _ENSEMBLE:
            break
    return sejours
