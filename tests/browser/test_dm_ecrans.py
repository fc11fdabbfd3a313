"""The flagship at 390 px, and by keyboard alone."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser.chromium import ETROIT
from tests.browser.navigateur import Navigateur
from tests.browser.tableau import lire_rangees
from tests.browser.test_clavier import _descendre_jusqu_a
from tests.browser.test_ecrans import _DEPASSE

DM = "/r/dm-medicaments"
_BOITE = """
const b = document.querySelector(arguments[0]).getBoundingClientRect();
return [b.left, b.right];
"""


@pytest.mark.parametrize(
    ("requete", "colonne"),
    [
        ("", "sejours"),
        ("zone=reg-11&vs=reg-32&noeud=dm&unite=consommation", "consommation"),
        ("zone=reg-11&vs=reg-32&noeud=med&par=classification", "sejours@0"),
    ],
    ids=["zones", "deux zones", "paires"],
)
def test_le_tableau_etroit_garde_le_nom_et_la_mesure(
    page: Navigateur, requete: str, colonne: str
) -> None:
    page.taille(ETROIT)
    page.ouvrir(f"{DM}?{requete}")
    lire_rangees(page)
    assert page.js("return document.scrollingElement.scrollWidth") <= ETROIT[0], page.js(_DEPASSE)
    droite = 0.0
    for cle in ("libelle", colonne):
        boite = page.js(_BOITE, f"#grille .ag-body [col-id='{cle}']")
        assert droite <= boite[0] < boite[1] <= ETROIT[0], cle
        droite = boite[1] - 1


def test_le_bandeau_etroit_se_replie_et_dit_la_selection(page: Navigateur) -> None:
    page.taille(ETROIT)
    page.ouvrir(f"{DM}?zone=reg-11&vs=reg-32&noeud=lpp-0301&periode=2020-01..2020-12")
    bouton = page.element("#bandeau-resume")
    for dit in ("Île-de-France et Hauts-de-France", "2020", "Implants"):
        assert dit in bouton.text
    assert not page.champs()
    bouton.click()
    page.attendre(lambda: {"Zone", "Classification", "Statut"} <= page.champs(), "les champs")
    page.choisir("Lecture", "Évolution N-1 (%)")
    page.attendre_adresse("lecture=evol")
    # A product is chosen from the sheet, which gives the page back.
    page.cliquer_sur("[data-arbre=ouvrir]")
    page.element("#arbre-feuille[open]")
    page.cliquer("Dispositifs médicaux", "#arbre-feuille .arbre-fil")
    page.cliquer_sur("#arbre-feuille [title='Choisir Tous les dispositifs médicaux']")
    page.attendre_adresse("noeud=dm")
    page.attendre(lambda: not page.nombre("#arbre-feuille[open]"), "la feuille se ferme")
    page.attendre_texte("Tous les dispositifs médicaux", "#bandeau-resume")


def test_les_cinq_ans_se_lisent_a_390_px(page: Navigateur) -> None:
    page.taille(ETROIT)
    page.ouvrir(f"{DM}?zone=reg-11&vs=reg-32&noeud=dm&vue=annees")
    page.element("#graphe-annees .bars .point path")
    page.attendre_calme()
    dits = page.texte("#graphe-annees")
    for annee in range(2017, 2022):
        assert str(annee) in dits
    assert page.nombre("#graphe-annees .bars .point path") == 10
    # No bar is drawn outside its figure, and the open table scrolls inside its own frame.
    depassent = page.js(
        "return [...document.querySelectorAll('#graphe-annees .bars .point path')].filter((p) => {"
        "const b = p.getBoundingClientRect(); return b.left < 0 || b.right > innerWidth; }).length"
    )
    assert depassent == 0
    assert page.nombre("#figure-annees details[open] tbody tr") == 10
    assert page.js("return document.scrollingElement.scrollWidth") <= ETROIT[0]


@pytest.mark.usefixtures("geographie")
def test_les_touches_menent_a_chaque_forme(page: Navigateur) -> None:
    page.ouvrir(f"{DM}?zone=reg-11&noeud=dm")
    lire_rangees(page)
    for touche, morceau, signe in (
        ("g", "vue=graphique", "#graphe-graphique .bars path"),
        ("k", "vue=carte", "#carte-plan path.leaflet-interactive"),
        ("a", "vue=annees", "#graphe-annees .bars path"),
    ):
        page.taper(touche)
        page.attendre_adresse(morceau)
        page.element(signe)
    page.taper("t")
    page.attendre(lambda: "vue=" not in page.adresse, "le tableau")
    lire_rangees(page)
    for touche, libelle in (("z", "Zone"), ("c", "Comparer avec")):
        page.taper(touche)
        page.attendre(page.options, "la liste ouverte")
        page.taper(*"bretagne")
        page.attendre(lambda: page.options()[:1] == ["Bretagne"], "la Bretagne")
        page.taper(Keys.ESCAPE)
        page.attendre(lambda: not page.options(), "la liste se ferme")
        assert page.champ(libelle)


def test_tout_un_parcours_au_clavier(page: Navigateur) -> None:
    """A product by the tree, a breakdown, a row: no mouse."""
    page.ouvrir(DM)
    page.attendre_calme()
    page.js("document.querySelector('[data-arbre=ouvrir]').focus()")
    page.taper(Keys.SPACE)
    page.element("#arbre-feuille[open]")
    page.taper(*"medicaments")
    page.attendre(lambda: page.nombre("#arbre-feuille .arbre-choix"), "des réponses")
    page.attendre_texte("réponse", "#arbre-feuille .arbre-compte")
    page.taper(Keys.ARROW_DOWN)
    page.attendre(lambda: "BUTTON" in page.actif(), "une réponse a le foyer")
    page.taper(Keys.ENTER)
    page.attendre_adresse("noeud=")
    page.attendre(lambda: not page.nombre("#arbre-feuille[open]"), "la feuille se ferme")
    page.attendre_calme()
    page.js("arguments[0].focus()", page.champ("Détail par"))
    page.taper(Keys.ENTER)
    page.attendre(page.options, "les niveaux")
    _descendre_jusqu_a(page, "Territoire de santé")
    page.taper(Keys.ENTER)
    page.attendre_sous_titre("par territoire de santé")
    premiere = lire_rangees(page).lignes[0].libelle
    page.js("document.querySelector('#grille .ag-body [role=gridcell]').focus()")
    page.taper(Keys.ENTER)
    page.attendre(lambda: "Prendre" in page.actif(), "les actions de la ligne")
    page.taper(Keys.ENTER)
    page.attendre_h1(f"Médicaments, {premiere}")
    page.attendre_adresse("zone=tds-")
