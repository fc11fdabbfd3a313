"""Atoms and what surrounds them: their cells under each group-by, their neighbours along each axis, boxes."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from data_layer.disclosure.gate import SEUIL
from data_layer.disclosure.systeme import Logiques, Reels, Systeme
from data_layer.disclosure.treillis import Entiers, Groupement, Treillis
from data_layer.disclosure.voisins import Direction, Paniers, Voisins


class Place(NamedTuple):
    """Where a set is: the position of one of its group-bys, and an atom in it.

    ``union``: bits of the axes along which a world must reach a shown cell, the set being that of the masked
    cells around.
    """

    groupement: int
    atome: int
    union: int = 0


class Demande(NamedTuple):
    """Places as arrays of one length, and the mask that unions are made of (m)."""

    atomes: Entiers
    groupements: Entiers
    unions: Entiers
    masque: Logiques

    def partie(self, ici: Entiers) -> Demande:
        return Demande(self.atomes[ici], self.groupements[ici], self.unions[ici], self.masque)


@dataclass(eq=False)
class Lignes:
    """The atoms of a system, in order of their packed codes under ``fin``.

    valeurs: values of each axis, one column an axis (a). pleins: group-bys whose zeros are shown, so that
    what they show counts one at least; all of them unless told. effectifs: what a corner may lose at
    most (a). entiers: counts (a). paniers: directions of several axes that boxes may have.
    """

    treillis: Treillis
    fin: Groupement
    groupements: Sequence[Groupement]
    systeme: Systeme
    valeurs: tuple[Entiers, ...]
    pleins: Collection[Groupement] | None = None
    paniers: Paniers | None = None
    cles: Entiers = field(init=False)
    entiers: Reels = field(init=False)
    voisins: Voisins = field(init=False)
    effectifs: Reels = field(init=False)

    def __post_init__(self) -> None:
        cellules = self.systeme.cellules[self.fin]
        self.cles = cellules.cles
        self.entiers = self.systeme.effectifs[cellules.ensembles]
        self._codes = [
            axe.niveaux[n][v]
            for axe, n, v in zip(self.treillis.axes, self.fin, self.valeurs, strict=True)
        ]
        tailles = [axe.taille for axe in self.treillis.axes]
        self._facteurs = [math.prod(tailles[i + 1 :]) for i in range(len(tailles))]
        self._ensembles = np.stack(
            [
                self.systeme.cellules[g].trouver(self.treillis.cle(g, self.valeurs))
                for g in self.groupements
            ]
        ).astype(np.int32)
        self.effectifs = self.entiers.copy()
        for g, ensembles in zip(self.groupements, self._ensembles, strict=True):
            if self.pleins is None or g in self.pleins:
                # A set that is shown not to be empty keeps one at least.
                np.minimum(
                    self.effectifs, self.systeme.effectifs[ensembles] - 1, out=self.effectifs
                )
        self.voisins = Voisins(
            self.treillis, self.fin, self.valeurs, self.paniers or self._simples()
        )
        self._rangs = {g: i for i, g in enumerate(self.groupements)}
        self._prix = self.systeme.poids * np.maximum(self.systeme.effectifs, 1.0)
        self.voisins.ranger(self.poids(), self.prix)

    def poids(self) -> dict[Groupement, float]:
        """What a unit of each group-by weighs."""
        s = self.systeme
        return {
            g: float(s.poids[s.cellules[g].ensembles].min(initial=np.inf)) for g in self.groupements
        }

    def prix(self, groupement: Groupement) -> Reels:
        """What masking the cell of each atom under a group-by costs (a)."""
        return np.asarray(self._prix[self._ensembles[self._rangs[groupement]]])

    def _simples(self) -> Paniers:
        """Baskets along each axis, at every level of it that group-bys use."""
        return {
            (axe,): [("",), *((n,) for n in dict.fromkeys(g[axe] for g in self.groupements))]
            for axe in range(self.axes)
        }

    def __len__(self) -> int:
        return len(self.cles)

    @property
    def axes(self) -> int:
        return len(self.treillis.axes)

    def varie(self, axe: int) -> bool:
        return bool(len(self._codes[axe])) and bool((self._codes[axe] != self._codes[axe][0]).any())

    def codes(self, axe: int) -> Entiers:
        """The code of each atom on an axis (a)."""
        return self._codes[axe]

    def lignes(self, axe: int) -> Entiers:
        """The line along an axis that each atom is on: numbers from 0 (a)."""
        autres = [
            c * t
            for i, (c, t) in enumerate(zip(self._codes, self._facteurs, strict=True))
            if i != axe
        ]
        return np.unique(sum(autres), return_inverse=True)[1].reshape(-1)

    def seuls(self, axe: int) -> Logiques:
        """Which atoms have no neighbour along an axis (a)."""
        lignes = self.lignes(axe)
        return np.asarray(np.bincount(lignes)[lignes] == 1)

    def cellules(self, groupement: int, atomes: Entiers) -> Entiers:
        """The set of each atom under a group-by (same shape)."""
        return np.asarray(self._ensembles[groupement][atomes], dtype=np.int64)

    def changees(
        self, choisies: Sequence[Direction], boites: Entiers
    ) -> Iterator[tuple[int, Entiers]]:
        """For each group-by, which boxes change its cells: those that it cuts along each direction.

        Of the others, corners that it does not tell apart cancel out.
        """
        axes = [(bit, axe) for bit, direction in enumerate(choisies) for axe in direction]
        coupes: dict[tuple[int, int, str], Logiques] = {}
        trouvees: dict[tuple[str, ...], Entiers] = {}
        for rang, g in enumerate(self.groupements):
            cle = tuple(g[axe] for _, axe in axes)
            if cle not in trouvees:
                for (bit, axe), nom in zip(axes, cle, strict=True):
                    if (bit, axe, nom) not in coupes:
                        codes = self.treillis.axes[axe].niveaux[nom][self.valeurs[axe]]
                        coupes[bit, axe, nom] = codes[boites[:, 0]] != codes[boites[:, 1 << bit]]
                coupe = np.ones(len(boites), dtype=bool)
                for bit, direction in enumerate(choisies):
                    coupe &= np.logical_or.reduce([coupes[bit, a, g[a]] for a in direction])
                trouvees[cle] = np.flatnonzero(coupe)
            yield rang, trouvees[cle]

    @staticmethod
    def signes(axes: int) -> Entiers:
        """Signs of the 2**axes corners: bit b of a corner's rank says that it is moved along axis b."""
        return np.array([(-1) ** bin(coin).count("1") for coin in range(1 << axes)], dtype=np.int64)

    def boites(
        self, choisies: Sequence[Direction], d: Demande, proches: int, gardees: int
    ) -> tuple[Entiers, Entiers]:
        """Boxes of atoms that exist, from some atoms along some directions: whose each is, its corners.

        Along each direction the ``proches`` nearest neighbours outside the cell of the atom are tried, and
        the ``gardees`` nearest boxes kept.
        """
        atomes = d.atomes
        voisins = [self.voisins_de(direction, d, proches) for direction in choisies]
        if len(choisies) == 1:
            qui, autres, _ = voisins[0]
            return qui, np.stack([atomes[qui], autres], axis=1)
        qui, coins, loin = produit(voisins)
        tous = [atomes[qui], *coins]
        boites = np.empty((len(qui), 1 << len(choisies)), dtype=np.int64)
        existe = np.ones(len(qui), dtype=bool)
        for coin in range(1 << len(choisies)):
            bits = [b for b in range(len(choisies)) if coin >> b & 1]
            if len(bits) <= 1:
                boites[:, coin] = tous[bits[0] + 1] if bits else tous[0]
                continue
            # On its line a neighbour differs along its direction only: differences of keys add up.
            cle = self.cles[tous[0]] * (1 - len(bits)) + sum(self.cles[tous[b + 1]] for b in bits)
            place = np.minimum(np.searchsorted(self.cles, cle), len(self.cles) - 1)
            existe &= self.cles[place] == cle
            boites[:, coin] = place
        qui, boites, loin = qui[existe], boites[existe], loin[existe]
        return _premiers(qui, boites, loin, gardees)

    def voisinage(self, d: Demande, combien: int) -> tuple[Entiers, Entiers]:
        """The cheapest atoms of all, outside the cells named: for whom, which."""
        qui, autres = [], []
        prix = self.systeme.poids * self.systeme.effectifs
        couts = prix[self._ensembles].sum(axis=0) if len(d.atomes) else np.zeros(0)
        for k, (atome, g) in enumerate(zip(d.atomes.tolist(), d.groupements.tolist(), strict=True)):
            tous = np.arange(len(self))
            tous = tous[self._ensembles[g] != self._ensembles[g][atome]]
            if d.unions[k]:
                tous = tous[~d.masque[self._ensembles[g][tous]]]
            proches = tous[np.argpartition(couts[tous], min(combien, len(tous) - 1))[:combien]]
            qui.append(np.full(len(proches), k))
            autres.append(proches)
        if not qui:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        return np.concatenate(qui), np.concatenate(autres)

    def voisins_de(
        self, direction: Direction, d: Demande, combien: int, voisins: Voisins | None = None
    ) -> tuple[Entiers, Entiers, Reels]:
        """Nearest neighbours of atoms, outside the cells named: for whom, which, how far."""
        atomes, groupements = d.atomes, d.groupements
        qui, autres, loin = (voisins or self.voisins).autour(direction, atomes)
        dehors = np.zeros(len(qui), dtype=bool)
        for g in np.unique(groupements).tolist():
            ici = np.flatnonzero(groupements[qui] == g)
            for axe in direction:
                codes = self.treillis.axes[axe].niveaux[self.groupements[g][axe]]
                codes = codes[self.valeurs[axe]]
                dehors[ici] |= codes[autres[ici]] != codes[atomes[qui[ici]]]
            le_long = sum(1 << axe for axe in direction)
            reunis = ici[(d.unions[qui[ici]] & le_long) > 0]
            dehors[reunis] &= ~d.masque[self._ensembles[g][autres[reunis]]]
        qui, autres, loin = qui[dehors], autres[dehors], loin[dehors]
        # What would not fill the group up asks for another cell.
        seul = self.entiers[autres] + self.entiers[atomes[qui]] <= SEUIL
        loin = loin * np.where(seul, 2.0, 1.0)
        qui, boites, loin = trier(qui, autres[:, None], loin, combien)
        return qui, boites[:, 0], loin


def produit(
    voisins: Sequence[tuple[Entiers, Entiers, Reels]],
) -> tuple[Entiers, list[Entiers], Reels]:
    """Every choice of a neighbour along each axis, for each atom."""
    qui, coins, loin = voisins[0][0], [voisins[0][1]], voisins[0][2]
    for suivant, autres, ecarts in voisins[1:]:
        n = int(max(qui.max(initial=-1), suivant.max(initial=-1))) + 1
        combien = np.bincount(suivant, minlength=n)
        debut = np.concatenate([[0], np.cumsum(combien)])[:-1]
        tailles = combien[qui]
        garde = np.repeat(np.arange(len(qui)), tailles)
        rang = np.arange(len(garde)) - np.repeat(np.cumsum(tailles) - tailles, tailles)
        place = debut[qui[garde]] + rang
        qui, coins = qui[garde], [*(c[garde] for c in coins), autres[place]]
        loin = loin[garde] * ecarts[place]
    return qui, coins, loin


def _premiers(qui: Entiers, boites: Entiers, loin: Reels, combien: int) -> tuple[Entiers, Entiers]:
    qui, boites, _ = trier(qui, boites, loin, combien)
    return qui, boites


def trier(
    qui: Entiers, boites: Entiers, loin: Reels, combien: int
) -> tuple[Entiers, Entiers, Reels]:
    """The nearest of each, in order."""
    ordre = np.lexsort((loin, qui))
    qui, boites, loin = qui[ordre], boites[ordre], loin[ordre]
    debut = np.searchsorted(qui, qui, side="left")
    garde = np.arange(len(qui)) - debut < combien
    return qui[garde], boites[garde], loin[garde]
