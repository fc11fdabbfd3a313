"""Masked cells that count under 11 together in a shown whole: the whole less what it shows tells them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from data_layer.disclosure.gate import SEUIL
from data_layer.secret.flux_systeme import MASQUE, A, Cellules, Entiers, L, R, Systeme, T

_PARENTS: Mapping[int, Mapping[str, tuple[str, ...]]] = {
    R: {
        "code": ("bv", "tds", "departement", "france"),
        "bv": ("france",),
        "tds": ("region", "france"),
        "departement": ("region", "france"),
        "region": ("france",),
    },
    L: {
        "fig": ("fin", "departement", "tds", "departement*genre", "genre", "region", "france"),
        "fin": ("france",),
        "departement": ("region", "france"),
        "tds": ("region", "france"),
        "departement*genre": ("departement", "region*genre"),
        "region*genre": ("region", "genre"),
        "region": ("france",),
        "genre": ("france",),
    },
    A: {"3": ("2",), "2": ("1",)},
    T: {"type": ("hc-hp",)},
}


def a_cacher(s: Systeme) -> Iterator[tuple[Cellules, Entiers]]:
    """The smallest shown cell beside each group under 11 of a shown cell above, by group-by."""
    par = {c.groupe: c for c in s.cellules}
    for c in s.cellules:
        for axe, parents in _PARENTS.items():
            for niveau in parents.get(c.groupe[axe], ()):
                haut = par.get((*c.groupe[:axe], niveau, *c.groupe[axe + 1 :]))  # type: ignore[arg-type]
                if haut is not None and len(cellules := _voisines(s, c, haut)):
                    yield c, cellules


def _voisines(s: Systeme, c: Cellules, haut: Cellules) -> Entiers:
    connues = np.flatnonzero(c.effectifs > 0)
    # Any atom of a cell tells what is above it.
    cellules = c.de(s.paires, s.actes)
    un = np.zeros(len(c.effectifs), dtype=np.int64)
    un[cellules] = np.arange(len(s))
    dessus = haut.de(s.paires[un[connues]], s.actes[un[connues]])
    masquees = c.etat[connues] & MASQUE != 0
    somme = np.bincount(dessus[masquees], c.effectifs[connues[masquees]], len(haut.effectifs))
    fautives = (somme > 0) & (somme <= SEUIL) & (haut.etat & MASQUE == 0)
    libres = connues[~masquees & fautives[dessus]]
    ordre = np.argsort(c.effectifs[libres], kind="stable")
    la = haut.de(s.paires[un[libres[ordre]]], s.actes[un[libres[ordre]]])
    _, premiers = np.unique(la, return_index=True)
    return np.asarray(libres[ordre][premiers])
