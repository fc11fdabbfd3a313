"""What an attacker works out of published cells: dense algebra and linear programs, written apart.

Nothing here uses the engine's sets, relations, elimination or intervals: cells are 0/1 vectors over rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from data_layer.disclosure.systeme import Systeme

from .familles import Famille

AUTRE_PREMIER = 2**31 - 1
Entiers = NDArray[np.int64]


@dataclass(eq=False)
class Vue:
    """Cells of a family as the attacker sees them, over the rows of its finest group-by."""

    famille: Famille
    systeme: Systeme
    masque: NDArray[np.bool_]
    cellules: Entiers = field(init=False)
    """(cells, atoms) in 0/1."""
    comptes: NDArray[np.float64] = field(init=False)
    masquees: NDArray[np.bool_] = field(init=False)
    ensembles: Entiers = field(init=False)

    def __post_init__(self) -> None:
        f = self.famille
        _, fins = f.indicateurs(f.fin)
        vecteurs, masquees, ensembles = [], [], []
        for g in f.groupements:
            codes, lignes = f.indicateurs(g)
            ici = self.systeme.cellules[g]
            assert (codes == ici.cles).all()
            vecteurs.append((lignes @ fins.T > 0).astype(np.int64))
            masquees.append(self.masque[ici.ensembles])
            ensembles.append(ici.ensembles)
        self.cellules = np.concatenate(vecteurs)
        self.comptes = self.cellules @ (fins @ f.table.comptes)
        self.masquees = np.concatenate(masquees)
        self.ensembles = np.concatenate(ensembles)
        self.atomes_publies = f.fin in f.groupements

    @property
    def sensibles(self) -> NDArray[np.bool_]:
        return self.comptes <= 10

    def dits(self, cibles: Entiers, montrees: Entiers | None = None) -> NDArray[np.bool_]:
        """Whether each target is a combination of published cells (or of ``montrees``)."""
        base = echelonner(self.cellules[~self.masquees] if montrees is None else montrees)
        return np.asarray(~reduire(base, cibles).any(axis=1))

    def largeurs(self, assez: float = 4.0) -> NDArray[np.float64]:
        """Width of what each masked sensitive cell may count; ``assez`` or more is told as it was met."""
        montrees = np.unique(np.column_stack([self.cellules, self.comptes])[~self.masquees], axis=0)
        cibles = np.unique(self.cellules[self.masquees & self.sensibles], axis=0)
        toutes = np.unique(self.cellules[self.masquees], axis=0)
        n = self.cellules.shape[1]
        # A masked cell holds one at least; above this many, nothing is a bound any more.
        libre = 10.0 * (self.comptes.sum() + 10)
        _, fins = self.famille.indicateurs(self.famille.fin)
        vrai = fins @ self.famille.table.comptes
        bas = cibles @ vrai
        haut = bas.copy()
        for i, cible in enumerate(cibles):
            for signe in (-1, 1):
                if haut[i] - bas[i] >= assez:
                    continue
                trouve = linprog(
                    signe * cible,
                    A_ub=-toutes,
                    b_ub=-np.ones(len(toutes)),
                    A_eq=montrees[:, :-1] if len(montrees) else None,
                    b_eq=montrees[:, -1] if len(montrees) else None,
                    bounds=[(1.0 if self.atomes_publies else 0.0, libre)] * n,
                    method="highs",
                )
                assert trouve.status == 0, trouve.message
                # Any world that fits moves every cell: most need no program of their own.
                bas = np.minimum(bas, cibles @ trouve.x)
                haut = np.maximum(haut, cibles @ trouve.x)
        return haut - bas


def echelonner(lignes: Entiers) -> list[tuple[int, Entiers]]:
    """Reduced rows modulo another prime, with the column of each pivot."""
    p = AUTRE_PREMIER
    reste = np.unique(lignes, axis=0) % p
    base: list[tuple[int, Entiers]] = []
    rang = 0
    for colonne in range(reste.shape[1]):
        places = np.flatnonzero(reste[rang:, colonne]) + rang
        if not len(places):
            continue
        reste[[rang, places[0]]] = reste[[places[0], rang]]
        reste[rang] = reste[rang] * pow(int(reste[rang, colonne]), -1, p) % p
        facteurs = reste[:, colonne].copy()
        facteurs[rang] = 0
        reste = (reste - facteurs[:, None] * reste[rang]) % p
        rang += 1
        base.append((colonne, reste[rang - 1]))
        if rang == len(reste):
            break
    return [(colonne, reste[i]) for i, (colonne, _) in enumerate(base)]


def reduire(base: list[tuple[int, Entiers]], cibles: Entiers) -> Entiers:
    """What is left of each target once every pivot is taken out of it."""
    reste = cibles % AUTRE_PREMIER
    for colonne, ligne in base:
        reste = (reste - reste[:, colonne : colonne + 1] * ligne) % AUTRE_PREMIER
    return reste
