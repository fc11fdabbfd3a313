"""Intervals against exact ones, their coverage, and what they may tell of masked strata."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from data_layer.indicators import intervalles as i
from data_layer.indicators import standardisation as s
from tests.data_layer.indicators import oracle_taux as oracle

STRATES = 4
PEUPLEE = st.lists(st.integers(100, 10**6), min_size=STRATES, max_size=STRATES)
# At most 400 in all: the oracle starts from exp(-mean).
EFFECTIFS = st.lists(st.integers(0, 100), min_size=STRATES, max_size=STRATES)


def _cas(
    effectifs: list[int], population: list[int], reference: list[int]
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Counts, weights, rates and totals of one zone."""
    n = np.array([effectifs], dtype=float)
    poids = s.poids_directs(np.array([population], dtype=float), np.array(reference, dtype=float))
    return n, poids, s.taux_standardise(n, poids), n.sum(axis=1)


def test_byar_is_near_the_exact_limits() -> None:
    for niveau, tolerance in ((0.95, 0.0015), (0.998, 0.0125)):
        n = np.arange(11.0, 5000.0)
        intervalle = i.poisson(n, niveau)
        alpha = 1 - niveau
        np.testing.assert_allclose(
            intervalle.bas, stats.chi2.ppf(alpha / 2, 2 * n) / 2, rtol=tolerance
        )
        np.testing.assert_allclose(
            intervalle.haut, stats.chi2.ppf(1 - alpha / 2, 2 * n + 2) / 2, rtol=tolerance
        )
    zero = i.poisson(np.zeros(1))
    assert zero.bas[0] == 0
    assert zero.haut[0] == pytest.approx(3.689, abs=0.025)


@given(EFFECTIFS.filter(lambda n: sum(n) >= 11), PEUPLEE, PEUPLEE)
def test_dobson_is_that_of_the_slow_way(
    effectifs: list[int], population: list[int], reference: list[int]
) -> None:
    n, poids, taux, total = _cas(effectifs, population, reference)
    intervalle = i.dobson(taux, total, i.ecart_exact(n, poids))
    attendu = oracle.dobson(effectifs, population, reference, 0.05)
    largeur = attendu[1] - attendu[0]
    assert intervalle.bas[0] == pytest.approx(attendu[0], abs=0.002 * largeur)
    assert intervalle.haut[0] == pytest.approx(attendu[1], abs=0.002 * largeur)


@given(EFFECTIFS, PEUPLEE, PEUPLEE)
def test_the_interval_holds_the_rate_and_the_prudent_one_holds_the_interval(
    effectifs: list[int], population: list[int], reference: list[int]
) -> None:
    n, poids, taux, total = _cas(effectifs, population, reference)
    juste = i.dobson(taux, total, i.ecart_exact(n, poids))
    prudent = i.dobson(taux, total, i.ecart_prudent(taux, total, poids))
    marge = 1e-9 * (1 + juste.haut)
    assert 0 <= prudent.bas[0] <= (juste.bas + marge)[0]
    assert juste.bas[0] <= (taux + marge)[0]
    assert taux[0] <= juste.haut[0] <= (prudent.haut + marge)[0]


@given(EFFECTIFS, PEUPLEE)
def test_where_strata_weigh_alike_the_prudent_one_is_exact(
    effectifs: list[int], population: list[int]
) -> None:
    n, poids, taux, total = _cas(effectifs, population, population)
    np.testing.assert_allclose(
        i.ecart_prudent(taux, total, poids), i.ecart_exact(n, poids), rtol=1e-6
    )


@given(EFFECTIFS, st.floats(0.01, 10), st.floats(0.01, 10))
def test_no_tighter_bound_stands_for_strata_of_the_two_extreme_weights(
    effectifs: list[int], a: float, b: float
) -> None:
    n, poids = np.array([effectifs], dtype=float), np.array([[a, b, b, a]])
    taux, total = s.taux_standardise(n, poids), n.sum(axis=1)
    np.testing.assert_allclose(
        i.ecart_prudent(taux, total, poids), i.ecart_exact(n, poids), rtol=1e-4
    )


def test_the_prudent_interval_is_a_function_of_shown_figures_only() -> None:
    """Two zones of other strata, one rate and one total: one interval, while the exact ones differ."""
    population, reference = [100, 200, 400, 100], [1, 1, 1, 1]
    # Weights are 4 : 2 : 1 : 4: six stays of weight 2 are worth two of 4 and four of 1.
    premiers = _cas([10, 30, 10, 0], population, reference)
    seconds = _cas([12, 24, 14, 0], population, reference)
    np.testing.assert_allclose(premiers[2], seconds[2], rtol=1e-12)
    assert premiers[3] == seconds[3]
    prudents = [
        i.ecart_prudent(taux, total, poids) for _, poids, taux, total in (premiers, seconds)
    ]
    exacts = [i.ecart_exact(n, poids) for n, poids, *_ in (premiers, seconds)]
    np.testing.assert_allclose(prudents[0], prudents[1], rtol=1e-12)
    assert exacts[1] > 1.01 * exacts[0]


def test_a_published_example() -> None:
    """Births with Down's syndrome, fifth or later child, by age of the mother (Stark & Mantel 1966).

    The table and the gamma limits that Fay & Feuer (1997) give of it, as the R packages asht and dsrTest
    print them: 75.529 per 100,000, from 67.702 to 188.300. A stratum of 327 births without a case makes
    their upper limit.
    """
    cas = np.array([[0, 8, 63, 112, 262, 295]], dtype=float)
    naissances = np.array([[327, 30666, 123419, 149919, 104088, 34392]], dtype=float)
    reference = np.array([319933, 931318, 786511, 488235, 237863, 61313], dtype=float)
    poids = 100 * s.poids_directs(naissances, reference)
    taux, total = s.taux_standardise(cas, poids), cas.sum(axis=1)
    assert taux[0] == pytest.approx(75.52901, abs=1e-5)
    variance = total * i.ecart_exact(cas, poids) ** 2
    gros = poids.max()
    bas = variance / (2 * taux) * stats.chi2.ppf(0.025, 2 * taux**2 / variance)
    v, t = variance + gros**2, taux + gros
    haut = v / (2 * t) * stats.chi2.ppf(0.975, 2 * t**2 / v)
    assert [bas[0], haut[0]] == pytest.approx([67.70212, 188.30017], abs=1e-4)
    notre = i.dobson(taux, total, i.ecart_exact(cas, poids))
    assert notre.bas[0] == pytest.approx(bas[0], rel=0.002)
    assert 80 < notre.haut[0] < 90


def test_coverage_is_what_the_level_says() -> None:
    tirages = np.random.default_rng(20250101)
    population = np.array([2000.0, 3000.0, 500.0, 300.0])
    reference = np.array([250.0, 450.0, 180.0, 120.0])
    vrais = population * np.array([0.004, 0.005, 0.02, 0.05])
    n = tirages.poisson(vrais, (20_000, 4)).astype(float)
    poids = np.broadcast_to(s.poids_directs(population[None], reference), n.shape)
    taux, total = s.taux_standardise(n, poids), n.sum(axis=1)
    vrai = float(s.taux_standardise(vrais[None], poids[:1])[0])
    couvertures = []
    for ecarts in (i.ecart_exact(n, poids), i.ecart_prudent(taux, total, poids)):
        intervalle = i.dobson(taux, total, ecarts)
        couvertures.append(float(np.mean((intervalle.bas <= vrai) & (vrai <= intervalle.haut))))
    assert 0.94 < couvertures[0] < 0.97
    assert couvertures[0] <= couvertures[1] < 0.99


def test_no_stay_has_an_upper_limit_and_a_mask_has_none() -> None:
    poids = np.array([[1.0, 4.0], [1.0, 4.0]])
    taux, total = np.array([0.0, np.nan]), np.array([0.0, np.nan])
    intervalle = i.dobson(taux, total, i.ecart_prudent(taux, total, poids))
    assert intervalle.bas[0] == 0
    assert intervalle.haut[0] == pytest.approx(4 * 3.69, rel=0.01)
    assert np.isnan([intervalle.bas[1], intervalle.haut[1]]).all()
    np.testing.assert_array_equal(i.durees(taux, taux, 7.0), [7.0, np.nan])
    with pytest.raises(ValueError, match="level"):
        i.poisson(total, 95)
