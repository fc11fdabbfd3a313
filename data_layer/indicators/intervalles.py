"""Confidence intervals of directly standardised rates, from shown figures.

Method: Dobson, Kuulasmaa, Eberle & Scherer (1991, Statistics in Medicine 10:457-462) on the limits of
Byar for the total count (Breslow & Day 1987, p. 69). It is what the field computes (OHID/PHE, indicators
of public health). Why not the gamma interval of Fay & Feuer (1997): its upper limit grows with the
largest weight of a single stratum, even an empty one, so that a handful of inhabitants widen it out of
measure; and here no count under 11 is shown, where Dobson covers as well (Ng, Filardo & Zheng 2008).

It needs the rate T, the number of stays N and one number more, the variance V = sum(w^2 n) over strata. V
is a functional of its own, which shown figures do not tell: an interval made of the true V prints V. Where
no stratum counts 1 to 10, nothing in V is to be hidden (:func:`ecart_exact`). Elsewhere
:func:`ecart_prudent` bounds it from T, N and the (public) weights: nothing is told that was not, and the
interval can only be too wide, up to three times for an activity that few strata have.

Days are no independent counts: a stay brings all of its days. Their rate is a compound Poisson sum, of
variance sum(w^2 n E[length^2]), and lengths are not known one by one. What is shown is the interval of the
stays at the scale of the standardised days per stay (:func:`a_l_echelle`), taken the same in all strata.
Say so beside the figure: the interval speaks of how many stays there are, not of how long they last, nor of
the same person coming back.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from data_layer.indicators.encadrement import Reels, quotient

NIVEAU = 0.95


@dataclass(frozen=True, eq=False, slots=True)
class Intervalle:
    """Lower and upper limits, arrays of one shape; NaN where there is none."""

    bas: Reels
    haut: Reels


def z_bilateral(niveau: float) -> float:
    """The normal quantile of a two-sided interval: 1.96 for 0.95. Raises ValueError outside ]0, 1[."""
    if not 0 < niveau < 1:
        raise ValueError(f"a level lies between 0 and 1: {niveau}")
    return NormalDist().inv_cdf((1 + niveau) / 2)


def poisson(effectifs: Reels, niveau: float = NIVEAU) -> Intervalle:
    """Limits of the mean of a Poisson count, by Byar's approximation of the exact ones (Breslow & Day
    1987).

    Closed form (the cube root of a chi-square is nearly normal, Wilson & Hilferty 1931). Against the exact
    limits at 95 %: under 0.15 % off from 11 stays on; the upper limit of 0 is 3.67 for 3.69 (lower: 0).
    """
    z = z_bilateral(niveau)
    n = np.asarray(effectifs, dtype=float)
    sur = np.where(n > 0, n, 1.0)
    bas = n * np.maximum(1 - 1 / (9 * sur) - z / (3 * np.sqrt(sur)), 0.0) ** 3
    haut = (n + 1) * (1 - 1 / (9 * (n + 1)) + z / (3 * np.sqrt(n + 1))) ** 3
    return Intervalle(bas, haut)


def ecart_exact(effectifs: Reels, poids: Reels) -> Reels:
    """Dobson's factor sqrt(V / N) of each zone, from its strata (zones x strata each). NOT for small
    strata.

    NaN where a stratum or a weight is unknown; the largest weight where no stay is (see :func:`dobson`).
    """
    carres = np.where(poids == 0, 0.0, poids**2 * effectifs).sum(axis=1)
    return _ou_le_plus_grand(quotient(carres, effectifs.sum(axis=1)), effectifs.sum(axis=1), poids)


def ecart_prudent(taux: Reels, effectifs: Reels, poids: Reels) -> Reels:
    """An upper bound of :func:`ecart_exact` from what is shown: rate of stays and stays (zones), weights.

    For weights between a and b, (w - a)(b - w) >= 0 in each stratum, thus V <= (a + b) T - a b N (the
    inequality of Bhatia & Davis 2000 on a variance); the lower bound is T^2 / N. Both meet where all strata
    weigh alike. poids: zones x strata, as :func:`standardisation.poids_directs` gives them.
    """
    a, b = poids.min(axis=1), poids.max(axis=1)
    majoree = (a + b) * taux - a * b * effectifs
    v = np.maximum(quotient(majoree, effectifs), quotient(taux, effectifs) ** 2)
    return _ou_le_plus_grand(v, effectifs, poids)


def _ou_le_plus_grand(variance_par_sejour: Reels, effectifs: Reels, poids: Reels) -> Reels:
    """The root, or the largest weight (NaN if one is unknown) where no stay is."""
    rien = np.asarray(effectifs == 0)
    return np.asarray(np.where(rien, poids.max(axis=1), np.sqrt(variance_par_sejour)))


def dobson(taux: Reels, effectifs: Reels, ecarts: Reels, niveau: float = NIVEAU) -> Intervalle:
    """T + sqrt(V / N) (L - N) and T + sqrt(V / N) (U - N), arrays of one length (zones).

    taux: standardised rates. effectifs: the stays they stand on, whatever the rate counts. ecarts: one of
    the three above. L, U: :func:`poisson` of the stays. Where no stay is, the rate 0 goes from 0 to the
    largest weight times U(0), as if the first stay came in the stratum that weighs most.
    """
    compte = poisson(effectifs, niveau)
    bas = np.maximum(taux + ecarts * (compte.bas - effectifs), 0.0)
    return Intervalle(bas, np.asarray(taux + ecarts * (compte.haut - effectifs)))


def durees(taux_unites: Reels, taux_sejours: Reels, reference: float = np.nan) -> Reels:
    """Standardised days per stay (zones): the quotient of both standardised rates.

    ``reference``: what is taken where no stay is (that of France), so that the upper limit of a rate of 0
    days is that of 0 stays at this length.
    """
    propre = quotient(taux_unites, taux_sejours)
    return np.asarray(np.where(taux_sejours == 0, reference, propre))


def a_l_echelle(sejours: Intervalle, facteurs: Reels) -> Intervalle:
    """The interval of a rate of days from that of the rate of stays, by :func:`durees`."""
    return Intervalle(sejours.bas * facteurs, sejours.haut * facteurs)
