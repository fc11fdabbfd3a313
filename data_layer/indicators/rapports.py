"""Quotients of figures that passed the gate: average amounts, rates per inhabitant, indices."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data_layer.disclosure.gate import Garde
from data_layer.statuts import RANG_STATUT, Statut

Reels = NDArray[np.float64]
HABITANTS = 100_000
"""A rate is given per so many inhabitants."""

_OK = RANG_STATUT[Statut.OK]
_MASQUE = RANG_STATUT[Statut.MASQUE]
_NON_TRANSMIS = RANG_STATUT[Statut.NON_TRANSMIS]
_SANS_OBJET = RANG_STATUT[Statut.SANS_OBJET]


def rapport(numerateur: Garde, denominateur: Garde) -> Garde:
    """A quotient, arrays of length n: shown when both terms are, without object over zero."""

    def l_un(statut: int) -> np.ndarray:
        return np.asarray((numerateur.statuts == statut) | (denominateur.statuts == statut))

    exact = (numerateur.statuts == _OK) & (denominateur.statuts == _OK)
    statuts = np.select(
        [exact & (denominateur.valeurs != 0), l_un(_MASQUE), l_un(_NON_TRANSMIS)],
        [_OK, _MASQUE, _NON_TRANSMIS],
        _SANS_OBJET,
    ).astype(np.int8)
    montre = statuts == _OK
    valeurs = np.divide(
        numerateur.valeurs,
        denominateur.valeurs,
        out=np.full_like(numerateur.valeurs, np.nan),
        where=montre,
    )
    return Garde(valeurs, np.where(montre, 0.0, np.nan), statuts)


def taux(effectif: Garde, population: Reels) -> Garde:
    """A count per :data:`HABITANTS` inhabitants; NaN in ``population`` (none is known): without object."""
    connue = population > 0
    statuts = np.where(connue, effectif.statuts, _SANS_OBJET).astype(np.int8)
    facteur = np.divide(
        HABITANTS, population, out=np.full_like(effectif.valeurs, np.nan), where=connue
    )
    return Garde(effectif.valeurs * facteur, effectif.erreurs * facteur, statuts)


def indices(valeurs: Reels, reference: float) -> Reels:
    """Values against a reference, base 100; NaN where either is not shown or the reference is none."""
    if not reference > 0:
        return np.full_like(valeurs, np.nan)
    return np.asarray(100.0 * valeurs / reference)
