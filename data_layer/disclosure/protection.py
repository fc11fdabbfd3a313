"""Protecting a system: suppression, then the null test, over again until it finds nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field

import numpy as np

from data_layer.disclosure.cles import Equations, poser, tirer
from data_layer.disclosure.intervalles import largeurs
from data_layer.disclosure.suppression import Suppression
from data_layer.disclosure.systeme import Entiers, Logiques, Systeme

_TOURS = 60
_PATIENCE = 2
"""Rounds after which cells masked in each proof double: what comes back by another proof has many."""


class ProtectionImpossible(Exception):
    """No mask of the family protects it with what was decided elsewhere; nothing was published."""


@dataclass(frozen=True, eq=False, slots=True)
class Figes:
    """Sets decided by an earlier stage: positions, masks, keys (arrays of one length)."""

    ensembles: Entiers
    masques: Logiques
    cles: Entiers


@dataclass(frozen=True, eq=False, slots=True)
class Protection:
    """A system with its mask and its keys (m, m). ``reprises``: rounds of the null test that found something."""

    systeme: Systeme
    masque: Logiques
    cles: Entiers
    reprises: int
    etroites: int
    """Sensitive sets whose interval is narrower than the least width."""
    coincidences: int
    """Sensitive sets that earlier stages tell by chance of their rows, unknown to anyone."""


def proteger(
    s: Systeme,
    *,
    figes: Figes | None = None,
    protegees: Logiques | None = None,
    graine: int = 0,
    progres: Callable[[], object] = lambda: None,
) -> Protection:
    """Return a mask under which no set of 1 to 10 is determined, and keys that say what is.

    ``figes``: what earlier stages decided. ``protegees``: sets to go round if secrecy allows (m).
    Raises ProtectionImpossible.
    """
    figes = figes or Figes(np.zeros(0, np.int64), np.zeros(0, bool), np.zeros(0, np.int64))
    figees, leurs_masques = np.zeros(len(s), dtype=bool), np.zeros(len(s), dtype=bool)
    figees[figes.ensembles] = True
    leurs_masques[figes.ensembles] = figes.masques
    rien = np.zeros(len(s), dtype=bool)
    suppression = Suppression(s, figees, leurs_masques, rien if protegees is None else protegees, graine)
    suppression.proteger()
    cles_figees = {
        int(e): int(k) for e, k, m in zip(figes.ensembles, figes.cles, figes.masques, strict=True) if m
    }
    coincidences: set[int] = set()
    for reprise in range(_TOURS):
        progres()
        combien = 1 << min(reprise, _TOURS)
        equations = poser(s, suppression.masque, cles_figees)
        preuves = [(preuve, -1) for preuve in equations.contradictions()]
        cles = np.zeros(len(s), dtype=np.int64)
        if not preuves:
            cles = tirer(s, equations, graine)
            nulles = np.flatnonzero(suppression.masque & suppression.visees & (cles == 0))
            preuves = [(equations.preuve(e), e) for e in nulles.tolist()]
        ajout, innees = _reparer(suppression, figees, equations, preuves, combien)
        if -1 in innees:
            raise ProtectionImpossible("earlier stages contradict one another")
        coincidences |= innees
        if len(ajout):
            suppression.exiger(ajout)
        elif not suppression.elargir():
            etroites = suppression.masque & suppression.sensibles & (largeurs(s, suppression.masque) < 4)
            return Protection(
                s, suppression.masque, cles, reprise, int(etroites.sum()), len(coincidences)
            )
    raise ProtectionImpossible(f"still deducible after {_TOURS} rounds")


def _reparer(
    suppression: Suppression,
    figees: Logiques,
    equations: Equations,
    preuves: Sequence[tuple[frozenset[int], int]],
    combien: int,
) -> tuple[Entiers, set[int]]:
    """Published sets to mask, so that each proof loses one at least; and what is told by no free set.

    ``preuves``: sets that tell another together, and which. What sets of earlier stages tell by themselves are
    rows that happen to be what such sets leave; nobody can know it, since what lies in them is not published.
    """
    choisies: set[int] = set()
    innees: set[int] = set()
    remplacables = equations.remplacables() if preuves else frozenset()
    # Short proofs first: what breaks them breaks the long ones, which are made of them.
    for preuve, e in sorted(preuves, key=lambda p: (len(p[0]), sorted(p[0]))):
        if preuve & choisies:
            continue
        retenues = _les_moins_cheres(suppression, figees, preuve, combien, remplacables).tolist()
        choisies.update(retenues)
        if not retenues:
            innees.add(e)
    return np.array(sorted(choisies), dtype=np.int64), innees


def _les_moins_cheres(
    suppression: Suppression,
    figees: Logiques,
    preuve: frozenset[int],
    combien: int,
    remplacables: Set[int] = frozenset(),
) -> Entiers:
    """The cheapest cells of a proof; one that nothing else tells breaks it for good, whatever it costs."""
    candidates = np.array(sorted(preuve), dtype=np.int64)
    candidates = candidates[~figees[candidates] & ~suppression.masque[candidates]]
    prix = suppression.prix[candidates]
    seules = np.array([e not in remplacables for e in candidates.tolist()], dtype=bool)
    if seules.any():
        return candidates[seules][[int(np.argmin(prix[seules]))]]
    return candidates[np.argsort(prix, kind="stable")[:combien]]
