"""Random linked families: nothing sensitive is told, keys say what is, intervals stay wide."""

from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_layer.disclosure.elimination import PREMIER
from data_layer.disclosure.protection import Protection, proteger
from data_layer.disclosure.systeme import Systeme

from .familles import Famille, au_hasard, deux_etapes
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
        s = f.systeme()
        p = proteger(s, graine=graine % 97)
        vue = Vue(f, s, p.masque)
        _rien_n_est_dit(vue, p)
        _les_cles_s_ajoutent(f, s, p, vue, graine)
        siennes = vue.largeurs()
        assert (siennes >= 1 - EPSILON).all()
        largeurs.extend(siennes.tolist())
        vus.append(graine)

    chacune()
    assert len(vus) >= EXEMPLES
    assert len(largeurs) >= 1_000  # there was something to hide
    assert np.mean(np.array(largeurs) >= 4 - EPSILON) >= PARTAGE_LARGE


@settings(max_examples=150, suppress_health_check=list(HealthCheck), derandomize=True)
@given(graine=st.integers(0, 2**40), axes=st.integers(2, 3))
def test_a_second_stage_goes_on_from_the_first(graine: int, axes: int) -> None:
    """What the first decided stands, keys agree on what is shared, and both together tell nothing."""
    f = au_hasard(graine, axes=axes)
    premiers = [g for g in f.groupements if g[-1] == "tout"]
    _, avant, s, apres = deux_etapes(f, premiers)
    vue = Vue(f, s, apres.masque)
    _rien_n_est_dit(vue, apres)
    for g in premiers:
        cles, masques = avant.statuts[g]
        ensembles = s.cellules[g].ensembles
        assert (apres.masque[ensembles] == masques).all()
        assert (apres.cles[ensembles] == cles).all() or apres.deliees


def test_the_same_input_gives_the_same_mask_and_keys() -> None:
    for graine in range(8):
        f = au_hasard(graine, axes=3)
        une, autre = (proteger(f.systeme(), graine=5) for _ in range(2))
        assert (une.masque == autre.masque).all()
        assert (une.cles == autre.cles).all()


def test_another_primary_rule_drives_the_same_engine() -> None:
    """A large cell named by another rule is masked, and not told either."""
    for graine in range(40):
        f = au_hasard(graine, axes=2)
        s = f.systeme()
        primaires = (s.effectifs > 10) & (np.arange(len(s)) % 7 == 3) & s.publie
        p = proteger(s, primaires=primaires)
        vue = Vue(f, s, p.masque)
        voulues = primaires[vue.ensembles]
        assert vue.masquees[voulues].all()
        assert not vue.dits(vue.cellules[voulues]).any()
        assert (p.cles[vue.ensembles[voulues]] != 0).all()


def _rien_n_est_dit(vue: Vue, p: Protection) -> None:
    cles = p.cles[vue.ensembles]
    assert vue.masquees[vue.sensibles].all()
    assert (cles[~vue.masquees] == 0).all()
    assert (cles[vue.sensibles] != 0).all()
    assert not vue.dits(vue.cellules[vue.sensibles]).any()


def _les_cles_s_ajoutent(f: Famille, s: Systeme, p: Protection, vue: Vue, graine: int) -> None:
    """Keys of cells are sums of keys of atoms, and a union has key 0 exactly when it is told."""
    des_atomes = [int(k) for k in p.cles[s.cellules[f.fin].ensembles]]
    for cellule, ensemble in zip(vue.cellules, vue.ensembles, strict=True):
        total = sum(k for k, dedans in zip(des_atomes, cellule, strict=True) if dedans)
        assert total % PREMIER == p.cles[ensemble]
    paniers = np.random.default_rng(graine).integers(0, 2, (12, len(des_atomes)))
    sommes = [sum(k for k, d in zip(des_atomes, panier, strict=True) if d) for panier in paniers]
    assert [t % PREMIER == 0 for t in sommes] == vue.dits(paniers).tolist()
