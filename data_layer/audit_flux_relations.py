"""What sums of shown cells give back, by hand: no key is believed here.

Cells of a group-by that lie whole in those of another add up to them. Wherever a total is known and all that
makes it but one cell, that cell is; known cells tell others in turn, until nothing more is found. Then every
masked cell, which is known not to be empty, is bounded by its totals less what stands beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from data_layer.disclosure.gate import SEUIL
from data_layer.secret.flux_petits import emboitements
from data_layer.secret.flux_systeme import Cellules, Entiers, Logiques, Reels

PASSES_DES_BORNES = 12
"""How many times bounds are tightened all around: each is a sure one, the last ones gain little."""
_LARGE = 1e15
"""The most that a cell may count, before anything bounds it."""


@dataclass(eq=False, slots=True)
class Connues:
    """The cells of a group-by that are not empty (n): places in its table, stays, whether they are known."""

    cellules: Cellules
    places: Entiers
    sejours: Reels
    connues: Logiques
    bas: Reels = field(init=False)
    haut: Reels = field(init=False)

    def __post_init__(self) -> None:
        self.bas = np.where(self.connues, self.sejours, 1.0)
        self.haut = np.where(self.connues, self.sejours, _LARGE)

    def __len__(self) -> int:
        return len(self.places)

    @property
    def petites(self) -> Logiques:
        return np.asarray(self.sejours <= SEUIL)


@dataclass(frozen=True, slots=True)
class Deductions:
    """relations: pairs of group-bys that add up. totaux: shown totals over them, with a masked part or not.

    seules: masked cells of 1 to 10 that are the one masked part of a shown total. deduites: those that take
    more than one step. epinglees: others, whose bounds meet; etroites: whose bounds leave less than 4 counts
    between them. restes: shown totals whose masked parts, several, count 1 to 10 together.
    """

    relations: int
    totaux: int
    seules: int
    deduites: int
    restes: int
    epinglees: int
    etroites: int


@dataclass(frozen=True, eq=False, slots=True)
class _Relation:
    """Parts and the totals that they add up to: the place of its total for each part (n)."""

    parts: Connues
    totaux: Connues
    de: NDArray[np.int32]

    def sommer(self, valeurs: Reels) -> Reels:
        """Sums of a figure of parts, by total."""
        return np.bincount(self.de, valeurs, len(self.totaux)).astype(np.float64)


def deduire(groupes: Sequence[Connues]) -> Deductions:
    """Work out all that can be of the group-bys of a champ and a year; changes what they know."""
    relations = _relations(groupes)
    masquees = [~g.connues for g in groupes]
    totaux = sum(int(r.totaux.connues.sum()) for r in relations)
    restes = sum(_restes(r) for r in relations)
    seules = [np.zeros(len(g), dtype=bool) for g in groupes]
    rang = {id(g): i for i, g in enumerate(groupes)}
    for r in relations:
        seules[rang[id(r.parts)]] |= _seules(r)
    while sum(_avancer(r) for r in relations):
        pass
    trouvees = [m & g.connues & g.petites for m, g in zip(masquees, groupes, strict=True)]
    for g in groupes:
        g.bas, g.haut = (np.where(g.connues, g.sejours, b) for b in (g.bas, g.haut))
    for _ in range(PASSES_DES_BORNES):
        if not sum(_resserrer(r) for r in relations):
            break
    largeurs = [
        (g.haut - g.bas)[m & g.petites & ~g.connues] for m, g in zip(masquees, groupes, strict=True)
    ]
    une = sum(int((s & g.petites).sum()) for s, g in zip(seules, groupes, strict=True))
    return Deductions(
        len(relations),
        totaux,
        une,
        sum(int(t.sum()) for t in trouvees) - une,
        restes,
        sum(int((x < 1).sum()) for x in largeurs),
        sum(int(((x >= 1) & (x < 4)).sum()) for x in largeurs),
    )


def _relations(groupes: Sequence[Connues]) -> list[_Relation]:
    """Every pair of group-bys of which one adds up to the other, whatever the axes that differ."""
    de = {id(g.cellules): g for g in groupes}
    relations = []
    for e in emboitements([g.cellules for g in groupes]):
        g, h = de[id(e.fines)], de[id(e.larges)]
        dessus = np.searchsorted(h.places, e.dessus(g.places)).astype(np.int32)
        relations.append(_Relation(g, h, dessus))
    return relations


def _inconnues(r: _Relation) -> tuple[Reels, Reels]:
    """By total: how many parts are not known, and what they count together."""
    cachees = ~r.parts.connues
    return r.sommer(cachees.astype(np.float64)), r.sommer(np.where(cachees, r.parts.sejours, 0.0))


def _seules(r: _Relation) -> Logiques:
    """Parts that alone are not known in a known total (n)."""
    combien, _ = _inconnues(r)
    return np.asarray(~r.parts.connues & (r.totaux.connues & (combien == 1))[r.de])


def _restes(r: _Relation) -> int:
    combien, ensemble = _inconnues(r)
    return int((r.totaux.connues & (combien > 1) & (ensemble <= SEUIL)).sum())


def _avancer(r: _Relation) -> bool:
    """Learn what one subtraction or one sum tells; say whether anything was."""
    seules = _seules(r)
    combien, _ = _inconnues(r)
    sommees = ~r.totaux.connues & (combien == 0)
    r.parts.connues = r.parts.connues | seules
    r.totaux.connues = r.totaux.connues | sommees
    return bool(seules.any() or sommees.any())


def _resserrer(r: _Relation) -> bool:
    """Bound parts by their total and totals by their parts; say whether any bound moved."""
    parts, totaux = r.parts, r.totaux
    bas, haut = r.sommer(parts.bas), r.sommer(parts.haut)
    avant = parts.bas.sum() - parts.haut.sum() + totaux.bas.sum() - totaux.haut.sum()
    totaux.bas = np.maximum(totaux.bas, bas)
    totaux.haut = np.minimum(totaux.haut, haut)
    parts.haut = np.minimum(parts.haut, totaux.haut[r.de] - (bas[r.de] - parts.bas))
    parts.bas = np.maximum(parts.bas, totaux.bas[r.de] - (haut[r.de] - parts.haut))
    return bool(
        parts.bas.sum() - parts.haut.sum() + totaux.bas.sum() - totaux.haut.sum() > avant + 0.5
    )
