"""The cheapest box found so far for each of some counts."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from data_layer.disclosure.systeme import Reels
from data_layer.disclosure.treillis import Entiers


@dataclass(eq=False)
class Trouves:
    """The cheapest box of each count of a block: its price (c), corners and signs (c, 8).

    elargir: whether boxes that leave few values do not count.
    """

    prix: Reels
    elargir: bool
    coins: Entiers = field(init=False)
    signes: Entiers = field(init=False)

    def __post_init__(self) -> None:
        self.coins = np.full((len(self.prix), 8), -1, dtype=np.int64)
        self.signes = np.zeros_like(self.coins)

    def garder(self, qui: Entiers, boites: Entiers, parite: Entiers, prix: Reels) -> None:
        """Keep boxes that are cheaper than what was found before, the first of the cheapest for each.

        ``qui``: whose each is (b); ``boites``: their corners, whose signs are ``parite``; ``prix``: of each,
        inf where it does not count.
        """
        finis = np.flatnonzero(np.isfinite(prix))
        ordre = finis[np.lexsort((prix[finis], qui[finis]))]
        qui, boites, prix = qui[ordre], boites[ordre], prix[ordre]
        premiers = np.flatnonzero(np.concatenate([[True], qui[1:] != qui[:-1]])[: len(qui)])
        mieux = premiers[prix[premiers] < self.prix[qui[premiers]]]
        i = qui[mieux]
        self.prix[i] = prix[mieux]
        self.coins[i], self.signes[i] = -1, 0
        self.coins[i, : len(parite)], self.signes[i, : len(parite)] = boites[mieux], parite
