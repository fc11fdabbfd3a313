"""What a mask leaves visible in each relation: how many masked members, what they add up to.

In a relation, what is hidden inside a visible whole must be a group that may itself be told: the whole minus
its visible children is their union. The bounds used are those that anyone has: a masked cell of the family
holds at least one stay (zeros are shown), a hidden atom holds zero or more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data_layer.disclosure.gate import SEUIL
from data_layer.disclosure.systeme import Logiques, Reels, Systeme
from data_layer.disclosure.treillis import Entiers

LARGEUR = 4
"""Least width of what may be worked out of a masked count: 4 values at least, never one."""


@dataclass(frozen=True, eq=False, slots=True)
class Membres:
    """Relations as lists that start with their parent: arrays of length (members + relations).

    debuts: start of each list (r). membre: set. relation: relation of each entry. parent: whether the
    entry is the parent.
    """

    debuts: Entiers
    membre: Entiers
    relation: Entiers
    parent: Logiques
    caches: Entiers
    """Number of hidden children of each relation (r)."""
    cache_petit: Logiques
    """Whether a hidden child of 1 to 10 is among them (r)."""

    @classmethod
    def de(cls, s: Systeme) -> Membres:
        tailles = s.tailles + 1
        debuts = np.concatenate([[0], np.cumsum(tailles)])[:-1].astype(np.int64)
        parent = np.zeros(int(tailles.sum()), dtype=bool)
        parent[debuts] = True
        membre = np.empty(len(parent), dtype=np.int64)
        membre[parent], membre[~parent] = s.parents, s.membres
        relation = np.repeat(np.arange(len(tailles)), tailles)
        cache = ~s.publie[s.membres]
        petits = (cache & (s.effectifs[s.membres] <= SEUIL)).astype(np.int64)
        return cls(
            debuts,
            membre,
            relation,
            parent,
            _par_relation(s, cache.astype(np.int64)),
            _par_relation(s, petits) > 0,
        )

    def extraire(self, relations: Entiers) -> tuple[Entiers, Entiers, Entiers]:
        """Entries of some relations, end to end: starts, positions, and which of them each is of."""
        tailles = np.diff(np.append(self.debuts, len(self.membre)))[relations]
        debuts = np.concatenate([[0], np.cumsum(tailles)])[:-1].astype(np.int64)
        rang = np.repeat(np.arange(len(relations)), tailles)
        places = np.arange(int(tailles.sum())) - debuts[rang] + self.debuts[relations][rang]
        return debuts, places, rang


@dataclass(frozen=True, eq=False, slots=True)
class Etat:
    """What is masked in each relation, arrays of length r.

    masques: masked members, the parent among them. enfants: masked children. somme: what these count when
    added up, in stays. plus_grand: what the largest of them counts.
    """

    masques: Entiers
    enfants: Entiers
    somme: Reels
    plus_grand: Reels

    @classmethod
    def de(cls, s: Systeme, masque: Logiques) -> Etat:
        dedans = masque[s.membres]
        enfants = _par_relation(s, dedans.astype(np.int64))
        comptes = np.where(dedans, s.effectifs[s.membres], 0.0)
        somme = np.add.reduceat(comptes, s.debuts[:-1]) if len(s.parents) else comptes[:0]
        plus_grand = np.maximum.reduceat(comptes, s.debuts[:-1]) if len(s.parents) else somme
        return cls(enfants + masque[s.parents], enfants, somme, plus_grand)


def union_minimale(somme: Reels, plus_grand: Reels, exces: Reels) -> Reels:
    """The fewest distinct stays that a union may hold, from the counts of its parts.

    Parts of a relation share at most ``exces`` stays (0 over zones and months, where stays add up).
    """
    return np.maximum(plus_grand, somme - exces)


def fautives(s: Systeme, m: Membres, etat: Etat) -> Logiques:
    """Which relations give something away (r).

    One masked member alone is found by subtraction. Several masked children are a group that the
    parent tells (or that whoever learns the parent would): it must count 11 at least, and leave
    each of them :data:`LARGEUR` values to be. Two hidden children make a relation of no use.
    """
    seule = (etat.masques == 1) & ((m.caches == 0) | m.cache_petit)
    union = union_minimale(etat.somme, etat.plus_grand, s.exces)
    etroite = (union <= SEUIL) | (etat.somme - etat.enfants < LARGEUR)
    grand = s.effectifs[s.parents] > SEUIL
    return np.asarray(seule | ((etat.enfants > 0) & (m.caches == 0) & grand & etroite))


def _par_relation(s: Systeme, valeurs: Entiers) -> Entiers:
    if not len(s.parents):
        return valeurs[:0]
    return np.asarray(np.add.reduceat(valeurs, s.debuts[:-1]), dtype=np.int64)
