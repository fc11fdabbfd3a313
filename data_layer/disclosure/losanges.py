"""Boxes within one axis that two partitions of it cut: two départements, two catégories of établissements.

What is alone of its catégorie in its département is exchanged with another catégorie there, and the other way
round in another département: both keep their totals, and so do both catégories.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from data_layer.disclosure.lignes_d_atomes import Demande, Lignes, produit
from data_layer.disclosure.treillis import Entiers
from data_layer.disclosure.voisins import Voisins


@dataclass(eq=False)
class Losanges:
    """``niveaux``: two levels of an axis; cells of each are those of a partition of its values."""

    lignes: Lignes
    axe: int
    niveaux: tuple[str, str]
    _voisins: tuple[Voisins, Voisins] = field(init=False)

    def __post_init__(self) -> None:
        fins = self.lignes
        une, autre = self.niveaux
        self._voisins = tuple(  # type: ignore[assignment]
            Voisins(fins.treillis, fins.fin, fins.valeurs, {(self.axe,): [(niveau,)]})
            for niveau in self.niveaux
        )
        for voisins in self._voisins:
            voisins.ranger(fins.poids(), fins.prix)
        codes = fins.treillis.axes[self.axe].niveaux
        self._une, self._autre = (codes[n][fins.valeurs[self.axe]] for n in (une, autre))
        self._fixes = fins.lignes(self.axe)
        cles = self._cle(self._fixes, self._une, self._autre)
        self._ordre = np.argsort(cles, kind="stable")
        self._cles = cles[self._ordre]

    def _cle(self, fixes: Entiers, une: Entiers, autre: Entiers) -> Entiers:
        return np.asarray(
            (fixes * (int(self._une.max(initial=0)) + 1) + une)
            * (int(self._autre.max(initial=0)) + 1)
            + autre
        )

    def boites(self, d: Demande, gardees: int) -> Iterator[tuple[Entiers, Entiers]]:
        """Boxes from some atoms: whose each is, its four corners."""
        if not len(d.atomes):
            return
        pres, loin = (
            self.lignes.voisins_de((self.axe,), d, gardees, voisins) for voisins in self._voisins
        )
        qui, coins = produit([pres, loin])[:2]
        b, c = coins
        cles = self._cle(self._fixes[b], self._une[c], self._autre[b])
        places = np.minimum(np.searchsorted(self._cles, cles), len(self._cles) - 1)
        existe = self._cles[places] == cles
        existe &= (self._une[c] != self._une[b]) & (self._autre[c] != self._autre[b])
        boites = np.stack([d.atomes[qui], b, c, self._ordre[places]], axis=1)
        yield qui[existe], boites[existe]
