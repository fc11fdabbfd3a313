"""Stages that follow one another: what the first shows may be too much for the second."""

from __future__ import annotations

import numpy as np

from data_layer.disclosure.intervalles import largeurs, sans_jeu
from data_layer.disclosure.protection import Figes, proteger

from .familles import Famille, axe, deux_etapes, famille, table


def douze_mois(total: int) -> Famille:
    """An establishment with a stay or two in each of twelve months, beside large ones."""
    comptes = np.array([[1] * 12, [50] * 12, [60] * 12])
    comptes[0, : total - 12] += 1
    mois = axe("temps", annee=[0] * 12, mois=range(12))
    return famille(table([axe("lieu", france=[0] * 3, etablissement=range(3)), mois], comptes))


def test_what_leaves_later_stages_no_room_is_known_beforehand() -> None:
    """Twelve stays in twelve months are one a month, even if all of them are masked."""
    for total, serre in ((12, True), (15, True), (16, False)):
        f = douze_mois(total)
        s = f.systeme()
        annee = s.cellules["etablissement", "annee"].ensembles[0]
        assert s.effectifs[annee] == total
        assert bool(sans_jeu(s)[annee]) is serre


def test_a_stage_asks_for_what_an_earlier_one_should_not_have_shown() -> None:
    """The year is shown by a stage that knows nothing of months: months are told, so it is asked for."""
    f = douze_mois(12)
    s = f.systeme()
    annees = np.concatenate(
        [s.cellules[g].ensembles for g in (("france", "annee"), ("etablissement", "annee"))]
    )
    figes = Figes(annees, np.zeros(len(annees), bool), np.zeros(len(annees), np.int64))
    p = proteger(s, figes=figes)
    annee = s.cellules["etablissement", "annee"].ensembles[0]
    assert annee in p.reclamees
    _, decide, suivant, seconde = deux_etapes(f, [("france", "annee"), ("etablissement", "annee")])
    _, masques = decide.statuts["etablissement", "annee"]
    assert masques[0]
    mois = suivant.cellules["etablissement", "mois"].ensembles[:12]
    assert (largeurs(suivant, seconde.masque)[mois] >= 1).all()


def test_keys_that_two_stages_drew_apart_are_drawn_anew() -> None:
    """Two stages that do not know each other masked the same rows, whole and parts: keys disagree."""
    lieu = axe("lieu", france=[0] * 4, departement=[0, 0, 1, 1], etablissement=range(4))
    f = famille(table([lieu, axe("temps", annee=[0])], np.array([[5], [6], [40], [50]])))
    s = f.systeme()
    etabs = s.cellules["etablissement", "annee"].ensembles
    dep = s.cellules["departement", "annee"].ensembles
    vus = np.array([etabs[0], etabs[1], dep[0]])
    figes = Figes(vus, np.ones(3, bool), np.array([3, 4, 1_000], np.int64))
    p = proteger(s, figes=figes)
    assert p.deliees == 1
    assert p.masque[vus].all()
    assert (p.cles[etabs[:2]] != 0).all()
    assert p.cles[dep[0]] == 1_000
