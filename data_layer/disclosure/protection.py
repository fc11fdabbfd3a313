"""Protecting a system: suppression, then the null test, over again until it finds nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass

import numpy as np

from data_layer.disclosure.cles import Equations, poser, tirer
from data_layer.disclosure.intervalles import largeurs
from data_layer.disclosure.suppression import Suppression
from data_layer.disclosure.systeme import Logiques, Systeme
from data_layer.disclosure.treillis import Entiers

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
    """A system with its mask and its keys (m, m).

    reprises: rounds of the null test that found something.
    """

    systeme: Systeme
    masque: Logiques
    cles: Entiers
    reprises: int
    etroites: int
    """Sensitive sets whose interval is narrower than the least width."""
    coincidences: int
    """Sensitive sets that masked sets of earlier stages tell by chance of their rows, unknown to anyone."""
    deliees: int
    """Masked sets of earlier stages whose keys, drawn apart, do not go together: drawn anew here."""
    reclamees: Entiers
    """Sets that earlier stages show and must mask: until they do, this protection does not hold."""


def proteger(
    s: Systeme,
    *,
    figes: Figes | None = None,
    protegees: Logiques | None = None,
    primaires: Logiques | None = None,
    graine: int = 0,
    progres: Callable[[], object] = lambda: None,
) -> Protection:
    """Return a mask under which no set of 1 to 10 is determined, and keys that say what is.

    ``figes``: what earlier stages decided. ``protegees``: sets to go round if secrecy allows (m).
    ``primaires``: sets to hide too, whatever they count (m). ``progres`` is called once a round.
    Raises ProtectionImpossible.
    """
    figes = figes or Figes(np.zeros(0, np.int64), np.zeros(0, bool), np.zeros(0, np.int64))
    figees, leurs_masques = np.zeros(len(s), dtype=bool), np.zeros(len(s), dtype=bool)
    figees[figes.ensembles] = True
    leurs_masques[figes.ensembles] = figes.masques
    rien = np.zeros(len(s), dtype=bool)
    suppression = Suppression(
        s,
        figees,
        leurs_masques,
        rien if protegees is None else protegees,
        rien if primaires is None else primaires,
        graine,
    )
    suppression.proteger()
    cles_figees = {
        int(e): int(k)
        for e, k, m in zip(figes.ensembles, figes.cles, figes.masques, strict=True)
        if m
    }
    coincidences: set[int] = set()
    deliees: set[int] = set()
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
        ajout, innees, contraires = _reparer(suppression, figees, equations, preuves, combien)
        coincidences |= innees
        deliees |= _delier(s, contraires, cles_figees, combien)
        if len(ajout):
            suppression.exiger(ajout)
        elif contraires:
            continue
        # What is asked of earlier stages will change everything here: no need to go on.
        if suppression.reclamees.any() or not (len(ajout) or suppression.elargir()):
            etroites = (
                suppression.masque & suppression.sensibles & (largeurs(s, suppression.masque) < 4)
            )
            return Protection(
                s,
                suppression.masque,
                cles,
                reprise,
                int(etroites.sum()),
                len(coincidences),
                len(deliees),
                np.flatnonzero(suppression.reclamees),
            )
    raise ProtectionImpossible(f"still deducible after {_TOURS} rounds")


def _reparer(
    suppression: Suppression,
    figees: Logiques,
    equations: Equations,
    preuves: Sequence[tuple[frozenset[int], int]],
    combien: int,
) -> tuple[Entiers, set[int], list[frozenset[int]]]:
    """Published sets to mask, so that each proof loses one at least; and what no free set could mend.

    The latter are sets told by fixed ones only, and contradictions between fixed ones.

    ``preuves``: sets that tell another together, and which. Where every set of a proof was decided by earlier
    stages, one that they show is asked for; where they mask all, nobody can know it and it is let be.
    """
    choisies: set[int] = set()
    innees: set[int] = set()
    contraires: list[frozenset[int]] = []
    remplacables = equations.remplacables() if preuves else frozenset()
    # Short proofs first: what breaks them breaks the long ones, which are made of them.
    for preuve, e in sorted(preuves, key=lambda p: (len(p[0]), sorted(p[0]))):
        if preuve & choisies:
            continue
        retenues = _les_moins_cheres(suppression, figees, preuve, combien, remplacables).tolist()
        choisies.update(retenues)
        if retenues:
            continue
        if e < 0:
            contraires.append(preuve)
        elif not _reclamer(suppression, preuve):
            innees.add(e)
    return np.array(sorted(choisies), dtype=np.int64), innees, contraires


def _reclamer(suppression: Suppression, preuve: frozenset[int]) -> bool:
    """Ask earlier stages for the cheapest set of a proof that they show; return whether there is one."""
    montres = np.array(sorted(preuve), dtype=np.int64)
    prix = np.where(suppression.masque[montres], np.inf, suppression.prix_figes[montres])
    if not np.isfinite(prix).any():
        return False
    suppression.reclamer(montres[[int(np.argmin(prix))]])
    return True


def _delier(
    s: Systeme,
    contraires: Sequence[frozenset[int]],
    cles_figees: dict[int, int],
    combien: int,
) -> set[int]:
    """Let the keys of some fixed sets go in each contradiction of fixed sets; return these sets.

    Two stages that do not know each other draw keys apart: where rows of a set of one happen to be those of
    sets of the other, they cannot agree. The smallest go: the null test then looks after them by itself.
    """
    deliees: set[int] = set()
    for preuve in contraires:
        if preuve & deliees:
            continue
        fixees = [e for e in preuve if e in cles_figees]
        if not fixees:
            raise ProtectionImpossible("published sets of earlier stages contradict one another")
        for choisie in sorted(fixees, key=lambda e: (s.effectifs[e], e))[:combien]:
            del cles_figees[choisie]
            deliees.add(choisie)
    return deliees


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
        return np.asarray(candidates[seules][[int(np.argmin(prix[seules]))]], dtype=np.int64)
    return candidates[np.argsort(prix, kind="stable")[:combien]]
