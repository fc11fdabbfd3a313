"""Months: two years of one hue, what is not there yet hatched and named, masked months as gaps."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from components.charts import couleurs
from components.charts.axes import pas_valeurs
from components.charts.mois import MOIS_COURTS, mois, resume_mois
from data_layer.catalogue.schema import Lecture, Vue
from data_layer.result import Resultat
from tests import fabrique
from tests.fabrique import cas_faits

DEUX = ("reg-11", "reg-32")


def _mois(zones: tuple[str, ...] = ("reg-11",), **options: Any) -> Resultat:
    choix = cas_faits.choix(zones, vue=Vue.GRAPHIQUE)
    return cas_faits.resultat(choix, cas_faits.classement(choix), cas_faits.mois(choix, **options))


def _traces(figure: Any, genre: str) -> list[Any]:
    return [t for t in figure.data if t.type == genre]


def test_l_annee_et_celle_d_avant_ont_une_teinte_et_deux_traits() -> None:
    avant, annee = _traces(mois(_mois()), "scatter")
    assert avant.line.color == annee.line.color == couleurs.PRINCIPALE
    assert (avant.line.dash, annee.line.dash) == ("dot", "solid")
    assert avant.opacity < annee.opacity
    assert list(annee.y[6:]) == [None] * 6
    assert annee.connectgaps is False


def test_les_mois_non_transmis_sont_haches_et_nommes() -> None:
    figure = mois(_mois())
    (bande,) = _traces(figure, "bar")
    assert list(bande.x) == [7, 8, 9, 10, 11, 12]
    assert bande.marker.pattern.shape == "\\"
    assert bande.y[0] == figure.layout.yaxis.range[1] - figure.layout.yaxis.range[0]
    assert "non transmis en 2021" in [a.text for a in figure.layout.annotations]
    assert "juillet à décembre non transmis" in resume_mois(_mois())


def test_un_mois_masque_est_un_trou_de_taille_constante() -> None:
    hauts = []
    for haut in (100.0, 90_000.0):
        figure = mois(_mois(masques=["2021-03"], haut=haut))
        annee = _traces(figure, "scatter")[1]
        assert annee.y[2] is None
        bande = next(t for t in _traces(figure, "bar") if t.name == "masque")
        assert list(bande.x) == [3]
        bas, sommet = figure.layout.yaxis.range
        hauts.append(bande.y[0] / (sommet - bas))
    assert hauts[0] == pytest.approx(hauts[1])
    assert hauts[0] < 0.1


def test_deux_zones_ont_deux_panneaux_et_une_echelle() -> None:
    figure = mois(_mois(DEUX))
    assert {t.yaxis for t in _traces(figure, "scatter")} == {"y", "y2"}
    assert figure.layout.yaxis.range == figure.layout.yaxis2.range
    assert figure.layout.yaxis.range[0] == 0
    assert tuple(figure.layout.xaxis2.ticktext) == MOIS_COURTS
    assert "<b>Hauts-de-France</b>" in [a.text for a in figure.layout.annotations]


def test_un_volume_nul_ne_descend_pas_sous_zero() -> None:
    choix = cas_faits.choix()
    sejours = fabrique.colonne(choix.offre.mesure("sejours"))
    assert pas_valeurs([0.0, 0.0], sejours) == [0.0, 1.0]
    assert pas_valeurs([0.0], replace(sejours, signe=True))[0] < 0
    vide = cas_faits.mois(
        choix, masques=[f"{a}-{m:02d}" for a in (2020, 2021) for m in range(1, 13)]
    )
    nu = cas_faits.resultat(choix, cas_faits.classement(choix), vide)
    assert mois(nu).layout.yaxis.range == (0.0, 1.0)
    assert "aucun mois ne peut être montré" in resume_mois(nu)


def test_sous_une_evolution_les_mois_se_disent_en_total() -> None:
    for lecture, dit in ((Lecture.TOTAL, False), (Lecture.EVOL, True), (Lecture.EVOL_VAL, True)):
        choix = cas_faits.choix(vue=Vue.GRAPHIQUE, lecture=lecture)
        resultat = cas_faits.resultat(choix, cas_faits.classement(choix), cas_faits.mois(choix))
        assert mois(resultat).layout.meta["sous_titre"].endswith(" · en total") is dit
