"""Rates against fractions; weights as whole numbers against the functionals that read them."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@given(
    populations=st.lists(st.integers(50, 200_000), min_size=2, max_size=8),
    petite=st.integers(1, 10),
    autres=st.integers(0, 5_000),
    longueur=st.sampled_from([1.0, 18.5]),
)
def test_a_rate_leaves_a_small_stratum_as_open_as_a_mask(
    populations: list[int], petite: int, autres: int, longueur: float
) -> None:
    poids = s.poids_directs(np.array([populations], float), np.full(len(populations), 7.0))
    de = s.pas(poids, np.array([True]), longueur)
    ou = int(np.argmax(poids)), int(np.argmin(poids))

    def publie(n: int) -> float:
        effectifs = np.zeros((1, len(populations)))
        effectifs[0, ou[0]] += longueur * n
        effectifs[0, ou[1]] += longueur * (petite + autres - n)
        return float(s.arrondir(s.taux_standardise(effectifs, poids), de)[0])

    # Two strata of a known total: whoever knows that tells no more than among ten counts at the least.
    possibles = range(-s.INSUS, petite + autres + s.INSUS)
    assert sum(publie(n) == publie(petite) for n in possibles) >= s.INSUS - 1


def test_a_rate_without_small_strata_has_two_digits() -> None:
    poids = np.array([[0.3, 0.1], [0.3, 0.1]])
    assert s.pas(poids, np.array([False, True])).tolist() == [0.01, 5.0]
