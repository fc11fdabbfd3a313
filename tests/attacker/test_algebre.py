"""The attacker's own tools: the traps of the literature, and random systems against plain elimination."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.attacker.algebre import Systeme, deduit
from tests.attacker.bornes import INFINI, Bornes


def _systeme(n: int, publies: Sequence[Sequence[int]]) -> Systeme:
    systeme = Systeme(n)
    for cle, rangees in enumerate(publies, start=1):
        systeme.publier(cle, np.array(sorted(rangees), dtype=np.int64))
    return systeme


def _se_deduit(n: int, publies: Sequence[Sequence[int]], visee: Sequence[int]) -> bool:
    cles = _systeme(n, publies).cles()
    return deduit(cles, np.array(sorted(visee), dtype=np.int64))


def _tableau(lignes: int, colonnes: int, masques: set[tuple[int, int]]) -> list[list[int]]:
    """A table published with its margins, but for some cells; cell (i, j) is row i * colonnes + j."""
    rang = {(i, j): i * colonnes + j for i in range(lignes) for j in range(colonnes)}
    publies = [[r] for ij, r in rang.items() if ij not in masques]
    publies += [[rang[i, j] for j in range(colonnes)] for i in range(lignes)]
    return publies + [[rang[i, j] for i in range(lignes)] for j in range(colonnes)]


def test_le_parent_moins_ses_autres_enfants() -> None:
    assert _se_deduit(3, [[0, 1, 2], [0], [1]], [2])
    assert not _se_deduit(3, [[0, 1, 2], [0]], [2])


def test_un_panier_avec_un_etablissement_de_plus() -> None:
    assert _se_deduit(6, [[0, 1, 2, 3], [0, 1, 2]], [3])
    assert not _se_deduit(6, [[0, 1, 2, 3], [0, 1, 2, 4]], [3])


def test_des_mois_cumules() -> None:
    assert _se_deduit(6, [[0, 1, 2], [0, 1, 2, 3], [1, 2, 3]], [0, 3])


def test_deux_masques_par_ligne_et_pourtant_resolus() -> None:
    """A cycle of six masked cells, two a line and two a column, hides all six until anything cuts it."""
    cycle = {(0, 0), (0, 1), (1, 1), (1, 2), (2, 2), (2, 0)}
    assert not any(_se_deduit(9, _tableau(3, 3, cycle), [3 * i + j]) for i, j in cycle)
    # Still two masked on each line and column; one more total, over two of them.
    publies = [*_tableau(3, 3, cycle), [0, 4]]
    assert all(_se_deduit(9, publies, [3 * i + j]) for i, j in cycle)


def test_un_atome_ne_se_coupe_pas() -> None:
    assert not _se_deduit(4, [[0, 1], [0, 1, 2]], [0])
    assert _se_deduit(4, [[0, 1], [0, 1, 2]], [2])
    assert not _se_deduit(4, [[0, 1]], [3])


@settings(max_examples=150)
@given(st.data())
def test_comme_une_elimination_ordinaire(data: st.DataObject) -> None:
    n = data.draw(st.integers(2, 7))
    ensembles = st.sets(st.integers(0, n - 1), min_size=1)
    publies = data.draw(st.lists(ensembles, min_size=1, max_size=8))
    visee = data.draw(ensembles)
    lignes = [[Fraction(int(r in e)) for r in range(n)] for e in publies]
    dans = _rang(lignes) == _rang([*lignes, [Fraction(int(r in visee)) for r in range(n)]])
    assert _se_deduit(n, [sorted(e) for e in publies], sorted(visee)) == dans


def _rang(lignes: Sequence[Sequence[Fraction]]) -> int:
    """The rank of a matrix, by fractions."""
    restent, rang = [list(x) for x in lignes], 0
    for c in range(len(lignes[0])):
        pivot = next((x for x in restent if x[c]), None)
        if pivot is None:
            continue
        restent.remove(pivot)
        rang += 1
        restent = [
            [a - x[c] / pivot[c] * b for a, b in zip(x, pivot, strict=True)] for x in restent
        ]
    return rang


def _bornes(relations: Sequence[tuple[int, tuple[int, ...], bool]], **montres: int) -> Bornes:
    valeurs = {int(c[1:]): float(n) for c, n in montres.items()}
    return Bornes(dict(valeurs), dict(valeurs), list(relations))


@pytest.mark.parametrize(
    ("relations", "montres", "epingles"),
    [
        # What remains is as many as there are masked rows: each holds one stay.
        ([(1, (2, 3, 4), True)], {"c1": 22, "c2": 20}, {3: 1, 4: 1}),
        ([(1, (2, 3, 4), True)], {"c1": 23, "c2": 20}, {}),
        # A product whose other products have none: at least, and at most, what the parent has.
        ([(1, (2,), False)], {"c1": 15}, {2: 15}),
        ([(1, (2, 3), False)], {"c1": 15, "c2": 15}, {}),
    ],
)
def test_les_bornes(
    relations: list[tuple[int, tuple[int, ...], bool]],
    montres: dict[str, int],
    epingles: dict[int, int],
) -> None:
    assert _bornes(relations, **montres).propager() == epingles


@settings(max_examples=100)
@given(st.lists(st.integers(1, 12), min_size=2, max_size=4), st.integers(0, 15))
def test_les_bornes_contiennent_la_verite(comptes: list[int], masque: int) -> None:
    """Whatever is shown of a sum and its parts, the truth stays between the bounds."""
    cles = tuple(range(2, 2 + len(comptes)))
    vrais = {1: sum(comptes), **dict(zip(cles, comptes, strict=True))}
    montres = {f"c{c}": n for c, n in vrais.items() if not masque >> (c - 1) & 1}
    bornes = _bornes([(1, cles, True)], **montres)
    bornes.propager()
    assert all(bornes.bas[c] <= n <= bornes.haut.get(c, INFINI) for c, n in vrais.items())
    possibles = [
        t for t in itertools.product(range(1, 13), repeat=len(comptes))
        if all(montres.get(f"c{c}", n) == n for c, n in zip(cles, t, strict=True))
        and montres.get("c1", sum(t)) == sum(t)
    ]  # fmt: skip
    for i, c in enumerate(cles):
        if bornes.bas[c] == bornes.haut[c]:
            assert {t[i] for t in possibles} == {vrais[c]}
