"""Protecting a system by worlds: one for each count of 1 to 10, then for the groups left too small."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data_layer.disclosure import modulo
from data_layer.disclosure.gate import SEUIL
from data_layer.disclosure.lignes_d_atomes import Lignes, Place
from data_layer.disclosure.mondes import Chercheur, Mondes
from data_layer.disclosure.systeme import Entiers, Logiques, Reels, Systeme
from data_layer.disclosure.treillis import Groupement

_TOURS = 30


@dataclass(frozen=True, eq=False, slots=True)
class Cache:
    """A system with what it hides: mask and keys of its sets (m, m), keys of its atoms (a), the worlds.

    largeurs: how many values each masked count has in one of its worlds at least (m; 0 elsewhere).
    petits: groups under 11 that no world could break. seuls: counts that no box hides, hidden with all
    that holds them.
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


def cacher(
    s: Systeme,
    lignes: Lignes,
    *,
    axe_impose: int | None = None,
    herites: tuple[Entiers, Entiers, Entiers] | None = None,
    graine: int = 0,
) -> Cache:
    """Return what to mask so that no count of 1 to 10 of the published group-bys is told by the others.

    ``lignes``: the atoms of the system. ``axe_impose``: an axis that every world must cross, so that sums
    along it, published by an earlier stage, do not change. ``herites``: worlds of earlier stages (atoms of their
    corners, signs, draws).
    Raises AssertionError if what comes out does not hold: nothing must be published then.
    """
    groupements = lignes.groupements
    chercheur = Chercheur(s, groupements, lignes, np.random.default_rng(graine), axe_impose)
    if herites is not None and len(herites[2]):
        chercheur.ajouter(*herites)
    places = _places(s, lignes, groupements, axe_impose)
    sensibles = np.flatnonzero(s.publie & (s.effectifs <= SEUIL))
    # The heaviest first: what hides a région's count hides those in it.
    ordre = sensibles[np.argsort(-s.poids[sensibles], kind="stable")]
    chercheur.cacher(ordre, [places[e] for e in ordre.tolist()])
    petits = 0
    for _ in range(_TOURS):
        groupes, axes = _trop_petits(s, chercheur.masque)
        if len(groupes) in (0, petits):
            break
        petits = len(groupes)
        reunis = zip(groupes.tolist(), axes.tolist(), strict=True)
        chercheur.cacher(groupes, [places[e]._replace(union=a) for e, a in reunis])
    petits = len(_trop_petits(s, chercheur.masque)[0])
    cles = _sommer(s, lignes, chercheur.cles, range(len(groupements)))
    _verifier(s, chercheur.masque, cles)
    return Cache(
        s,
        lignes,
        chercheur.masque,
        cles,
        chercheur.cles,
        chercheur.mondes,
        chercheur.largeurs(),
        petits,
        chercheur.sans_boite,
    )


def _places(
    s: Systeme, lignes: Lignes, groupements: Sequence[Groupement], axe_impose: int | None
) -> dict[int, Place]:
    """For each sensitive or small set, its heaviest group-by and its largest atom."""
    poids = [float(s.poids[s.cellules[g].ensembles].max(initial=0.0)) for g in groupements]
    places: dict[int, Place] = {}
    # An atom that has neighbours on the axis that worlds must cross, or none could start from it.
    seul = np.zeros(len(lignes), dtype=bool) if axe_impose is None else lignes.seuls(axe_impose)
    for g in sorted(range(len(groupements)), key=lambda g: poids[g]):
        ensembles = lignes.cellules(g, np.arange(len(lignes)))
        ordre = np.lexsort((-lignes.entiers, seul, ensembles))
        tries = ensembles[ordre]
        premiers = np.concatenate([[True], tries[1:] != tries[:-1]]) if len(tries) else tries > 0
        places.update(
            (e, Place(g, a))
            for e, a in zip(tries[premiers].tolist(), ordre[premiers].tolist(), strict=True)
        )
    return places


def _trop_petits(s: Systeme, masque: Logiques) -> tuple[Entiers, Entiers]:
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
    rang = np.repeat(np.arange(len(s.parents)), s.tailles)
    elus = fautives[rang] & dedans & (n == plus_grand[rang])
    ensembles, premiers = np.unique(s.membres[elus], return_index=True)
    return ensembles, s.axes[rang[elus]][premiers]


def _sommer(s: Systeme, lignes: Lignes, cles: Entiers, groupements: Sequence[int]) -> Entiers:
    """The key of each published set: the sum of those of its atoms, under any of its group-bys (m)."""
    sommes = np.zeros(len(s), dtype=np.int64)
    changes = np.flatnonzero(cles)
    for g in groupements:
        ensembles = lignes.cellules(g, changes)
        uniques, rang = np.unique(ensembles, return_inverse=True)
        sommes[uniques] = modulo.sommer(cles[changes], rang, len(uniques))
    return sommes


def _verifier(s: Systeme, masque: Logiques, cles: Entiers) -> None:
    """Keys are 0 on all that is shown and on nothing masked; no count of 1 to 10 is shown."""
    publie = s.publie
    if ((cles != 0) != masque)[publie].any():
        raise AssertionError("keys and masks disagree")
    if ((s.effectifs <= SEUIL) & publie & ~masque).any():
        raise AssertionError("a count of 1 to 10 is shown")
