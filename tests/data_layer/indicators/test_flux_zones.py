"""Fuite, attractivité and poles against loops over all matrices that show the same."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_layer.indicators.flux_zones import Croisement, croiser
from data_layer.statuts import STATUTS, Statut

N = 3
CELLULES = st.integers(0, 40)
MATRICE = st.lists(st.lists(CELLULES, min_size=N, max_size=N), min_size=N, max_size=N)
DEHORS = st.lists(st.integers(0, 20), min_size=N, max_size=N)
MASQUES = st.lists(st.booleans(), min_size=N * N, max_size=N * N)
MARGES = st.lists(st.booleans(), min_size=N, max_size=N)


def _croiser(
    flux: list[list[int]], sortis: list[int], entres: list[int], masques: list[bool]
) -> tuple[Croisement, list[int], list[int]]:
    """Cross a true matrix, some positive cells of it masked, with what crosses the border of the n zones."""
    consommation = [sum(flux[z]) + sortis[z] for z in range(N)]
    production = [sum(flux[r][z] for r in range(N)) + entres[z] for z in range(N)]
    vus = np.array(flux, dtype=float)
    vus[np.array(masques).reshape(N, N) & (vus > 0)] = np.nan
    rendu = croiser(vus, np.array(consommation, dtype=float), np.array(production, dtype=float))
    return rendu, consommation, production


@given(MATRICE, DEHORS, DEHORS)
def test_exact_when_all_is_shown(
    flux: list[list[int]], sortis: list[int], entres: list[int]
) -> None:
    rendu, consommation, production = _croiser(flux, sortis, entres, [False] * N * N)
    for z in range(N):
        dehors = sum(flux[z][p] for p in range(N) if p != z) + sortis[z]
        venus = sum(flux[r][z] for r in range(N) if r != z) + entres[z]
        assert rendu.solde.valeurs[z] == venus - dehors
        if consommation[z]:
            assert rendu.fuite.valeurs[z] == pytest.approx(dehors / consommation[z], abs=1e-12)
            assert rendu.fuite.valeurs[z] + rendu.autosuffisance.valeurs[z] == pytest.approx(1)
        else:
            assert STATUTS[rendu.fuite.statuts[z]] is Statut.SANS_OBJET
            assert math.isnan(rendu.fuite.haut[z])
        if production[z]:
            assert rendu.attractivite.valeurs[z] == pytest.approx(venus / production[z], abs=1e-12)


@given(MATRICE, DEHORS, DEHORS, MASQUES)
def test_bounds_hold_the_truth(
    flux: list[list[int]], sortis: list[int], entres: list[int], masques: list[bool]
) -> None:
    rendu, consommation, production = _croiser(flux, sortis, entres, masques)
    for z in range(N):
        for part, marge in (
            (rendu.autosuffisance, consommation[z]),
            (rendu.attractivite, production[z]),
        ):
            if not marge:
                continue
            vrai = flux[z][z] / marge
            vrai = vrai if part is rendu.autosuffisance else 1 - vrai
            assert part.bas[z] - 1e-12 <= vrai <= part.haut[z] + 1e-12
            assert part.bas[z] >= -1e-12
            assert part.haut[z] <= 1 + 1e-12
            cache = masques[z * N + z] and flux[z][z] > 0
            assert math.isnan(part.valeurs[z]) == cache
            assert STATUTS[part.statuts[z]] is (Statut.MASQUE if cache else Statut.OK)
        if consommation[z]:
            assert rendu.fuite.bas[z] + rendu.autosuffisance.haut[z] == pytest.approx(1)


def test_bounds_are_reached() -> None:
    """An inside flow and one beside it are masked: they share 9, of which one at least is the other's."""
    flux = np.array([[np.nan, np.nan], [30.0, 50.0]])
    rendu = croiser(flux, np.array([9.0, 80.0]), np.array([60.0, 100.0]))
    assert [rendu.autosuffisance.bas[0], rendu.autosuffisance.haut[0]] == pytest.approx(
        [1 / 9, 8 / 9]
    )
    assert [rendu.attractivite.bas[0], rendu.attractivite.haut[0]] == pytest.approx(
        [52 / 60, 59 / 60]
    )


def test_a_masked_margin_tells_nothing() -> None:
    flux = np.array([[20.0, 30.0], [np.nan, 50.0]])
    rendu = croiser(flux, np.array([50.0, np.nan]), np.array([np.nan, 80.0]))
    assert [STATUTS[c] for c in rendu.fuite.statuts] == [Statut.OK, Statut.MASQUE]
    assert [STATUTS[c] for c in rendu.attractivite.statuts] == [Statut.MASQUE, Statut.OK]
    assert [STATUTS[c] for c in rendu.solde.statuts] == [Statut.MASQUE] * 2
    assert math.isnan(rendu.fuite.haut[1])
    with pytest.raises(ValueError, match="margins"):
        croiser(flux, np.array([40.0, np.nan]), np.array([np.nan, 80.0]))
