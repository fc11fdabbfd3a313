"""Wholes that tell their parts by their count alone: twelve stays in twelve months that are not empty.

Zeros being shown, every part that exists counts one at least. Where a whole leaves its parts too few values,
masking all of them would not do: the whole is masked too, by the stage that publishes it. It must be where
they have no other value; it had better be where they have a few.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from data_layer.disclosure.gate import SEUIL
from data_layer.disclosure.systeme import Logiques, Source
from data_layer.disclosure.treillis import Entiers, Groupement, Treillis
from data_layer.secret.axes import MOMENT

Serres = Mapping[Groupement, Entiers]
"""By group-by, sorted codes (without the crossing) of the wholes that must be masked."""


def serrees(
    lues: Source, parts: Sequence[Groupement], touts: Sequence[Groupement], jeu: int
) -> dict[Groupement, Entiers]:
    """Return the wholes of 11 or more that leave the parts of a stage less than ``jeu`` stays to share.

    ``parts``: group-bys of a stage. ``touts``: those of earlier ones, which hold several together.
    """
    treillis = lues.treillis
    taille = treillis.axes[-1].taille
    trouvees: dict[Groupement, Entiers] = {}
    for part in parts:
        lignes = lues.lignes(part)
        _, rep = np.unique(treillis.cle(part, lignes.valeurs), return_index=True)
        valeurs = [v[rep] for v in lignes.valeurs]
        for tout in touts:
            if tout[:MOMENT] != part[:MOMENT] or not treillis.raffine(part, tout):
                continue
            codes, combien = np.unique(treillis.cle(tout, valeurs), return_counts=True)
            entieres = lues.lignes(tout)
            rangs = np.searchsorted(codes, treillis.cle(tout, entieres.valeurs))
            n = np.bincount(rangs, entieres.effectifs, len(codes))
            pris = codes[(combien > 1) & (n > SEUIL) & (n - combien < jeu)] // taille
            trouvees[tout] = np.union1d(trouvees.get(tout, pris), pris)
    return trouvees


def reunir(serres: Sequence[Serres]) -> Serres:
    """Put together what several stages pin."""
    total: dict[Groupement, Entiers] = {}
    for siennes in serres:
        for g, codes in siennes.items():
            total[g] = np.union1d(total.get(g, codes), codes)
    return total


def retrouver(serres: Serres, g: Groupement, cles: Entiers, treillis: Treillis) -> Logiques:
    """Which cells of a group-by, by their packed codes, are among these wholes."""
    if g not in serres:
        return np.zeros(len(cles), dtype=bool)
    return np.asarray(np.isin(cles // treillis.axes[-1].taille, serres[g]))
