"""What boxes cost: the price of the cells that they change, besides those masked already.

Prices add up group-by after group-by, the dearest first, so that most boxes are given up early: as soon as
they cost more than the cheapest box known before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from data_layer.disclosure.lignes_d_atomes import Lignes
from data_layer.disclosure.systeme import Logiques, Reels
from data_layer.disclosure.treillis import Entiers
from data_layer.disclosure.voisins import Direction

_RIEN = 1e-9
_PAS = 8
"""Group-bys after which boxes too dear are given up."""
_RESTE = 0.8
"""What part of boxes must be left for giving the others up not to be worth it."""

Tarifer = Callable[[Entiers, Reels], Reels]
"""From boxes (b, corners) and the most that each may cost (b), their prices; inf for dearer ones."""


class _Motif(NamedTuple):
    """Group-bys that have the same levels on some axes: these levels, their positions, their price."""

    niveaux: tuple[str, ...]
    groupements: list[int]
    prix: float


@dataclass(eq=False)
class _Compte:
    """Prices of boxes as they add up: corners (c, b), ceilings, totals (b); which are left of ``nombre``."""

    coins: Entiers
    plafonds: Reels
    totaux: Reels = field(init=False)
    restent: Entiers = field(init=False)

    def __post_init__(self) -> None:
        self.totaux = np.full(len(self.plafonds), _RIEN)
        self.restent = np.arange(len(self.plafonds))
        self._nombre = len(self.plafonds)

    def abandonner(self) -> Logiques | None:
        """Give up the boxes that cost too much, where they are many; which are kept, None for all."""
        garde = self.totaux < self.plafonds
        if np.count_nonzero(garde) >= _RESTE * len(garde):
            return None
        self.coins, self.plafonds = self.coins[:, garde], self.plafonds[garde]
        self.totaux, self.restent = self.totaux[garde], self.restent[garde]
        return garde

    def prix(self) -> Reels:
        """The price of each box, inf for those given up."""
        prix = np.full(self._nombre, np.inf)
        prix[self.restent] = self.totaux
        return prix


@dataclass(eq=False)
class Tarif:
    """prix: what masking each set costs (m); 0 once it is masked. lignes: atoms."""

    lignes: Lignes
    prix: Reels
    _chers: list[int] = field(init=False)
    """Positions of group-bys, the dearest first."""
    _motifs: dict[tuple[int, ...], list[_Motif]] = field(init=False)

    def __post_init__(self) -> None:
        tous = self.lignes.groupements
        self._moyens = [
            float(self.lignes.prix(g).mean()) if len(self.lignes) else 0.0 for g in tous
        ]
        self._chers = sorted(range(len(tous)), key=lambda g: -self._moyens[g])
        self._motifs = {}

    def offrir(self, masque: Logiques) -> None:
        """What is masked costs no more."""
        self.prix[masque] = 0.0

    def de_boites(self, choisies: Sequence[Direction], boites: Entiers, plafonds: Reels) -> Reels:
        """Prices of boxes along some directions: they change the cells that they cut along each.

        Of the others, corners that a group-by does not tell apart cancel out.
        """
        axes = [(bit, axe) for bit, direction in enumerate(choisies) for axe in direction]
        compte = _Compte(np.ascontiguousarray(boites.T), plafonds)
        coupes: dict[tuple[int, int, str], Logiques] = {}
        for motif in self._groupes(tuple(axe for _, axe in axes)):
            coupe = np.ones(len(compte.totaux), dtype=bool)
            noms = iter(motif.niveaux)
            for bit, direction in enumerate(choisies):
                siennes = [self._coupe(coupes, compte, (bit, a, next(noms))) for a in direction]
                coupe &= np.logical_or.reduce(siennes)
            ici = np.flatnonzero(coupe)
            if not len(ici):
                continue
            coins = compte.coins[:, ici]
            for g in motif.groupements:
                compte.totaux[ici] += self.prix.take(self.lignes.ensembles(g).take(coins)).sum(
                    axis=0
                )
            garde = compte.abandonner()
            if garde is not None:
                coupes = {cle: siens[garde] for cle, siens in coupes.items()}
        return compte.prix()

    def _coupe(
        self,
        coupes: dict[tuple[int, int, str], Logiques],
        compte: _Compte,
        cle: tuple[int, int, str],
    ) -> Logiques:
        """Which boxes a level of an axis cuts along a direction."""
        if cle not in coupes:
            bit, axe, nom = cle
            codes = self.lignes.treillis.axes[axe].niveaux[nom]
            de, vers = self.lignes.valeurs[axe][compte.coins[[0, 1 << bit]]]
            coupes[cle] = codes[de] != codes[vers]
        return coupes[cle]

    def _groupes(self, axes: tuple[int, ...]) -> list[_Motif]:
        """Group-bys by their levels on some axes, the dearest first."""
        if axes not in self._motifs:
            par_niveaux: dict[tuple[str, ...], list[int]] = {}
            for g in self._chers:
                niveaux = tuple(self.lignes.groupements[g][axe] for axe in axes)
                par_niveaux.setdefault(niveaux, []).append(g)
            self._motifs[axes] = [
                _Motif(n, siens[i : i + _PAS], self._moyens[siens[i]])
                for n, siens in par_niveaux.items()
                for i in range(0, len(siens), _PAS)
            ]
            self._motifs[axes].sort(key=lambda m: -m.prix)
        return self._motifs[axes]

    def de_quelconques(self, boites: Entiers, plafonds: Reels) -> Reels:
        """Prices of boxes of four corners, whatever these are."""
        compte = _Compte(np.ascontiguousarray(boites.T), plafonds)
        for i, g in enumerate(self._chers):
            cellules = self.lignes.ensembles(g).take(compte.coins)
            compte.totaux += (self.prix.take(cellules) * _changees(cellules)).sum(axis=0)
            if i % _PAS == 0:
                compte.abandonner()
        return compte.prix()

    def d_echanges(self, paires: Entiers, plafonds: Reels) -> Reels:
        """Prices of exchanges of any two atoms: another product of another place."""
        compte = _Compte(np.ascontiguousarray(paires.T), plafonds)
        for i, g in enumerate(self._chers):
            cellules = self.lignes.ensembles(g).take(compte.coins)
            prix = self.prix.take(cellules).sum(axis=0)
            compte.totaux += np.where(cellules[0] != cellules[1], prix, 0.0)
            if i % _PAS == 0:
                compte.abandonner()
        return compte.prix()


def _changees(cellules: NDArray[np.int32]) -> Logiques:
    """Which of four corners, of signs + - - +, are in a cell whose signs do not add up to 0 (4, b)."""
    a, b, c, d = cellules
    ab, ac, ad = ((a == x).view(np.int8) for x in (b, c, d))
    bc, bd, cd = ((x == y).view(np.int8) for x, y in ((b, c), (b, d), (c, d)))
    changees = np.empty(cellules.shape, dtype=bool)
    # Corners of the other sign in its cell, less those of its own: one more makes up for it.
    for coin, contre in enumerate((ab + ac - ad, ab + bd - bc, ac + cd - bc, bd + cd - ad)):
        np.not_equal(contre, 1, out=changees[coin])
    return changees
