"""Protecting a system by worlds: one for each count of 1 to 10, then for the groups left too small."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from data_layer.disclosure import modulo
from data_layer.disclosure.gate import SEUIL
from data_layer.disclosure.libres import Libres
from data_layer.disclosure.lignes_d_atomes import Lignes, Place
from data_layer.disclosure.losanges import Losanges
from data_layer.disclosure.mondes import LARGEUR, Chercheur, Mondes
from data_layer.disclosure.systeme import Logiques, Reels, Systeme
from data_layer.disclosure.treillis import Entiers, Groupement

_TOURS = 30


@dataclass(frozen=True, eq=False, slots=True)
class Cache:
    """A system with what it hides: mask and keys of its sets (m, m), keys of its atoms (a), the worlds.

    largeurs: by how many stays each masked set varies in its widest world (m; 0 elsewhere).
    petits: groups under 11 that no world could break. seuls: counts that no box hides, hidden with all
    that holds them. orphelins: those that are not, because earlier stages show what holds them: nothing
    may be published before worlds that they start (``forces``) are found there. des_forces: the world found
    for each of these, -1 where there is none.
    """

    systeme: Systeme
    lignes: Lignes
    masque: Logiques
    cles: Entiers
    des_atomes: Entiers
    mondes: Mondes
    largeurs: Reels
    petits: int
    seuls: int
    orphelins: tuple[Place, ...]
    des_forces: Entiers


Groupes = Callable[[Systeme, Logiques], tuple[Entiers, Entiers]]
"""From a mask, the largest part of each masked group that must not be told, bits of the axes it is along."""


def trop_petits(s: Systeme, masque: Logiques) -> tuple[Entiers, Entiers]:
    """Where what is masked in a shown whole counts under 11 together: its largest child, along which axes."""
    if not len(s.parents):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    debuts = s.debuts[:-1]
    dedans = masque[s.membres]
    n = np.where(dedans, s.effectifs[s.membres], 0.0)
    combien = np.add.reduceat(dedans.astype(np.int64), debuts)
    caches = np.add.reduceat((~s.publie[s.membres]).astype(np.int64), debuts)
    somme, plus_grand = np.add.reduceat(n, debuts), np.maximum.reduceat(n, debuts)
    # Parts share at most the excess: over products, a stay may be in two of them.
    union = np.maximum(plus_grand, somme - s.exces)
    fautives = (combien > 0) & (caches == 0) & ~masque[s.parents] & (union <= SEUIL)
    fautives &= s.effectifs[s.parents] > SEUIL
    return plus_grands(s, masque, fautives)


def recoupements(s: Systeme) -> Logiques:
    """Sets that would tell how many stays parts of a whole share, were it 1 to 10 (m): the smallest part.

    Over products a stay may be in two parts of a whole: n(A) + n(B) - n(A or B) is a count as any other, and
    so is what more parts share. Counts that are never answered tell nothing of it: the quantities that they
    protect do add up.
    """
    petits = np.zeros(len(s), dtype=bool)
    if not s.comptes_dits or not len(s.parents):
        return petits
    publiees = s.publie[s.parents] & np.logical_and.reduceat(s.publie[s.membres], s.debuts[:-1])
    fautives = np.flatnonzero(publiees & (s.exces >= 1) & (s.exces <= SEUIL))
    for debut, fin in zip(
        s.debuts[fautives].tolist(), s.debuts[fautives + 1].tolist(), strict=True
    ):
        parts = s.membres[debut:fin]
        petits[parts[s.effectifs[parts].argmin()]] = True
    return petits


def plus_grands(s: Systeme, masque: Logiques, relations: Logiques) -> tuple[Entiers, Entiers]:
    """The largest masked child of some relations (r), bits of the axes that these divide."""
    if not len(s.parents):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    dedans = masque[s.membres]
    n = np.where(dedans, s.effectifs[s.membres], 0.0)
    rang = np.repeat(np.arange(len(s.parents)), s.tailles)
    plus_grand = np.maximum.reduceat(n, s.debuts[:-1])
    elus = relations[rang] & dedans & (n == plus_grand[rang])
    ensembles, premiers = np.unique(s.membres[elus], return_index=True)
    return ensembles, s.axes[rang[elus]][premiers]


def cacher(
    s: Systeme,
    lignes: Lignes,
    *,
    sensibles: Logiques | None = None,
    forces: Sequence[Place] = (),
    perdus: Sequence[Place] = (),
    groupes: Groupes = trop_petits,
    axe_impose: int | None = None,
    libres: Libres | None = None,
    losanges: Losanges | None = None,
    herites: tuple[Entiers, Entiers, Entiers] | None = None,
    graine: int = 0,
) -> Cache:
    """Return what to mask so that no count of 1 to 10 of the published group-bys is told by the others.

    ``lignes``: the atoms of the system. ``sensibles``: sets to hide too, whatever they count (m).
    ``forces``: where a world must start, for the sake of crossings. ``perdus``: atoms to hide with all that
    holds them, where crossings found no other way.
    ``groupes``: which masked groups are told by the shown whole they are in and must not be.
    ``axe_impose``: an axis that every world must cross, so that sums along it, published by an earlier stage,
    do not change. ``libres``, ``losanges``: other boxes than those of the axes.
    ``herites``: worlds of earlier stages (atoms of their corners, signs, draws).
    Raises AssertionError if what comes out does not hold: nothing must be published then.
    """
    groupements = lignes.groupements
    voulus = s.publie & ((s.effectifs <= SEUIL) | recoupements(s))
    if sensibles is not None:
        voulus |= s.publie & sensibles
    hasard = np.random.default_rng(graine)
    chercheur = Chercheur(s, groupements, lignes, hasard, voulus, axe_impose, libres, losanges)
    if herites is not None and len(herites[2]):
        chercheur.ajouter(*herites)
    places = _places(s, lignes, groupements, axe_impose)
    a_cacher = np.flatnonzero(voulus)
    # The heaviest first: what hides a région's count hides those in it.
    ordre = a_cacher[np.argsort(-s.poids[a_cacher], kind="stable")]
    chercheur.cacher(ordre, places.de(ordre))
    des_forces = chercheur.cacher(np.full(len(forces), -1), forces, force=True)
    _elargir(chercheur, ordre, places)
    for _ in range(_TOURS):
        avant = int(chercheur.masque.sum())
        petits, axes = groupes(s, chercheur.masque)
        reunis = zip(places.de(petits), axes.tolist(), strict=True)
        chercheur.cacher(petits, [place._replace(union=a) for place, a in reunis])
        if int(chercheur.masque.sum()) == avant:
            break
    if perdus:
        # The last: all else stays as it was without them, all that holds them is masked with them.
        chercheur.perdre(np.array([p.atome for p in perdus], dtype=np.int64))
    cles = _sommer(s, lignes, chercheur.cles, range(len(groupements)))
    if not chercheur.orphelins:
        _verifier(s, chercheur.masque, voulus, cles)
    return Cache(
        s,
        lignes,
        chercheur.masque,
        cles,
        chercheur.cles,
        chercheur.mondes,
        chercheur.largeurs,
        len(groupes(s, chercheur.masque)[0]),
        chercheur.sans_boite,
        tuple(chercheur.orphelins),
        des_forces,
    )


class _Places(NamedTuple):
    """Group-by and atom of each set (m); -1 where it is in none."""

    groupements: Entiers
    atomes: Entiers

    def de(self, ensembles: Entiers) -> list[Place]:
        """Places of some sets. Raises KeyError where no group-by holds one."""
        groupements, atomes = self.groupements[ensembles].tolist(), self.atomes[ensembles].tolist()
        if -1 in atomes:
            raise KeyError("a set that no group-by holds")
        return [Place(g, a) for g, a in zip(groupements, atomes, strict=True)]


def _elargir(chercheur: Chercheur, sensibles: Entiers, places: _Places) -> None:
    """Look for one more world, a wide one, for each set that those found leave narrow."""
    etroits = sensibles[chercheur.largeurs[sensibles] < LARGEUR]
    chercheur.cacher(etroits, places.de(etroits), elargir=True)


def _places(
    s: Systeme, lignes: Lignes, groupements: Sequence[Groupement], axe_impose: int | None
) -> _Places:
    """For each set of the group-bys, its heaviest group-by and its largest atom there."""
    poids = [float(s.poids[s.cellules[g].ensembles].max(initial=0.0)) for g in groupements]
    # An atom that has neighbours on the axis that worlds must cross, or none could start from it.
    seul = np.zeros(len(lignes), dtype=bool) if axe_impose is None else lignes.seuls(axe_impose)
    # The best last: it is what stays, of all that is written at one place.
    ordre = np.lexsort((-lignes.entiers, seul))[::-1]
    ou, atomes = np.full(len(s), -1, dtype=np.int64), np.full(len(s), -1, dtype=np.int64)
    for g in sorted(range(len(groupements)), key=lambda g: poids[g]):
        ensembles = lignes.cellules(g, ordre)
        ou[ensembles], atomes[ensembles] = g, ordre
    return _Places(ou, atomes)


def _sommer(s: Systeme, lignes: Lignes, cles: Entiers, groupements: Sequence[int]) -> Entiers:
    """The key of each published set: the sum of those of its atoms, under any of its group-bys (m)."""
    sommes = np.zeros(len(s), dtype=np.int64)
    changes = np.flatnonzero(cles)
    for g in groupements:
        ensembles = lignes.cellules(g, changes)
        uniques, rang = np.unique(ensembles, return_inverse=True)
        sommes[uniques] = modulo.sommer(cles[changes], rang, len(uniques))
    return sommes


def _verifier(s: Systeme, masque: Logiques, voulus: Logiques, cles: Entiers) -> None:
    """Keys are 0 on all that is shown and on nothing masked; nothing that is to be hidden is shown."""
    if ((cles != 0) != masque)[s.publie].any():
        raise AssertionError("keys and masks disagree")
    if (voulus & ~masque).any():
        raise AssertionError("a count of 1 to 10 is shown")
