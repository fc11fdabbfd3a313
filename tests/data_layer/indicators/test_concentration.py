"""Herfindahl against fractions; its bounds against all rows that show the same."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from data_layer.indicators.concentration import herfindahl, nombre_equivalent
from data_layer.statuts import STATUTS, Statut
from tests.data_layer.indicators import oracle_taux as oracle


def _ligne(valeurs: list[int | None]) -> np.ndarray:
    return np.array([[np.nan if v is None else float(v) for v in valeurs]])


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=8).filter(any))
def test_exact_when_all_is_shown(valeurs: list[int]) -> None:
    for total in (float(sum(valeurs)), np.nan):
        rendu = herfindahl(_ligne([*valeurs]), np.array([total]))
        assert STATUTS[rendu.statuts[0]] is Statut.OK
        assert rendu.valeurs[0] == rendu.bas[0] == rendu.haut[0]
        assert rendu.valeurs[0] == pytest.approx(float(oracle.herfindahl(valeurs)))
    presents = sum(v > 0 for v in valeurs)
    assert 1 / presents <= rendu.valeurs[0] * (1 + 1e-12)
    assert rendu.valeurs[0] <= 1 + 1e-12
    assert nombre_equivalent(rendu).valeurs[0] == pytest.approx(1 / rendu.valeurs[0])


@given(st.integers(1, 9), st.integers(1, 10**6))
def test_equal_shares_count_as_many_as_they_are(k: int, valeur: int) -> None:
    rendu = nombre_equivalent(herfindahl(_ligne([valeur] * k), np.array([np.nan])))
    assert rendu.valeurs[0] == pytest.approx(k)


@given(
    st.lists(st.one_of(st.none(), st.integers(0, 30)), min_size=1, max_size=5), st.integers(0, 12)
)
def test_bounds_hold_all_rows_that_show_the_same_and_are_reached(
    ligne: list[int | None], cache: int
) -> None:
    trous = ligne.count(None)
    assume(0 < trous <= 3 and cache >= trous)
    total = sum(v for v in ligne if v is not None) + cache
    rendu = herfindahl(_ligne(ligne), np.array([float(total)]))
    possibles = [float(oracle.herfindahl(c)) for c in oracle.completions(ligne, total)]
    assert np.isnan(rendu.valeurs[0])
    assert STATUTS[rendu.statuts[0]] is Statut.MASQUE
    assert rendu.bas[0] <= min(possibles) * (1 + 1e-12)
    assert rendu.haut[0] == pytest.approx(max(possibles))
    if cache % trous == 0:
        assert rendu.bas[0] == pytest.approx(min(possibles))
    equivalents = nombre_equivalent(rendu)
    assert equivalents.bas[0] <= equivalents.haut[0] * (1 + 1e-12)


def test_what_cannot_be_told() -> None:
    nan = np.nan
    rendu = herfindahl(np.array([[nan, 12.0], [0.0, 0.0]]), np.array([nan, 0.0]))
    assert [STATUTS[c] for c in rendu.statuts] == [Statut.MASQUE, Statut.SANS_OBJET]
    assert np.isnan([rendu.bas, rendu.haut, rendu.valeurs]).all()


@pytest.mark.parametrize(
    ("ligne", "total"), [([5, 5], 11), ([5, 5], 9), ([None, None, 5], 6), ([None, 5], 3)]
)
def test_figures_that_contradict_one_another_are_refused(
    ligne: list[int | None], total: int
) -> None:
    with pytest.raises(ValueError, match="total"):
        herfindahl(_ligne(ligne), np.array([float(total)]))
