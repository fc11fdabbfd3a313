"""Five years at once, and the bars of products."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from components.charts import couleurs, vue_annees, vue_graphique
from components.charts.annees import CONSTANT, COURANT, annees_comparees, moment, resume_annees
from components.charts.barres import barres
from data_layer.catalogue.schema import Lecture, Vue
from data_layer.result import Statut
from data_layer.selection import Selection
from tests import fabrique
from tests.fabrique import cas_faits

DEUX = ("reg-11", "reg-32")


def _vers(selection: Selection) -> str:
    return f"/vers/{selection.zone}/{selection.noeud}"


def _textes(composant: Any) -> str:
    return json.dumps(
        composant.to_plotly_json(), default=lambda c: c.to_plotly_json(), ensure_ascii=False
    )


def test_cinq_ans_disent_les_memes_mois_de_chaque_annee() -> None:
    resultat = cas_faits.cinq_ans()
    figure = annees_comparees(resultat)
    assert moment(resultat) == "janvier à juin, de 2017 à 2021"
    assert moment(resultat) in figure.layout.meta["sous_titre"]
    assert "Dispositifs médicaux" in figure.layout.meta["sous_titre"]
    (colonnes,) = figure.data
    assert list(colonnes.y) == [1000.0, 1100.0, 1200.0, 1300.0, 1400.0]
    assert figure.layout.yaxis.range[0] == 0


def test_deux_zones_ont_leurs_colonnes_cote_a_cote() -> None:
    figure = annees_comparees(cas_faits.cinq_ans(DEUX))
    a, b = figure.data
    assert (a.marker.color, b.marker.color) == (couleurs.PRINCIPALE, couleurs.COMPAREE)
    assert all(x < z for x, z in zip(a.x, b.x, strict=True))
    assert "Hauts-de-France\u202f: 500 séjours en 2017, puis 700 séjours en 2021" in resume_annees(
        cas_faits.cinq_ans(DEUX)
    )


def test_une_annee_masquee_a_une_marque_constante() -> None:
    valeurs = {2019: [100.0], 2020: [Statut.MASQUE], 2021: [Statut.SANS_OBJET]}
    figure = annees_comparees(cas_faits.cinq_ans(valeurs=valeurs))
    muettes = {
        t.name: (list(t.x), list(t.y)) for t in figure.data if t.name in ("masque", "sans_objet")
    }
    assert muettes["masque"][0] == [2020]
    assert muettes["masque"][1] == muettes["sans_objet"][1]


def test_une_evolution_diverge_autour_de_zero() -> None:
    valeurs = {2020: [-12.5], 2021: [8.25]}
    figure = annees_comparees(cas_faits.cinq_ans(valeurs=valeurs, lecture=Lecture.EVOL))
    bas, haut = figure.layout.yaxis.range
    assert bas < -12.5 < 8.25 < haut
    assert figure.data[0].text == ("−12,5\u202f%", "+8,3\u202f%")


@pytest.mark.parametrize(("perimetre", "dit"), [("", COURANT), ("constant", CONSTANT)])
def test_le_perimetre_est_dit_sous_le_titre(perimetre: str, dit: str) -> None:
    rendu = _textes(vue_annees(cas_faits.cinq_ans(perimetre=perimetre)))
    assert dit in rendu
    assert rendu.count('"type": "Caption"') == 1
    assert "Montant remboursé" in rendu
    assert '"open": true' in rendu


def test_une_evolution_dit_l_annee_de_plus_que_son_perimetre_demande() -> None:
    rendu = _textes(vue_annees(cas_faits.cinq_ans(perimetre="constant", lecture=Lecture.EVOL)))
    assert "l'année qui précède la première" in rendu


def test_les_barres_de_produits_nomment_leur_niveau_et_menent_plus_bas() -> None:
    choix = cas_faits.choix(par="classification", niveau="sous-chapitre", vue=Vue.GRAPHIQUE)
    lignes = [
        fabrique.ligne(c, n, {"sejours": v}, cible=c, zone="reg-11", rang=r)
        for c, n, v, r in (
            ("lpp-030102", "Implants", 90.0, 1),
            ("lpp-030101", "Prothèses", 50.0, 2),
        )
    ]
    bloc = cas_faits.classement(choix, lignes, nature="classification")
    resultat = cas_faits.resultat(choix, replace(bloc, niveau="sous-chapitre"))
    figure = barres(resultat)
    assert figure.layout.meta["titre"] == "Séjours et séances par sous-chapitre"
    assert figure.data[0].customdata == ("lpp-030102", "lpp-030101")
    assert "/vers/reg-11/lpp-030102" in _textes(vue_graphique(resultat, _vers))
