"""Zones with their months, then a crossing on top: nothing sensitive is told by both together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_layer.disclosure.lignes_d_atomes import Lignes
from data_layer.disclosure.modulo import PREMIER
from data_layer.disclosure.treillis import Axe
from data_layer.secret import etapes, heritage
from data_layer.secret.axes import SANS_CROISEMENT
from data_layer.secret.heritage import Coins, Trace

from .deux_etages import GENRES, Genre, au_hasard, de_chaque_lieu, largeurs, vue_double

EXEMPLES = 100


def _verifier(graine: int, genre: Genre) -> int:
    """Protect both stages; return how many sensitive cells there were."""
    protegees = au_hasard(graine, genre).proteger()
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


@pytest.mark.parametrize("genre", GENRES)
def test_nothing_sensitive_is_told_by_both_stages(genre: Genre) -> None:
    vues: list[int] = []

    @settings(
        max_examples=EXEMPLES,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        deadline=None,
    )
    @given(graine=st.integers(0, 2**40))
    def chacune(graine: int) -> None:
        vues.append(_verifier(graine, genre))

    chacune()
    assert len(vues) >= EXEMPLES
    assert np.mean(vues) > 5  # there was something to hide


@pytest.mark.parametrize("tours", [1, 3])
def test_what_a_crossing_asks_for_is_given(monkeypatch: pytest.MonkeyPatch, tours: int) -> None:
    """It gets nothing but what it asked: a world of its own, or what holds the cell hidden altogether."""
    demandes = []

    def rien_d_autre(traces: Sequence[Trace], lignes: Lignes, etage: str) -> Coins:
        siennes = [t for t in traces if etage in t.voulus or len(t.signes) == 1]
        demandes.append(len(siennes))
        return heritage.reprendre(siennes, lignes, etage)

    monkeypatch.setattr(etapes, "_TOURS", tours)
    monkeypatch.setattr(etapes, "reprendre", rien_d_autre)
    for graine in range(40):
        croisee = au_hasard(graine, "lies").proteger()[1]
        assert not croisee.cache.orphelins
        s = croisee.cache.systeme
        assert croisee.cache.masque[s.publie & (s.effectifs <= 10)].all()
    assert sum(demandes) > 40


def test_masked_counts_keep_room() -> None:
    """Months among them: of 1 to 10, no masked count is within 1, one in a hundred within 4 at most."""
    vues: list[float] = []
    for genre in GENRES:
        for graine in range(8):
            for etape in au_hasard(graine, genre).proteger():
                vues += largeurs(etape).tolist()
    assert len(vues) > 500
    assert min(vues) >= 1 - 1e-6
    assert np.mean(np.array(vues) >= 4 - 1e-6) >= 0.99


def test_degenerate_data() -> None:
    """One stay, one établissement, one month, one value; nothing to hide."""
    for comptes, masquees in (([[3]], True), ([[30]], False)):
        d = au_hasard(0, "petits")
        d = replace(
            d,
            comptes=np.array(comptes)[:, :, None, None] * (np.arange(13) == 5)[:, None],
            axes=replace(
                d.axes,
                etabs=Axe("lieu", {n: v[:2] for n, v in d.axes.etabs.niveaux.items()}),
                lieu_de_etab=d.axes.lieu_de_etab[:2],
            ),
            produits=Axe("produit", {p: np.zeros(1, np.int64) for p in "01234567"}),
            tus=np.zeros(1, dtype=bool),
        )
        vue = vue_double(d.proteger())
        assert (vue.masquees == masquees).all()
        assert not vue.dits(vue.cellules[vue.masquees]).any()
