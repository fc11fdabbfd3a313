"""The banner of the flagship: months, filters that come and go, the tree of products."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser.axe import verifier_axe
from tests.browser.chromium import ETROIT
from tests.browser.navigateur import Navigateur

DM = "/r/dm-medicaments"
ARBRE = "[data-arbre=ouvrir]"
OUVERTE = "#arbre-feuille[open]"
_LIBELLES = """
return [...document.querySelectorAll(".bandeau .champ")].filter((c) => c.getClientRects().length)
  .map((c) => c.querySelector(".champ-libelle").textContent);
"""
_HAUTEUR = "return document.querySelector('.bandeau').getBoundingClientRect().height"


def _champs(page: Navigateur) -> set[str]:
    return set(page.js(_LIBELLES))


def _attendre_champs(page: Navigateur, presents: set[str], absents: set[str]) -> None:
    page.attendre(
        lambda: presents <= _champs(page) and not absents & _champs(page),
        f"les champs {presents}, sans {absents}",
    )


def _ouvrir_l_arbre(page: Navigateur) -> None:
    page.cliquer_sur(ARBRE)
    page.element(OUVERTE)


def test_les_mois_se_choisissent_dans_une_annee(page: Navigateur) -> None:
    page.ouvrir(DM)
    page.attendre_h1("janvier à juin 2021")
    page.attendre_valeur("Année", "2021")
    page.choisir("Année", "2020")
    page.attendre_h1("janvier à juin 2020")
    page.choisir("Dernier mois", "novembre")
    page.attendre_h1("janvier à novembre 2020")
    page.choisir("Premier mois", "décembre")
    page.attendre_h1("décembre 2020")
    page.attendre_valeur("Dernier mois", "décembre")
    page.choisir("Année", "2021 en cours, jusqu'en juin")
    page.attendre_h1("juin 2021")
    page.attendre_valeur("Premier mois", "juin")
    page.pilote.back()
    page.attendre_h1("décembre 2020")
    page.attendre_valeur("Premier mois", "décembre")


def test_un_filtre_ne_s_offre_que_la_ou_il_a_un_sens(page: Navigateur) -> None:
    page.ouvrir(DM)
    _attendre_champs(page, {"Champ", "Classe de montants", "Par habitant"}, {"Liste", "Périmètre"})
    _ouvrir_l_arbre(page)
    page.cliquer_sur(f"{OUVERTE} [title='Choisir Tous les médicaments']")
    page.attendre_adresse("noeud=med")
    _attendre_champs(page, {"Champ", "Liste"}, set())
    page.choisir("Unité", "Patients")
    page.attendre_adresse("unite=patients")
    page.choisir("Liste", "LES + ATU")
    page.attendre_adresse("liste=les-atu")
    page.choisir("Champ", "SSR")
    page.attendre_adresse("champ=ssr")
    _attendre_champs(page, {"Champ"}, {"Liste"})
    assert "liste=" not in page.adresse
    page.ouvrir(f"{DM}?vue=annees")
    _attendre_champs(page, {"Périmètre"}, set())


def test_un_choix_ne_remonte_pas_le_bandeau(page: Navigateur) -> None:
    """Controls are the same elements before and after a node that changes what they offer."""
    page.ouvrir(DM)
    page.js("arguments[0].portulan = true; arguments[0].focus()", page.champ("Unité"))
    page.js("history.pushState({}, '', '?noeud=med'); dispatchEvent(new PopStateEvent('popstate'))")
    _attendre_champs(page, {"Liste"}, set())
    assert page.js("return document.activeElement.portulan === true")
    assert page.champ("Unité") == page.pilote.switch_to.active_element


def test_parcourir_l_arbre_ne_choisit_rien(page: Navigateur) -> None:
    page.ouvrir(DM)
    _ouvrir_l_arbre(page)
    assert page.element(ARBRE).get_attribute("aria-expanded") == "true"
    page.cliquer("Ouvrir Tous les dispositifs médicaux", OUVERTE)
    page.cliquer("Ouvrir Implants et greffons tissulaires", OUVERTE)
    page.attendre_texte("Implants et greffons tissulaires", ".arbre-fil")
    # The button pressed is gone: the place it opened has the focus.
    page.attendre(lambda: "Implants et greffons tissulaires" in page.actif(), "le foyer")
    assert page.adresse == DM
    page.cliquer("Dispositifs médicaux", ".arbre-fil")
    page.element("[title='Choisir Implants et greffons tissulaires']")
    page.taper(Keys.ESCAPE)
    page.attendre(lambda: not page.nombre(OUVERTE), "la feuille se ferme")
    assert page.adresse == DM
    assert page.js(f"return document.activeElement.matches('{ARBRE}')")
    assert page.element(ARBRE).get_attribute("aria-expanded") == "false"


def test_un_produit_se_cherche_et_se_choisit_au_clavier(page: Navigateur) -> None:
    page.ouvrir(DM)
    page.js(f"document.querySelector('{ARBRE}').focus()")
    page.taper(Keys.ENTER)
    page.element(OUVERTE)
    page.taper(*"orthoped")
    page.element(f"{OUVERTE} .arbre-voie")
    page.taper(Keys.ENTER)
    page.attendre(lambda: "Implants orthopédiques" in page.actif(), "la première réponse")
    page.taper(Keys.ENTER)
    page.attendre_h1("Implants orthopédiques")
    assert not page.nombre(OUVERTE)
    assert page.js(f"return document.activeElement.matches('{ARBRE}')")
    page.attendre_texte("030102", ARBRE)
    chemin = page.texte("nav[aria-label=Classification]")
    assert chemin.startswith("Tout Dispositifs médicaux Implants"), chemin
    # The sheet opens again where the choice is, its search emptied.
    page.taper(Keys.ENTER)
    page.element(f"{OUVERTE} [data-place='lpp-030102'] [aria-current=true]")
    assert page.element("#arbre-texte").get_attribute("value") == ""


def test_le_fil_remonte_et_retour_redescend(page: Navigateur) -> None:
    page.ouvrir(f"{DM}?noeud=lpp-030102")
    page.attendre_texte("030102", ARBRE)
    page.cliquer("Dispositifs médicaux", "nav[aria-label=Classification]")
    page.attendre_adresse("noeud=dm")
    page.attendre_texte("Tous les dispositifs médicaux", ARBRE)
    page.pilote.back()
    page.attendre_texte("030102", ARBRE)


def test_reinitialiser_rend_tout(page: Navigateur) -> None:
    page.ouvrir(
        f"{DM}?zone=reg-44&vs=reg-11&noeud=med&periode=2019-03..2019-05&liste=atu&unite=patients"
    )
    page.attendre_h1("mars à mai 2019")
    page.cliquer("Réinitialiser")
    page.attendre_h1("France", "janvier à juin 2021")
    assert page.adresse == DM
    page.attendre_texte("Tous les médicaments et dispositifs médicaux", ARBRE)
    _attendre_champs(page, set(), {"Liste"})
    page.attendre_valeur("Unité", "Séjours et séances")


def test_un_territoire_se_trouve_et_le_panier_a_son_chemin(page: Navigateur) -> None:
    page.ouvrir(f"{DM}?noeud=med")
    page.js("arguments[0].focus()", page.champ("Zone"))
    page.taper(*"ght ain")
    genres = (
        "return [...document.querySelectorAll('[data-liste-zone] [title]')].map((o) => o.title)"
    )
    page.attendre(lambda: any(t.startswith("GHT · ") for t in page.js(genres)), "un GHT")
    page.taper(Keys.ARROW_DOWN, Keys.ENTER)
    page.attendre_adresse("zone=ght-")
    zone = page.adresse.partition("zone=")[2].partition("&")[0]
    page.attendre(
        lambda: zone in str(page.element("#bandeau-panier").get_attribute("href")),
        "le retour du panier suit la vue",
    )


@pytest.mark.parametrize(
    "requete",
    ["", "?noeud=med&champ=mco-had&liste=les-atu&lecture=evol_val&unite=consommation&vue=annees"],
)
def test_le_bandeau_reste_compact(page: Navigateur, requete: str) -> None:
    page.ouvrir(DM + requete)
    page.champ("Classe de montants")
    assert page.js(_HAUTEUR) < 150
    assert page.js("return document.scrollingElement.scrollWidth") <= 1440


def test_l_arbre_etroit_est_une_feuille_de_toute_la_largeur(page: Navigateur) -> None:
    page.taille(ETROIT)
    page.ouvrir(f"{DM}?noeud=lpp-030102")
    assert page.element("#bandeau-resume").text.endswith("Implants orthopédiques")
    page.cliquer_sur("#bandeau-resume")
    _ouvrir_l_arbre(page)
    boite = page.js(
        "const b = document.getElementById('arbre-feuille').getBoundingClientRect();"
        "return [b.left, b.right, b.bottom]"
    )
    assert boite == [0, ETROIT[0], ETROIT[1]]
    page.cliquer("Ouvrir Implants articulaires", OUVERTE)
    page.attendre_texte("Implants articulaires", ".arbre-fil")
    assert page.js("return document.scrollingElement.scrollWidth") <= ETROIT[0]


def test_l_arbre_ouvert_passe_axe(page: Navigateur) -> None:
    page.ouvrir(f"{DM}?noeud=lpp-0301")
    _ouvrir_l_arbre(page)
    verifier_axe(page)
    page.taper(*"stent")
    page.element(f"{OUVERTE} .arbre-voie")
    verifier_axe(page)
