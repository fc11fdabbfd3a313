"""Positions against a reference, and the funnel, against term by term sums."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from data_layer.indicators import significativite as g
from data_layer.indicators.intervalles import Intervalle
from data_layer.indicators.significativite import Position
from tests.data_layer.indicators.oracle_taux import poisson_cumule


def test_positions_by_the_interval() -> None:
    nan = np.nan
    intervalle = Intervalle(
        np.array([1.0, 3.0, 1.0, 2.0, nan]), np.array([2.0, 4.0, 3.0, 3.0, 9.0])
    )
    assert g.situer(intervalle, 2.5).tolist() == [
        Position.EN_DESSOUS,
        Position.AU_DESSUS,
        Position.COMPARABLE,
        Position.COMPARABLE,
        Position.INDETERMINEE,
    ]
    propres = g.situer(intervalle, np.array([2.0, 3.0, nan, 1.0, 1.0])).tolist()
    assert propres == [
        Position.COMPARABLE,
        Position.COMPARABLE,
        Position.INDETERMINEE,
        Position.AU_DESSUS,
        Position.INDETERMINEE,
    ]
    assert set(g.LIBELLES) == set(Position)


def spiegelhalter(attendu: float, p: float) -> float:
    """His interpolated quantile, in counts (2005, appendix), term by term."""
    r = 0
    while poisson_cumule(r, attendu) < p:
        r += 1
    avant = poisson_cumule(r - 1, attendu) if r else 0.0
    cumule = poisson_cumule(r, attendu)
    return r - (cumule - p) / (cumule - avant)


@pytest.mark.parametrize(("niveau", "depuis"), [(0.95, 5.0), (0.998, 11.0)])
def test_limits_are_those_of_spiegelhalter_half_a_count_apart(niveau: float, depuis: float) -> None:
    attendus = np.geomspace(depuis, 300, 60)
    bornes = g.limites(attendus, niveau)
    for e, bas, haut in zip(attendus.tolist(), bornes.bas, bornes.haut, strict=True):
        assert bas * e == pytest.approx(spiegelhalter(e, (1 - niveau) / 2) + 0.5, abs=0.1)
        assert haut * e == pytest.approx(spiegelhalter(e, (1 + niveau) / 2) + 0.5, abs=0.1)


def test_as_many_are_outside_as_the_level_says_and_neither_side_is_favoured() -> None:
    attendus = np.linspace(11, 60, 2000)
    bornes = g.limites(attendus, 0.95)
    # Strictly outside: counts are whole.
    dessous = stats.poisson.cdf(np.ceil(bornes.bas * attendus) - 1, attendus)
    dessus = stats.poisson.sf(np.floor(bornes.haut * attendus), attendus)
    assert dessous.mean() == pytest.approx(0.025, abs=0.001)
    assert dessus.mean() == pytest.approx(0.025, abs=0.001)


@given(st.floats(0.01, 1e7), st.floats(1, 20))
def test_curves_close_on_one_and_widen_with_level_and_dispersion(
    attendu: float, phi: float
) -> None:
    e = np.array([attendu, 4 * attendu])
    large, etroit = g.limites(e, 0.998), g.limites(e, 0.95)
    disperse = g.limites(e, 0.95, phi=phi)
    assert (large.bas <= etroit.bas).all()
    assert (etroit.bas < 1).all()
    assert (etroit.haut > 1).all()
    assert (etroit.haut <= large.haut).all()
    assert (disperse.haut >= etroit.haut * (1 - 1e-9)).all()
    assert (disperse.bas <= etroit.bas * (1 + 1e-9)).all()
    assert (disperse.bas >= 0).all()
    assert etroit.haut[1] < etroit.haut[0]
    assert etroit.bas[1] >= etroit.bas[0]


def test_points_against_the_funnel() -> None:
    rapports = np.array([1.0, 1.3, 0.7, 1.3, np.nan, 1.0])
    attendus = np.array([100.0, 100.0, 100.0, 11.0, 50.0, 0.0])
    assert g.situer_entonnoir(rapports, attendus).tolist() == [
        Position.COMPARABLE,
        Position.AU_DESSUS,
        Position.EN_DESSOUS,
        Position.COMPARABLE,
        Position.INDETERMINEE,
        Position.INDETERMINEE,
    ]
    assert g.situer_entonnoir(rapports, attendus, 0.998).tolist()[1] == Position.COMPARABLE
    np.testing.assert_array_equal(
        g.rapport(np.array([3.0, 1.0]), np.array([2.0, 0.0])), [1.5, np.nan]
    )
