"""Neighbours of atoms along one axis or several: those whose exchange would cost least.

Neighbours are looked for in *baskets*: the cell of some level of the axes of a direction, the other axes
being fixed (the same product and month in the établissements of one département). What tells apart two
atoms of a basket is known beforehand, so that what each would cost is too: the cheapest come first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from data_layer.disclosure.systeme import Reels
from data_layer.disclosure.treillis import Entiers, Groupement, Treillis

Direction = tuple[int, ...]
"""Axes along which an atom moves at once: places alone, or places and products together."""
Panier = tuple[str, ...]
"""A level of each axis of a direction; "" for all values of an axis."""
Paniers = Mapping[Direction, Sequence[Panier]]
_PREMIERS, _PROCHES, _ETALES = 30, 6, 24
"""Neighbours tried in a basket: the cheapest, those that cost as much as the atom itself, some of all."""
_TAILLE = 1e-3
"""What the cost of an atom weighs against how far its basket reaches."""


class Rangee(NamedTuple):
    """Atoms in order of baskets then cost: order, rank of each in it, bounds of its basket, cost (a each)."""

    ordre: Entiers
    rang: Entiers
    debuts: Entiers
    fins: Entiers
    couts: Reels


@dataclass(eq=False)
class Voisins:
    """Atoms by baskets. fin: the group-by whose cells they are. valeurs: of each axis for each atom."""

    treillis: Treillis
    fin: Groupement
    valeurs: tuple[Entiers, ...]
    paniers: Paniers

    def ranger(
        self, poids: Mapping[Groupement, float], prix: Callable[[Groupement], Reels]
    ) -> None:
        """Order baskets. ``poids``: of group-bys; ``prix``: what the cell of each atom costs under one (a).

        A box also moves along other axes, by small steps: of group-bys of the same levels of a direction
        the lightest, which is cut along these too, tells what going that far costs.
        """
        self._lourds: dict[tuple[int, str], float] = {}
        for g, p in poids.items():
            for axe, niveau in enumerate(g):
                self._lourds[axe, niveau] = max(self._lourds.get((axe, niveau), 0.0), p)
        couts = {}
        for direction, paniers in self.paniers.items():
            legers: dict[tuple[str, ...], Groupement] = {}
            for g in sorted(poids, key=lambda g: -poids[g]):
                legers[tuple(g[axe] for axe in direction)] = g
            for panier in paniers:
                couts[direction, panier] = np.zeros(len(self.valeurs[0]))
            for g in legers.values():
                siens = prix(g)
                for panier in paniers:
                    if self._separe(direction, panier, g):
                        couts[direction, panier] += siens
        self._rangees = {cle: self._ranger(*cle, cout) for cle, cout in couts.items()}

    def _distance(self, axe: int, a: Entiers, b: Entiers) -> Reels:
        """What the levels of an axis that tell two atoms apart weigh."""
        ici, la = self.valeurs[axe][a], self.valeurs[axe][b]
        total = np.zeros(len(a))
        for (i, niveau), poids in self._lourds.items():
            if i == axe:
                codes = self.treillis.axes[axe].niveaux[niveau]
                total += poids * (codes[ici] != codes[la])
        return total

    def autour(self, direction: Direction, atomes: Entiers) -> tuple[Entiers, Entiers, Reels]:
        """Neighbours of some atoms along a direction, each once: for whom, which, what it would cost."""
        qui, autres, couts = [], [], []
        n = len(atomes)
        for panier in self.paniers[direction]:
            r = self._rangees[direction, panier]
            debuts, fins = r.debuts[atomes][:, None], r.fins[atomes][:, None]
            rangs = np.concatenate(
                [
                    debuts + np.arange(_PREMIERS),
                    r.rang[atomes][:, None] + np.arange(-_PROCHES, _PROCHES + 1),
                    debuts + (fins - debuts - 1) * np.arange(1, _ETALES + 1) // _ETALES,
                ],
                axis=1,
            )
            dedans = (rangs >= debuts) & (rangs < fins)
            dedans[:, _PREMIERS:] &= rangs[:, _PREMIERS:] >= debuts + _PREMIERS
            qui.append(np.broadcast_to(np.arange(n)[:, None], rangs.shape)[dedans])
            autres.append(r.ordre[rangs[dedans]])
            couts.append(r.couts[autres[-1]])
        cles = np.concatenate(qui) * len(self.valeurs[0]) + np.concatenate(autres)
        ordre = np.argsort(cles)
        cles = cles[ordre]
        neufs = np.flatnonzero(np.concatenate([[True], cles[1:] != cles[:-1]])[: len(cles)])
        c = np.concatenate(couts)[ordre]
        c = np.minimum.reduceat(c, neufs) if len(neufs) else c
        q, a = np.divmod(cles[neufs], max(len(self.valeurs[0]), 1))
        loin = 1.0 + sum(self._distance(axe, atomes[q], a) for axe in direction)
        return q, a, loin * (1 + _TAILLE * np.log1p(c))

    def _separe(self, direction: Direction, panier: Panier, g: Groupement) -> bool:
        """Whether a group-by may tell apart two atoms of a basket."""
        for axe, niveau in zip(direction, panier, strict=True):
            codes = self.treillis.axes[axe].niveaux[g[axe]]
            if niveau and self.treillis.axes[axe].raffine(niveau, g[axe]):
                continue
            if not niveau and codes.min(initial=0) == codes.max(initial=0):
                continue
            return True
        return False

    def _ranger(self, direction: Direction, panier: Panier, couts: Reels) -> Rangee:
        niveaux = dict(zip(direction, panier, strict=True))
        fixes = np.zeros(len(couts), dtype=np.int64)
        for i, axe in enumerate(self.treillis.axes):
            niveau = niveaux.get(i, self.fin[i])
            codes = axe.niveaux[niveau][self.valeurs[i]] if niveau else 0
            fixes = fixes * axe.taille + codes
        ordre = np.lexsort((couts, fixes))
        triees = fixes[ordre]
        debut = np.ones(len(ordre), dtype=bool)
        debut[1:] = triees[1:] != triees[:-1]
        ligne, rang = np.empty((2, len(ordre)), dtype=np.int64)
        ligne[ordre] = np.cumsum(debut) - 1
        rang[ordre] = np.arange(len(ordre))
        bornes = np.append(np.flatnonzero(debut), len(ordre))
        return Rangee(ordre, rang, bornes[ligne], bornes[ligne + 1], couts)
