"""Keys moved along a spanning forest, so that sums that must be 0 are."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from scipy.sparse.csgraph import breadth_first_order  # type: ignore[import-untyped]

from data_layer.disclosure.modulo import BITS_BAS, reunir
from data_layer.secret.flux_graphes import parcourir
from data_layer.secret.flux_systeme import Entiers, Reels


def equilibrer(un: Entiers, autre: Entiers, soldes: Entiers, poids: Reels) -> Entiers:
    """Return what to add to each edge so that nodes of one side add up to 0, the others as they were.

    ``un``, ``autre``: nodes of each edge, numbers from 0 on each side (e). ``soldes``: key of each node of
    the first side. ``poids``: of each node of the other side: the heaviest of a component is what others go
    through. Components whose keys do not add up to 0 are left as they are.
    """
    ajouts = np.zeros(len(un), dtype=np.int64)
    if not len(un):
        return ajouts
    ordre = np.argsort(-poids, kind="stable")
    rang = np.argsort(ordre)
    m, n = len(poids), len(poids) + len(soldes)
    a, b = un + m, rang[autre]
    # By breadth: the fewest edges from the heaviest node to each other one.
    lu = parcourir(a, b, n, breadth_first_order)
    composantes, predecesseurs, rangs = lu.composantes, lu.parent, lu.rang[:n]
    haut, bas = np.zeros((2, n), dtype=np.int64)
    haut[m:], bas[m:] = soldes >> BITS_BAS, soldes & ((1 << BITS_BAS) - 1)
    total = int(composantes.max()) + 1
    sommes = np.zeros((2, total), dtype=np.int64)
    np.add.at(sommes[0], composantes, haut)
    np.add.at(sommes[1], composantes, bas)
    nulles = reunir(sommes[0], sommes[1]) == 0
    edge = np.full(n, -1, dtype=np.int64)
    monte = predecesseurs[a] == b
    descend = predecesseurs[b] == a
    edge[a[monte]], edge[b[descend]] = np.flatnonzero(monte), np.flatnonzero(descend)
    noeuds = np.flatnonzero((edge >= 0) & nulles[composantes])
    noeuds = noeuds[np.argsort(-rangs[noeuds], kind="stable")]
    bornes = np.flatnonzero(np.concatenate([[True], np.diff(rangs[noeuds]) != 0, [True]]))
    hauts, bass = np.zeros((2, len(un)), dtype=np.int64)
    for i, j in pairwise(bornes.tolist()):
        ici = noeuds[i:j]
        for reste, part in ((haut, hauts), (bas, bass)):
            part[edge[ici]] = -reste[ici]
            # What leaves a node goes on by the node above: its own sum is as it was.
            np.add.at(reste, predecesseurs[ici], -reste[ici])
    return np.asarray(reunir(hauts, bass))
