"""Masking against an exhaustive oracle: every row, and a reader who knows the rule."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import numpy as np
import pytest

from data_layer.sources.masquage import (
    Cellules,
    coherent,
    masquer_seul,
    masquer_total_et_parts,
    moyennes_visibles,
    pourcentage_visible,
)
from data_layer.sources.nombres import MASQUE, NON_TRANSMIS

MAX = 46  # parts 0..45: beyond 2 x 10 + 10 the rule only shifts
LARGEUR = 9


def comme_la_source(x: int) -> int:
    return MASQUE if 1 <= x <= 10 else x


def toutes_les_lignes() -> list[tuple[tuple[int, int, int], tuple[int, int, int]]]:
    """Every (truth, as written): each cell empty, masked when small, or left exact."""
    lignes = []
    for h, p in product(range(MAX), repeat=2):
        verite = (h + p, h, p)
        choix = [sorted({x, comme_la_source(x), NON_TRANSMIS}) for x in verite]
        lignes += [(verite, ecrite) for ecrite in product(*choix)]
    return lignes


def _vues(ecrites: list[tuple[int, int, int]]) -> list[tuple[tuple[int, int, int], ...]]:
    """What is published of each row: (statut, plancher, plafond) of the three cells."""
    colonnes = np.array(ecrites, dtype=np.int64).T
    cellules = masquer_total_et_parts(*colonnes)
    tableau = np.array([[c.statut, c.plancher, c.plafond] for c in cellules])
    return [tuple(map(tuple, v)) for v in tableau.transpose(2, 0, 1).tolist()]


@pytest.fixture(scope="module")
def lignes_et_vues():
    lignes = toutes_les_lignes()
    return lignes, _vues([e for _, e in lignes])


def test_a_reader_who_knows_the_rule_keeps_nine_values_for_each_masked_cell(lignes_et_vues) -> None:
    lignes, vues = lignes_et_vues
    possibles: dict[object, list[set[int]]] = defaultdict(lambda: [set(), set(), set()])
    for (verite, ecrite), vue in zip(lignes, vues, strict=True):
        for i in range(3):
            possibles[(vue, _absents(ecrite))][i].add(verite[i])
    for (vue, absents), valeurs in possibles.items():
        total = vue[0][1] if vue[0][0] == 0 else None
        if total is not None and total > MAX - 1:
            continue  # not all the rows with this total were enumerated
        for i in range(3):
            if vue[i][0] == 1 and vue[i][1] < MAX - 11:
                assert len(valeurs[i]) >= LARGEUR, (vue, absents, valeurs)


def _absents(ecrite: tuple[int, int, int]) -> tuple[bool, ...]:
    return tuple(x == NON_TRANSMIS for x in ecrite)


def test_bounds_hold_the_truth_and_shown_counts_are_zero_or_at_least_eleven(lignes_et_vues) -> None:
    for (verite, ecrite), vue in zip(*lignes_et_vues, strict=True):
        for x, cellule, (statut, bas, haut) in zip(verite, ecrite, vue, strict=True):
            if statut == 0:
                assert x == bas == haut
                assert x == 0 or x >= 11
            elif statut == 1:
                assert bas <= x <= haut
                assert haut - bas + 1 >= LARGEUR
            else:
                assert cellule == NON_TRANSMIS
                assert (bas, haut) == (0, -1)


def test_no_shown_pair_implies_a_count_of_one_to_ten(lignes_et_vues) -> None:
    for _, (t, h, p) in zip(*lignes_et_vues, strict=True):
        if t[0] == 0:
            for part in (h, p):
                if part[0] == 0:
                    assert not 1 <= t[1] - part[1] <= 10


def test_masks_the_same_whether_the_source_masked_or_not(lignes_et_vues) -> None:
    par_forme = defaultdict(set)
    for (verite, ecrite), vue in zip(*lignes_et_vues, strict=True):
        par_forme[(verite, _absents(ecrite))].add(vue)
    # A masked cell beside an empty one hides what an exact cell would imply: only whole rows agree.
    assert all(len(v) == 1 for (_, absents), v in par_forme.items() if not any(absents))


def test_the_total_is_shown_whenever_it_is_at_least_eleven(lignes_et_vues) -> None:
    for (verite, ecrite), vue in zip(*lignes_et_vues, strict=True):
        if ecrite[0] != NON_TRANSMIS and verite[0] >= 11:
            assert vue[0][0] == 0


def test_no_whole_row_without_small_count_is_masked(lignes_et_vues) -> None:
    for (verite, ecrite), vue in zip(*lignes_et_vues, strict=True):
        if ecrite == verite and not any(1 <= x <= 10 for x in verite):
            assert [c[0] for c in vue] == [0, 0, 0]


@pytest.mark.parametrize(
    ("ligne", "attendu"),
    [
        ((447, 446, MASQUE), ((0, 447, 447), (1, 437, 446), (1, 1, 10))),
        ((86, MASQUE, 85), ((0, 86, 86), (1, 1, 10), (1, 76, 85))),
        ((20, MASQUE, MASQUE), ((0, 20, 20), (1, 1, 19), (1, 1, 19))),
        ((12, 11, MASQUE), ((0, 12, 12), (1, 1, 11), (1, 1, 11))),
        ((MASQUE, 0, MASQUE), ((1, 1, 10), (0, 0, 0), (1, 1, 10))),
        ((MASQUE, MASQUE, MASQUE), ((1, 2, 10), (1, 1, 9), (1, 1, 9))),
        ((14, 11, 3), ((0, 14, 14), (1, 1, 13), (1, 1, 13))),
        ((447, NON_TRANSMIS, 446), ((0, 447, 447), (2, 0, -1), (1, 437, 446))),
        ((100, NON_TRANSMIS, 80), ((0, 100, 100), (2, 0, -1), (0, 80, 80))),
        ((NON_TRANSMIS, 446, MASQUE), ((2, 0, -1), (0, 446, 446), (1, 1, 10))),
    ],
)
def test_known_rows(ligne, attendu) -> None:
    assert _vues([ligne]) == [attendu]


def test_coherence_is_that_of_some_truth() -> None:
    ecrites = {e for _, e in toutes_les_lignes()}
    tentees = list(product([*range(0, 24), MASQUE, NON_TRANSMIS], repeat=3))
    dit = coherent(*np.array(tentees, dtype=np.int64).T)
    assert {e for e, d in zip(tentees, dit, strict=True) if d} == ecrites & set(tentees)


def test_single_count() -> None:
    cellules = masquer_seul(np.array([0, 1, 10, 11, MASQUE, NON_TRANSMIS]))
    assert cellules.statut.tolist() == [0, 1, 1, 0, 1, 2]
    assert cellules.plancher.tolist() == [0, 1, 1, 11, 1, 0]
    assert cellules.plafond.tolist() == [0, 10, 10, 11, 10, -1]


@pytest.mark.parametrize(
    ("ligne", "seances", "visibles"),
    [
        ((447, 446, MASQUE), 0, True),
        ((86, MASQUE, 85), 0, False),  # length of stay would count the nights of few stays
        ((22, 11, 11), 0, True),
        ((38, 20, 18), MASQUE, False),  # 48,8 % of men beside 38 stays: 3 séances
        ((25, 24, MASQUE), 0, True),
        ((15, 12, MASQUE), 0, False),
        ((15, MASQUE, 12), 0, False),
        ((MASQUE, 0, MASQUE), 1388, False),
        ((0, 0, 0), 1388, True),
        ((0, 0, 0), MASQUE, False),
        ((0, 0, 0), 0, False),
        ((NON_TRANSMIS, 50, 50), 0, False),
    ],
)
def test_means_go_with_their_counts(ligne, seances, visibles) -> None:
    t, c, p = masquer_total_et_parts(*(np.array([x]) for x in ligne))
    s: Cellules = masquer_seul(np.array([seances]))
    assert moyennes_visibles(t, c, p, s).tolist() == [visibles]


@pytest.mark.parametrize(
    ("pourcentage", "poids", "complement", "visible"),
    [
        (1.9, 53, False, False),  # one
        (0.0, 53, False, True),
        (0.0, 5000, False, True),  # none to two: nothing is certain
        (25.0, 48, False, True),  # twelve
        (98.1, 53, False, True),
        (98.1, 53, True, False),  # the rest is one
        (0.2, 3000, False, False),  # five to seven
        (np.nan, 53, True, True),
    ],
)
def test_a_percentage_that_counts_1_to_10_is_hidden(
    pourcentage, poids, complement, visible
) -> None:
    dit = pourcentage_visible(np.array([pourcentage]), np.array([poids]), complement=complement)
    assert dit.tolist() == [visible]


def test_no_shown_percentage_gives_back_a_small_count() -> None:
    """Every numerator of every denominator up to 400, printed to one decimal, and inverted."""
    for poids in range(11, 400):
        numerateurs = np.arange(poids + 1)
        imprimes = np.round(100 * numerateurs / poids, 1)
        visibles = pourcentage_visible(imprimes, np.full(poids + 1, poids), complement=False)
        for imprime in np.unique(imprimes[visibles]):
            possibles = numerateurs[imprimes == imprime]
            assert not all(1 <= n <= 10 for n in possibles)
