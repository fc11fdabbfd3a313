"""Hiding by *worlds*: for each count of 1 to 10, another dataset that answers all that is shown alike.

A world moves some stays around: from an establishment to another for one product, and the other way round
for a second product, so that both establishments and both products keep their totals. It is a vector of
+1 and -1 over atoms, the corners of a box: the product of one difference along each of some axes. What it
leaves unchanged may be shown; the cells that it changes are masked. Whatever is shown being left unchanged
by every world, no combination of it tells a count that one of them changes, however many are combined:
there is a dataset, with whole numbers of stays, in which all of it is the same and that count is not.

The boxes are those of the hypercube method (Repsilber 1994; Giessing and Repsilber 2002, GHMITER), used as
vectors of the null space (Langsrud and Bøvelstad, PSD 2022), which needs no linear solve. The key of an
atom is the sum of random numbers, one a world: keys add up to 0 over what no world changes, and (but for
a chance of 1 in 2^61) over nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from data_layer.disclosure import modulo
from data_layer.disclosure.elimination import PREMIER
from data_layer.disclosure.gate import SEUIL
from data_layer.disclosure.lignes_d_atomes import Demande, Lignes, Place
from data_layer.disclosure.systeme import Logiques, Reels, Systeme
from data_layer.disclosure.treillis import Entiers, Groupement

LARGEUR = 4
"""How many values a masked count has at least in the worlds made for it, where the data allow."""
_BLOC = 256
_CHER = 1e5
_ESSAIS = ((1, 10, 0.0), (2, 10, 0.0), (2, 100, _CHER), (3, 10, _CHER))
"""Axes of the boxes tried, neighbours and boxes kept, and the cost above which they are tried."""
_VOISINAGE = 60
"""Atoms around one that are tried for an exchange."""
_FAIBLE = 3.0
"""What a box costs more that makes a group under 11, which will ask for another cell."""
_ETROIT, _NUL = 1e5, 1e9
"""What a box costs more that leaves fewer values, or none but the truth."""


Communs = Callable[[Entiers, Entiers], Logiques]
"""Of two arrays of atoms, which pairs may exchange stays."""


@dataclass(frozen=True, eq=False, slots=True)
class Mondes:
    """Worlds: atoms of the corners (w, 8; -1 where there are fewer), their signs, their draws (w)."""

    coins: Entiers
    signes: Entiers
    tirages: Entiers

    def __len__(self) -> int:
        return len(self.tirages)


@dataclass(eq=False)
class Chercheur:
    """Finds worlds over a system, block after block.

    sensibles: sets that will be hidden (m). axe_impose: an axis that each world must cross. communs: whether
    what moves along it, from an atom to another, can be one thing.
    """

    systeme: Systeme
    groupements: Sequence[Groupement]
    lignes: Lignes
    hasard: np.random.Generator
    sensibles: Logiques
    axe_impose: int | None = None
    communs: Communs | None = None
    masque: Logiques = field(init=False)
    cles: Entiers = field(init=False)
    """Key of each atom."""
    largeurs: Reels = field(init=False)
    """How many values a masked set has in its widest world, whole numbers of stays moved (m)."""
    sans_boite: int = field(init=False, default=0)
    """Counts that no box hides: they are hidden with all that holds them."""
    orphelins: list[Place] = field(init=False, default_factory=list)
    """Those that may not be, since earlier stages show what holds them: these must hide it first."""

    def __post_init__(self) -> None:
        s = self.systeme
        self.masque = np.zeros(len(s), dtype=bool)
        self.cles = np.zeros(len(self.lignes), dtype=np.int64)
        self.largeurs = np.zeros(len(s))
        prix = s.poids * np.maximum(s.effectifs, 1.0)
        self._prix = np.where(self.sensibles, 0.0, prix)
        self._coins: list[Entiers] = []
        self._signes: list[Entiers] = []
        self._tirages: list[Entiers] = []

    @property
    def mondes(self) -> Mondes:
        if not self._coins:
            vide = np.zeros((0, 8), dtype=np.int64)
            return Mondes(vide, vide, np.zeros(0, dtype=np.int64))
        return Mondes(*(np.concatenate(x) for x in (self._coins, self._signes, self._tirages)))

    def ajouter(self, coins: Entiers, signes: Entiers, tirages: Entiers) -> None:
        """Take worlds in: keys of their atoms, masks of what they change."""
        self._coins.append(coins)
        self._signes.append(signes)
        self._tirages.append(tirages)
        presents = signes != 0
        poids = np.zeros_like(signes)
        for fois in range(int(np.abs(signes).max(initial=0))):  # a product would overflow
            poids = (poids + np.where(np.abs(signes) > fois, tirages[:, None], 0)) % PREMIER
        poids = np.where(signes < 0, PREMIER - poids, poids)
        atomes, rang = np.unique(coins[presents], return_inverse=True)
        ajout = modulo.sommer(poids[presents], rang, len(atomes))
        self.cles[atomes] = (self.cles[atomes] + ajout) % PREMIER
        jeu = np.broadcast_to(self._jeu(coins, signes)[:, None], coins.shape)
        for g in range(len(self.groupements)):
            touches = self.lignes.cellules(g, np.maximum(coins, 0))
            changes = _changees(touches, signes)
            self.masque[touches[changes]] = True
            np.maximum.at(self.largeurs, touches[changes], jeu[changes])
        self._prix[self.masque] = 0.0

    def _jeu(self, coins: Entiers, signes: Entiers) -> Reels:
        """How many times worlds may be lived through, one way and the other (w)."""
        n = self.lignes.effectifs[np.maximum(coins, 0)]
        plus = np.where(signes > 0, n // np.maximum(signes, 1), np.inf).min(axis=1)
        moins = np.where(signes < 0, n // np.maximum(-signes, 1), np.inf).min(axis=1)
        return np.asarray(plus + moins)

    def cacher(
        self,
        ensembles: Entiers,
        places: Sequence[Place],
        *,
        force: bool = False,
        facultatif: bool = False,
        elargir: bool = False,
    ) -> None:
        """Find a world for each of these sets, in order; ``places``: where each of them is.

        ``force``: even where they are masked already. ``facultatif``: only at a reasonable price.
        ``elargir``: sets masked already, of which none of the worlds so far leaves enough values.
        """
        for debut in range(0, len(ensembles), _BLOC):
            bloc = slice(debut, debut + _BLOC)
            a_faire = [
                (self._plafond(e) if elargir or facultatif else np.inf, p)
                for e, p in zip(ensembles[bloc].tolist(), places[bloc], strict=True)
                if force
                or p.union
                or not self.masque[e]
                or (elargir and self.largeurs[e] < LARGEUR)
            ]
            if a_faire:
                plafonds = np.array([plafond for plafond, _ in a_faire])
                self._cacher_bloc([p for _, p in a_faire], plafonds, elargir)

    def _plafond(self, ensemble: int) -> float:
        """What a world that is not needed may cost."""
        return _NUL if self.largeurs[ensemble] < 1 else _ETROIT

    def _cacher_bloc(self, places: Sequence[Place], plafonds: Reels, elargir: bool) -> None:
        d = Demande(
            np.array([p.atome for p in places], dtype=np.int64),
            np.array([p.groupement for p in places], dtype=np.int64),
            np.array([p.union for p in places], dtype=np.int64),
            self.masque,
        )
        meilleurs = plafonds.copy()
        coins = np.full((len(places), 8), -1, dtype=np.int64)
        signes = np.zeros((len(places), 8), dtype=np.int64)
        axes = [i for i in range(self.lignes.axes) if self.lignes.varie(i)]
        for combien, proches, au_dela in _ESSAIS:
            ici = np.flatnonzero(meilleurs >= au_dela)
            for choisis in combinations(axes, combien):
                if self.axe_impose is not None and self.axe_impose not in choisis:
                    continue
                self._essayer(choisis, proches, ici, d, meilleurs, coins, signes, elargir)
        if self.axe_impose is None:
            ici = np.flatnonzero(meilleurs >= _CHER)
            self._echanger(ici, d, meilleurs, coins, signes, elargir)
        seuls = np.flatnonzero(np.isinf(meilleurs) & (d.unions == 0))
        if self.axe_impose is not None:
            self.orphelins += [places[k] for k in seuls.tolist()]
            seuls = seuls[:0]
        self.sans_boite += len(seuls)
        coins[seuls, 0], signes[seuls, 0] = d.atomes[seuls], 1
        trouves = signes.any(axis=1)
        tirages = self.hasard.integers(1, PREMIER, int(trouves.sum()), dtype=np.int64)
        self.ajouter(coins[trouves], signes[trouves], tirages)

    def _essayer(
        self,
        choisis: tuple[int, ...],
        proches: int,
        ici: Entiers,
        d: Demande,
        meilleurs: Reels,
        coins: Entiers,
        signes: Entiers,
        elargir: bool,
    ) -> None:
        """Price boxes along some axes for some counts; keep those that cost less than what was found."""
        qui, boites = self.lignes.boites(choisis, d.partie(ici), proches, proches)
        if not len(qui):
            return
        if self.communs is not None and self.axe_impose is not None:
            bit = 1 << choisis.index(self.axe_impose)
            tient = np.ones(len(qui), dtype=bool)
            for coin in range(boites.shape[1]):
                if not coin & bit:
                    tient[tient] = self.communs(boites[tient, coin], boites[tient, coin | bit])
            qui, boites = qui[tient], boites[tient]
        parite = self.lignes.signes(len(choisis))
        prix = self._penaliser(self._prix_de(choisis, boites), boites, parite, elargir)
        self._retenir(ici, qui, boites, prix, parite, meilleurs, coins, signes)

    @staticmethod
    def _retenir(
        ici: Entiers,
        qui: Entiers,
        boites: Entiers,
        prix: Reels,
        parite: Entiers,
        meilleurs: Reels,
        coins: Entiers,
        signes: Entiers,
    ) -> None:
        """Keep the cheapest box of each count, where it is cheaper than what was found before."""
        if not len(qui):
            return
        ordre = np.lexsort((prix, qui))
        qui, boites, prix = qui[ordre], boites[ordre], prix[ordre]
        premiers = np.flatnonzero(np.concatenate([[True], qui[1:] != qui[:-1]]))
        for k in premiers[prix[premiers] < meilleurs[ici[qui[premiers]]]].tolist():
            i = ici[qui[k]]
            meilleurs[i] = prix[k]
            coins[i], signes[i] = -1, 0
            coins[i, : boites.shape[1]], signes[i, : len(parite)] = boites[k], parite

    def _echanger(
        self,
        ici: Entiers,
        d: Demande,
        meilleurs: Reels,
        coins: Entiers,
        signes: Entiers,
        elargir: bool,
    ) -> None:
        """Where boxes are dear, try to exchange with any atom nearby: another product of another place."""
        qui, autres = self.lignes.voisinage(d.partie(ici), _VOISINAGE)
        paires = np.stack([d.atomes[ici][qui], autres], axis=1)
        prix = np.full(len(paires), 1e-9)
        for g in range(len(self.groupements)):
            cellules = self.lignes.cellules(g, paires)
            separe = cellules[:, 0] != cellules[:, 1]
            prix[separe] += self._prix[cellules[separe]].sum(axis=1)
        prix = self._penaliser(prix, paires, self.lignes.signes(1), elargir)
        self._retenir(ici, qui, paires, prix, self.lignes.signes(1), meilleurs, coins, signes)

    def _prix_de(self, choisis: tuple[int, ...], boites: Entiers) -> Reels:
        """What the cells that a box changes cost, besides those masked already."""
        total = np.full(len(boites), 1e-9)
        for g in range(len(self.groupements)):
            separe = self.lignes.separe(g, choisis, boites)
            if separe.any():
                cellules = self.lignes.cellules(g, boites[separe])
                total[separe] += self._prix[cellules].sum(axis=1)
        return total

    def _penaliser(self, prix: Reels, boites: Entiers, parite: Entiers, elargir: bool) -> Reels:
        """Make boxes dearer that leave few values, or a pair of corners that would count under 11."""
        jeu = self._jeu(boites, np.broadcast_to(parite, boites.shape))
        cote = boites.shape[1]
        paires = [(a, a ^ (1 << b)) for a in range(cote) for b in range(cote.bit_length() - 1)]
        entiers = self.lignes.entiers[boites]
        faible = np.zeros(len(boites), dtype=bool)
        for a, b in paires:
            if a < b:
                faible |= entiers[:, a] + entiers[:, b] <= SEUIL
        prix = prix * np.where(faible, _FAIBLE, 1.0)
        if elargir:
            return np.where(jeu < LARGEUR, np.inf, prix)
        return np.asarray(prix + np.select([jeu < 1, jeu < LARGEUR], [_NUL, _ETROIT], 0.0))


def _changees(touches: Entiers, signes: Entiers) -> Logiques:
    """Which corners are in a cell whose signs do not add up to 0 (w, 8)."""
    memes = (touches[:, :, None] == touches[:, None, :]) & (signes[:, None, :] != 0)
    sommes = (memes * signes[:, None, :]).sum(axis=2)
    return np.asarray((sommes != 0) & (signes != 0))
