"""Settling rows to margins, against sums done again; and what cannot be settled says so."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_layer.demo.calibrage import repartir
from data_layer.demo.calibrage_lignes import Cible, caler, etaler


@given(st.integers(0, 2**32 - 1), st.integers(1, 3), st.floats(0.7, 1.4))
def test_margins_hold_to_the_unit(graine: int, axes: int, facteur: float) -> None:
    hasard = np.random.default_rng(graine)
    n = 4000
    valeurs = hasard.integers(5, 40, n)
    lignes = hasard.random(n) < 0.9
    # Margins that some other values have: they can be reached.
    autres = np.where(lignes, np.maximum(hasard.poisson(valeurs * facteur), 1), 0)
    cibles = []
    for _ in range(axes):
        groupe = hasard.integers(0, 4, n)
        cibles.append(Cible(groupe, np.bincount(groupe, autres, minlength=4).astype(np.int64)))
    cale = caler(valeurs, lignes, cibles, int(autres.sum()), 1)
    assert cale.sum() == autres.sum()
    for cible in cibles:
        assert np.bincount(cible.groupe, cale, minlength=4).tolist() == cible.sommes.tolist()
    assert cale[lignes].min() >= 1
    assert not cale[~lignes].any()


def test_rows_that_cannot_take_it() -> None:
    valeurs = np.array([1, 1, 5])
    with pytest.raises(ValueError, match="no row"):
        etaler(valeurs, np.array([True, True, False]), -1, (1, 10))
    with pytest.raises(ValueError, match="no row"):
        etaler(valeurs, np.ones(3, dtype=bool), 100, (1, 10))


def test_spreading_is_even_and_bounded() -> None:
    valeurs = np.full(10, 4)
    etaler(valeurs, np.arange(10) < 5, 8, (1, 6))
    assert valeurs.sum() == 48
    assert valeurs[5:].tolist() == [4] * 5
    assert set(valeurs[:5].tolist()) == {5, 6}


@given(st.integers(0, 10**9), st.lists(st.floats(0.01, 100), min_size=1, max_size=30))
def test_shares_are_whole_and_add_up(somme: int, poids: list[float]) -> None:
    parts = repartir(somme, np.array(poids))
    assert parts.sum() == somme
    assert parts.min() >= 0
    assert np.abs(parts - somme * np.array(poids) / sum(poids)).max() <= 1
