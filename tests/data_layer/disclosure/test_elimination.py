"""Sparse elimination and sums of keys, against dense algebra and Python's own integers."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from data_layer.disclosure import modulo
from data_layer.disclosure.modulo import PREMIER

from .elimination import Elimination

Lignes = list[dict[int, int]]


def systemes(graine: int) -> tuple[Lignes, int]:
    """Sparse rows of small coefficients; some are sums of others, so that rank is missing."""
    hasard = random.Random(graine)
    n = hasard.randrange(1, 14)
    lignes = [
        {c: hasard.choice([1, 1, 1, -1, 2]) % PREMIER for c in range(n) if hasard.random() < 0.3}
        for _ in range(hasard.randrange(1, 14))
    ]
    for _ in range(hasard.randrange(3)):
        a, b = hasard.choice(lignes), hasard.choice(lignes)
        lignes.append(combiner([(1, a), (hasard.randrange(1, 4), b)]))
    return lignes, n


def combiner(parts: list[tuple[int, dict[int, int]]]) -> dict[int, int]:
    total: dict[int, int] = {}
    for facteur, ligne in parts:
        for c, v in ligne.items():
            total[c] = (total.get(c, 0) + facteur * v) % PREMIER
    return {c: v for c, v in total.items() if v}


def rang_dense(lignes: Lignes, n: int) -> int:
    """Rank by Gauss on full rows of Python integers."""
    dense = [[ligne.get(c, 0) for c in range(n)] for ligne in lignes]
    rang = 0
    for c in range(n):
        pivot = next((i for i in range(rang, len(dense)) if dense[i][c]), None)
        if pivot is None:
            continue
        dense[rang], dense[pivot] = dense[pivot], dense[rang]
        inverse = pow(dense[rang][c], -1, PREMIER)
        for i in range(rang + 1, len(dense)):
            facteur = dense[i][c] * inverse % PREMIER
            dense[i] = [
                (x - facteur * y) % PREMIER for x, y in zip(dense[i], dense[rang], strict=True)
            ]
        rang += 1
    return rang


@settings(max_examples=300)
@given(graine=st.integers(0, 2**32))
def test_solutions_rank_and_certificates(graine: int) -> None:
    lignes, n = systemes(graine)
    hasard = random.Random(graine + 1)
    elimination = Elimination(lignes)
    rang = rang_dense(lignes, n)
    assert elimination.rang == rang
    valeurs = elimination.resoudre(lambda _: hasard.randrange(PREMIER))
    for ligne in lignes:
        assert sum(v * valeurs[c] for c, v in ligne.items()) % PREMIER == 0
    for _ in range(5):
        expression = {c: hasard.randrange(1, PREMIER) for c in range(n) if hasard.random() < 0.2}
        if hasard.random() < 0.5:
            expression = combiner([(hasard.randrange(1, 9), ligne) for ligne in lignes])
        preuve = elimination.certificat(expression)
        assert (preuve is not None) == (rang_dense([*lignes, expression], n) == rang)
        if preuve is not None:
            assert combiner([(v, lignes[i]) for i, v in preuve.items()]) == expression


@settings(max_examples=200)
@given(graine=st.integers(0, 2**32), n=st.integers(1, 200), groupes=st.integers(1, 20))
def test_keys_of_groups_add_up_as_integers_do(graine: int, n: int, groupes: int) -> None:
    rng = np.random.default_rng(graine)
    cles = rng.integers(0, PREMIER, n, dtype=np.int64)
    cles[rng.random(n) < 0.2] = PREMIER - 1
    de = rng.integers(0, groupes, n)
    attendu = [
        sum(int(c) for c, g in zip(cles, de, strict=True) if g == i) % PREMIER
        for i in range(groupes)
    ]
    assert modulo.sommer(cles, de, groupes).tolist() == attendu


def test_keys_shared_between_rows_add_up_to_that_of_their_group() -> None:
    rng = np.random.default_rng(5)
    cles = np.array([0, 1, PREMIER - 1, 12345678901234567], dtype=np.int64)
    de = np.concatenate([np.arange(4), rng.integers(0, 4, 60)])
    tirees = modulo.repartir(cles, de, rng)
    assert ((tirees >= 0) & (tirees < PREMIER)).all()
    assert modulo.sommer(tirees, de, 4).tolist() == cles.tolist()
    # Rows of a published cell have keys of their own all the same.
    assert (tirees[de == 0] != 0).all()


def test_two_parts_of_a_key_add_up_exactly_as_doubles() -> None:
    """What SQL sums: millions of rows, high and low bits apart, without losing one."""
    cles = np.full(4_000_000, PREMIER - 1, dtype=np.int64)
    haut = float((cles >> modulo.BITS_BAS).astype(float).sum())
    bas = float((cles & ((1 << modulo.BITS_BAS) - 1)).astype(float).sum())
    attendu = len(cles) * (PREMIER - 1) % PREMIER
    assert modulo.reunir(np.array([haut]), np.array([bas])).tolist() == [attendu]
