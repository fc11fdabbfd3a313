"""Stages that follow one another: what the count of a whole tells of the parts that a later one hides."""

from __future__ import annotations

import numpy as np
import pytest

from data_layer.secret.serres import retrouver, reunir, serrees

from .familles import Table, axe, table

ANNEE, MOIS = (
    ("etablissement", "p", "champ", "liste", "annee", "tous"),
    ("etablissement", "p", "champ", "liste", "mois", "tous"),
)


def douze_mois(total: int) -> Table:
    """An establishment with a stay or two in each of twelve months, beside a large one."""
    comptes = np.array([[1] * 12, [50] * 12])
    comptes[0, : total - 12] += 1
    axes = [
        axe("lieu", etablissement=range(2)),
        *(axe(n, **{n: [0]}) for n in ("p", "champ", "liste")),
        axe("temps", annee=[0] * 12, mois=range(12)),
        axe("croisement", tous=[0]),
    ]
    return table(axes, comptes.reshape(2, 1, 1, 1, 12, 1))


@pytest.mark.parametrize(
    ("total", "tenu", "etroit"), [(12, 1, 1), (13, 0, 1), (15, 0, 1), (16, 0, 0)]
)
def test_twelve_stays_in_twelve_months(total: int, tenu: int, etroit: int) -> None:
    t = douze_mois(total)
    cles = np.array([0, 1]) * t.treillis.cle(ANNEE, [np.array([1]), *[np.array([0])] * 5])[0]
    for jeu, combien in ((1, tenu), (4, etroit)):
        trouves = reunir([serrees(t, [MOIS], [ANNEE], jeu)])
        assert retrouver(trouves, ANNEE, cles, t.treillis).tolist() == [bool(combien), False]
