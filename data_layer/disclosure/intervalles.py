"""What anyone may work out of masked counts: intervals, from relation to relation ("shuttle").

Lower bounds: 1 for a masked cell of the family, 0 for a hidden atom. Upper bounds come from what holds a set.
Counts of distinct stays are not additive over products: there the parent is at least its largest child, and
at most their sum (design page, rule 3). Method: Dobra and Fienberg's shuttle algorithm, simplified to bounds.
"""

from __future__ import annotations

import numpy as np

from data_layer.disclosure.etat import LARGEUR
from data_layer.disclosure.gate import SEUIL
from data_layer.disclosure.systeme import Logiques, Reels, Systeme

_SANS_BORNE = 1e12
_TOURS = 40


def intervalles(s: Systeme, masque: Logiques) -> tuple[Reels, Reels]:
    """Return the bounds of each set under a mask (m, m).

    They are those of additive counts, the tighter case: whoever does not know the overlap knows less.
    """
    bas = np.where(masque, np.where(s.publie, 1.0, 0.0), s.effectifs)
    haut = np.where(masque, _SANS_BORNE, s.effectifs)
    if not len(s.parents):
        return bas, haut
    touchees = np.add.reduceat(masque[s.membres].astype(np.int64), s.debuts[:-1])
    actives = np.flatnonzero((touchees > 0) | masque[s.parents])
    tailles = s.tailles[actives]
    debuts = np.concatenate([[0], np.cumsum(tailles)])[:-1].astype(np.int64)
    rang = np.repeat(np.arange(len(actives)), tailles)
    enfants = s.membres[np.arange(int(tailles.sum())) - debuts[rang] + s.debuts[actives][rang]]
    parents, exces = s.parents[actives], s.exces[actives]
    for _ in range(_TOURS):
        b, h = bas[enfants], haut[enfants]
        somme_b, somme_h = np.add.reduceat(b, debuts), np.add.reduceat(h, debuts)
        neuf_b, neuf_h = bas.copy(), haut.copy()
        np.maximum.at(neuf_b, parents, somme_b - exces)
        np.minimum.at(neuf_h, parents, somme_h)
        np.minimum.at(neuf_h, enfants, (neuf_h[parents] + exces)[rang] - (somme_b[rang] - b))
        np.maximum.at(neuf_b, enfants, neuf_b[parents][rang] - (somme_h[rang] - h))
        # Nothing masked is ever above what holds it.
        change = (neuf_h < haut - 0.5) | (neuf_b > bas + 0.5)
        bas, haut = np.maximum(neuf_b, bas), np.minimum(neuf_h, haut)
        if not change.any():
            break
    return bas, haut


def sans_jeu(s: Systeme) -> Logiques:
    """Which sets of 11 or more would tell what is in them even if all of that were masked (m).

    Twelve stays in twelve months that are not empty are one a month: such a set must not be shown.
    """
    bas, _ = intervalles(s, np.ones(len(s), dtype=bool))
    return (s.effectifs > SEUIL) & (s.effectifs - bas < LARGEUR) & ~s.atomes


def largeurs(s: Systeme, masque: Logiques) -> Reels:
    """Width of the interval of each set (m)."""
    bas, haut = intervalles(s, masque)
    return haut - bas
