"""Atoms and what surrounds them: their cells under each group-by, their neighbours along each axis, boxes."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from data_layer.disclosure.gate import SEUIL
from data_layer.disclosure.systeme import Logiques, Reels, Systeme
from data_layer.disclosure.treillis import Entiers, Groupement, Treillis
from data_layer.disclosure.voisins import Direction, Paniers, Voisins

Proches = tuple[Entiers, Entiers, Reels]
"""Neighbours: for whom, which, how far; in order of these, the nearest first."""
_BITS = 22
"""Most keys that no atom has are told by a table of 2**_BITS answers, which searching is slower than."""


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
        self._presents = np.zeros(1 << _BITS, dtype=bool)
        self._presents[_melanger(self.cles)] = True
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

    def ensembles(self, groupement: int) -> NDArray[np.int32]:
        """The set of every atom under a group-by (a)."""
        return np.asarray(self._ensembles[groupement])

    def cellules_de(self, groupements: Entiers, atomes: Entiers) -> Entiers:
        """The set of each atom under a group-by of its own (same shape)."""
        return np.asarray(self._ensembles[groupements, atomes], dtype=np.int64)

    def codes_de(self, groupements: Entiers, axe: int, atomes: Entiers) -> Entiers:
        """The code of each atom at the level of an axis that a group-by of its own has (same shape)."""
        niveaux = self.treillis.axes[axe].niveaux
        noms = list(niveaux)
        table = np.stack([niveaux[n] for n in noms])
        rangs = np.array([noms.index(g[axe]) for g in self.groupements], dtype=np.int64)
        return np.asarray(table[rangs[groupements], self.valeurs[axe][atomes]])

    @staticmethod
    def signes(axes: int) -> Entiers:
        """Signs of the 2**axes corners: bit b of a corner's rank says that it is moved along axis b."""
        return np.array([(-1) ** bin(coin).count("1") for coin in range(1 << axes)], dtype=np.int64)

    def assembler(
        self, atomes: Entiers, voisins: Sequence[Proches], gardees: int
    ) -> tuple[Entiers, Entiers]:
        """The ``gardees`` nearest boxes of some atoms and of their neighbours along each direction."""
        if len(voisins) == 1:
            qui, autres, _ = voisins[0]
            return qui, np.stack([atomes[qui], autres], axis=1)
        qui, coins, loin = produit(voisins)
        ecarts = [self.cles[coin] for coin in coins]
        base = self.cles[atomes[qui]]
        places: dict[int, Entiers] = {}
        for coin in range(1 << len(voisins)):
            bits = [b for b in range(len(voisins)) if coin >> b & 1]
            if len(bits) <= 1:
                continue
            # On its line a neighbour differs along its direction only: differences of keys add up.
            place = self._trouver(base * (1 - len(bits)) + sum(ecarts[b] for b in bits))
            existe = np.flatnonzero(place >= 0)
            places = {c: p[existe] for c, p in places.items()} | {coin: place[existe]}
            qui, base, loin = qui[existe], base[existe], loin[existe]
            coins, ecarts = [c[existe] for c in coins], [e[existe] for e in ecarts]
        places |= {0: atomes[qui]} | {1 << b: c for b, c in enumerate(coins)}
        boites = np.stack([places[c] for c in range(1 << len(voisins))], axis=1)
        qui, boites, _ = trier(qui, boites, loin, gardees)
        return qui, boites

    def _trouver(self, cles: Entiers) -> Entiers:
        """The atom of each key, -1 where there is none."""
        peut = np.flatnonzero(self._presents[_melanger(cles)])
        trouves = np.full(len(cles), -1, dtype=np.int64)
        cherchees = cles[peut]
        places = np.minimum(np.searchsorted(self.cles, cherchees), len(self.cles) - 1)
        trouves[peut] = np.where(self.cles[places] == cherchees, places, -1)
        return trouves

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
        atomes = d.atomes
        qui, autres, loin = (voisins or self.voisins).autour(direction, atomes)
        groupements = d.groupements[qui]
        dehors = np.zeros(len(qui), dtype=bool)
        for axe in direction:
            siens = self.codes_de(d.groupements, axe, atomes)[qui]
            dehors |= self.codes_de(groupements, axe, autres) != siens
        reunis = np.flatnonzero(d.unions[qui] & sum(1 << axe for axe in direction))
        dehors[reunis] &= ~d.masque[self.cellules_de(groupements[reunis], autres[reunis])]
        qui, autres, loin = qui[dehors], autres[dehors], loin[dehors]
        # What would not fill the group up asks for another cell.
        seul = self.entiers[autres] + self.entiers[atomes[qui]] <= SEUIL
        loin = loin * np.where(seul, 2.0, 1.0)
        qui, boites, loin = trier(qui, autres[:, None], loin, combien)
        return qui, boites[:, 0], loin


def produit(voisins: Sequence[Proches]) -> tuple[Entiers, list[Entiers], Reels]:
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


def _melanger(cles: Entiers) -> Entiers:
    """A number below 2**_BITS for each key, hardly ever the same for two."""
    melees = cles.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    return np.asarray((melees >> np.uint64(64 - _BITS)).astype(np.int64))


def trier(
    qui: Entiers, boites: Entiers, loin: Reels, combien: int
) -> tuple[Entiers, Entiers, Reels]:
    """The nearest of each, in order."""
    ordre = np.lexsort((loin, qui))
    qui, boites, loin = qui[ordre], boites[ordre], loin[ordre]
    debut = np.searchsorted(qui, qui, side="left")
    garde = np.arange(len(qui)) - debut < combien
    return qui[garde], boites[garde], loin[garde]
