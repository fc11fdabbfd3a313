"""The threshold of activity: a product is used where it is used enough, but for ``dm_occasions``.

As authorisations ask for it, and as hospitals reference what they use: what would be a handful of stays a
year goes to the establishments of the same région which do most of it, university hospitals first.
Expectations are those of scale 1, so that the places of a product are the same at all scales.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from data_layer.demo.dm_zones import rapport

SEUIL = 28.0
"""Stays of a year, in the reference year, under which a product is not used in a place."""
MINIMUM = 26.0
"""The same in any year, and for a part of the stays: a list, companions of one product."""

_ETAPES = (0.15, 0.3, 0.5, 0.7, 0.85, 1.0, 1.0, 1.0, 1.0)
"""Shares of the threshold, one step after the other: each lets those who stay grow."""
_PLANCHER = 1.2
"""What a university hospital does of a product at least, against the threshold."""
_REGIONAL = 2.5
"""Stays of a région, against the threshold, from which its university hospitals reference a product."""
_PART_LARGE = 0.65
"""Largest share of the stays of a university hospital which goes to products of its breadth."""
_PART_ATU = 0.45
"""Largest share of a product under ATU in one place, once it is on the LES."""
_PASSAGES_ATU = 7.0
"""Stays under an ATU of a place which has some now and then."""

Reels = NDArray[np.float64]
Entiers = NDArray[np.int64]
Booleens = NDArray[np.bool_]

Ajuster = Callable[[Reels, Reels, Reels], Reels]
"""Brings shares (E, L) to totals by establishment and by leaf, zeros staying zeros."""


def concentrer(
    parts: Reels,
    nombre: float,
    lieu: NDArray[np.object_],
    ajuster: Ajuster,
    larges: Booleens | None = None,
    rares: Booleens | None = None,
) -> Reels:
    """Return shares (E, L) which are 0, or at least the threshold; their sum is 1.

    ``nombre``: stays of a year in the région; ``lieu`` (E): département; ``larges`` (E): who references
    nearly all products; ``rares`` (E, L): uses which stay whatever their number. Each département keeps
    one establishment, each establishment one product, each product of the région its largest place.
    """
    parts = _regrouper(parts / parts.sum(), nombre, lieu)
    gardees = np.zeros(parts.shape, dtype=bool) if rares is None else rares
    if larges is not None:
        parts = _elargir(parts, nombre, larges)
    lignes = parts.sum(axis=1)
    for etape in _ETAPES:
        seuil, colonnes = etape * SEUIL / nombre, parts.sum(axis=0)
        colonnes *= (colonnes >= seuil) | (colonnes == colonnes.max()) | gardees.any(axis=0)
        gardes = _gardes(parts * (colonnes > 0)[None, :], seuil) | gardees
        parts = ajuster(np.where(gardes, parts, 0.0), lignes, colonnes / colonnes.sum())
        parts = parts / parts.sum()
    return np.where(gardees, np.maximum(parts, 1.1 * SEUIL / nombre), parts)


def _elargir(parts: Reels, nombre: float, larges: Booleens) -> Reels:
    """Lift the small uses of those with a large catalogue to what is enough; their totals stay."""
    parts, plancher = parts.copy(), _PLANCHER * SEUIL / nombre
    courants = parts.sum(axis=0) >= _REGIONAL * SEUIL / nombre
    for rang in np.flatnonzero(larges):
        total = parts[rang].sum()
        petits = np.flatnonzero((parts[rang] > 0) & (parts[rang] < plancher) & courants)
        petits = petits[np.argsort(-parts[rang, petits], kind="stable")]
        petits = petits[plancher * np.arange(1, len(petits) + 1) <= _PART_LARGE * total]
        reste = total - parts[rang, petits].sum()
        parts[rang] *= (total - plancher * len(petits)) / max(reste, 1e-300)
        parts[rang, petits] = plancher
    return parts


def _regrouper(parts: Reels, nombre: float, lieu: NDArray[np.object_]) -> Reels:
    """Hand what is too small as a whole to the largest establishment of the same département."""
    parts = parts.copy()
    lignes = parts.sum(axis=1) * nombre
    for code in sorted(set(lieu.tolist())):
        membres = np.flatnonzero(lieu == code)
        grand = membres[np.argmax(lignes[membres])]
        petits = membres[(lignes[membres] < SEUIL) & (membres != grand)]
        # In proportion to what the largest does, so that nothing new comes to it by crumbs.
        parts[grand] *= 1 + parts[petits].sum() / max(parts[grand].sum(), 1e-12)
        parts[petits] = 0.0
    return np.asarray(parts, dtype=float)


def _gardes(parts: Reels, seuil: float) -> Booleens:
    """Return which cells stay: those above, and the largest of each row and of each column."""
    gardes = parts >= seuil
    gardes[np.argmax(parts, axis=0), np.arange(parts.shape[1])] = True
    gardes[np.arange(len(parts)), np.argmax(parts, axis=1)] = True
    return np.asarray(gardes & (parts > 0), dtype=bool)


def de_l_annee(parts: Reels, nombre: float, listes: Booleens) -> Reels:
    """Return the stays (E, L) expected of a year of ``nombre`` stays: products enter and leave the market.

    Places too small this year leave theirs to the others. A product of the list (``listes``, L) stays in
    use in its région; under an ATU, it is not used where it would be too rare.
    """
    attendus: Reels = parts * (nombre / parts.sum())
    peu = np.maximum(1.15 * MINIMUM, attendus.sum(axis=0))
    attendus *= np.where(listes, rapport(peu, attendus.sum(axis=0)), 1.0)[None, :]
    total = attendus.sum(axis=0)
    gardes = attendus >= MINIMUM
    rares = ~gardes.any(axis=0) & (total >= MINIMUM)
    gardes[np.argmax(attendus, axis=0)[rares], np.flatnonzero(rares)] = True
    if not gardes.any():
        return attendus
    gardes &= attendus > 0
    reste = np.where(gardes, attendus, 0.0)
    reste *= rapport(total, reste.sum(axis=0))[None, :]
    return np.asarray(reste * (nombre / reste.sum()), dtype=float)


def entrees(attendus: Reels, avant: Reels) -> tuple[Reels, Reels]:
    """Return from and until which share of the year a product is used, (E, L), in the year it is listed.

    ``avant`` (L): share of the year before its entry, 0 where it is not this year. Who would have a few
    stays under the ATU begins with the list, and the other way round.
    """
    sous_atu, listes = attendus * avant[None, :], attendus * (1 - avant)[None, :]
    sans_atu = (sous_atu < MINIMUM) & (listes >= sous_atu)
    sans_liste = (listes < MINIMUM) & (sous_atu > listes)
    debut = np.where(sans_atu, avant[None, :], 0.0)
    fin = np.where(sans_liste & (avant > 0)[None, :], avant[None, :], 1.0)
    return debut, fin


def extensions(attendus: Reels, entres: Booleens, part: float) -> Reels:
    """Return the share of the stays (E, L) under an ATU for an extension of indication.

    ``entres`` (L): products of the list which came through an ATU; they keep ``part`` of them, in the
    places which use them most, or none at all where it is too little.
    """
    parts = np.zeros_like(attendus)
    voulus = part * attendus.sum(axis=0)
    for feuille in np.flatnonzero(entres & (voulus >= MINIMUM / 2)):
        reste = float(voulus[feuille])
        for rang in np.argsort(-attendus[:, feuille], kind="stable"):
            sejours = float(attendus[rang, feuille])
            pris = min(_PART_ATU * sejours, max(reste, MINIMUM))
            if reste < MINIMUM / 2 or pris < MINIMUM:
                break
            parts[rang, feuille] = pris / sejours
            reste -= pris
    return parts


def passages(
    parts: Reels, attendus: Reels, listes: Booleens, voisinage: Entiers, annee: float
) -> Reels:
    """Return shares under an ATU (E, L) with patients whom others treat now and then, two places together.

    They are neighbours (``voisinage``, E) of the main place of a product of the list (``listes``, L), which
    have nothing else under an ATU. ``annee``: a whole year, in years of which something is known.
    """
    parts = parts.copy()
    for feuille in np.flatnonzero(parts.any(axis=0) & listes):
        premier = int(np.argmax(parts[:, feuille] * attendus[:, feuille]))
        assez = attendus[:, feuille] >= SEUIL + annee * _PASSAGES_ATU  # on the list too
        voisins = (voisinage == voisinage[premier]) & assez
        voisins &= ~parts.any(axis=1) & ~(attendus[:, ~listes] > 0).any(axis=1)
        choisis = np.flatnonzero(voisins)[:2]
        if len(choisis) == 2:
            parts[choisis, feuille] = annee * _PASSAGES_ATU / attendus[choisis, feuille]
    return parts
