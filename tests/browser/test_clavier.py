"""Keyboard only: everything is reached, seen when reached, and never lost."""

from __future__ import annotations

import time

import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser.lecteur import LISTE, OPTION
from tests.browser.navigateur import Navigateur
from tests.browser.tableau import lire_tableau

_DANS_BANDEAU = "return document.activeElement.closest('.bandeau') !== null"
# The ring: an outline, on the control or on the frame that holds it, or a thick line in the table.
_ANNEAU = """
const e = document.activeElement;
if (!e || e === document.body) return false;
const cerne = (s) => (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2)
  || (s.borderTopStyle !== "none" && parseFloat(s.borderTopWidth) >= 2);
return [e, e.parentElement].some((n) => cerne(getComputedStyle(n)))
  || cerne(getComputedStyle(e, "::after"));
"""
_NOM = """
const e = document.activeElement;
const ids = (e.getAttribute("aria-labelledby") || "").split(" ").filter(Boolean);
const par = ids.map((i) => document.getElementById(i)?.textContent || "").join(" ").trim();
return par || e.getAttribute("aria-label") || e.labels?.[0]?.textContent || e.innerText || e.title || "";
"""

_LIGNE_ACTIVE = """
const id = CSS.escape(document.activeElement.closest("[row-id]").getAttribute("row-id"));
return document.querySelector(`#grille [row-id="${id}"] .grille-nom`).textContent;
"""


def _foyer_vu(page: Navigateur) -> None:
    """The ring may come a moment after the focus: the table draws it itself."""
    page.attendre(lambda: page.js(_ANNEAU), f"un foyer visible sur {page.actif()}", delai=3)


def _tab_jusqu_a(page: Navigateur, debut: str, maximum: int = 60) -> list[str]:
    """Press Tab until what has the focus is called ``debut…``; return the names passed by."""
    noms: list[str] = []
    for _ in range(maximum):
        page.taper(Keys.TAB)
        nom = " ".join(str(page.js(_NOM)).split())
        noms.append(nom)
        _foyer_vu(page)
        if nom.startswith(debut):
            return noms
    raise AssertionError(f"« {debut} » n'est pas atteint : {noms}")


def _tab_tant_que(page: Navigateur, condition: str, maximum: int = 20) -> None:
    """Press Tab while the body of a function of the page says true."""
    for _ in range(maximum):
        page.taper(Keys.TAB)
        if not page.js(condition):
            return
    raise AssertionError(f"le foyer n'avance pas : {page.actif()}")


def _descendre_jusqu_a(page: Navigateur, option: str) -> None:
    """Arrow down an open list, as a person does: at the pace of what is seen."""
    lue = "return document.activeElement.closest(arguments[0])?.innerText.trim() || ''"
    for _ in range(8):
        page.attendre(lambda: page.js(lue, OPTION), "une option a le foyer")
        page.taper(Keys.ARROW_DOWN)
        time.sleep(0.15)
        if page.js(lue, OPTION) == option:
            return
    raise AssertionError(f"« {option} » n'est pas atteinte")


def test_le_lien_d_evitement_vient_en_premier(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco")
    assert _tab_jusqu_a(page, "Aller au contenu") == ["Aller au contenu"]
    page.taper(Keys.ENTER)
    page.attendre(lambda: page.js("return document.activeElement.id") == "contenu", "le contenu")
    page.taper(Keys.TAB)
    assert page.js("return document.querySelector('main').contains(document.activeElement)")


def test_chaque_champ_du_bandeau_est_un_arret_nomme(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco?zone=reg-44&vs=reg-32")
    noms = _tab_jusqu_a(page, "Secteur")
    champs = ["Zone", "Échanger", "Comparer avec", "Année", "Cumul depuis", "Réinitialiser"]
    champs += ["Détail par", "Unité", "Lecture", "Catégorie", "Secteur"]
    places = [next((i for i, n in enumerate(noms) if n.startswith(c)), -1) for c in champs]
    assert -1 not in places, dict(zip(champs, places, strict=True))
    assert places == sorted(places)
    assert len(noms) == places[-1] + 1


@pytest.mark.parametrize("ouverture", [Keys.ENTER, Keys.SPACE, Keys.ARROW_DOWN])
def test_une_liste_se_choisit_au_clavier_et_garde_le_foyer(
    page: Navigateur, ouverture: str
) -> None:
    page.ouvrir("/r/activite-mco")
    _tab_jusqu_a(page, "Unité")
    page.taper(ouverture)
    page.element(LISTE)
    _descendre_jusqu_a(page, "Séjours en hospitalisation complète")
    page.taper(Keys.ENTER)
    page.attendre_sous_titre("Séjours en hospitalisation complète")
    page.attendre(lambda: page.js(_DANS_BANDEAU), "le foyer dans le bandeau")
    assert " ".join(str(page.js(_NOM)).split()).startswith("Unité")
    page.taper(Keys.TAB)
    assert str(page.js(_NOM)).startswith("Lecture")


def test_la_zone_se_tape_sans_souris(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco")
    _tab_jusqu_a(page, "Zone")
    page.taper(*"bretagne")
    page.attendre(lambda: page.options()[:1] == ["Bretagne"], "la Bretagne")
    page.taper(Keys.ARROW_DOWN, Keys.ENTER)
    page.attendre_h1("Activité MCO, Bretagne")
    page.attendre(lambda: page.js(_DANS_BANDEAU), "le foyer dans le bandeau")


def test_le_tableau_sans_souris(page: Navigateur) -> None:
    """Tab to the headers, Tab to the rows, arrows, Enter to the actions of a row, Enter acts."""
    page.ouvrir("/r/activite-mco")
    tableau = lire_tableau(page)
    page.js("document.getElementById('grille-recherche').focus()")
    dans = "return document.activeElement.closest('#grille [role={}]') !== null"
    _tab_tant_que(page, f"return !({dans.format('columnheader').removeprefix('return ')})")
    # Each header is a stop, where Enter sorts; the rows together are one.
    _tab_tant_que(page, dans.format("columnheader"))
    page.attendre(lambda: page.js(dans.format("gridcell")), "une case")
    _foyer_vu(page)
    page.taper(Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    rangee = page.js(_LIGNE_ACTIVE)
    assert rangee in tableau.noms
    page.taper(Keys.ENTER)
    page.attendre(
        lambda: page.js(_NOM) == f"Prendre {rangee} comme zone", "les actions de la ligne"
    )
    page.taper(Keys.ARROW_RIGHT)
    page.attendre(lambda: page.js(_NOM) == f"Comparer {rangee}", "comparer")
    page.taper(Keys.ESCAPE)
    page.attendre(lambda: page.js(dans.format("gridcell")), "la ligne")
    page.taper(Keys.ENTER, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
    page.attendre(lambda: page.js(_NOM) == f"Détailler {rangee}", "détailler")
    page.taper(Keys.ENTER)
    page.attendre_h1(f"Activité MCO, {rangee}")


def test_trier_sans_souris(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco")
    lire_tableau(page)
    page.js("document.querySelector('#grille [role=columnheader][col-id=libelle]').focus()")
    page.taper(Keys.ENTER)
    page.attendre_adresse("tri=libelle")


def test_le_foyer_survit_a_l_ordre_de_la_page(page: Navigateur) -> None:
    """Reset, then swap: buttons of the banner keep the focus while the result is drawn again."""
    page.ouvrir("/r/activite-mco?zone=reg-44&vs=reg-32")
    page.js("document.getElementById('echanger').focus()")
    page.taper(Keys.ENTER)
    page.attendre_h1("Hauts-de-France et Grand Est")
    assert page.js("return document.activeElement.id") == "echanger"
    page.js("document.getElementById('reinitialiser').focus()")
    page.taper(Keys.ENTER)
    page.attendre_h1("Activité MCO, France")
    assert page.js("return document.activeElement.id") == "reinitialiser"


@pytest.mark.usefixtures("geographie")
def test_la_table_de_la_carte_sans_souris(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco?vue=carte")
    page.element("#carte-plan path.leaflet-interactive")
    page.js("document.querySelector('#figure-carte .carte-legende summary').focus()")
    _tab_jusqu_a(page, "Lire ces données en tableau")
    page.taper(Keys.ENTER)
    page.attendre(lambda: page.nombre("#figure-carte .jumelle[open]"), "la table s'ouvre")
    _tab_jusqu_a(page, "Détailler")
    nom = str(page.js(_NOM)).removeprefix("Détailler ")
    page.taper(Keys.ENTER)
    page.attendre_h1(f"Activité MCO, {nom}")


def test_le_menu_des_fichiers_sans_souris(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco")
    page.js("document.querySelector('#partie-outils summary').focus()")
    page.taper(Keys.ENTER)
    page.attendre(lambda: page.nombre("#partie-outils details[open]"), "le menu")
    page.taper(Keys.ARROW_DOWN)
    assert "Tableur" in page.actif()
    page.taper(Keys.ESCAPE)
    assert not page.nombre("#partie-outils details[open]")
    assert "Télécharger" in page.actif()
