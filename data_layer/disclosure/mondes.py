"""Hiding by *worlds*: for each count of 1 to 10, another dataset that answers all that is shown alike.

A world moves some stays around: from an establishment to another for one product, and the other way round
for a second product, so that both establishments and both products keep their totals. It is a vector of
+1 and -1 over atoms, the corners of a box: the product of one difference along each of some axes. What it
leaves unchanged may be shown; the cells that it changes are masked. Whatever is shown being left unchanged
by every world, no combination of it tells a count that one of them changes, however many are combined:
all of it is the same in the true data and in that world, and that count is not. Where moving one stay would
leave fewer than none somewhere, the world is one for sums and differences only; such counts are told apart
(``largeurs`` under 1).

The boxes are those of the hypercube method (Repsilber 1994; Giessing and Repsilber 2002, GHMITER), used as
vectors of the null space (Langsrud and Bøvelstad, PSD 2022), which needs no linear solve. The key of an
atom is the sum of random numbers, one a world: keys add up to 0 over what no world changes, and (but for
a chance of 1 in 2^61) over nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations

import numpy as np

from data_layer.disclosure import modulo
from data_layer.disclosure.entourage import Entourage
from data_layer.disclosure.gate import SEUIL
from data_layer.disclosure.libres import Libres
from data_layer.disclosure.lignes_d_atomes import Demande, Lignes, Place
from data_layer.disclosure.losanges import Losanges
from data_layer.disclosure.modulo import PREMIER
from data_layer.disclosure.systeme import Logiques, Reels, Systeme
from data_layer.disclosure.tarifs import Tarif, Tarifer
from data_layer.disclosure.treillis import Entiers, Groupement
from data_layer.disclosure.trouves import Trouves
from data_layer.disclosure.voisins import Direction

LARGEUR = 4
"""By how many stays a masked count may vary at least in one of its worlds, where the data allow."""
_BLOC = 512
_CHER, _RUINEUX = 1e4, 1e9
"""Costs above which more is tried: of 10,000 weighted stays; of what a département counts in a year."""
_ESSAIS = ((1, 10, 0.0), (2, 16, 0.0), (2, 60, _CHER), (3, 10, _CHER))
"""Directions of the boxes tried, neighbours along each, and the cost above which they are tried."""
_APRES = 2
"""Trial before which boxes are looked for without an axis."""
_GARDEES = 20
"""Boxes kept of each trial, to be priced."""
_LIBRES = 10
"""Boxes kept of those that do not see an axis."""
_VOISINAGE = 60
"""Atoms around one that are tried for an exchange."""
_FAIBLE = 3.0
"""What a box costs more that makes a group under 11, which will ask for another cell."""
_ETROIT, _NUL = 1e4, 1e7
"""What a box costs more that lets counts vary less than they should, or not at all."""


Trouver = Callable[[Demande, int], Iterator[tuple[Entiers, Entiers]]]
"""From places and how many neighbours to try, boxes: whose each is, its four corners."""


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

    sensibles: sets that will be hidden (m). axe_impose: an axis that each world must cross. libres: boxes
    that do not see one of the axes, where each corner has its own value of it. losanges: boxes within an
    axis, where others cost much.
    """

    systeme: Systeme
    groupements: Sequence[Groupement]
    lignes: Lignes
    hasard: np.random.Generator
    sensibles: Logiques
    axe_impose: int | None = None
    libres: Libres | None = None
    losanges: Losanges | None = None
    masque: Logiques = field(init=False)
    cles: Entiers = field(init=False)
    """Key of each atom."""
    largeurs: Reels = field(init=False)
    """By how many stays a masked set varies in its widest world, one way and the other (m)."""
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
        self._tarif = Tarif(self.lignes, np.where(self.sensibles, 0.0, prix))
        self._choix = self._choisir()
        self._coins: list[Entiers] = []
        self._signes: list[Entiers] = []
        self._tirages: list[Entiers] = []

    def _choisir(self) -> dict[tuple[int, int, float], list[tuple[Direction, ...]]]:
        """For each trial, the directions that boxes are looked for along: no axis twice."""
        toutes = [
            d for d in self.lignes.voisins.paniers if all(self.lignes.varie(axe) for axe in d)
        ]
        choix = {}
        for essai in _ESSAIS:
            combien, _, au_dela = essai
            choix[essai] = [
                choisies
                for choisies in combinations(toutes, combien)
                if len(axes := [a for d in choisies for a in d]) == len(set(axes))
                and (self.axe_impose is None or self.axe_impose in axes)
                and (au_dela or all(len(d) == 1 for d in choisies))
            ]
        return choix

    @property
    def mondes(self) -> Mondes:
        """The worlds so far, in the order in which they were found."""
        if not self._coins:
            vide = np.zeros((0, 8), dtype=np.int64)
            return Mondes(vide, vide, np.zeros(0, dtype=np.int64))
        return Mondes(*(np.concatenate(x) for x in (self._coins, self._signes, self._tirages)))

    def ajouter(self, coins: Entiers, signes: Entiers, tirages: Entiers) -> None:
        """Take worlds in: keys of their atoms, masks of what they change."""
        if not len(tirages):
            return
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
        utiles = int(np.flatnonzero(presents.any(axis=0)).max(initial=-1)) + 1
        coins, signes = coins[:, :utiles], signes[:, :utiles]
        jeu = np.broadcast_to(self._jeu(coins, signes)[:, None], coins.shape)
        for g in range(len(self.groupements)):
            touches = self.lignes.cellules(g, np.maximum(coins, 0))
            changes = _changees(touches, signes)
            self.masque[touches[changes]] = True
            np.maximum.at(self.largeurs, touches[changes], jeu[changes])
        self._tarif.offrir(self.masque)

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
        elargir: bool = False,
    ) -> Entiers:
        """Find a world for each of these sets, in order; ``places``: where each of them is.

        Return the number of the world of each, -1 where none was looked for or found.

        ``force``: even where they are masked already.
        ``elargir``: sets masked already, of which none of the worlds so far leaves enough values.
        """
        numeros = np.full(len(ensembles), -1, dtype=np.int64)
        for debut in range(0, len(ensembles), _BLOC):
            a_faire = [
                k
                for k in range(debut, min(debut + _BLOC, len(ensembles)))
                if force
                or places[k].union
                or not self.masque[e := ensembles[k]]
                or (elargir and self.largeurs[e] < LARGEUR)
            ]
            if a_faire:
                plafonds = [self._plafond(ensembles[k]) if elargir else np.inf for k in a_faire]
                siennes = [places[k] for k in a_faire]
                numeros[a_faire] = self._cacher_bloc(siennes, np.array(plafonds), elargir)
        return numeros

    def perdre(self, atomes: Entiers) -> None:
        """Hide atoms with all that holds them, where no exchange hides them."""
        self.sans_boite += len(atomes)
        coins, signes = np.full((len(atomes), 8), -1, dtype=np.int64), np.zeros((len(atomes), 8))
        coins[:, 0], signes[:, 0] = atomes, 1
        tirages = self.hasard.integers(1, PREMIER, len(atomes), dtype=np.int64)
        self.ajouter(coins, signes.astype(np.int64), tirages)

    def _plafond(self, ensemble: int) -> float:
        """What a world that is not needed may cost."""
        return _NUL if self.largeurs[ensemble] < 1 else _ETROIT

    def _cacher_bloc(self, places: Sequence[Place], plafonds: Reels, elargir: bool) -> Entiers:
        """The number of the world found for each place, -1 where there is none."""
        d = Demande(
            np.array([p.atome for p in places], dtype=np.int64),
            np.array([p.groupement for p in places], dtype=np.int64),
            np.array([p.union for p in places], dtype=np.int64),
            self.masque,
        )
        r = Trouves(plafonds.copy(), elargir)
        entourage = Entourage(self.lignes, d, max(proches for _, proches, _ in _ESSAIS))
        for essai in _ESSAIS:
            _, proches, au_dela = essai
            ici = np.flatnonzero(r.prix >= au_dela)
            if au_dela and self.libres is not None and essai is _ESSAIS[_APRES]:
                self._essayer_libres(self.libres, r, ici, d)
                ici = np.flatnonzero(r.prix >= au_dela)
            for choisies in self._choix[essai]:
                voisins = [entourage.de(direction, ici, proches) for direction in choisies]
                qui, boites = self.lignes.assembler(d.atomes[ici], voisins, _GARDEES)
                self._retenir(r, ici[qui], boites, partial(self._tarif.de_boites, choisies))
        if self.losanges is not None:
            ici = np.flatnonzero(r.prix >= _RUINEUX)
            self._essayer_quelconques(self.losanges.boites, r, ici, d)
        if self.axe_impose is None:
            ici = np.flatnonzero(np.isinf(r.prix))
            qui, autres = self.lignes.voisinage(d.partie(ici), _VOISINAGE)
            paires = np.stack([d.atomes[ici][qui], autres], axis=1)
            self._retenir(r, ici[qui], paires, self._tarif.d_echanges)
        seuls = np.flatnonzero(np.isinf(r.prix) & (d.unions == 0))
        if self.axe_impose is not None:
            self.orphelins += [places[k] for k in seuls.tolist()]
            seuls = seuls[:0]
        self.sans_boite += len(seuls)
        r.coins[seuls, 0], r.signes[seuls, 0] = d.atomes[seuls], 1
        trouves = r.signes.any(axis=1)
        tirages = self.hasard.integers(1, PREMIER, int(trouves.sum()), dtype=np.int64)
        connus = sum(len(t) for t in self._tirages)
        self.ajouter(r.coins[trouves], r.signes[trouves], tirages)
        return np.where(trouves, connus + np.cumsum(trouves) - 1, -1)

    def _retenir(self, r: Trouves, qui: Entiers, boites: Entiers, tarifer: Tarifer) -> None:
        """Keep the cheapest box of each count (``qui``), where it is cheaper than what was found before."""
        parite = self.lignes.signes(boites.shape[1].bit_length() - 1)
        fois, plus = self._penalites(boites, parite, r.elargir)
        ici = np.flatnonzero(plus < r.prix[qui])
        qui, boites, fois, plus = qui[ici], boites[ici], fois[ici], plus[ici]
        prix = tarifer(boites, (r.prix[qui] - plus) / fois) * fois + plus
        r.garder(qui, boites, parite, prix)

    def _essayer_libres(self, libres: Libres, r: Trouves, ici: Entiers, d: Demande) -> None:
        """Price boxes that are found without an axis."""
        qui, boites = libres.echanger(d.partie(ici), _GARDEES)
        choisies = (libres.direction, (libres.axe,))
        self._retenir(r, ici[qui], boites, partial(self._tarif.de_boites, choisies))
        self._essayer_quelconques(libres.boites, r, ici[r.prix[ici] >= _CHER], d)

    def _essayer_quelconques(self, trouver: Trouver, r: Trouves, ici: Entiers, d: Demande) -> None:
        """Price boxes of four corners whatever these are."""
        for qui, boites in trouver(d.partie(ici), _LIBRES):
            self._retenir(r, ici[qui], boites, self._tarif.de_quelconques)

    def _penalites(self, boites: Entiers, parite: Entiers, elargir: bool) -> tuple[Reels, Reels]:
        """How many times dearer boxes are for corners under 11 together, how much for few values left (b)."""
        coins = np.ascontiguousarray(boites.T)
        jeux = np.floor(self.lignes.effectifs.take(coins))
        jeu = jeux[parite > 0].min(axis=0) + jeux[parite < 0].min(axis=0)
        entiers = self.lignes.entiers.take(coins)
        faible = np.zeros(len(boites), dtype=bool)
        for a in range(len(parite)):
            for b in (a | 1 << bit for bit in range(len(parite).bit_length() - 1)):
                if a != b:
                    faible |= entiers[a] + entiers[b] <= SEUIL
        if elargir:
            plus = np.where(jeu < LARGEUR, np.inf, 0.0)
        else:
            plus = np.select([jeu < 1, jeu < LARGEUR], [_NUL, _ETROIT], 0.0)
        return np.where(faible, _FAIBLE, 1.0), plus


def _changees(touches: Entiers, signes: Entiers) -> Logiques:
    """Which corners are in a cell whose signs do not add up to 0 (w, 8)."""
    memes = (touches[:, :, None] == touches[:, None, :]) & (signes[:, None, :] != 0)
    sommes = (memes * signes[:, None, :]).sum(axis=2)
    return np.asarray((sommes != 0) & (signes != 0))
