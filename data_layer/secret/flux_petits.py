"""Masked cells that count under 11 together in a shown whole: the whole less what it shows tells them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from data_layer.disclosure.gate import SEUIL
from data_layer.secret.flux_systeme import MASQUE, Cellules, Entiers, Petits, Systeme


@dataclass(frozen=True, eq=False, slots=True)
class Emboitement:
    """A group-by whose cells lie whole in those of another, whatever the axes that differ.

    paires, actes: what each pair and act seen by the narrow one is in by the wide one.
    """

    fines: Cellules
    larges: Cellules
    paires: Petits
    actes: Petits

    def dessus(self, places: Entiers) -> Entiers:
        """The wide cell of some narrow ones (same shape)."""
        p, a = np.divmod(places, self.fines.actes.nombre)
        return np.asarray(
            self.paires[p].astype(np.int64) * self.larges.actes.nombre + self.actes[a]
        )


def emboitements(cellules: Sequence[Cellules]) -> list[Emboitement]:
    """Every pair of group-bys of which one adds up to the other."""
    cartes: dict[tuple[int, int], Petits | None] = {}
    trouves = []
    for c in cellules:
        for haut in cellules:
            if c is haut:
                continue
            lues = []
            for fine, large in ((c.paires, haut.paires), (c.actes, haut.actes)):
                cle = id(fine), id(large)
                if cle not in cartes:
                    cartes[cle] = fine.dans(large)
                lues.append(cartes[cle])
            paires, actes = lues
            if paires is not None and actes is not None:
                trouves.append(Emboitement(c, haut, paires, actes))
    return trouves


def a_cacher(s: Systeme) -> Iterator[tuple[Cellules, Entiers]]:
    """The smallest shown cell beside each group under 11 of a shown cell above, by group-by."""
    lues = {c.groupe: np.flatnonzero(c.effectifs > 0) for c in s.cellules}
    for e in emboitements(s.cellules):
        if len(cellules := _voisines(e, lues[e.fines.groupe])):
            yield e.fines, cellules


def _voisines(e: Emboitement, connues: Entiers) -> Entiers:
    c, haut = e.fines, e.larges
    cachee = c.etat[connues] & MASQUE != 0
    masquees = connues[cachee]
    somme = np.bincount(e.dessus(masquees), c.effectifs[masquees], len(haut.effectifs))
    fautives = (somme > 0) & (somme <= SEUIL) & (haut.etat & MASQUE == 0)
    if not fautives.any():
        return np.zeros(0, dtype=np.int64)
    montrees = connues[~cachee]
    libres = montrees[fautives[e.dessus(montrees)]]
    ordre = np.argsort(c.effectifs[libres], kind="stable")
    _, premiers = np.unique(e.dessus(libres[ordre]), return_index=True)
    return np.asarray(libres[ordre][premiers])
