"""Classes depend on shown values only, hold each of them once, and have simple bounds."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.maps.classes import VIDE, Methode, classer
from components.maps.simples import graduations, longueur_echelle, plus_simple, vers_dehors

_VALEURS = st.lists(
    st.one_of(st.none(), st.floats(-1e7, 1e7).map(lambda v: round(v, 2))), max_size=120
)


@given(_VALEURS, st.sampled_from(Methode), st.booleans())
def test_every_shown_value_is_in_one_class(valeurs, methode, divergente):
    montrees = [v for v in valeurs if v is not None]
    coupees = classer(valeurs, methode, divergente=divergente)
    assert sum(coupees.effectifs) == len(montrees)
    assert list(coupees.bornes) == sorted(coupees.bornes)
    assert len(coupees.tons) == len(coupees) <= 7
    for valeur in montrees:
        assert coupees.ton(valeur) in coupees.tons
        assert coupees.bornes[0] <= valeur <= coupees.bornes[-1]


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=110), st.sampled_from(Methode))
def test_bounds_and_tones_agree(valeurs, methode):
    coupees = classer(valeurs, methode)
    for valeur in valeurs:
        rang = coupees.tons.index(coupees.ton(valeur))
        assert coupees.bornes[rang] <= valeur <= coupees.bornes[rang + 1]


@pytest.mark.parametrize("methode", Methode)
def test_masked_cells_have_no_say(methode):
    montrees = [12.0, 40.0, 41.0, 90.0, 300.0, 301.0, 900.0]
    assert classer([*montrees, math.nan, None], methode) == classer(montrees, methode)


@pytest.mark.parametrize("methode", Methode)
def test_few_values(methode):
    assert classer([], methode) == VIDE
    assert classer([None], methode).ton(None) is None
    assert len(classer([5, 5, 5], methode)) == 1
    assert classer([0, 0], methode, divergente=True).tons == (4,)
    seul = classer([-5.0], methode, divergente=True)
    assert seul.ton(-5.0) < 4


def test_quantiles_are_balanced_and_simple():
    coupees = classer(range(1000, 101_000, 1000), Methode.QUANTILE)
    assert max(coupees.effectifs) - min(coupees.effectifs) <= 1
    assert all(borne % 1000 == 0 for borne in coupees.bornes)
    assert (coupees.bornes[0], coupees.bornes[-1]) == (1000, 100_000)


def test_equal_steps_are_equal():
    bornes = classer([3, 55, 61, 200, 412], Methode.EGALES).bornes
    ecarts = {round(b - a, 9) for a, b in pairwise(bornes)}
    assert len(ecarts) == 1


def test_natural_breaks_find_the_gap():
    groupes = [1, 2, 3, 100, 101, 102, 500, 501, 900, 901, 2000]
    coupees = classer(groupes, Methode.NATURELLES)
    assert coupees.ton(3) != coupees.ton(100) != coupees.ton(500)


def test_diverging_tones_mirror_one_another():
    coupees = classer([-9, -4, -1, 0, 1, 4, 9] * 3, Methode.QUANTILE, divergente=True)
    assert coupees.ton(0) == 4
    for valeur in (1, 4, 9):
        assert coupees.ton(valeur) + coupees.ton(-valeur) == 8


def test_a_forged_method_is_the_default_one():
    assert Methode.lire({"x": 1}) is Methode.lire("zzz") is Methode.QUANTILE
    assert Methode.lire("egales") is Methode.EGALES


@given(st.floats(-1e9, 1e9), st.floats(1e-3, 1e9))
def test_simple_number_stays_in_its_interval(bas, ecart):
    haut = bas + ecart
    if haut > bas:
        assert bas < plus_simple(bas, haut) <= haut


def test_round_numbers():
    assert plus_simple(1387, 2412) == 2000
    assert plus_simple(0.31, 0.38) == pytest.approx(0.35)
    assert vers_dehors(1387, -1) == 1300
    assert vers_dehors(1387, 1) == 1400
    assert vers_dehors(-1387, -1) == -1400
    assert vers_dehors(0.11, 1) == 0.11
    assert graduations(0, 1_040_000) == [0, 250_000, 500_000, 750_000, 1_000_000, 1_250_000]
    assert longueur_echelle(379_000) == 200_000


@given(_VALEURS, st.sampled_from([Methode.QUANTILE, Methode.NATURELLES]))
def test_falls_and_rises_never_share_a_class_and_none_is_empty(valeurs, methode):
    coupees = classer(valeurs, methode, divergente=True)
    assert all(coupees.effectifs)
    for valeur in (v for v in valeurs if v is not None):
        ton = coupees.ton(valeur)
        assert (ton > 4) - (ton < 4) == (valeur > 0) - (valeur < 0)
        rang = coupees.tons.index(ton)
        assert coupees.bornes[rang] <= valeur <= coupees.bornes[rang + 1]


def test_zero_is_a_bound_and_only_what_is_written_zero_is_neutral():
    valeurs = [-6.1, -3.4, -2.0, -0.8, 0.5, 1.2, 2.2, 2.9, 3.3, 3.5, 5.0, 8.8, -0.004]
    coupees = classer(valeurs, Methode.QUANTILE, divergente=True, neutre=0.005)
    assert coupees.ton(-0.004) == 4
    assert coupees.bornes.count(0.0) == 2
    assert coupees.ton(-0.8) < 4 < coupees.ton(0.5)
    assert classer(valeurs[:-1], Methode.QUANTILE, divergente=True).tons.count(4) == 0


def test_counts_are_equal_on_each_side_of_zero():
    valeurs = [*(-v / 10 for v in range(1, 7)), *(v / 10 for v in range(1, 19))]
    coupees = classer(valeurs, Methode.QUANTILE, divergente=True)
    assert coupees.effectifs == (6, 6, 6, 6)


def test_a_lone_fall_has_the_tone_of_its_size():
    hausses = [float(v) for v in range(1, 19)]
    for baisse, ton in ((-0.5, 3), (-40.0, 1)):
        coupees = classer([baisse, *hausses], Methode.QUANTILE, divergente=True)
        assert coupees.ton(baisse) == ton


def test_equal_steps_mirror_one_another_around_zero():
    coupees = classer([-2.0, 1.0, 5.5, 8.9], Methode.EGALES, divergente=True)
    assert coupees.bornes == (-3.0, 0.0, 3.0, 6.0, 9.0)
    assert coupees.ton(-2.0) + coupees.ton(1.0) == 8
