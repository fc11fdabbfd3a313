"""Settling drawn rows to margins, to the unit: scale first, then move the few units that rounding left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Entiers = NDArray[np.int64]
Reels = NDArray[np.float64]
Booleens = NDArray[np.bool_]


@dataclass(frozen=True, eq=False, slots=True)
class Cible:
    """What the rows of each item of one axis must add up to: ``groupe`` (n) in 0..K, ``sommes`` (K + 1).

    The last item is the rest.
    """

    groupe: Entiers
    sommes: Entiers


def etaler(valeurs: NDArray[Any], lignes: Booleens, delta: int, bornes: tuple[int, int]) -> None:
    """Add ``delta`` in all to some of the rows, evenly, in place, each staying within ``bornes``.

    Raises ValueError when these rows cannot take it.
    """
    bas, haut = bornes
    sens = 1 if delta > 0 else -1
    while delta:
        place = lignes & ((valeurs < haut) if sens > 0 else (valeurs > bas))
        rangs = np.flatnonzero(place)
        if len(rangs) == 0:
            raise ValueError(f"no row can take what is left ({delta})")
        pas = max(1, abs(delta) // len(rangs))
        marge = (haut - valeurs[rangs]) if sens > 0 else (valeurs[rangs] - bas)
        if abs(delta) < len(rangs):
            choisis = np.unique(np.linspace(0, len(rangs) - 1, abs(delta)).astype(np.int64))
            rangs, marge = rangs[choisis], marge[choisis]
        mouvement = np.minimum(marge, pas)
        valeurs[rangs] += (sens * mouvement).astype(valeurs.dtype)
        delta -= sens * int(mouvement.sum())


def regler(
    valeurs: NDArray[Any], lignes: Booleens, cibles: Sequence[Cible], total: int, plancher: int
) -> None:
    """Settle whole values in place, so that each item of each axis and the whole add up exactly.

    ``lignes``: the rows which may move. Axes are settled one after the other, each with rows which
    lie in the rest of the earlier ones, so that what is settled stays so. Raises ValueError when no row
    is left to do it.
    """
    bornes = (plancher, np.iinfo(np.int32).max)
    libres = lignes.copy()
    for cible in cibles:
        dernier = len(cible.sommes) - 1
        for rang in range(dernier):
            membres = cible.groupe == rang
            manque = int(cible.sommes[rang]) - int(valeurs[membres].sum())
            etaler(valeurs, libres & membres, manque, bornes)
        libres &= cible.groupe == dernier
    etaler(valeurs, libres, total - int(valeurs.sum()), bornes)


def caler(
    valeurs: NDArray[Any], lignes: Booleens, cibles: Sequence[Cible], total: int, plancher: int
) -> NDArray[np.int32]:
    """Return whole values near the given ones which add up exactly, axis by axis.

    Rows out of ``lignes`` count for nothing and come back as 0. Raises ValueError, see ``regler``.
    """
    reels = _mettre_a_l_echelle(np.where(lignes, valeurs, 0), cibles, total)
    # Small numbers must move too: round up or down by turns, in proportion to what is cut.
    seuils = (np.arange(len(reels)) * 0.6180339887498949) % 1
    entiers = np.floor(reels + seuils).astype(np.int64)
    entiers = np.where(lignes, np.maximum(entiers, plancher), 0)
    regler(entiers, lignes, cibles, total, plancher)
    return entiers.astype(np.int32)


def _mettre_a_l_echelle(
    valeurs: NDArray[Any], cibles: Sequence[Cible], total: int, tours: int = 40
) -> Reels:
    """Return values scaled towards every margin (iterative proportional fitting over the rows)."""
    reels = valeurs.astype(float)
    reels *= total / reels.sum()
    # Rows with the same items move together: one factor by combination.
    cle = np.zeros(len(reels), dtype=np.int64)
    for cible in cibles:
        cle = cle * len(cible.sommes) + cible.groupe
    cellules, position = np.unique(cle, return_inverse=True)
    sommes = np.bincount(position, reels, minlength=len(cellules))
    depart, groupes = sommes.copy(), []
    for cible in reversed(cibles):
        cellules, groupe = np.divmod(cellules, len(cible.sommes))
        groupes.append((groupe, cible.sommes))
    for _ in range(tours):
        for groupe, voulu in groupes:
            obtenu = np.bincount(groupe, sommes, minlength=len(voulu))
            sommes *= np.divide(voulu, obtenu, out=np.ones(len(voulu)), where=obtenu > 0)[groupe]
    facteur = np.divide(sommes, depart, out=np.ones(len(sommes)), where=depart > 0)
    return np.asarray(reels * facteur[position], dtype=float)
