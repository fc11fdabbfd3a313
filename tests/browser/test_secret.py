"""What is not published says so in its place, and leads to what is; a masked cell says why."""

from __future__ import annotations

from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys

import data_layer
from tests.browser.axe import verifier_axe
from tests.browser.chromium import ETROIT
from tests.browser.navigateur import Navigateur
from tests.browser.tableau import lire_rangees

DM = "/r/dm-medicaments"
DETAIL = "zone=reg-11&noeud=lpp-0301"
AVIS, INDICE, ETAT = "#partie-avis .avis", ".bandeau-indice p", "#partie-vue .etat-masque"
MASQUE = ".ag-body [role=gridcell] .masque"
_MASQUEES = f"return document.querySelectorAll('#grille {MASQUE}').length"


@pytest.fixture(scope="module")
def etablissement(entrepot: Path) -> str:
    """The id of a large establishment of the demonstration."""
    reponse = data_layer.repondre("dm-medicaments", "zone=dep-75&noeud=dm&niveau=etablissement")
    assert reponse.resultat is not None
    cible = reponse.resultat.bloc.cibles[0]
    assert cible is not None
    return cible


def test_des_mois_non_publies_se_disent_et_menent_a_ceux_qui_le_sont(page: Navigateur) -> None:
    page.ouvrir(f"{DM}?{DETAIL}&periode=2020")
    lire_rangees(page)
    assert not page.nombre(AVIS) and not page.nombre(INDICE)
    page.choisir("Dernier mois", "mai")
    page.attendre_adresse("periode=2020-01..2020-05")
    page.attendre_texte("Toutes les lignes sont masquées", AVIS)
    page.attendre_texte("période non publiée à ce niveau de détail", INDICE)
    page.attendre(lambda: page.js(_MASQUEES) > 8, "les lignes masquées")
    verifier_axe(page)
    page.cliquer("janvier à juin 2020", ".bandeau-indice")
    page.attendre_adresse("periode=2020-01..2020-06")
    page.attendre(lambda: not page.nombre(INDICE) and not page.nombre(AVIS), "plus d'avis")
    page.attendre(lambda: page.js(_MASQUEES) < 8, "des valeurs")


@pytest.mark.parametrize("vue", ["carte", "graphique"])
@pytest.mark.usefixtures("geographie")
def test_l_avis_est_le_meme_dans_chaque_forme(page: Navigateur, vue: str) -> None:
    page.ouvrir(f"{DM}?{DETAIL}&periode=2020-01..2020-05&vue={vue}")
    page.attendre_texte("Toutes les lignes sont masquées", AVIS)
    assert page.nombre("#partie-lecture .note-signe a[href='/methodologie#secret']") == 1
    page.attendre(lambda: page.nombre("#partie-avis .avis-choix a"), "les propositions")
    page.js("document.querySelector('#partie-avis .avis-choix a').click()")
    page.attendre_adresse("periode=2020-01..2020-06")
    assert f"vue={vue}" in page.adresse


def test_une_repartition_refusee_est_un_etat_qui_mene_a_des_chiffres(
    page: Navigateur, etablissement: str
) -> None:
    page.ouvrir(f"{DM}?zone={etablissement}&noeud=dm&par=classification")
    lire_rangees(page)
    page.choisir("Détail par", "Diagnostic")
    page.attendre_texte("Répartition par diagnostic non publiée ici", ETAT)
    assert not page.nombre("#grille")
    assert page.nombre("#partie-chiffres .carte-chiffre") == 1
    verifier_axe(page)
    page.cliquer("Zone : Paris", ETAT)
    page.attendre_adresse("zone=dep-75")
    assert "par=diagnostic" in page.adresse
    assert lire_rangees(page).lignes
    assert not page.nombre(ETAT)


def test_l_etat_tient_a_390_px(page: Navigateur, etablissement: str) -> None:
    page.taille(ETROIT)
    page.ouvrir(f"{DM}?zone={etablissement}&noeud=dm&par=ghm")
    page.attendre_texte("Répartition par GHM non publiée ici", ETAT)
    assert page.js("return document.scrollingElement.scrollWidth") <= ETROIT[0]


def test_une_case_masquee_s_explique_au_clavier(page: Navigateur) -> None:
    page.ouvrir(f"{DM}?{DETAIL}&periode=2020-01..2020-05")
    lire_rangees(page)
    explication = "#grille-explication"
    assert page.texte(explication) == ""
    page.js("document.querySelector('#grille .ag-body [col-id=libelle][role=gridcell]').focus()")
    page.taper(Keys.ARROW_RIGHT)
    page.attendre_texte("masqué. Valeur protégée par le secret statistique", explication)
    verifier_axe(page)
    page.taper(Keys.ARROW_LEFT)
    page.attendre(lambda: page.texte(explication) == "", "plus rien à expliquer")


def test_la_methode_repond_a_ses_deux_ancres(page: Navigateur) -> None:
    for ancre, titre in (("secret", "Ce qui ne peut pas être déduit"), ("limite", "garantit pas")):
        page.ouvrir(f"/methodologie#{ancre}")
        assert titre in page.texte(f"#{ancre}")
    # What protection costs is read from the report of the release in force.
    assert page.nombre("#secret-cout") == 1
