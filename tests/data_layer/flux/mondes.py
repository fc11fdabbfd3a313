"""Worlds of the small dataset of flows, as a protected build has: its keys, and the dataset they hide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import numpy as np

from tests.data_layer.flux.oracle_base import PREMIER
from tests.fabrique.petit_flux import Colonnes, PetitFlux

_AXES = ("residence", "site", "residence", "site", "strate", "noeud")
_CLE = ("noeud", "type", "residence", "site", "strate")


def cacher(petit: PetitFlux, mondes: int = 150, graine: int = 3) -> tuple[PetitFlux, PetitFlux]:
    """The same with keys, and the other world these keys hide: each shown figure is the same in both.

    A world is a signed box on two axes (residence x site, site x strate, residence x leaf...): four atoms
    that hold stays, and still do in the other world. One more, in 2019, moves nothing back: stays of acts
    that PSY would have more, so that all that holds them is masked, up to France.
    """
    hasard = np.random.default_rng(graine)
    ici, la = {}, {}
    for annee, f in petit.faits.items():
        cles, ecarts = np.zeros(len(f["site"]), np.int64), np.zeros(len(f["site"]), np.int64)
        for boite in _boites(hasard, f, mondes):
            cle = int(hasard.integers(1, PREMIER))
            if any(f["sejours"][i] + ecarts[i] < 2 for i in boite[1:3]):
                continue
            for i, signe in zip(boite, (1, -1, -1, 1), strict=True):
                cles[i] = (int(cles[i]) + signe * cle) % PREMIER
                ecarts[i] += signe
        if annee == 2019:
            seul = int(np.flatnonzero(f["type"] == 4)[0])
            cles[seul], ecarts[seul] = int(hasard.integers(1, PREMIER)), 7
        duree = f["unites"] // f["sejours"]
        ici[annee] = {**f, "cle": cles}
        la[annee] = {
            **ici[annee],
            "sejours": f["sejours"] + ecarts,
            "unites": f["unites"] + ecarts * duree,
        }
    return replace(petit, faits=ici), replace(petit, faits=la)


def _boites(hasard: np.random.Generator, f: Colonnes, combien: int) -> Iterator[list[int]]:
    """Rows of the four corners of boxes, where all four are there."""
    place = {cle: i for i, cle in enumerate(zip(*(f[c].tolist() for c in _CLE), strict=True))}
    cles = list(place)
    trouvees = 0
    for _ in range(combien * 200):
        a, b = (cles[int(i)] for i in hasard.integers(0, len(cles), 2))
        un, deux = hasard.choice(_AXES, 2)
        i, j = _CLE.index(un), _CLE.index(deux)
        if i == j or a[i] == b[i] or a[j] == b[j]:
            continue
        coins = []
        for x, y in product((a[i], b[i]), (a[j], b[j])):
            coin = list(a)
            coin[i], coin[j] = x, y
            coins.append(place.get(tuple(coin), -1))
        if min(coins) >= 0 and len(set((f["unites"] / f["sejours"])[coins])) == 1:
            trouvees += 1
            yield coins
        if trouvees == combien:
            return
