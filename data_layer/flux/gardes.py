"""From sums to what may be shown of flows: statuses carried over to what is derived from counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from data_layer.catalogue.schema import Lecture
from data_layer.disclosure import Brut, Garde, compter
from data_layer.flux.questions import Reels, Sommes
from data_layer.indicators.evolution import evolution
from data_layer.statuts import RANG_STATUT, Statut

_OK, _MASQUE, _SANS_OBJET, _HORS = (
    RANG_STATUT[s] for s in (Statut.OK, Statut.MASQUE, Statut.SANS_OBJET, Statut.HORS_REGION)
)


def aligner(sommes: Sommes, codes: Sequence[str]) -> tuple[Brut, Reels]:
    """Counts and units in the order of ``codes`` (one group); nothing there is an exact zero."""
    place = {str(c): i for i, c in enumerate(sommes.groupes[0])}
    rangs = np.array([place.get(c, -1) for c in codes], dtype=np.intp)

    def prendre(valeurs: Reels) -> Reels:
        return np.where(rangs >= 0, np.append(valeurs, 0.0)[rangs], 0.0)

    brut = sommes.sejours
    return (
        compter(prendre(brut.bas), prendre(brut.cle_haute), prendre(brut.cle_basse)),
        prendre(sommes.unites),
    )


def deduire(
    valeurs: NDArray[np.float64], *de: Garde, sans_objet: NDArray[np.bool_] | None = None
) -> Garde:
    """What is derived from guarded terms: shown where all are, without object where told, else masked.

    A term of another région comes first: it is one whatever the others are.
    """
    montre = np.logical_and.reduce([g.statuts == _OK for g in de])
    sans = np.logical_or.reduce([g.statuts == _SANS_OBJET for g in de]) | ~np.isfinite(valeurs)
    if sans_objet is not None:
        sans |= sans_objet
    masque = np.logical_or.reduce([g.statuts == _MASQUE for g in de])
    hors = np.logical_or.reduce([g.statuts == _HORS for g in de])
    statuts = np.select([hors, masque, sans, montre], [_HORS, _MASQUE, _SANS_OBJET, _OK], _MASQUE)
    ok = statuts == _OK
    return Garde(np.where(ok, valeurs, np.nan), np.where(ok, 0.0, np.nan), statuts.astype(np.int8))


def publique(valeurs: NDArray[np.float64]) -> Garde:
    """Figures that no count protects (a population); NaN has no object."""
    connues = np.isfinite(valeurs)
    statuts = np.where(connues, _OK, _SANS_OBJET).astype(np.int8)
    return Garde(valeurs, np.where(connues, 0.0, np.nan), statuts)


def repeter(garde: Garde, n: int) -> Garde:
    """One cell, n times."""
    return Garde(*(np.repeat(getattr(garde, c), n) for c in Garde.__slots__))


def prendre(garde: Garde, places: NDArray[np.intp]) -> Garde:
    """Some cells, in an order."""
    return Garde(*(getattr(garde, c)[places] for c in Garde.__slots__))


def bout_a_bout(gardes: Sequence[Garde]) -> Garde:
    """The cells of several arrays, end to end."""
    return Garde(*(np.concatenate([getattr(g, c) for g in gardes]) for c in Garde.__slots__))


def masquee(garde: Garde, ou: NDArray[np.bool_]) -> Garde:
    """The same, masked where told (n)."""
    return _tue(garde, ou, _MASQUE)


def hors_region(garde: Garde, ou: NDArray[np.bool_]) -> Garde:
    """The same, said to be published by région only where told (n), from the question alone: zeros too."""
    return _tue(garde, ou, _HORS)


def _tue(garde: Garde, ou: NDArray[np.bool_], statut: int) -> Garde:
    statuts = np.where(ou, statut, garde.statuts).astype(np.int8)
    return Garde(np.where(ou, np.nan, garde.valeurs), np.where(ou, np.nan, garde.erreurs), statuts)


def tout(total: Garde) -> Garde:
    """The whole as a share of itself: 100 %, without object where it is nothing."""
    return deduire(np.where(total.valeurs > 0, 100.0, np.nan), total)


def absente(n: int) -> Garde:
    """Rows of a year that the activity is not known over."""
    return Garde(np.full(n, np.nan), np.full(n, np.nan), np.full(n, _SANS_OBJET, dtype=np.int8))


def lire(
    lecture: Lecture, courant: Mapping[str, Garde], passe: Mapping[str, Garde] | None
) -> Mapping[str, Garde]:
    """Totals, or evolutions from the year before; what does not evolve (a position) has no object."""
    if lecture is Lecture.TOTAL:
        return courant
    n = len(next(iter(courant.values())).valeurs)
    avant = passe or {cle: absente(n) for cle in courant}
    return {
        cle: evolution(courant[cle], avant[cle], en_valeur=lecture is Lecture.EVOL_VAL)
        for cle in courant
    }
