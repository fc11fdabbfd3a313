"""The banner of selection: each choice is made, said in the title, and undone."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser.navigateur import Navigateur
from tests.browser.tableau import lire_tableau

MEUSE = "Meuse"


def test_chaque_choix_est_dit_par_le_titre(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco")
    page.attendre_h1("Activité MCO, France, 2024")

    page.choisir("Zone", "Grand Est", texte="grand")
    page.attendre_h1("Activité MCO, Grand Est, 2024")
    page.attendre_sous_titre("par département")
    assert page.adresse.endswith("?zone=reg-44")

    page.choisir("Comparer avec", "Hauts-de-France", texte="hauts")
    page.attendre_h1("Grand Est et Hauts-de-France, 2024")

    page.choisir("Détail par", "Établissement")
    page.attendre_sous_titre("par établissement")

    page.choisir("Année", "2021")
    page.attendre_h1("Grand Est et Hauts-de-France, 2021")
    page.choisir("Cumul depuis", "2019")
    page.attendre_h1("Grand Est et Hauts-de-France, 2019 à 2021")

    page.choisir("Catégorie", "CLCC")
    page.attendre_sous_titre("Centres de lutte contre le cancer")
    page.choisir("Secteur", "Public et PSPH")
    page.attendre_sous_titre("secteur : public et privé d'intérêt collectif")

    page.choisir("Unité", "Séances")
    page.attendre_sous_titre("Séances")
    page.choisir("Lecture", "Évolution N-1 (valeur)")
    page.attendre_sous_titre("Séances", "évolution", "par établissement", "lutte contre le cancer")
    page.choisir("Lecture", "Évolution N-1 (%)")
    page.attendre_adresse("lecture=evol&")

    attendu = {"zone=reg-44", "vs=reg-32", "niveau=etablissement", "periode=2019..2021"}
    attendu |= {"categorie=clcc", "secteur=public", "lecture=evol", "unite=seances"}
    assert set(page.adresse.partition("?")[2].split("&")) == attendu

    page.cliquer("Réinitialiser")
    page.attendre_h1("Activité MCO, France, 2024")
    page.attendre_sous_titre("Séjours (hors séances)", "par ")
    assert page.adresse == "/r/activite-mco"
    page.attendre_valeur("Zone", "France")
    page.attendre_valeur("Lecture", "Total")
    page.attendre_valeur("Catégorie", "Toutes")


@pytest.mark.parametrize("tape", ["meu", "55", "Meuze"])
def test_la_zone_se_trouve_en_tapant(page: Navigateur, tape: str) -> None:
    page.ouvrir("/r/activite-mco")
    page.choisir("Zone", MEUSE, texte=tape)
    page.attendre_h1("Activité MCO, Meuse, 2024")
    page.attendre_valeur("Zone", "Meuse")


def test_taper_sur_le_champ_ferme_cherche_aussitot(page: Navigateur) -> None:
    """What is typed searches, and the first answer is the best one."""
    page.ouvrir("/r/activite-mco")
    page.js("arguments[0].focus()", page.champ("Zone"))
    page.taper(*"meuse")
    page.attendre(lambda: page.options()[:1] == [MEUSE], "la Meuse, première")
    page.taper(Keys.ARROW_DOWN, Keys.ENTER)
    page.attendre_h1("Activité MCO, Meuse, 2024")


def test_les_deux_zones_s_echangent(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco?zone=reg-44&vs=reg-32")
    page.attendre_h1("Grand Est et Hauts-de-France")
    page.cliquer("Échanger les deux zones")
    page.attendre_h1("Hauts-de-France et Grand Est")
    page.attendre_valeur("Comparer avec", "Grand Est")
    page.cliquer_sur("[data-raccourci=c] .dash-dropdown-clear")
    page.attendre_h1("Activité MCO, Hauts-de-France, 2024")
    assert not page.element("#echanger").is_enabled()


def test_un_cumul_d_annees_se_fait_et_se_defait(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco?periode=2020")
    page.attendre_h1("Activité MCO, France, 2020")
    page.choisir("Cumul depuis", "2018")
    page.attendre_h1("France, 2018 à 2020")
    page.choisir("Année", "2016")
    page.attendre_h1("Activité MCO, France, 2016")
    page.attendre_valeur("Année", "2016")
    page.attendre_valeur("Cumul depuis", "une année")


def test_le_niveau_change_les_lignes(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco?zone=reg-44")
    assert "Meuse" in lire_tableau(page, "Meuse").noms
    page.choisir("Détail par", "Secteur")
    page.attendre_sous_titre("par secteur")
    lignes = lire_tableau(page, "Secteur privé (ex-OQN)")
    assert len(lignes.lignes) == 2


def test_les_raccourcis_du_clavier(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco")
    page.taper("g")
    page.attendre_adresse("vue=graphique")
    page.taper("k")
    page.attendre_adresse("vue=carte")
    page.taper("t")
    page.attendre(lambda: "vue=" not in page.adresse, "le tableau")
    page.taper("?")
    page.attendre(lambda: page.nombre("dialog#aide-clavier[open]"), "l'aide du clavier")
    page.taper(Keys.ESCAPE)
    page.attendre(lambda: not page.nombre("dialog#aide-clavier[open]"), "l'aide se ferme")


@pytest.mark.parametrize("touche", ["z", "c"])
def test_z_et_c_menent_a_une_zone(page: Navigateur, touche: str) -> None:
    """The key opens the list; what is typed then searches, whatever has the focus in it."""
    page.ouvrir("/r/activite-mco?zone=reg-44&vs=reg-32")
    page.champ("Comparer avec")
    page.taper(touche)
    page.attendre(page.options, "la liste ouverte")
    page.taper(*"meuse")
    page.attendre(lambda: page.options()[:1] == [MEUSE], "la Meuse, première")
