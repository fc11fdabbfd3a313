"""Random linked families: nothing sensitive is told, keys say what is, intervals stay wide."""

from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_layer.disclosure.cacher import Cache
from data_layer.disclosure.modulo import PREMIER
from tests.data_layer.disclosure.cles import poser, tirer

from .familles import Famille, au_hasard, cacher
from .oracle import Vue

EXEMPLES = 400
EPSILON = 1e-6
PARTAGE_LARGE = 0.99
"""Share of sensitive masked cells that must keep 4 values or more, over all examples."""


def test_nothing_sensitive_is_told() -> None:
    """Over at least 400 families: linearly never, within 1 never, within 4 in one cell of a hundred."""
    largeurs: list[float] = []
    vus: list[int] = []

    @settings(max_examples=EXEMPLES, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(graine=st.integers(0, 2**40), axes=st.integers(2, 3))
    def chacune(graine: int, axes: int) -> None:
        f = au_hasard(graine, axes=axes)
        c = cacher(f, graine=graine % 97)
        vue = Vue(f, c.systeme, c.masque)
        _rien_n_est_dit(vue, c)
        _les_cles_s_ajoutent(f, c, vue, graine)
        _chaque_monde_tient(vue, c)
        siennes = vue.largeurs()
        assert (siennes >= 1 - EPSILON).all()
        largeurs.extend(siennes.tolist())
        vus.append(graine)

    chacune()
    assert len(vus) >= EXEMPLES
    assert len(largeurs) >= 1_000  # there was something to hide
    assert np.mean(np.array(largeurs) >= 4 - EPSILON) >= PARTAGE_LARGE


def test_the_same_input_gives_the_same_mask_and_keys() -> None:
    for graine in range(8):
        f = au_hasard(graine, axes=3)
        une, autre = (cacher(f, graine=5) for _ in range(2))
        assert (une.masque == autre.masque).all()
        assert (une.cles == autre.cles).all()
        assert (une.des_atomes == autre.des_atomes).all()


def test_another_primary_rule_drives_the_same_engine() -> None:
    """A large cell named by another rule is masked, and not told either."""
    for graine in range(40):
        f = au_hasard(graine, axes=2)
        s = f.systeme()
        nommees = (s.effectifs > 10) & (np.arange(len(s)) % 7 == 3) & s.publie
        c = cacher(f, nommees)
        vue = Vue(f, c.systeme, c.masque)
        voulues = nommees[vue.ensembles]
        assert vue.masquees[voulues].all()
        assert not vue.dits(vue.cellules[voulues]).any()
        assert (c.cles[vue.ensembles[voulues]] != 0).all()


def test_the_exact_check_of_the_audit_says_what_dense_algebra_does() -> None:
    """On masks that do not protect: keys drawn anew are 0 on what is told, with the cells that tell it."""
    dites = 0
    for graine in range(60):
        f = au_hasard(graine, axes=2 + graine % 2)
        s = f.systeme()
        masque = (s.effectifs <= 10) | ~s.publie
        equations = poser(s, masque)
        cles = tirer(s, equations, graine)
        vue = Vue(f, s, masque)
        cachees = np.flatnonzero(vue.masquees)
        attendu = vue.dits(vue.cellules[cachees])
        assert ((cles[vue.ensembles[cachees]] == 0) == attendu).all()
        for i in cachees[attendu].tolist():
            preuve = equations.preuve(int(vue.ensembles[i]))
            assert not masque[list(preuve)].any()
            seules = np.isin(vue.ensembles, list(preuve))
            assert Vue(f, s, ~_ensembles(vue, seules, len(s))).dits(vue.cellules[[i]]).all()
        dites += int(attendu.sum())
    assert dites >= 100


def _ensembles(vue: Vue, cellules: np.ndarray, m: int) -> np.ndarray:
    pris = np.zeros(m, dtype=bool)
    pris[vue.ensembles[cellules]] = True
    return pris


def _rien_n_est_dit(vue: Vue, c: Cache) -> None:
    cles = c.cles[vue.ensembles]
    assert vue.masquees[vue.sensibles].all()
    assert ((cles != 0) == vue.masquees).all()
    assert not vue.dits(vue.cellules[vue.sensibles]).any()


def _les_cles_s_ajoutent(f: Famille, c: Cache, vue: Vue, graine: int) -> None:
    """Keys of cells are sums of keys of atoms; a union that is told has key 0.

    The gate shows other unions too, those that no world changes: with all of them, nothing more is told.
    """
    des_atomes = [int(k) for k in c.des_atomes]
    for cellule, ensemble in zip(vue.cellules, vue.ensembles, strict=True):
        total = sum(k for k, dedans in zip(des_atomes, cellule, strict=True) if dedans)
        assert total % PREMIER == c.cles[ensemble]
    paniers = np.random.default_rng(graine).integers(0, 2, (12, len(des_atomes)))
    sommes = [sum(k for k, d in zip(des_atomes, panier, strict=True) if d) for panier in paniers]
    nulles = np.array([t % PREMIER == 0 for t in sommes])
    assert nulles[vue.dits(paniers)].all()
    montrees = np.concatenate([vue.cellules[~vue.masquees], paniers[nulles]])
    assert not vue.dits(vue.cellules[vue.sensibles], montrees).any()


def _chaque_monde_tient(vue: Vue, c: Cache) -> None:
    """What each world leaves as it is: every cell that is shown."""
    for coins, signes in zip(c.mondes.coins, c.mondes.signes, strict=True):
        monde = np.zeros(vue.cellules.shape[1], dtype=np.int64)
        np.add.at(monde, coins[signes != 0], signes[signes != 0])
        assert not (vue.cellules[~vue.masquees] @ monde).any()
