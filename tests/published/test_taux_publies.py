"""Printed rates, indices and shares (workshop EMOIS 2022): the arithmetic of the house finds them again."""

from __future__ import annotations

import numpy as np
import pytest

from data_layer.indicators.concentration import herfindahl
from data_layer.indicators.standardisation import indice, taux_brut
from data_layer.statuts import STATUTS, Statut

# slide: Taux de recours HAD (journées, 2014, par territoire de santé): région, brut, standardisé, indice
# régional, indice national, journées.
HAD_2014 = [
    ("GUADELOUPE", 253.49, 318.34, 1.02, 4.72, 81_214),
    ("GUADELOUPE", 263.53, 284.80, 0.92, 4.22, 21_854),
    ("MARTINIQUE", 41.63, 45.50, 1.00, 0.67, 16_167),
    ("GUYANE", 214.89, 523.67, 0.99, 7.76, 51_499),
    ("LA REUNION", 83.88, 147.27, 1.00, 2.18, 27_004),
    ("LA REUNION", 88.84, 171.52, 1.16, 2.54, 18_883),
]
# slide: Activité - parts de marché SSR (Centre-Val de Loire, HC): statut, journées and parts 2020 and 2021.
SSR_CENTRE = [
    ("CH", 520_046, 486_847, 42.3, 40.9),
    ("CHR", 65_077, 62_751, 5.3, 5.3),
    ("autres public", 1_329, 2_644, 0.1, 0.2),
    ("CLCC", 158, 415, 0.0, 0.0),
    ("EBNL", 262_004, 261_023, 21.3, 21.9),
    ("prive lucratif", 378_390, 373_900, 30.8, 31.4),
    ("prive non lucratif", 1_108, 2_669, 0.1, 0.2),
]
TOTAUX_SSR = (1_228_112, 1_190_249)
DEMI = 0.005
"""Half of the last digit printed."""


def _reference(lignes: list[tuple[float, float]]) -> tuple[float, float]:
    """Between which a reference lies, from rates and the indices printed of them, both rounded."""
    bas = max((taux - DEMI) / (indice_ + DEMI) for taux, indice_ in lignes)
    haut = min((taux + DEMI) / (indice_ - DEMI) for taux, indice_ in lignes)
    return bas, haut


def test_one_national_rate_gives_the_six_national_indices() -> None:
    bas, haut = _reference([(ligne[2], ligne[4]) for ligne in HAD_2014])
    assert bas < haut
    # Six rounded quotients pin it to within a tenth of a point.
    assert haut - bas < 0.1
    rendus = indice(np.array([ligne[2] for ligne in HAD_2014]), (bas + haut) / 2)
    assert np.round(rendus, 2).tolist() == [ligne[4] for ligne in HAD_2014]
    rendus = indice(np.array([ligne[2] for ligne in HAD_2014]), (bas + haut) / 2, base=100)
    assert np.round(rendus).tolist() == [round(100 * ligne[4]) for ligne in HAD_2014]


def test_one_regional_rate_gives_the_indices_of_each_region() -> None:
    taux = np.array([ligne[2] for ligne in HAD_2014])
    references = []
    for region, *_ in HAD_2014:
        bas, haut = _reference([(x[2], x[3]) for x in HAD_2014 if x[0] == region])
        assert bas < haut, region
        references.append((bas + haut) / 2)
    rendus = indice(taux, np.array(references))
    assert np.round(rendus, 2).tolist() == [ligne[3] for ligne in HAD_2014]


@pytest.mark.parametrize("ligne", HAD_2014, ids=lambda ligne: f"{ligne[0]}-{ligne[5]}")
def test_a_whole_population_gives_each_crude_rate(
    ligne: tuple[str, float, float, float, float, int],
) -> None:
    _, brut, *_, journees = ligne
    population = np.array([float(round(1000 * journees / brut))])
    assert round(float(taux_brut(np.array([float(journees)]), population)[0]), 2) == brut


@pytest.mark.parametrize("annee", [0, 1])
def test_the_index_of_statuts_is_that_of_printed_shares(annee: int) -> None:
    journees = np.array([[float(ligne[1 + annee]) for ligne in SSR_CENTRE]])
    total = np.array([float(TOTAUX_SSR[annee])])
    exact = herfindahl(journees, total)
    assert STATUTS[exact.statuts[0]] is Statut.OK
    parts = [ligne[3 + annee] / 100 for ligne in SSR_CENTRE]
    bas = sum(max(p - 0.0005, 0.0) ** 2 for p in parts)
    haut = sum((p + 0.0005) ** 2 for p in parts)
    assert bas <= exact.valeurs[0] <= haut
    # With the CLCC and another line masked, the bounds still hold the index, and tightly.
    masques = journees.copy()
    masques[0, [3, 6]] = np.nan
    borne = herfindahl(masques, total)
    assert borne.bas[0] <= exact.valeurs[0] <= borne.haut[0]
    assert borne.haut[0] - borne.bas[0] < 1e-4
