"""Worlds as cycles of a graph: what must balance are its nodes, stays that may move its edges.

Moving residents of a code from a site to another leaves the totals of the code; if others of the same
zone make the way back, those of the sites too. Stays (atoms) are edges between what must balance where
people live and what must balance where they are treated. Keys that add up to 0 at every node are the cycle
space of that graph (boxes of a table of two ways, and longer ways round where no box is): edges out of a
spanning forest are drawn, those of the forest follow from the leaves up. An edge of no cycle stays at 0.
The forest is one of least cost: cycles go through what is cheap to hide.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import coo_array, csr_array  # type: ignore[import-untyped]
from scipy.sparse.csgraph import (  # type: ignore[import-untyped]
    connected_components,
    depth_first_order,
    minimum_spanning_tree,
)

from data_layer.disclosure.modulo import BITS_BAS, PREMIER, reunir
from data_layer.secret.flux_systeme import Entiers, Logiques, Reels

_BAS = (1 << BITS_BAS) - 1


@dataclass(frozen=True, eq=False)
class Foret:
    """A spanning forest of edges (a, b), nodes 0..n-1.

    parent, arete: node above and edge to it by node (-1 at a root); rang: depth. entree, sortie: first and
    last of its subtree in the order of a walk. dedans: whether an edge is of the forest.
    """

    a: Entiers
    b: Entiers
    parent: Entiers
    arete: Entiers
    rang: Entiers
    entree: Entiers
    sortie: Entiers
    dedans: Logiques

    @property
    def enfants(self) -> Entiers:
        """The lower node of each edge of the forest, -1 for the others."""
        bas = np.full(len(self.a), -1, dtype=np.int64)
        noeuds = np.flatnonzero(self.arete >= 0)
        bas[self.arete[noeuds]] = noeuds
        return bas

    def resoudre(self, cles: Entiers) -> Entiers:
        """Keys of all edges that balance every node, from those of the edges out of the forest (e)."""
        libres = np.flatnonzero((cles != 0) & ~self.dedans)
        n = len(self.parent)
        haut, bas = np.zeros((2, n), dtype=np.int64)
        for noeuds in (self.a[libres], self.b[libres]):
            np.add.at(haut, noeuds, cles[libres] >> BITS_BAS)
            np.add.at(bas, noeuds, cles[libres] & _BAS)
        trouvees = np.where(self.dedans, 0, cles)
        # Only nodes above what was drawn have anything to pass on.
        vifs = np.flatnonzero((haut != 0) | (bas != 0))
        vifs = vifs[self.arete[vifs] >= 0]
        attente: dict[int, list[Entiers]] = {}
        for r in np.unique(self.rang[vifs]).tolist():
            attente[r] = [vifs[self.rang[vifs] == r]]
        for r in range(int(self.rang.max(initial=0)), 0, -1):
            if r not in attente:
                continue
            ici = np.unique(np.concatenate(attente.pop(r)))
            valeur = (PREMIER - reunir(haut[ici], bas[ici])) % PREMIER
            trouvees[self.arete[ici]] = valeur
            dessus = self.parent[ici]
            np.add.at(haut, dessus, valeur >> BITS_BAS)
            np.add.at(bas, dessus, valeur & _BAS)
            suite = dessus[self.arete[dessus] >= 0]
            if len(suite):
                attente.setdefault(r - 1, []).append(suite)
        return np.asarray(trouvees)

    def couvrir(self, voulues: Entiers, prix: Reels) -> Entiers:
        """For edges of the forest, an edge out of it whose cycle goes through each, cheap where one is near.

        Edges that none covers (bridges) are left out.
        """
        u = self.enfants[voulues]
        dehors = np.flatnonzero(~self.dedans)
        bouts = np.concatenate([self.a[dehors], self.b[dehors]])
        autres = np.concatenate([self.b[dehors], self.a[dehors]])
        qui = np.concatenate([dehors, dehors])
        n = len(self.parent)
        # The edge that reaches farthest out of each subtree, one way and the other, from the leaves up.
        loin = np.full((2, n), -1, dtype=np.int64)
        portee = np.stack([np.full(n, n + 1), np.full(n, -1)]).astype(np.int64)
        for cote, signe in ((0, 1), (1, -1)):
            ordre = np.lexsort((prix[qui], signe * self.entree[autres], bouts))
            premiers = ordre[np.concatenate([[True], np.diff(bouts[ordre]) != 0])[: len(ordre)]]
            loin[cote, bouts[premiers]] = qui[premiers]
            portee[cote, bouts[premiers]] = self.entree[autres[premiers]]
        par_rang = np.argsort(-self.rang, kind="stable")
        bornes = np.flatnonzero(np.concatenate([[True], np.diff(self.rang[par_rang]) != 0, [True]]))
        for i, j in zip(bornes[:-1].tolist(), bornes[1:].tolist(), strict=True):
            ici = par_rang[i:j]
            ici = ici[self.parent[ici] >= 0]
            for cote in (0, 1):
                self._monter(loin[cote], portee[cote], ici, plus_petit=cote == 0)
        # A near one first: the cheapest at the lower node that leaves its subtree.
        ordre = np.lexsort((prix[qui], bouts))
        debuts = np.searchsorted(bouts[ordre], u)
        choisies = np.full(len(u), -1, dtype=np.int64)
        for pas in range(4):
            place = np.minimum(debuts + pas, len(ordre) - 1) if len(ordre) else debuts
            if not len(ordre):
                break
            e = ordre[place]
            sort = (bouts[e] == u) & (debuts + pas < len(ordre))
            sort &= (self.entree[autres[e]] < self.entree[u]) | (
                self.entree[autres[e]] > self.sortie[u]
            )
            neuves = sort & (choisies < 0)
            choisies[neuves] = qui[e[neuves]]
        reste = choisies < 0
        avant = reste & (portee[0, u] < self.entree[u])
        choisies[avant] = loin[0, u[avant]]
        apres = reste & ~avant & (portee[1, u] > self.sortie[u])
        choisies[apres] = loin[1, u[apres]]
        return np.unique(choisies[choisies >= 0])

    def _monter(self, loin: Entiers, portee: Entiers, ici: Entiers, *, plus_petit: bool) -> None:
        """Hand what nodes of a depth reach to those above, where it is farther."""
        dessus = self.parent[ici]
        ordre = np.lexsort((portee[ici] if plus_petit else -portee[ici], dessus))
        premiers = ordre[np.concatenate([[True], np.diff(dessus[ordre]) != 0])[: len(ordre)]]
        de, vers = ici[premiers], dessus[premiers]
        mieux = portee[de] < portee[vers] if plus_petit else portee[de] > portee[vers]
        loin[vers[mieux]], portee[vers[mieux]] = loin[de[mieux]], portee[de[mieux]]


def foret(a: Entiers, b: Entiers, prix: Reels) -> Foret:
    """The spanning forest of least cost of a graph with several edges between two nodes.

    a, b: nodes of each edge, of two sides. prix: at least 0.
    """
    n = int(max(a.max(initial=-1), b.max(initial=-1))) + 1
    # Of several edges between two nodes, the cheapest may be of the forest.
    ordre = np.lexsort((prix, b, a))
    neuves = (np.diff(a[ordre]) != 0) | (np.diff(b[ordre]) != 0)
    seules = ordre[np.concatenate([[True], neuves])[: len(ordre)]]
    rangs = np.empty(len(seules))
    rangs[np.argsort(prix[seules], kind="stable")] = np.arange(1, len(seules) + 1)
    graphe = csr_array((rangs, (a[seules], b[seules])), shape=(n, n))
    arbre = minimum_spanning_tree(graphe).tocoo()
    du_rang = np.empty(len(seules) + 1, dtype=np.int64)
    du_rang[rangs.astype(np.int64)] = seules
    aretes = du_rang[arbre.data.astype(np.int64)]
    dedans = np.zeros(len(a), dtype=bool)
    dedans[aretes] = True
    return _enraciner(a, b, n, aretes, dedans)


@dataclass(frozen=True, eq=False, slots=True)
class Parcours:
    """A walk of a graph from a node n put over the first node of each component (n + 1 each but the last).

    ordre: nodes as they are met; parent: the one before (no meaning at n); rang: depth, 0 at n.
    composantes: of nodes 0..n-1.
    """

    ordre: Entiers
    parent: Entiers
    rang: Entiers
    composantes: Entiers


def parcourir(a: Entiers, b: Entiers, n: int, marche: Callable[..., Any]) -> Parcours:
    """Walk the edges (a, b) between nodes 0..n-1. ``marche``: an order of ``scipy.sparse.csgraph``."""
    graphe = coo_array((np.ones(len(a)), (a, b)), shape=(n, n))
    _, composantes = connected_components(graphe, directed=False)
    _, racines = np.unique(composantes, return_index=True)
    lignes = np.concatenate([a, np.full(len(racines), n)])
    colonnes = np.concatenate([b, racines])
    complet = coo_array((np.ones(len(lignes)), (lignes, colonnes)), shape=(n + 1, n + 1)).tocsr()
    ordre, avant = marche(complet, n, directed=False)
    parent = avant.astype(np.int64)
    rang = np.zeros(n + 1, dtype=np.int64)
    la, dessus = ordre[1:], parent[ordre[1:]]
    while True:
        neufs = rang[dessus] + 1
        if (neufs == rang[la]).all():
            return Parcours(ordre, parent, rang, composantes)
        rang[la] = neufs


def _enraciner(a: Entiers, b: Entiers, n: int, aretes: Entiers, dedans: Logiques) -> Foret:
    ta, tb = a[aretes], b[aretes]
    lu = parcourir(ta, tb, n, depth_first_order)
    parent, rang = lu.parent, lu.rang
    entree = np.empty(n + 1, dtype=np.int64)
    entree[lu.ordre] = np.arange(n + 1)
    taille = np.ones(n + 1, dtype=np.int64)
    par_rang = np.argsort(-rang, kind="stable")
    bornes = np.flatnonzero(np.concatenate([[True], np.diff(rang[par_rang]) != 0, [True]]))
    for i, j in zip(bornes[:-1].tolist(), bornes[1:].tolist(), strict=True):
        ici = par_rang[i:j]
        ici = ici[ici != n]
        np.add.at(taille, parent[ici], taille[ici])
    arete = np.full(n, -1, dtype=np.int64)
    monte, descend = parent[ta] == tb, parent[tb] == ta
    arete[ta[monte]], arete[tb[descend]] = aretes[monte], aretes[descend]
    parents = np.where(parent[:n] == n, -1, parent[:n])
    return Foret(
        a, b, parents, arete, rang[:n] - 1, entree[:n], entree[:n] + taille[:n] - 1, dedans
    )
