"""The gate: a count from 1 to 10 never leaves, nor what tells one, nor what derives from it.

Rule in force for French hospital restitutions since the CNIL control of 2019: effectifs under 11 are
masked for every visitor. Here a cell is a sum of published rows, masked rows (known by public bounds
only) and rows that were not transmitted; see :mod:`data_layer.sources.masquage` for the bounds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data_layer.disclosure.modulo import reunir
from data_layer.statuts import RANG_STATUT, Statut

SEUIL = 10
"""The largest count that is never shown."""

Reels = NDArray[np.float64]
Codes = NDArray[np.int8]

_OK = RANG_STATUT[Statut.OK]
_AU_MOINS = RANG_STATUT[Statut.AU_MOINS]
_APPROCHE = RANG_STATUT[Statut.APPROCHE]
_MASQUE = RANG_STATUT[Statut.MASQUE]
_NON_TRANSMIS = RANG_STATUT[Statut.NON_TRANSMIS]
_SANS_OBJET = RANG_STATUT[Statut.SANS_OBJET]


@dataclass(frozen=True, eq=False, slots=True)
class Brut:
    """A count before the gate, arrays of length n. It never leaves the data layer.

    bas, haut: sums of public bounds. publies, masques, absents: how many rows of each kind.
    cle_haute, cle_basse: sums of the two parts of the keys of its rows (:mod:`data_layer.disclosure.modulo`),
    which are 0 together when no world changes it; 0 where a dataset is protected at its source.
    """

    bas: Reels
    haut: Reels
    publies: Reels
    masques: Reels
    absents: Reels
    cle_haute: Reels
    cle_basse: Reels

    @property
    def dite(self) -> NDArray[np.bool_]:
        """Whether no world changes each count (n)."""
        return np.asarray(reunir(self.cle_haute, self.cle_basse) == 0)


@dataclass(frozen=True, eq=False, slots=True)
class BrutMoyenne:
    """A weighted mean before the gate, arrays of length n.

    produit, poids: sums over the rows whose mean is published. manquantes: rows whose mean is not.
    """

    produit: Reels
    poids: Reels
    manquantes: Reels


@dataclass(frozen=True, eq=False, slots=True)
class Garde:
    """A measure after the gate, arrays of length n.

    valeurs: NaN where nothing may be shown. erreurs: how far above ``valeurs`` the truth may lie,
    from public bounds (0 when exact, inf when a part was not transmitted).
    """

    valeurs: Reels
    erreurs: Reels
    statuts: Codes

    def connue(self, place: int) -> float:
        """The value of a cell that others may be divided by: NaN where nothing bounds it from above."""
        return float(self.valeurs[place]) if np.isfinite(self.erreurs[place]) else np.nan


def garder_effectif(brut: Brut) -> Garde:
    """Decide each cell of a count.

    Exact sums are shown when 0 or at least 11, and when no world changes them: all that
    passes is the same in the worlds that hide the small counts of the family. A sum with masked or missing
    rows reads "au moins" its lower bound when something in it is published and the bound is at least 11;
    otherwise it is masked.
    """
    lacunes = brut.masques + brut.absents
    vide = brut.publies + lacunes == 0
    jamais_transmis = (brut.absents > 0) & (brut.publies + brut.masques == 0)
    exact = lacunes == 0
    petit = (brut.bas >= 1) & (brut.bas <= SEUIL)
    borne = ~exact & (brut.publies > 0) & (brut.bas > SEUIL)
    statuts = np.select(
        [vide, jamais_transmis, exact & ~petit & brut.dite, borne],
        [_SANS_OBJET, _NON_TRANSMIS, _OK, _AU_MOINS],
        _MASQUE,
    ).astype(np.int8)
    montre = (statuts == _OK) | (statuts == _AU_MOINS)
    erreurs = np.where(brut.absents > 0, np.inf, brut.haut - brut.bas)
    return Garde(np.where(montre, brut.bas, np.nan), np.where(montre, erreurs, np.nan), statuts)


def garder_moyenne(brut: BrutMoyenne, effectif: Brut, protege: Garde) -> Garde:
    """Decide each cell of a mean from the count that protects it.

    A mean of published rows is ``approche`` as soon as rows of the same cell are masked or missing:
    it describes the known part. Under a weight of 11 it is masked. A cell without stays keeps its mean
    when something else carries it (centres that only do séances).
    """
    inconnu = effectif.masques + effectif.absents + brut.manquantes > 0
    sans = np.isin(protege.statuts, (_SANS_OBJET, _NON_TRANSMIS))
    sans_rien = (protege.statuts == _OK) & (effectif.bas == 0) & (brut.poids == 0)
    cachee = (protege.statuts == _MASQUE) | (brut.poids <= SEUIL)
    statuts = np.select(
        [sans, sans_rien, cachee, inconnu],
        [protege.statuts, _SANS_OBJET, _MASQUE, _APPROCHE],
        _OK,
    ).astype(np.int8)
    montre = (statuts == _OK) | (statuts == _APPROCHE)
    valeurs = np.divide(
        brut.produit, brut.poids, out=np.full_like(brut.produit, np.nan), where=montre
    )
    return Garde(valeurs, np.where(montre, 0.0, np.nan), statuts)


def compter(nombre: Reels, cle_haute: Reels, cle_basse: Reels) -> Brut:
    """Exact counts of facts and the sums of their keys, arrays of length n."""
    rien = np.zeros_like(nombre)
    return Brut(nombre, nombre, np.ones_like(nombre), rien, rien, cle_haute, cle_basse)


def reunir_membres(nombre: Reels, montres: Reels, masques: Reels) -> Brut:
    """Sums of the members that are shown, how many these are and how many are not, arrays of length n."""
    rien = np.zeros_like(nombre)
    return Brut(nombre, np.where(masques > 0, np.inf, nombre), montres, masques, rien, rien, rien)


def garder_quantite(valeurs: Reels, protege: Garde) -> Garde:
    """Decide each cell of an amount from the count that protects it: shown when the count is.

    Where the count is a lower bound, so is the amount: both are sums of the same shown members.
    """
    montre = (protege.statuts == _OK) | (protege.statuts == _AU_MOINS)
    return Garde(
        np.where(montre, valeurs, np.nan),
        np.where(montre, protege.erreurs, np.nan),
        protege.statuts.copy(),
    )


def garder_distinct(brut: Brut, protege: Garde) -> Garde:
    """Decide each cell of a count of persons: its own rule, and the mask of the stays it came from."""
    seul = garder_effectif(brut)
    # A lower bound of stays is of some members: persons of two of them may be the same.
    masque = np.isin(protege.statuts, (_MASQUE, _AU_MOINS)) & (seul.statuts == _OK)
    statuts = np.where(masque, _MASQUE, seul.statuts).astype(np.int8)
    montre = statuts == _OK
    return Garde(np.where(montre, brut.bas, np.nan), np.where(montre, 0.0, np.nan), statuts)
