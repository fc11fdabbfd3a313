"""The rule of contributors: each rule by hand, then the same engine driven by it."""

from __future__ import annotations

import numpy as np
import pytest

from data_layer.disclosure.contributeurs import (
    Apports,
    RegleContributeurs,
    cacher_contributeurs,
    primaires,
    profiler,
    sensibles,
    unions_sensibles,
)
from data_layer.disclosure.systeme import Systeme

from .familles import Famille, axe, cacher, famille, table
from .oracle import Vue

SANS_INITIE = RegleContributeurs(k=3, initie=False)
AVEC_INITIE = RegleContributeurs(k=3)


def apports(*cellules: list[float]) -> Apports:
    """Cells as lists of amounts, each of a contributor of its own."""
    cellule = np.repeat(np.arange(len(cellules)), [len(c) for c in cellules])
    montants = np.array([m for c in cellules for m in c], dtype=float)
    return Apports(cellule, np.arange(len(montants)), montants, len(cellules))


def une(montants: list[float], regle: RegleContributeurs) -> bool:
    return bool(sensibles(apports(montants), regle)[0])


@pytest.mark.parametrize(
    ("montants", "cachee"),
    [
        ([], False),  # nobody: nothing to hide
        ([0, 0], False),
        ([100], True),
        ([50, 50], True),  # two, and three are needed
        ([50, 50, 0], True),  # who brings nothing does not count
        ([40, 30, 30], False),
        ([86, 7, 7], True),  # above 85 %
        ([85, 8, 7], True),  # not above 85 %, but 7 is less than 10 % of 85
        ([80, 10, 10], False),
        ([60, 35, 5], True),  # 5 is less than 10 % of 60: the second knows the first within 10 %
        ([60, 33, 7], False),
    ],
)
def test_number_dominance_and_p_percent(montants: list[float], cachee: bool) -> None:
    assert une(montants, SANS_INITIE) is cachee


@pytest.mark.parametrize(
    ("montants", "cachee"),
    [
        ([40, 30, 30], True),  # two are left when one goes
        ([30, 25, 25, 20], False),
        ([70, 20, 6, 4], True),  # without the second, the first has 87.5 %
        ([50, 45, 2, 2, 1], True),  # without the first, the second has 90 %
        ([40, 30, 28, 1, 1], True),  # two together know the first within 10 %
    ],
)
def test_the_insider(montants: list[float], cachee: bool) -> None:
    assert une(montants, AVEC_INITIE) is cachee


def test_the_insider_is_any_one_of_them() -> None:
    """The closed form says what trying each one in turn says."""
    rng = np.random.default_rng(11)
    cas = [np.round(rng.pareto(1.0, rng.integers(1, 9)) * 10, 1).tolist() for _ in range(400)]
    vus = sensibles(apports(*cas), AVEC_INITIE)
    for montants, vu in zip(cas, vus.tolist(), strict=True):
        presents = [m for m in montants if m > 0]
        sans = [presents[:i] + presents[i + 1 :] for i in range(len(presents))]
        attendu = bool(presents) and (
            une(presents, SANS_INITIE) or any(not s or une(s, SANS_INITIE) for s in sans)
        )
        assert vu == attendu, montants
    assert 0.2 < np.mean(vus) < 0.95


def test_amounts_of_one_contributor_are_put_together() -> None:
    a = Apports(np.zeros(4, np.int64), np.array([7, 7, 8, 9]), np.array([30.0, 30, 20, 20]), 1)
    x = profiler(a)
    assert (x.nombre[0], x.total[0], x.premier[0], x.deuxieme[0]) == (3, 100, 60, 20)


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="never negative"):
        apports([5, -1])
    with pytest.raises(ValueError, match=r"out of 0\.\.0"):
        Apports(np.array([1]), np.array([1]), np.array([1.0]), 1)
    with pytest.raises(ValueError, match="different lengths"):
        Apports(np.array([0]), np.array([1, 2]), np.array([1.0]), 1)
    with pytest.raises(ValueError, match="out of range"):
        RegleContributeurs(k=0)


def marche() -> tuple[Famille, Systeme, Apports]:
    """Five départements of one région: providers and what each brings, in euros."""
    par_dep = [
        [900.0, 50, 50],  # dominated
        [300.0, 280, 260, 250],
        [400.0, 390, 380, 370],
        [250.0, 240, 230, 220, 210],
        [500.0, 480, 460, 450],
    ]
    totaux = np.array([[round(sum(d))] for d in par_dep])
    lieu = axe("lieu", region=[0] * 5, departement=range(5))
    f = famille(table([lieu, axe("temps", annee=[0])], totaux))
    s = f.systeme()
    atomes = s.cellules["departement", "annee"].ensembles
    cellule = np.repeat(atomes, [len(d) for d in par_dep])
    montants = np.array([m for d in par_dep for m in d])
    return f, s, Apports(cellule, np.arange(len(montants)), montants, len(s))


def test_the_engine_hides_what_the_rule_names() -> None:
    f, s, a = marche()
    deps = s.cellules["departement", "annee"].ensembles
    nommees = primaires(s, a, AVEC_INITIE)
    assert nommees[deps].tolist() == [True, False, False, False, False]
    p = cacher_contributeurs(f.atomes(s), a, AVEC_INITIE)
    assert p.masque[deps[0]]
    assert int(p.masque[deps].sum()) >= 2
    vue = Vue(f, s, p.masque)
    assert not vue.dits(vue.cellules[nommees[vue.ensembles]]).any()
    assert not unions_sensibles(s, p.masque, a, AVEC_INITIE).any()


def test_the_union_of_hidden_siblings_passes_too() -> None:
    """One provider in two départements dominates both together: a third one goes with them."""
    f, s, _ = marche()
    deps = s.cellules["departement", "annee"].ensembles
    cellule = np.array([*[deps[0]] * 3, *[deps[1]] * 4, *np.repeat(deps[2:], 5)])
    # Provider 1 has nearly all of the first two; the others are many and even.
    qui = np.array([1, 2, 3, 1, 2, 3, 4, *range(10, 25)])
    montant = np.array([950.0, 30, 20, 900, 90, 60, 40, *[300.0] * 15])
    a = Apports(cellule, qui, montant, len(s))
    nommees = primaires(s, a, AVEC_INITIE)
    seule = cacher(f, nommees)
    assert unions_sensibles(s, seule.masque, a, AVEC_INITIE).any()
    p = cacher_contributeurs(f.atomes(s), a, AVEC_INITIE)
    assert int(p.masque[deps].sum()) > int(seule.masque[deps].sum())
    assert not unions_sensibles(s, p.masque, a, AVEC_INITIE).any()
