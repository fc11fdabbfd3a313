"""Atoms and what surrounds them: their cells under each group-by, their neighbours along each axis, boxes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from data_layer.disclosure.gate import SEUIL
from data_layer.disclosure.systeme import Logiques, Reels, Systeme
from data_layer.disclosure.treillis import Entiers, Groupement, Treillis


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

    valeurs: values of each axis, one column an axis (a). effectifs: what a corner may lose at most: its
    count, less one where zeros are shown (a). entiers: counts (a).
    """

    treillis: Treillis
    fin: Groupement
    groupements: Sequence[Groupement]
    systeme: Systeme
    valeurs: tuple[Entiers, ...]
    cles: Entiers = field(init=False)
    entiers: Reels = field(init=False)
    effectifs: Reels = field(init=False)

    def __post_init__(self) -> None:
        cellules = self.systeme.cellules[self.fin]
        self.cles = cellules.cles
        self.entiers = self.systeme.effectifs[cellules.ensembles]
        connus = self.systeme.publie[cellules.ensembles]
        self.effectifs = self.entiers - connus
        self._codes = [
            axe.niveaux[n][v]
            for axe, n, v in zip(self.treillis.axes, self.fin, self.valeurs, strict=True)
        ]
        self._tailles = [axe.taille for axe in self.treillis.axes]
        self._ensembles = np.stack(
            [
                self.systeme.cellules[g].trouver(self.treillis.cle(g, self.valeurs))
                for g in self.groupements
            ]
        ).astype(np.int32)
        self._niveaux = [
            [axe.niveaux[g[i]] for g in self.groupements]
            for i, axe in enumerate(self.treillis.axes)
        ]
        self._le_long = [self._ranger(i) for i in range(self.axes)]

    def __len__(self) -> int:
        return len(self.cles)

    @property
    def axes(self) -> int:
        return len(self.treillis.axes)

    def varie(self, axe: int) -> bool:
        return bool(len(self._codes[axe])) and bool((self._codes[axe] != self._codes[axe][0]).any())

    def _facteur(self, axe: int) -> int:
        facteur = 1
        for taille in self._tailles[axe + 1 :]:
            facteur *= taille
        return facteur

    def _ranger(self, axe: int) -> tuple[Entiers, Entiers, Entiers]:
        """Atoms in order of lines along an axis: order, rank of each atom's line, starts of the lines."""
        autres = self.cles - self._codes[axe] * self._facteur(axe)
        ordre = np.argsort(autres, kind="stable")
        triees = autres[ordre]
        debut = np.ones(len(ordre), dtype=bool)
        debut[1:] = triees[1:] != triees[:-1]
        ligne = np.empty(len(ordre), dtype=np.int64)
        ligne[ordre] = np.cumsum(debut) - 1
        return ordre, ligne, np.append(np.flatnonzero(debut), len(ordre))

    def codes(self, axe: int) -> Entiers:
        """The code of each atom on an axis (a)."""
        return self._codes[axe]

    def part(self, axe: int, valeurs: Entiers) -> Entiers:
        """What values of an axis weigh in packed codes."""
        niveau = self.treillis.axes[axe].niveaux[self.fin[axe]]
        return niveau[valeurs] * self._facteur(axe)

    def seuls(self, axe: int) -> Logiques:
        """Which atoms have no neighbour along an axis (a)."""
        _, ligne, debuts = self._le_long[axe]
        return np.asarray((debuts[1:] - debuts[:-1])[ligne] == 1)

    def cellules(self, groupement: int, atomes: Entiers) -> Entiers:
        """The set of each atom under a group-by (same shape)."""
        return np.asarray(self._ensembles[groupement][atomes], dtype=np.int64)

    def separe(self, groupement: int, axes: Sequence[int], boites: Entiers) -> Logiques:
        """Whether a box is cut by a group-by along each of its axes: else its cells do not change (b)."""
        separe = np.ones(len(boites), dtype=bool)
        for bit, axe in enumerate(axes):
            niveau, valeurs = self._niveaux[axe][groupement], self.valeurs[axe]
            separe &= niveau[valeurs[boites[:, 0]]] != niveau[valeurs[boites[:, 1 << bit]]]
        return separe

    @staticmethod
    def signes(axes: int) -> Entiers:
        """Signs of the 2**axes corners: bit b of a corner's rank says that it is moved along axis b."""
        return np.array([(-1) ** bin(coin).count("1") for coin in range(1 << axes)], dtype=np.int64)

    def boites(
        self, axes: Sequence[int], d: Demande, proches: int, gardees: int
    ) -> tuple[Entiers, Entiers]:
        """Boxes of atoms that exist, from some atoms along some axes: which of them each is for, its corners.

        Along each axis the ``proches`` nearest neighbours outside the cell of the atom are tried, and the
        ``gardees`` nearest boxes kept.
        """
        atomes = d.atomes
        voisins = [self._voisins(axe, d, proches) for axe in axes]
        if len(axes) == 1:
            qui, autres, _ = voisins[0]
            return qui, np.stack([atomes[qui], autres], axis=1)
        qui, coins, loin = self._produit(voisins)
        tous = [atomes[qui], *coins]
        boites = np.empty((len(qui), 1 << len(axes)), dtype=np.int64)
        existe = np.ones(len(qui), dtype=bool)
        for coin in range(1 << len(axes)):
            bits = [b for b in range(len(axes)) if coin >> b & 1]
            if len(bits) <= 1:
                boites[:, coin] = tous[bits[0] + 1] if bits else tous[0]
                continue
            cle = self.cles[tous[0]].copy()
            for b in bits:
                ecart = self._codes[axes[b]][tous[b + 1]] - self._codes[axes[b]][tous[0]]
                cle += ecart * self._facteur(axes[b])
            place = np.minimum(np.searchsorted(self.cles, cle), len(self.cles) - 1)
            existe &= self.cles[place] == cle
            boites[:, coin] = place
        qui, boites, loin = qui[existe], boites[existe], loin[existe]
        return _premiers(qui, boites, loin, gardees)

    def voisinage(self, d: Demande, combien: int) -> tuple[Entiers, Entiers]:
        """Atoms near some others whatever the axis, outside the cells named: for whom, which."""
        qui, autres = [], []
        for k, (atome, g) in enumerate(zip(d.atomes.tolist(), d.groupements.tolist(), strict=True)):
            tous = np.arange(len(self))
            tous = tous[self._ensembles[g] != self._ensembles[g][atome]]
            if d.unions[k]:
                tous = tous[~d.masque[self._ensembles[g][tous]]]
            # What tells them apart in any axis changes: distances of axes add up, but for what they share.
            ici = np.full(len(tous), atome)
            loin = np.ones(len(tous))
            for axe in range(self.axes):
                loin *= 1 + self._distance(axe, ici, tous)
            proches = tous[np.argpartition(loin, min(combien, len(loin) - 1))[:combien]]
            qui.append(np.full(len(proches), k))
            autres.append(proches)
        if not qui:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        return np.concatenate(qui), np.concatenate(autres)

    def _voisins(self, axe: int, d: Demande, combien: int) -> tuple[Entiers, Entiers, Reels]:
        """Nearest neighbours of atoms along an axis, outside the cells named: for whom, which, how far."""
        atomes, groupements = d.atomes, d.groupements
        ordre, ligne, debuts = self._le_long[axe]
        tailles = (debuts[1:] - debuts[:-1])[ligne[atomes]]
        qui = np.repeat(np.arange(len(atomes)), tailles)
        rang = np.arange(len(qui)) - np.repeat(np.cumsum(tailles) - tailles, tailles)
        autres = ordre[debuts[ligne[atomes]][qui] + rang]
        dehors = np.zeros(len(qui), dtype=bool)
        for g in np.unique(groupements).tolist():
            ici = groupements[qui] == g
            niveau, valeurs = self._niveaux[axe][g], self.valeurs[axe]
            dehors[ici] = niveau[valeurs[autres[ici]]] != niveau[valeurs[atomes[qui[ici]]]]
            ensembles = self._ensembles[g][autres[ici]]
            dehors[ici] &= ~((d.unions[qui[ici]] >> axe & 1 > 0) & d.masque[ensembles])
        qui, autres = qui[dehors], autres[dehors]
        loin = self._distance(axe, atomes[qui], autres)
        # Among as near ones, the least that fills the group up: masking it costs least.
        seul = self.entiers[autres] + self.entiers[atomes[qui]] <= SEUIL
        loin = loin * (1 + 1e-3 * np.log1p(self.entiers[autres])) * np.where(seul, 2.0, 1.0)
        qui, boites, loin = _trier(qui, autres[:, None], loin, combien)
        return qui, boites[:, 0], loin

    def _distance(self, axe: int, a: Entiers, b: Entiers) -> Reels:
        """What the levels of an axis that tell two atoms apart weigh."""
        valeurs = self.valeurs[axe]
        total = np.zeros(len(a))
        for niveau, poids in self._poids(axe).items():
            codes = self.treillis.axes[axe].niveaux[niveau]
            total += poids * (codes[valeurs[a]] != codes[valeurs[b]])
        return total

    def _poids(self, axe: int) -> Mapping[str, float]:
        poids: dict[str, float] = {}
        for g in self.groupements:
            lourd = float(self.systeme.poids[self.systeme.cellules[g].ensembles].mean())
            poids[g[axe]] = max(poids.get(g[axe], 0.0), lourd)
        return poids

    @staticmethod
    def _produit(
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
    qui, boites, _ = _trier(qui, boites, loin, combien)
    return qui, boites


def _trier(
    qui: Entiers, boites: Entiers, loin: Reels, combien: int
) -> tuple[Entiers, Entiers, Reels]:
    """The nearest of each, in order."""
    ordre = np.lexsort((loin, qui))
    qui, boites, loin = qui[ordre], boites[ordre], loin[ordre]
    debut = np.searchsorted(qui, qui, side="left")
    garde = np.arange(len(qui)) - debut < combien
    return qui[garde], boites[garde], loin[garde]
