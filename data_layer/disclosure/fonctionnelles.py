"""Published linear functionals: weighted sums of counts some of which are masked, as a standardised rate is.

A rate over age and sex adds strata up, each weighed by the reference population: the strata are masked where
they are small, the rate need not be. It is a published figure like a cell: told by what is shown when no
world changes it, and then alone shown. Weights are whole numbers (a rate per 100,000 to three decimals is
one of 10^8), so that keys tell it exactly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data_layer.disclosure import modulo
from data_layer.disclosure.gate import SEUIL
from data_layer.disclosure.modulo import PREMIER
from data_layer.disclosure.systeme import Logiques, Reels
from data_layer.disclosure.treillis import Entiers

_BITS = 20
_MASQUE = (1 << _BITS) - 1


@dataclass(frozen=True, eq=False, slots=True)
class Fonctionnelles:
    """Functionals 0..nombre-1 as terms, arrays of one length: which functional, of which atom, its weight."""

    nombre: int
    laquelle: Entiers
    atomes: Entiers
    poids: Entiers

    def cles(self, des_atomes: Entiers) -> Entiers:
        """The key of each functional, from those of the atoms: 0 when no world changes it."""
        produits = _multiplier(des_atomes[self.atomes], self.poids % PREMIER)
        return modulo.sommer(produits, self.laquelle, self.nombre)

    def montrees(self, des_atomes: Entiers, effectifs: Reels) -> Logiques:
        """Which may be shown: told by what is, and 0 or 11 stays at least in all strata together.

        ``effectifs``: stays of each atom.
        """
        n = np.bincount(self.laquelle, effectifs[self.atomes], self.nombre)
        return np.asarray((self.cles(des_atomes) == 0) & ((n == 0) | (n > SEUIL)))


def _multiplier(a: Entiers, b: Entiers) -> Entiers:
    """Products modulo the prime, twenty bits of ``b`` at a time: shifts by as many never overflow."""
    produit = np.zeros_like(a)
    for rang in reversed(range(4)):
        produit = _decaler(produit)
        tranche = (b >> (rang * _BITS)) & _MASQUE
        # 61 bits times 20: the low 41 bits and the high 20 apart.
        bas, haut = a & ((1 << 41) - 1), a >> 41
        produit = (produit + (bas * tranche) % PREMIER) % PREMIER
        produit = (produit + _reduire(haut * tranche)) % PREMIER
    return produit


def _decaler(a: Entiers) -> Entiers:
    """2^20 a modulo 2^61 - 1: a rotation of the bits."""
    return np.asarray(((a << _BITS) & PREMIER) | (a >> (61 - _BITS)))


def _reduire(a: Entiers) -> Entiers:
    """2^41 a modulo 2^61 - 1."""
    return np.asarray(((a << 41) & PREMIER) | (a >> _BITS))
