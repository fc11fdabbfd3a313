"""Zones with their months, then a crossing on top: nothing sensitive is told by both together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_layer.disclosure.elimination import PREMIER
from data_layer.secret.axes import SANS_CROISEMENT

from .deux_etages import au_hasard, de_chaque_lieu, vue_double

EXEMPLES = 300


def _verifier(graine: int, *, petits: bool, plein: bool) -> int:
    """Protect both stages; return how many sensitive cells there were."""
    protegees = au_hasard(graine, petits=petits, plein=plein).proteger()
    croisee = protegees[1]
    vue = vue_double(protegees)
    sensibles = vue.comptes <= 10
    assert vue.masquees[sensibles].all()
    assert ((vue.cles != 0) == vue.masquees).all()
    assert not vue.dits(vue.cellules[sensibles]).any()
    # What is masked for the sake of others is not told either: one door, one answer.
    assert not vue.dits(vue.cellules[vue.masquees]).any()
    tout = (*croisee.fin[:5], SANS_CROISEMENT)
    des_zones, des_croises = (de_chaque_lieu(e, tout) for e in protegees)
    for lieu, cle in des_croises.items():
        assert (cle - des_zones[lieu]) % PREMIER == 0
    return int(sensibles.sum())


@pytest.mark.parametrize("petits", [False, True])
@pytest.mark.parametrize("plein", [False, True])
def test_nothing_sensitive_is_told_by_both_stages(petits: bool, plein: bool) -> None:
    vues: list[int] = []

    @settings(
        max_examples=EXEMPLES,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        deadline=None,
    )
    @given(graine=st.integers(0, 2**40))
    def chacune(graine: int) -> None:
        vues.append(_verifier(graine, petits=petits, plein=plein))

    chacune()
    assert len(vues) >= EXEMPLES
    assert np.mean(vues) > 5  # there was something to hide
