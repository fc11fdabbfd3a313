"""Random linked families: nothing sensitive is told, keys say what is, intervals stay wide."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_layer.disclosure.elimination import PREMIER
from data_layer.disclosure.protection import proteger

from .familles import au_hasard, deux_etapes
from .oracle import Vue

EXEMPLES = 400
LARGEURS: list[float] = []
"""Width of each sensitive masked cell of each family met, summed up by the last test."""
VUS: list[int] = []


@settings(max_examples=EXEMPLES, suppress_health_check=list(HealthCheck))
@given(graine=st.integers(0, 2**40), axes=st.integers(2, 3))
def test_nothing_sensitive_is_told(graine: int, axes: int) -> None:
    f = au_hasard(graine, axes=axes)
    s = f.systeme()
    p = proteger(s, graine=graine % 97)
    vue = Vue(f, s, p.masque)
    cles = p.cles[vue.ensembles]
    assert vue.masquees[vue.sensibles].all()
    assert (cles[~vue.masquees] == 0).all()
    assert (cles[vue.sensibles] != 0).all()
    assert not vue.dits(vue.cellules[vue.sensibles]).any()
    _les_cles_s_ajoutent(vue, p.cles, f, graine)
    largeurs = vue.largeurs()
    assert (largeurs >= 1).all()
    LARGEURS.extend(largeurs.tolist())
    VUS.append(graine)
