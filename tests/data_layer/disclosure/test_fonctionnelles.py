"""Weighted sums of counts: their keys against whole-number arithmetic, and what worlds leave of them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from data_layer.disclosure import PREMIER
from data_layer.disclosure.fonctionnelles import Fonctionnelles

NOMBRES = st.integers(0, PREMIER - 1)


@given(st.lists(st.tuples(st.integers(0, 2), NOMBRES, st.integers(-(10**12), 10**12)), max_size=8))
def test_keys_are_weighted_sums(termes: list[tuple[int, int, int]]) -> None:
    cles = np.array([c for _, c, _ in termes], dtype=np.int64)
    f = Fonctionnelles(
        3,
        np.array([f for f, _, _ in termes], dtype=np.int64),
        np.arange(len(termes)),
        np.array([p for _, _, p in termes], dtype=np.int64),
    )
    attendues = [sum(p * c for f_, c, p in termes if f_ == i) % PREMIER for i in range(3)]
    assert f.cles(cles).tolist() == attendues


def test_a_rate_is_shown_when_no_world_changes_it() -> None:
    """Two strata exchange a stay: what weighs them alike is not changed, what does not is."""
    tirage = 123_456_789_012_345_678
    des_atomes = np.array([tirage, PREMIER - tirage, 0])
    f = Fonctionnelles(
        4,
        np.array([0, 0, 1, 1, 2, 3, 3]),
        np.array([0, 1, 0, 1, 2, 0, 1]),
        np.array([7, 7, 7, 8, 5, 3, 3]),
    )
    assert f.montrees(des_atomes, np.array([20.0, 30.0, 4.0])).tolist() == [
        True,
        False,
        False,
        True,
    ]
    assert f.montrees(des_atomes, np.array([4.0, 5.0, 0.0])).tolist() == [False, False, True, False]
