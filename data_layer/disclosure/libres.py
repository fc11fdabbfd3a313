"""Boxes told without one of the axes: what is moved over the year, then the months that suit.

What is rare is not there every month: the corners of a box rarely exist in one month together. Two kinds
of boxes are looked for over the year, by what exists in some month of it:
those whose corners each have a month of their own, the same where they share one, so that few months
change; and exchanges of two months between any two atoms of the year, which leave the year as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from data_layer.disclosure.entourage import Entourage
from data_layer.disclosure.lignes_d_atomes import Demande, Lignes, trier
from data_layer.disclosure.systeme import Logiques, Reels
from data_layer.disclosure.treillis import Entiers, Groupement
from data_layer.disclosure.voisins import Direction, Voisins

_ENSEMBLE = (((0, 1, 2, 3),), ((0, 1), (2, 3)), ((0, 2), (1, 3)), ((0,), (1,), (2,), (3,)))
"""Which corners have one value of the axis together, most of them first."""
_MOIS = 3
"""Values of the axis tried for an exchange."""


@dataclass(eq=False)
class Libres:
    """lignes: atoms. grosses: the same without ``axe``, at its coarsest level.

    echanges: axes along which the other atom of an exchange may be anywhere.
    """

    lignes: Lignes
    grosses: Lignes
    axe: int
    echanges: Voisins

    _dans: Entiers = field(init=False)
    """The coarse atom of each atom (a)."""
    _atomes: Entiers = field(init=False)
    """The atom of each coarse one and value of the axis, -1 where there is none."""
    _effectifs: Reels = field(init=False)
    """What it counts; -inf where there is none."""
    _valeurs: Entiers = field(init=False)
    """A value of the axis for each of its codes."""

    def __post_init__(self) -> None:
        fins = self.lignes
        cles = fins.treillis.cle(self.grosses.fin, fins.valeurs)
        self._dans = np.searchsorted(self.grosses.cles, cles)
        codes = fins.codes(self.axe)
        self._atomes = np.full((len(self.grosses), int(codes.max(initial=0)) + 1), -1, np.int64)
        self._atomes[self._dans, codes] = np.arange(len(fins))
        self._effectifs = np.where(self._atomes < 0, -np.inf, fins.entiers[self._atomes])
        self._valeurs = np.zeros(self._atomes.shape[1], dtype=np.int64)
        self._valeurs[codes] = fins.valeurs[self.axe]
        # What months would cost, if a run of them counted as the year does.
        rangs = {g: i for i, g in enumerate(self.grosses.groupements)}
        toutes = np.arange(len(self.grosses))
        poids = {g: p for g, p in fins.poids().items() if g != self._sans_axe(g)}

        def prix(g: Groupement) -> Reels:
            annee = self.grosses.cellules(rangs[self._sans_axe(g)], toutes)
            return np.asarray(poids[g] * fins.systeme.effectifs[annee])

        self.echanges.ranger(poids, prix)

    @property
    def direction(self) -> Direction:
        """Along which the other atom of an exchange is."""
        return next(iter(self.echanges.paniers))

    def _sans_axe(self, g: Groupement) -> Groupement:
        return (*g[: self.axe], self.grosses.fin[self.axe], *g[self.axe + 1 :])

    def boites(self, d: Demande, gardees: int) -> Iterator[tuple[Entiers, Entiers]]:
        """Boxes from some atoms along two of the other axes: whose each is, its four corners."""
        # A month apart is enough to leave a cell: any other atom of the year may do.
        partout = self.grosses.groupements.index(self.grosses.fin)
        annuels = {
            i: self.grosses.groupements.index(g) if g == self._sans_axe(g) else partout
            for i, g in enumerate(self.lignes.groupements)
        }
        places = np.array([annuels[g] for g in d.groupements.tolist()], dtype=np.int64)
        grosse = Demande(self._dans[d.atomes], places, d.unions, d.masque)
        axes = [(i,) for i in range(self.grosses.axes) if self.grosses.varie(i) and i != self.axe]
        entourage, toutes = Entourage(self.grosses, grosse, 3 * gardees), np.arange(len(d.atomes))
        for choisies in combinations(axes, 2):
            voisins = [entourage.de(direction, toutes, 3 * gardees) for direction in choisies]
            qui, boites = self.grosses.assembler(grosse.atomes, voisins, gardees)
            if not len(qui):
                continue
            effectifs = self._effectifs[boites]
            dedans = self._dedans(d, qui)
            effectifs[:, 0] = np.where(dedans, effectifs[:, 0], -np.inf)
            for groupes in _ENSEMBLE:
                coins = np.empty_like(boites)
                existe = np.ones(len(qui), dtype=bool)
                for groupe in groupes:
                    jeu = effectifs[:, groupe].min(axis=1)
                    choisi = jeu.argmax(axis=1)
                    existe &= jeu.max(axis=1) > 0
                    for coin in groupe:
                        coins[:, coin] = self._atomes[boites[:, coin], choisi]
                existe[existe] = self._change(d, qui[existe], coins[existe])
                yield qui[existe], coins[existe]

    def echanger(self, d: Demande, gardees: int) -> tuple[Entiers, Entiers]:
        """Exchanges of two months between two atoms of the year: whose each is, its four corners."""
        ici = self._dans[d.atomes]
        qui, autres, loin = self.echanges.autour(self.direction, ici)
        mois = self.lignes.codes(self.axe)[d.atomes]
        voisines = self._atomes[autres, mois[qui]]
        la = voisines >= 0
        groupements = d.groupements[qui]
        cellules = self.lignes.cellules_de(groupements, voisines)
        la &= cellules != self.lignes.cellules_de(d.groupements, d.atomes)[qui]
        la &= (d.unions[qui] == 0) | ~d.masque[cellules]
        qui, autres, loin = qui[la], autres[la], loin[la]
        jeu = np.minimum(self._effectifs[ici[qui]], self._effectifs[autres])
        jeu[self._dedans(d, qui)] = -np.inf
        possibles = jeu.max(axis=1, initial=-np.inf) > 0
        qui, autres, loin, jeu = qui[possibles], autres[possibles], loin[possibles], jeu[possibles]
        # What leaves too few values costs another world.
        loin = loin * np.where(jeu.max(axis=1, initial=0.0) < 2, 2.0, 1.0)
        qui, paires, _ = trier(qui, np.stack([autres, np.arange(len(qui))], axis=1), loin, gardees)
        autres, jeu = paires[:, 0], jeu[paires[:, 1]]
        choisis = np.argsort(-jeu, axis=1, kind="stable")[:, :_MOIS]
        existe = np.take_along_axis(jeu, choisis, axis=1) > 0
        rangs, colonnes = np.nonzero(existe)
        qui, autres, vers = qui[rangs], autres[rangs], choisis[rangs, colonnes]
        de = mois[qui]
        coins = [
            d.atomes[qui],
            self._atomes[autres, de],
            self._atomes[ici[qui], vers],
            self._atomes[autres, vers],
        ]
        return qui, np.stack(coins, axis=1)

    def _dedans(self, d: Demande, qui: Entiers) -> Logiques:
        """Which values of the axis are in the cell that is to be hidden (q, codes)."""
        fins = self.lignes
        siens = fins.codes_de(d.groupements, self.axe, d.atomes)
        niveaux = fins.treillis.axes[self.axe].niveaux
        tous = np.stack([niveaux[g[self.axe]][self._valeurs] for g in fins.groupements])
        return np.asarray((tous[d.groupements] == siens[:, None])[qui])

    def _change(self, d: Demande, qui: Entiers, coins: Entiers) -> Logiques:
        """Whether boxes change the cell that is to be hidden."""
        cellules = self.lignes.cellules_de(d.groupements[qui][:, None], coins)
        parite = self.lignes.signes(2)
        return np.asarray(((cellules == cellules[:, :1]) * parite).sum(axis=1) != 0)
