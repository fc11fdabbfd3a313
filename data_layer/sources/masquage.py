"""Which counts of a row may leave, when total = complète + partielle and 1 to 10 is never shown.

The source masks each count from 1 to 10 on its own. Where the two others give it back, this module
masks one more, never the total when it is at least 11. What is said of a masked count is the range
``plancher..plafond``.

The rule must resist a reader who knows it, so the range depends only on what any row with the same
visible cells could hold. With ``T`` the total, both parts present and at least one from 1 to 10:

* ``T`` from 1 to 10: total and every part that is not 0 are masked. A single part present: both
  are 1..10. Both present: total 2..10, parts 1..9.
* ``T`` from 11 to 20: both parts are masked, 1..T-1. "1 à 10" is not repeated for either: with
  ``T`` = 20 it would give 10 and 10, with ``T`` = 12 beside a part of at least 11 it would give 1.
* ``T`` from 21: both parts are masked; the small one is 1..10, the other T-10..T-1.

At least 9 values remain for each masked count (tests/…/sources/test_masquage.py tries all).
A count which was not transmitted has no value to hide, but it counts as small when the two others
imply 1 to 10. All arrays are int64 of the same length; see :mod:`data_layer.sources.nombres` for
the codes ``MASQUE`` and ``NON_TRANSMIS``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data_layer.sources.nombres import MASQUE, NON_TRANSMIS

Entiers = NDArray[np.int64]
Booleens = NDArray[np.bool_]
Reels = NDArray[np.float64]

OK, STATUT_MASQUE, STATUT_NON_TRANSMIS = 0, 1, 2
SEUIL = 10
"""The largest count which is never shown."""
SANS_PLAFOND = -1
_INFINI = np.int64(2**40)


@dataclass(frozen=True, slots=True)
class Cellules:
    """A column of counts after masking, arrays of length n.

    statut: 0 ok, 1 masqué, 2 non transmis. plancher, plafond: public bounds, equal to the value
    where ok; 0 and SANS_PLAFOND where not transmitted. There is no other trace of a masked value.
    """

    statut: NDArray[np.int8]
    plancher: Entiers
    plafond: Entiers

    @property
    def ok(self) -> Booleens:
        """Where the value is shown (and equals ``plancher``)."""
        return np.asarray(self.statut == OK)

    @property
    def masque(self) -> Booleens:
        """Where it is masked."""
        return np.asarray(self.statut == STATUT_MASQUE)


def masquer_seul(effectif: Entiers) -> Cellules:
    """Mask a count nothing else is tied to: 1 to 10 becomes 1..10."""
    petit = _petit(effectif)
    bas = np.where(petit, 1, effectif)
    haut = np.where(petit, SEUIL, effectif)
    return _cellules(petit, effectif == NON_TRANSMIS, bas, haut)


def masquer_total_et_parts(
    total: Entiers, complete: Entiers, partielle: Entiers
) -> tuple[Cellules, Cellules, Cellules]:
    """Mask counts tied by total = complete + partielle; rows must be :func:`coherent`."""
    sans_t, sans_c, sans_p = (x == NON_TRANSMIS for x in (total, complete, partielle))
    c = np.where(sans_c, _implique(total, partielle), complete)
    p = np.where(sans_p, _implique(total, complete), partielle)
    petit_t, petit_c, petit_p = _petit(total), _petit(c), _petit(p)
    lie = (total > SEUIL) & (petit_c | petit_p)
    bas_de_page = lie & (total <= 2 * SEUIL)
    # Total of 1 to 10 made of two parts known to be present: each leaves at least 1 to the other.
    deux = petit_t & petit_c & petit_p & ~sans_c & ~sans_p

    def part(valeur: Entiers, petit: Booleens, absent: Booleens) -> Cellules:
        bas = np.select([bas_de_page, lie & ~petit, petit], [1, total - SEUIL, 1], valeur)
        haut = np.select(
            [bas_de_page, lie & ~petit, deux, petit],
            [total - 1, total - 1, SEUIL - 1, SEUIL],
            valeur,
        )
        return _cellules(petit | lie, absent, bas, haut)

    bas_t = np.select([deux, petit_t], [2, 1], total)
    haut_t = np.where(petit_t, SEUIL, total)
    return (
        _cellules(petit_t, sans_t, bas_t, haut_t),
        part(c, petit_c, sans_c),
        part(p, petit_p, sans_p),
    )


def coherent(total: Entiers, complete: Entiers, partielle: Entiers) -> Booleens:
    """Tell which rows can satisfy total = complete + partielle, masked and empty cells included."""
    (bt, ht), (bc, hc), (bp, hp) = (_etendue(x) for x in (total, complete, partielle))
    return np.asarray((bt <= hc + hp) & (ht >= bc + bp))


def moyennes_visibles(
    total: Cellules, complete: Cellules, partielle: Cellules, seances: Cellules
) -> Booleens:
    """Tell in which rows the means may be shown: they go with the counts which carry them.

    They are fractions of stays plus séances. Where the séances are masked, a percentage printed to
    one decimal beside an exact number of stays leaves few values for them (48,8 % and 12,2 % beside 38
    stays: 3 séances), so the means go with them. Where the masked part may be the complète of 1 to
    10, they go too: length of stay times total is the nights of those stays (0,01 day x 86 stays:
    one night, hence one stay).
    """
    sejours = total.ok & (total.plancher > 0) & seances.ok
    petite_complete = complete.masque & (complete.plafond <= 2 * SEUIL)
    petite_complete &= ~(
        partielle.masque & (partielle.plafond <= SEUIL) & (total.plancher > 2 * SEUIL)
    )
    sans_sejour = total.ok & (total.plancher == 0) & seances.ok & (seances.plancher > 0)
    return np.asarray((sejours & ~petite_complete) | sans_sejour)


def pourcentage_visible(pourcentage: Reels, poids: Entiers, *, complement: bool) -> Booleens:
    """Tell which percentages (one decimal) of ``poids`` may be shown: those that count no 1 to 10.

    A percentage beside its denominator gives its numerator back: 1,9 % of 53 is one. It is hidden
    when every numerator that prints so lies in 1..10; with ``complement``, also when the rest does.
    """
    with np.errstate(invalid="ignore"):
        bas = np.ceil((pourcentage - 0.05) * poids / 100 - 1e-9)
        haut = np.floor((pourcentage + 0.05) * poids / 100 + 1e-9)
        petit = (bas >= 1) & (haut <= SEUIL)
        reste = (poids - haut >= 1) & (poids - bas <= SEUIL)
    return np.asarray(~(petit | reste) if complement else ~petit)


def _petit(x: Entiers) -> Booleens:
    return np.asarray((x == MASQUE) | ((x >= 1) & (x <= SEUIL)))


def _implique(total: Entiers, autre: Entiers) -> Entiers:
    """Return the missing part where the total and the other part are exact, else NON_TRANSMIS."""
    return np.where((total >= 0) & (autre >= 0), total - autre, NON_TRANSMIS)


def _etendue(x: Entiers) -> tuple[Entiers, Entiers]:
    bas = np.select([x == MASQUE, x == NON_TRANSMIS], [1, 0], x)
    haut = np.select([x == MASQUE, x == NON_TRANSMIS], [np.int64(SEUIL), _INFINI], x)
    return bas, haut


def _cellules(masque: Booleens, absent: Booleens, bas: Entiers, haut: Entiers) -> Cellules:
    statut = np.select([absent, masque], [STATUT_NON_TRANSMIS, STATUT_MASQUE], OK)
    return Cellules(
        statut.astype(np.int8),
        np.where(absent, 0, bas).astype(np.int64),
        np.where(absent, SANS_PLAFOND, haut).astype(np.int64),
    )
