"""Rates of recourse: crude, and directly standardised on the strata (age and sex).

Direct standardisation (Neison 1844; Breslow & Day 1987, chapter 2; the method of ATIH's rates of recourse):
the rate a zone would have, were its strata as many as in a reference population (here France, the
same year). It is a weighted sum of the counts of the strata, so a published linear functional when strata
are masked: see :mod:`data_layer.disclosure.fonctionnelles` and :func:`poids_entiers`.

Everything here is pure arithmetic and knows nothing of masks but NaN: whoever holds the true counts of the
strata (the build, the engine before the gate) calls :func:`taux_standardise`, and the gate decides after.

A rate in full precision tells more than linear algebra sees: its weights are public and have many digits,
its counts are small whole numbers, so that one rate and one total give the count of each stratum away (a
knapsack; with two strata, whatever the total). What leaves is :func:`arrondir` of it: to two digits where no
stratum counts 1 to 10, else to a step (:func:`pas`) under which as many counts fit as a mask stands for.
Whatever derives from it (interval, index) is made of that.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data_layer.indicators.encadrement import Reels, quotient

POUR = 1_000
"""A rate of recourse is given per so many inhabitants."""
DECIMALES = 2
"""Digits after the point of a rate per 1,000: no more is published, on any way out."""
INSUS = 11
"""Whole counts that a small stratum may have, seen from what is published: 0 to 10, or any as many."""
_PAS = np.array([m * 10.0**e for e in range(-DECIMALES, 7) for m in (1, 2, 5)])
PART_DU_BRUT = 0.1
"""Of the crude rate, what the step of a standardised one is at most: a coarser one would say nothing."""


def taux_brut(effectifs: Reels, populations: Reels) -> Reels:
    """Per 1,000 inhabitants, arrays of one shape; NaN where the count is, or the population is 0 or NaN."""
    return np.asarray(POUR * quotient(effectifs, populations))


def poids_directs(populations: Reels, reference: Reels) -> Reels:
    """Weights (zones x strata) such that the standardised rate per 1,000 is sum(weights x counts).

    populations: inhabitants (zones x strata). reference: inhabitants of the reference (strata). Weight =
    1,000 x share of the stratum in the reference / inhabitants of the stratum in the zone. A stratum the
    reference lacks weighs 0. A zone where a stratum that the reference has is empty has no standardised
    rate: its whole row is NaN (a rate of nobody cannot be weighed; leaving it out would change the
    reference for this zone alone). Raises ValueError for a reference of nobody.
    """
    total = float(reference.sum())
    if not total > 0:
        raise ValueError("the reference population is empty")
    parts = np.broadcast_to(reference / total, populations.shape)
    poids = np.where(parts > 0, POUR * quotient(parts, populations), 0.0)
    return _lignes_definies(poids)


def pas(poids: Reels, petites: NDArray[np.bool_], longueurs: Reels | float = 1.0) -> Reels:
    """The step of the rate of each zone: of :data:`DECIMALES` digits, coarser where a stratum is small.

    poids: zones x strata. petites: zones with a stratum of 1 to 10 stays. longueurs: what is counted, a
    stay. Moving :data:`INSUS` stays from one stratum to another changes the rate by no more than the step
    (the next of 1, 2, 5 times a power of ten).
    """
    besoin = INSUS * (poids.max(axis=1) - poids.min(axis=1)) * longueurs
    rangs = np.minimum(np.searchsorted(_PAS, np.nan_to_num(besoin)), len(_PAS) - 1)
    return np.asarray(np.where(petites, _PAS[rangs], _PAS[0]))


def arrondir(taux: Reels, de: Reels | float = float(_PAS[0])) -> Reels:
    """Rates as they may leave: the nearest multiples of their step (see the head)."""
    return np.round(np.round(taux / de) * de, DECIMALES)


def poids_attendus(populations: Reels, reference: Reels) -> Reels:
    """Weights (zones x strata) such that the expected count is sum(weights x counts of the reference).

    Indirect standardisation: what a zone would count, were its strata to go to hospital as those of the
    reference do. Weight = inhabitants of the stratum in the zone / in the reference; the row is NaN where
    a zone has inhabitants in a stratum the reference lacks.
    """
    poids = np.where(
        populations == 0, 0.0, quotient(populations, np.broadcast_to(reference, populations.shape))
    )
    return _lignes_definies(poids)


def _lignes_definies(poids: Reels) -> Reels:
    """NaN in all of a row as soon as in one cell of it."""
    return np.where(np.isnan(poids).any(axis=1, keepdims=True), np.nan, poids)


def taux_standardise(effectifs: Reels, poids: Reels) -> Reels:
    """Weighted sums (zones) of counts by weights (zones x strata each), e.g. rates per 1,000.

    NaN where a weight is, or a count that weighs: a masked stratum is never taken for none. Also serves the
    expected counts, with :func:`poids_attendus` and the counts of the reference repeated on each row.
    """
    return np.asarray(np.where(poids == 0, 0.0, poids * effectifs).sum(axis=1))


def indice(taux: Reels, references: Reels | float, *, base: float = 1.0) -> Reels:
    """Rates against references that broadcast (one of all, or that of the région of each): 1 when equal.

    ``base=1`` is the form ATIH prints (« Indice national 1,02 »), ``base=100`` the index base 100. NaN
    where either is not shown, or the reference is not a positive one.
    """
    return np.asarray(base * quotient(taux, np.asarray(references, dtype=float)))
