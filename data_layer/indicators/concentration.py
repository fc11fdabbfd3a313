"""Concentration of an activity among establishments: the Herfindahl-Hirschman index, of shown shares only.

Index (Hirschman 1945, Herfindahl 1950): the sum of the squared shares, from 1 / k (k equal shares) to 1
(one has all). Its inverse is the number of equal establishments that would be as concentrated (Adelman
1969). It is no linear functional, so that keys say nothing of it: where shares are masked, only the
bounds that shown ones leave are given. Competition authorities read it on a scale of their own (0.15 and
0.25 in the American guidelines of 2010, 0.10 and 0.18 in those of 2023): thresholds for mergers of firms,
which say nothing of hospitals, and which nothing here uses.
"""

from __future__ import annotations

import numpy as np

from data_layer.indicators.encadrement import MOINDRE, Encadrement, Reels, encadrer, quotient, reste


def herfindahl(valeurs: Reels, totaux: Reels) -> Encadrement:
    """The index of each zone, between 0 and 1, or its bounds.

    valeurs: activity of *all* establishments of the list (zones x establishments), NaN where masked, 0
    where none. totaux: that of the zone (zones), NaN where masked; all that it holds beyond shown cells
    is shared by the masked ones. Least concentrated: in equal parts. Most: one takes all that the others
    must not have (:data:`MOINDRE` each). Untold and unbounded when both a cell and the total are masked;
    a total that is masked over shown cells is their sum. Raises ValueError where a shown total is not
    what its cells are.
    """
    masques_par_ligne = np.isnan(valeurs).sum(axis=1)
    exact = masques_par_ligne == 0
    totaux = np.where(np.isnan(totaux) & exact, np.nansum(valeurs, axis=1), totaux)
    part, masques = reste(valeurs, totaux)
    if np.any(exact & (part > 0)):
        raise ValueError("all cells are shown, and are less than their total")
    connus = np.nansum(np.square(valeurs), axis=1)
    egaux = np.where(exact, 0.0, quotient(part**2, masques))
    autres = np.maximum(masques - 1, 0.0) * MOINDRE
    un_seul = np.where(exact, 0.0, (part - autres) ** 2 + autres * MOINDRE)
    carre = totaux**2
    return encadrer(
        quotient(connus + egaux, carre),
        np.minimum(quotient(connus + un_seul, carre), 1.0),
        exact,
        np.asarray(totaux == 0),
    )


def nombre_equivalent(indices: Encadrement) -> Encadrement:
    """The inverse of an index: how many equal establishments would be as concentrated.

    Bounds change ends.
    """
    un = np.ones_like(indices.bas)
    return Encadrement(
        quotient(un, indices.valeurs),
        quotient(un, indices.haut),
        quotient(un, indices.bas),
        indices.statuts.copy(),
    )
