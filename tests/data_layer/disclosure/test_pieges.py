"""The traps of the literature on disclosure control, one by one, each with what falls into it."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from data_layer.disclosure.cacher import Cache
from data_layer.disclosure.modulo import PREMIER
from data_layer.disclosure.systeme import Systeme

from .familles import Famille, Table, axe, cacher, famille, table
from .oracle import Vue

Entiers = NDArray[np.int64]


def lignes_et_colonnes(comptes: Entiers) -> Famille:
    axes = [
        axe(nom, tout=[0] * n, feuille=range(n))
        for nom, n in zip(("ligne", "colonne"), comptes.shape, strict=True)
    ]
    return famille(table(axes, comptes))


def lieux(comptes: list[int], **niveaux: list[int]) -> Famille:
    n = len(comptes)
    lieu = axe("lieu", france=[0] * n, **niveaux, etablissement=range(n))
    return famille(table([lieu, axe("temps", annee=[0])], np.array(comptes)[:, None]))


def proteger_tout(f: Famille) -> tuple[Systeme, Cache, Vue]:
    c = cacher(f)
    vue = Vue(f, c.systeme, c.masque)
    assert not vue.dits(vue.cellules[vue.sensibles]).any()
    assert (vue.largeurs() >= 1 - 1e-6).all()
    return c.systeme, c, vue


def primaire(f: Famille) -> tuple[Systeme, Vue]:
    """What the rule of 11 alone leaves to see."""
    s = f.systeme()
    return s, Vue(f, s, (s.effectifs <= 10) | ~s.publie)


def cles_des_atomes(c: Cache) -> list[int]:
    return [int(k) for k in c.des_atomes]


def montre(cles: list[int], comptes: list[int], atomes: list[int]) -> bool:
    """The gate: what an ad hoc union of atoms shows."""
    total = sum(comptes[a] for a in atomes)
    return total > 10 and sum(cles[a] for a in atomes) % PREMIER == 0


def _masques_par_relation(s: Systeme, masque: NDArray[np.bool_]) -> Entiers:
    """How many members are masked in each relation that has some, the parent among them."""
    enfants = np.add.reduceat(masque[s.membres].astype(np.int64), s.debuts[:-1])
    tous = enfants + masque[s.parents]
    return np.asarray(tous[tous > 0])


def test_two_masked_a_line_yet_solvable() -> None:
    """Two rectangles and one cell that bridges them: every line has two, and the bridge is told."""
    comptes = np.array([[5, 6, 40, 50], [7, 8, 9, 60], [70, 41, 3, 4], [51, 61, 5, 6]])
    f = lignes_et_colonnes(comptes)
    s, avant = primaire(f)
    pont = (avant.comptes == 9) & avant.sensibles
    assert avant.dits(avant.cellules[pont]).all()
    assert (_masques_par_relation(s, avant.masque) >= 2).all()
    proteger_tout(f)


def test_a_local_rule_alone_does_not_see_the_bridge() -> None:
    """So the null test is needed: no relation of the trap above looks wrong by itself."""
    comptes = np.array([[25, 26, 40, 50], [27, 28, 9, 60], [70, 41, 23, 24], [51, 61, 25, 26]])
    f = lignes_et_colonnes(comptes)
    s = f.systeme()
    cellules = s.cellules["feuille", "feuille"].ensembles.reshape(4, 4)
    masque = np.zeros(len(s), dtype=bool)
    masque[[*cellules[:2, :2].flat, *cellules[2:, 2:].flat, cellules[1, 2]]] = True
    assert (_masques_par_relation(s, masque) >= 2).all()
    vue = Vue(f, s, masque)
    assert vue.dits(vue.cellules[vue.comptes == 9]).all()


def test_a_single_child_that_is_not_zero() -> None:
    """Parent and child are one set of rows, hence one status, and the grandparent does not tell them."""
    f = lieux([6, 40, 50, 60], region=[0, 1, 1, 1])
    s, p, _ = proteger_tout(f)
    parent = s.cellules["region", "annee"].ensembles[0]
    enfant = s.cellules["etablissement", "annee"].ensembles[0]
    assert parent == enfant
    assert p.masque[parent]


@pytest.mark.parametrize("reste", [0, 1, 2, 3])
@pytest.mark.parametrize("poids", [1e-2, 1.0])
def test_a_parent_pinned_by_lower_bounds(reste: int, poids: float) -> None:
    """Twelve stays in twelve months that are not empty: one a month, for who can count.

    Months that may be two values at least keep their year where hiding it would cost much.
    """
    comptes = np.ones((2, 12), dtype=np.int64)
    comptes[0, 0] += reste
    comptes[1] = 50
    mois = axe("temps", annee=[0] * 12, mois=range(12))
    f = famille(table([axe("lieu", france=[0, 0], etablissement=[0, 1]), mois], comptes))
    f = replace(f, groupements={g: p * poids for g, p in f.groupements.items()})
    _, avant = primaire(f)
    assert avant.largeurs().min() < 4
    s, p, _ = proteger_tout(f)
    annee = s.cellules["etablissement", "annee"].ensembles[0]
    assert s.effectifs[annee] == 12 + reste
    assert p.masque[annee] or (reste > 0 and poids == 1)


def test_a_masked_group_that_counts_under_eleven() -> None:
    """57 shown, 50 shown: what is left is 7, whoever it belongs to."""
    f = lieux([3, 4, 50, 60])
    _, avant = primaire(f)
    groupe = np.array([[1, 1, 0, 0]])
    assert avant.dits(groupe).all()
    _, p, vue = proteger_tout(f)
    assert not vue.dits(groupe).any()
    cles = cles_des_atomes(p)
    assert (cles[0] + cles[1]) % PREMIER != 0


def test_a_basket_with_one_establishment_more_or_less() -> None:
    comptes = [3, 30, 8, 45, 2, 60, 22, 14]
    f = lieux(comptes, departement=[0, 0, 0, 1, 1, 1, 2, 2])
    _, p, _ = proteger_tout(f)
    cles = cles_des_atomes(p)
    montrees = 0
    for taille in range(len(comptes)):
        for panier in combinations(range(len(comptes)), taille):
            for un_de_plus in set(range(len(comptes))) - set(panier):
                plus_grand = [*panier, un_de_plus]
                avec = montre(cles, comptes, plus_grand)
                sans = montre(cles, comptes, list(panier))
                montrees += avec and sans
                assert not (avec and sans and comptes[un_de_plus] <= 10)
    assert montrees > 0


def test_cumulated_months() -> None:
    """January to June minus January to May is June."""
    mensuels = [14, 22, 30, 18, 40, 6, 25, 31, 7, 19, 28, 33]
    mois = np.arange(12)
    temps = axe("temps", annee=mois * 0, semestre=mois // 6, trimestre=mois // 3, mois=mois)
    f = famille(table([axe("lieu", france=[0]), temps], np.array(mensuels)[None, :]))
    _, p, _ = proteger_tout(f)
    cles = cles_des_atomes(p)
    vus = {
        (a, b): montre(cles, mensuels, list(range(a, b + 1)))
        for a in range(12)
        for b in range(a, 12)
    }
    assert vus[0, 11]
    for petit in (5, 8):
        for a in range(petit):
            assert not (vus[a, petit] and vus[a, petit - 1])
        for b in range(petit + 1, 12):
            assert not (vus[petit, b] and vus[petit + 1, b])


def test_a_ght_across_two_departements() -> None:
    """What a GHT has over the border: GHT minus its part here, or département minus the others."""
    comptes = [40, 35, 5, 60, 52, 33]
    f = lieux(
        comptes,
        departement=[0, 0, 1, 1, 1, 0],
        ght=[1, 2, 1, 3, 3, 2],
        part=[1, 2, 11, 13, 13, 2],
    )
    _, avant = primaire(f)
    assert avant.dits(avant.cellules[avant.sensibles]).all()
    proteger_tout(f)


def test_a_union_of_champs() -> None:
    """MCO and HAD together minus MCO is HAD."""
    champ = axe("champ", tous=[0, 0, 0], mcohad=[0, 0, 2], champ=[0, 1, 2])
    f = famille(
        table(
            [champ, axe("lieu", france=[0, 0], region=[0, 1])],
            np.array([[40, 50], [4, 30], [20, 25]]),
        )
    )
    _, avant = primaire(f)
    assert avant.dits(avant.cellules[avant.sensibles]).all()
    proteger_tout(f)


def test_stays_that_several_products_share() -> None:
    """Distinct counts do not add up; units do, and parent minus child would tell those of the small one."""
    produits = axe("produit", tous=[0, 0, 0], ucd=[0, 1, 2])
    t = table([produits, axe("lieu", france=[0])], np.array([[30], [4], [25]]))
    distincts = {("tous", "france"): np.array([28.0, 2.0, 22.0])}  # 52 stays, of 59 uses
    f = famille(Table(t.treillis, t.valeurs, t.comptes, distincts))
    s = f.systeme()
    assert s.exces.tolist() == [7.0]
    p = cacher(f)
    vue = Vue(f, s, p.masque)
    assert not vue.dits(vue.cellules[vue.sensibles]).any()
    petit = s.cellules["ucd", "france"].ensembles[1]
    assert p.masque[petit]
    # Together, the two masked ones hold 22 stays at least: 25 + 4 - 7.
    assert int(p.masque.sum()) >= 2


def test_how_many_stays_two_products_share_is_a_count_too() -> None:
    """n(A) + n(B) - n(A or B) from 1 to 10: the smaller of both is masked, though it counts more."""
    produits = axe("produit", tous=[0, 0, 1, 1], ucd=range(4))
    t = table([produits, axe("lieu", france=[0])], np.array([[60], [40], [70], [80]]))
    for commun, masques in ((7, True), (0, False), (11, False)):
        distincts = {("tous", "france"): np.array([60.0, 40.0 - commun, 70.0, 80.0])}
        f = famille(Table(t.treillis, t.valeurs, t.comptes, distincts))
        p = cacher(f)
        assert bool(p.masque[f.systeme().cellules["ucd", "france"].ensembles[1]]) is masques


def test_what_overlaps_may_leave_a_union_under_eleven() -> None:
    """8 and 9 stays of which 7 are the same are 10 at most: another one goes with them."""
    produits = axe("produit", tous=[0] * 4, ucd=range(4))
    t = table([produits, axe("lieu", france=[0])], np.array([[8], [9], [30], [40]]))
    f = famille(
        Table(t.treillis, t.valeurs, t.comptes, {("tous", "france"): np.array([8.0, 2, 30, 40])})
    )
    s = f.systeme()
    p = cacher(f)
    ucd = p.masque[s.cellules["ucd", "france"].ensembles]
    assert ucd[:2].all()
    assert ucd.sum() >= 3 or p.masque[s.cellules["tous", "france"].ensembles].all()
