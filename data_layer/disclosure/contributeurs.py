"""The rule of contributors: which segments a few providers make, so that one of them could be read.

A segment (a cell) adds up what contributors bring. It is hidden when too few bring something, when one brings
most of it, or when what is left without the two largest is too little to hide the largest from the second
(p % rule). Method: Handbook on Statistical Disclosure Control (Hundepool et al.), chapter 4, sensitivity
rules; figures of the SANTEDOM STAT call for tenders: k by segment, 85 %, 10 %.

An *insider* knows one contribution, his own: a segment must keep the rules once any one of its contributors
is taken out. Hidden segments of one published whole are told together: their union passes too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data_layer.disclosure.cacher import Cache, cacher, plus_grands, trop_petits
from data_layer.disclosure.lignes_d_atomes import Lignes
from data_layer.disclosure.systeme import Logiques, Reels, Systeme
from data_layer.disclosure.treillis import Entiers


@dataclass(frozen=True, slots=True)
class RegleContributeurs:
    """``k``: fewest contributors of a segment. ``dominance``, ``p``: shares of 1.

    ``initie``: whether the rules must hold without any one of them too. Raises ValueError out of range.
    """

    k: int = 3
    dominance: float = 0.85
    p: float = 0.10
    initie: bool = True

    def __post_init__(self) -> None:
        if self.k < 1 or not 0 < self.dominance <= 1 or self.p < 0:
            raise ValueError(f"rule of contributors out of range: {self}")


@dataclass(frozen=True, eq=False, slots=True)
class Apports:
    """What contributors bring to cells, arrays of length n; amounts of one pair add up.

    cellule: 0..``cellules``-1. contributeur: any numbers. montant: 0 or more, in the unit of the measure.
    """

    cellule: Entiers
    contributeur: Entiers
    montant: Reels
    cellules: int

    def __post_init__(self) -> None:
        if not len(self.cellule) == len(self.contributeur) == len(self.montant):
            raise ValueError("contributions: arrays of different lengths")
        if len(self.cellule) and not 0 <= self.cellule.min() <= self.cellule.max() < self.cellules:
            raise ValueError(f"contributions: cells out of 0..{self.cellules - 1}")
        if (self.montant < 0).any() or not np.isfinite(self.montant).all():
            raise ValueError("contributions: amounts are finite and never negative")


@dataclass(frozen=True, eq=False, slots=True)
class Profils:
    """What the rules look at, by cell (c): contributors, the whole, the three largest amounts."""

    nombre: Entiers
    total: Reels
    premier: Reels
    deuxieme: Reels
    troisieme: Reels


def profiler(apports: Apports) -> Profils:
    """Return what the rules look at; amounts of one contributor are put together, 0 does not contribute."""
    c = apports.cellules
    _, qui = np.unique(apports.contributeur, return_inverse=True)
    paire = apports.cellule * (int(qui.max(initial=0)) + 1) + qui
    paires, rang = np.unique(paire, return_inverse=True)
    montant = np.bincount(rang, apports.montant, len(paires))
    cellule = paires // (int(qui.max(initial=0)) + 1)
    cellule, montant = cellule[montant > 0], montant[montant > 0]
    ordre = np.lexsort((-montant, cellule))
    cellule, montant = cellule[ordre], montant[ordre]
    place = np.arange(len(cellule)) - np.searchsorted(cellule, cellule)

    def du_rang(k: int) -> NDArray[np.float64]:
        valeurs = np.zeros(c)
        valeurs[cellule[place == k]] = montant[place == k]
        return valeurs

    return Profils(
        np.bincount(cellule, minlength=c).astype(np.int64),
        np.bincount(cellule, montant, c).astype(np.float64),
        du_rang(0),
        du_rang(1),
        du_rang(2),
    )


def sensibles(apports: Apports, regle: RegleContributeurs) -> Logiques:
    """Return which cells the rule hides (c); a cell to which nobody contributes hides nothing."""
    x = profiler(apports)
    trop_peu = x.nombre < regle.k
    domine = x.premier > regle.dominance * x.total
    # What the second cannot tell apart from the first: all the others, against p % of the first.
    devine = x.total - x.premier - x.deuxieme < regle.p * x.premier
    fautes = trop_peu | domine | devine
    if regle.initie:
        # The worst that may leave: the first, and the second dominates; the second, and the first does.
        moins_un = x.nombre - 1 < regle.k
        sans_premier = x.deuxieme > regle.dominance * (x.total - x.premier)
        sans_deuxieme = x.premier > regle.dominance * (x.total - x.deuxieme)
        # Two who put what they know together face the largest, or one of them is the largest.
        a_deux = x.total - x.premier - x.deuxieme - x.troisieme < regle.p * x.premier
        fautes = fautes | moins_un | sans_premier | sans_deuxieme | a_deux
    return np.asarray((x.nombre > 0) & fautes)


def unions_sensibles(
    s: Systeme, masque: Logiques, apports: Apports, regle: RegleContributeurs
) -> Logiques:
    """Return which relations tell a hidden group that the rule would hide (r).

    Where the parent is shown, its hidden children are told together. ``apports``: by atom of the system, its
    ``cellules`` being the sets (m); only atoms contribute.
    """
    r = len(s.parents)
    relation = np.repeat(np.arange(r), s.tailles)
    ouvertes = masque[s.membres] & ~masque[s.parents][relation]
    relations, enfants = relation[ouvertes], s.membres[ouvertes]
    cellule, contributeur, montant = [], [], []
    par_ensemble = _par_ensemble(s, apports)
    for place, enfant in zip(relations.tolist(), enfants.tolist(), strict=True):
        lignes = par_ensemble[enfant]
        cellule.append(np.full(len(lignes), place, dtype=np.int64))
        contributeur.append(apports.contributeur[lignes])
        montant.append(apports.montant[lignes])
    if not cellule:
        return np.zeros(r, dtype=bool)
    groupes = Apports(
        np.concatenate(cellule), np.concatenate(contributeur), np.concatenate(montant), r
    )
    return sensibles(groupes, regle)


def primaires(s: Systeme, apports: Apports, regle: RegleContributeurs) -> Logiques:
    """Return the primary mask of a system (m), which :func:`data_layer.disclosure.cacher.cacher` takes.

    ``apports``: by atom, as in :func:`unions_sensibles`.
    """
    par_ensemble = _par_ensemble(s, apports)
    lignes = np.concatenate([*par_ensemble, np.zeros(0, np.int64)])
    cellule = np.repeat(np.arange(len(s)), [len(x) for x in par_ensemble])
    tous = Apports(cellule, apports.contributeur[lignes], apports.montant[lignes], len(s))
    return np.asarray(sensibles(tous, regle) & s.publie)


def cacher_contributeurs(
    lignes: Lignes, apports: Apports, regle: RegleContributeurs, graine: int = 0
) -> Cache:
    """Protect a system by the rule of contributors, on top of that of counts of 1 to 10.

    Hidden siblings that still fail together are told apart from a shown one: it joins them.
    Raises AssertionError as :func:`data_layer.disclosure.cacher.cacher` does, and where such a group stays.
    """
    s = lignes.systeme

    def groupes(systeme: Systeme, masque: Logiques) -> tuple[Entiers, Entiers]:
        fautives = unions_sensibles(systeme, masque, apports, regle)
        petits, axes = plus_grands(systeme, masque, fautives)
        autres, leurs_axes = trop_petits(systeme, masque)
        return np.concatenate([petits, autres]), np.concatenate([axes, leurs_axes])

    cache = cacher(
        s, lignes, sensibles=primaires(s, apports, regle), groupes=groupes, graine=graine
    )
    if unions_sensibles(s, cache.masque, apports, regle).any():
        raise AssertionError("hidden siblings fail the rule together")
    return cache


def _par_ensemble(s: Systeme, apports: Apports) -> list[Entiers]:
    """Rows of contributions under each set, those of the atoms in it."""
    ordre = np.argsort(apports.cellule, kind="stable")
    debuts = np.searchsorted(apports.cellule[ordre], np.arange(len(s) + 1))
    trouves: list[Entiers | None] = [None] * len(s)
    for e in np.flatnonzero(s.atomes).tolist():
        trouves[e] = ordre[debuts[e] : debuts[e + 1]]
    definition = np.full(len(s), -1)
    definition[s.parents] = np.arange(len(s.parents))

    def lire(e: int) -> Entiers:
        connus = trouves[e]
        if connus is None:
            r = int(definition[e])
            enfants = s.membres[s.debuts[r] : s.debuts[r + 1]].tolist()
            connus = trouves[e] = np.concatenate([lire(enfant) for enfant in enfants])
        return connus

    return [lire(e) for e in range(len(s))]
