"""Neighbours of what is to be hidden, looked for once a direction whatever boxes they are tried in."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from data_layer.disclosure.lignes_d_atomes import Demande, Lignes, Proches
from data_layer.disclosure.systeme import Reels
from data_layer.disclosure.treillis import Entiers
from data_layer.disclosure.voisins import Direction


@dataclass(eq=False)
class Entourage:
    """Neighbours of the places of a demand, while its mask stays as it is. combien: how many at most."""

    lignes: Lignes
    demande: Demande
    combien: int
    _connus: dict[Direction, tuple[Entiers, Entiers, Reels]] = field(init=False)
    """How many neighbours of each place are known, -1 where none was looked for (p); these (p, combien)."""

    def __post_init__(self) -> None:
        self._connus = {}

    def de(self, direction: Direction, ici: Entiers, combien: int) -> Proches:
        """The nearest neighbours of some places (positions): for whom, which, how far."""
        if direction not in self._connus:
            forme = len(self.demande.atomes), self.combien
            nombres, autres = np.full(forme[0], -1), np.zeros(forme, dtype=np.int64)
            self._connus[direction] = nombres, autres, np.zeros(forme)
        nombres, autres, loin = self._connus[direction]
        neufs = ici[nombres[ici] < 0]
        if len(neufs):
            d = self.demande.partie(neufs)
            qui, trouves, ecarts = self.lignes.voisins_de(direction, d, self.combien)
            rangs = np.arange(len(qui)) - np.searchsorted(qui, qui)
            autres[neufs[qui], rangs], loin[neufs[qui], rangs] = trouves, ecarts
            nombres[neufs] = np.bincount(qui, minlength=len(neufs))
        qui, rangs = np.nonzero(np.arange(combien) < nombres[ici][:, None])
        return qui, autres[ici[qui], rangs], loin[ici[qui], rangs]
