"""What flows between zones say of each: leaving, coming, staying, and who draws most. Of shown figures
only.

The measures of the French restitutions of consumption and production (ATIH, ScanSanté, « Analyse croisée
»): consommation, what residents of the zone have wherever treated; production, what its establishments do
wherever patients live; the inside flow is in both. Autosuffisance = inside / consommation (the relevance
index of Griffith 1972), fuite = 1 - autosuffisance; attractivité = (production - inside) / production (1
- the commitment index); solde = production - consommation.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from data_layer.indicators.encadrement import MOINDRE, Codes, Encadrement, Reels, encadrer, quotient

Entiers = NDArray[np.int64]


@dataclass(frozen=True, eq=False, slots=True)
class Croisement:
    """Measures of each zone, arrays of length n: parts from 0 to 1, the balance in the unit of the
    flows."""

    fuite: Encadrement
    autosuffisance: Encadrement
    attractivite: Encadrement
    solde: Encadrement


def croiser(flux: Reels, consommation: Reels, production: Reels) -> Croisement:
    """Cross consumption and production of the same n zones.

    flux: n x n, residence in rows, place in columns, NaN where masked. consommation, production: n, of all
    places and all residences (also those outside the n zones), NaN where masked; they are shown figures
    of their own, never sums made here. Where the inside flow is masked and its margin is shown, it lies
    between one and what shown flows leave of the margins, which bounds the parts. Where a margin is masked
    nothing is told. Raises ValueError where shown figures contradict one another.
    """
    dedans = np.diagonal(flux)
    cache = np.isnan(dedans)
    ailleurs = flux.copy()
    np.fill_diagonal(ailleurs, 0.0)
    plafond = np.fmin(_plafond(ailleurs, consommation), _plafond(ailleurs.T, production))
    bas, haut = np.where(cache, MOINDRE, dedans), np.where(cache, plafond, dedans)
    if np.any(bas > plafond * (1 + 1e-9)):
        raise ValueError("a flow inside its zone exceeds what is shown of its margins")
    reste_ici = _part(bas, haut, consommation, cache)
    reste_la = _part(bas, haut, production, cache)
    solde = production - consommation
    return Croisement(
        fuite=_complement(reste_ici),
        autosuffisance=reste_ici,
        attractivite=_complement(reste_la),
        solde=encadrer(solde, solde, ~np.isnan(solde), np.zeros_like(cache)),
    )


def _plafond(ailleurs: Reels, marge: Reels) -> Reels:
    """The most that may stay of each margin (n), rows of ``ailleurs`` taken off; NaN where unknown."""
    masques = np.isnan(ailleurs).sum(axis=1)
    return np.asarray(marge - np.nansum(ailleurs, axis=1) - MOINDRE * masques)


def _part(bas: Reels, haut: Reels, marge: Reels, cache: NDArray[np.bool_]) -> Encadrement:
    return encadrer(
        quotient(bas, marge),
        quotient(haut, marge),
        ~cache & ~np.isnan(marge),
        np.asarray(marge == 0),
    )


def _complement(part: Encadrement) -> Encadrement:
    """One minus a part: bounds change ends."""
    return Encadrement(1 - part.valeurs, 1 - part.haut, 1 - part.bas, part.statuts.copy())


class Verdict(IntEnum):
    """What is known of the place that draws most; kept as int8 in arrays."""

    TROUVE = 0
    EX_AEQUO = 1
    INDETERMINE = 2
    AUCUN = 3


@dataclass(frozen=True, eq=False, slots=True)
class Poles:
    """The place that draws most from each residence, arrays of length n.

    places: its column, -1 unless found. parts: its share (0..1) of the consumption, NaN unless found and
    the consumption is shown. verdicts: :class:`Verdict`; ``AUCUN`` where residents have nothing at all.
    """

    places: Entiers
    parts: Reels
    verdicts: Codes


def villes_de_recours(
    residences: Entiers, villes: Entiers, valeurs: Reels, consommation: Reels
) -> Poles:
    """Pôle d'attraction of n residences among towns, each the sum of its establishments.

    residences, villes, valeurs: one entry a flow to an establishment, ``valeurs`` NaN where masked.
    consommation: n, NaN where masked. What is masked, ``consommation`` less all shown flows, may all be of
    one town: the town that shown flows make largest is the pole when it stays so even then, and its share
    is told when nothing is masked in it. Where what is masked could make another one larger, or the
    consumption is masked and a flow is too, it is ``INDETERMINE``; a tie of shown flows is ``EX_AEQUO``.
    """
    n, p = len(consommation), int(villes.max(initial=-1)) + 1
    if not len(residences):
        vides = np.where(consommation == 0, Verdict.AUCUN, Verdict.INDETERMINE).astype(np.int8)
        return Poles(np.full(n, -1, dtype=np.int64), np.full(n, np.nan), vides)
    couples, rang = np.unique(residences * p + villes, return_inverse=True)
    cache = np.isnan(valeurs)
    sommes = np.bincount(rang, np.where(cache, 0.0, valeurs), len(couples))
    partielle = np.bincount(rang, cache, len(couples)) > 0
    ici, ou = np.divmod(couples, p)
    # The largest town last in each run of one residence.
    ordre = np.lexsort((sommes, ici))
    derniers = np.append(np.flatnonzero(np.diff(ici[ordre])), len(ordre) - 1)
    premier = ordre[derniers]
    second = np.zeros(len(derniers))
    suit = derniers > np.append(-1, derniers[:-1]) + 1
    second[suit] = sommes[ordre[derniers[suit] - 1]]
    montre = np.bincount(ici, sommes, n)
    masques = np.bincount(residences, cache, n)
    totaux = np.where(np.isnan(consommation) & (masques == 0), montre, consommation)
    places, parts = np.full(n, -1, dtype=np.int64), np.full(n, np.nan)
    verdicts = np.where(totaux == 0, Verdict.AUCUN, Verdict.INDETERMINE).astype(np.int8)
    r = ici[premier]
    reste = np.where(masques[r] > 0, totaux[r] - montre[r], 0.0)
    gagne = sommes[premier] > second + reste
    verdicts[r] = np.select(
        [gagne, (reste == 0) & (sommes[premier] == second) & (second > 0)],
        [Verdict.TROUVE, Verdict.EX_AEQUO],
        verdicts[r],
    )
    places[r[gagne]] = ou[premier[gagne]]
    sure = gagne & ~partielle[premier]
    parts[r[sure]] = quotient(sommes[premier[sure]], consommation[r[sure]])
    return Poles(places, parts, verdicts)
