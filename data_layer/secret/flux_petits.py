"""Masked cells that a shown whole tells: the whole less what it shows is what they count together.

They are told when that is under 11, or hardly more than how many they are: each is at least 1, as zeros are
shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from data_layer.disclosure.gate import SEUIL
from data_layer.secret.flux_systeme import MASQUE, Cellules, Entiers, Petits, Systeme

ETROIT = 4
"""A masked cell may stand for at least so many counts beside its own, as far as one whole tells."""


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
    """What to hide for each whole that tells its masked cells, by group-by.

    The smallest shown cell beside them; the whole itself where there is none.
    """
    lues = {c.groupe: np.flatnonzero(c.effectifs > 0) for c in s.cellules}
    for e in emboitements(s.cellules):
        voisines, seuls = _voisines(e, lues[e.fines.groupe])
        if len(voisines):
            yield e.fines, voisines
        if len(seuls):
            yield e.larges, seuls


def _voisines(e: Emboitement, connues: Entiers) -> tuple[Entiers, Entiers]:
    """Shown cells to hide, one a whole that tells; wholes that have none."""
    c, haut = e.fines, e.larges
    cachee = c.etat[connues] & MASQUE != 0
    masquees = connues[cachee]
    dessus = e.dessus(masquees)
    somme = np.bincount(dessus, c.effectifs[masquees], len(haut.effectifs))
    combien = np.bincount(dessus, minlength=len(haut.effectifs))
    disent = (combien > 0) & ((somme <= SEUIL) | (somme - combien < ETROIT))
    fautives = disent & (haut.etat & MASQUE == 0)
    montrees = connues[~cachee]
    libres = montrees[fautives[e.dessus(montrees)]]
    ordre = np.argsort(c.effectifs[libres], kind="stable")
    totaux, premiers = np.unique(e.dessus(libres[ordre]), return_index=True)
    seuls = np.setdiff1d(np.flatnonzero(fautives), totaux)
    return np.asarray(libres[ordre][premiers]), seuls
