"""Rates against fractions; weights as whole numbers against the functionals that read them."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_layer.disclosure.fonctionnelles import Fonctionnelles
from data_layer.indicators import standardisation as s
from tests.data_layer.indicators import oracle_taux as oracle

STRATES = 4
POPULATION = st.lists(st.integers(0, 10**6), min_size=STRATES, max_size=STRATES)
PEUPLEE = st.lists(st.integers(1, 10**6), min_size=STRATES, max_size=STRATES)
EFFECTIFS = st.lists(st.integers(0, 10**5), min_size=STRATES, max_size=STRATES)


def _ligne(valeurs: list[int]) -> np.ndarray:
    return np.array([valeurs], dtype=float)


def _taux(effectifs: list[int], population: list[int], reference: list[int]) -> float:
    poids = s.poids_directs(_ligne(population), np.array(reference, dtype=float))
    return float(s.taux_standardise(_ligne(effectifs), poids)[0])


@given(EFFECTIFS, POPULATION, POPULATION.filter(any))
def test_standardised_rate_is_that_of_fractions(
    effectifs: list[int], population: list[int], reference: list[int]
) -> None:
    attendu = oracle.standardise(effectifs, population, reference)
    taux = _taux(effectifs, population, reference)
    if attendu is None:
        assert np.isnan(taux)
    else:
        assert taux == pytest.approx(float(attendu), rel=1e-12)


@given(EFFECTIFS, PEUPLEE, st.integers(1, 1000))
def test_a_zone_built_as_the_reference_has_its_crude_rate(
    effectifs: list[int], population: list[int], fois: int
) -> None:
    brut = s.taux_brut(np.array([float(sum(effectifs))]), np.array([float(sum(population))]))[0]
    assert _taux(effectifs, population, [fois * p for p in population]) == pytest.approx(brut)


@given(EFFECTIFS, PEUPLEE, PEUPLEE, st.integers(1, 50))
def test_scaling_the_zone_or_the_reference_changes_nothing(
    effectifs: list[int], population: list[int], reference: list[int], fois: int
) -> None:
    taux = _taux(effectifs, population, reference)
    zone = _taux([fois * n for n in effectifs], [fois * p for p in population], reference)
    autre = _taux(effectifs, population, [fois * r for r in reference])
    assert [zone, autre] == pytest.approx([taux, taux])


@given(EFFECTIFS, PEUPLEE, PEUPLEE)
def test_a_standardised_rate_lies_between_those_of_the_strata(
    effectifs: list[int], population: list[int], reference: list[int]
) -> None:
    strates = [1000 * n / p for n, p in zip(effectifs, population, strict=True)]
    taux = _taux(effectifs, population, reference)
    assert min(strates) * (1 - 1e-12) <= taux <= max(strates) * (1 + 1e-12)


@given(POPULATION, POPULATION, EFFECTIFS)
def test_expected_counts_are_those_of_fractions(
    population: list[int], reference: list[int], effectifs: list[int]
) -> None:
    poids = s.poids_attendus(_ligne(population), np.array(reference, dtype=float))
    attendu = oracle.attendu(population, reference, effectifs)
    rendu = float(s.taux_standardise(_ligne(effectifs), poids)[0])
    assert np.isnan(rendu) if attendu is None else rendu == pytest.approx(float(attendu))


@given(PEUPLEE, PEUPLEE, EFFECTIFS)
def test_whole_weights_give_the_rate_and_fit_64_bits(
    population: list[int], reference: list[int], effectifs: list[int]
) -> None:
    poids = s.poids_directs(_ligne(population), np.array(reference, dtype=float))
    entiers = s.poids_entiers(poids)
    assert 10**9 <= entiers.entiers.max() <= 10**10
    somme = sum(int(w) * n for w, n in zip(entiers.entiers[0].tolist(), effectifs, strict=True))
    borne = 0.5 * sum(effectifs) / entiers.echelles[0]
    assert abs(somme / entiers.echelles[0] - _taux(effectifs, population, reference)) <= (
        borne * 1.0001 + 1e-9
    )


@given(st.integers(-6, 12))
def test_the_scale_holds_at_powers_of_ten(exposant: int) -> None:
    entiers = s.poids_entiers(np.array([[float(f"1e{exposant}"), 0.0]]))
    assert entiers.entiers[0].tolist() == [10**10, 0]


def test_a_functional_of_whole_weights_is_shown_when_a_world_keeps_it() -> None:
    """A world that moves two stays between strata which weigh alike keeps the rate; else it does not."""
    poids = s.poids_directs(np.array([[100.0, 100.0], [100.0, 300.0]]), np.array([1000.0, 1000.0]))
    entiers = s.poids_entiers(poids).entiers
    cle = 987_654_321
    f = Fonctionnelles(2, np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), entiers.ravel())
    cles = np.array([cle, (1 << 61) - 1 - cle])
    assert f.montrees(cles, np.array([30.0, 40.0])).tolist() == [True, False]


def test_what_is_unknown_stays_unknown() -> None:
    nan = np.nan
    brut = s.taux_brut(np.array([5.0, nan, 5.0, 0.0]), np.array([0.0, 10.0, nan, 10.0]))
    np.testing.assert_array_equal(brut, [nan, nan, nan, 0.0])
    reference = np.array([10.0, 10.0, 0.0])
    poids = s.poids_directs(
        np.array([[1.0, 1.0, 0.0], [0.0, 5.0, 5.0], [5.0, 5.0, 5.0]]), reference
    )
    np.testing.assert_array_equal(np.isnan(poids).all(axis=1), [False, True, False])
    effectifs = np.array([[1.0, 0.0, 0.0], [1.0, 1.0, 1.0], [1.0, nan, 1.0]])
    np.testing.assert_array_equal(s.taux_standardise(effectifs, poids), [500.0, nan, nan])
    entiers = s.poids_entiers(poids)
    np.testing.assert_array_equal(np.isnan(entiers.echelles), [False, True, False])
    assert entiers.entiers[1].tolist() == [0, 0, 0]
    with pytest.raises(ValueError, match="reference"):
        s.poids_directs(np.ones((1, 2)), np.zeros(2))


def test_indices_of_one_reference_or_of_each_its_own() -> None:
    taux = np.array([50.0, np.nan, 30.0, 30.0])
    np.testing.assert_allclose(s.indice(taux, 25.0), [2.0, np.nan, 1.2, 1.2])
    np.testing.assert_allclose(
        s.indice(taux, np.array([50.0, 50.0, np.nan, 0.0]), base=100),
        [100.0, np.nan, np.nan, np.nan],
    )


def test_a_rate_in_full_gives_its_strata_away_and_a_rounded_one_does_not() -> None:
    """All ways to put 16 stays in eight strata (245,157): one has the rate to nine digits, many to two."""
    tirages = np.random.default_rng(3)
    barres = np.array(list(combinations(range(23), 7)))
    bords = np.hstack([np.full((len(barres), 1), -1), barres, np.full((len(barres), 1), 23)])
    effectifs = np.diff(bords, axis=1) - 1.0
    population = tirages.integers(800, 3000, (1, 8)).astype(float)
    poids = s.poids_directs(population, tirages.integers(800, 3000, 8) * 1e4)
    taux = effectifs @ poids[0]
    vrai = taux[len(taux) // 3]
    assert np.sum(np.abs(taux - vrai) < 1e-9) == 1
    assert np.sum(s.arrondir(taux) == s.arrondir(np.array([vrai]))) > 200
