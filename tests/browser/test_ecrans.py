"""Narrow screens and dark mode."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.browser.chromium import ETROIT
from tests.browser.navigateur import Navigateur
from tests.browser.tableau import lire_rangees, lire_tableau

PAGES = [
    "/",
    "/r/activite-mco",
    "/r/activite-mco?zone=reg-11&vs=reg-32",
    "/r/activite-mco?zone=reg-11&vs=reg-32&par=categorie",
    "/r/activite-mco?vue=graphique&vs=reg-32",
    "/r/activite-mco?vue=carte",
    "/r/activite-mco?zone=reg-99",
    "/r/activite-mco?periode=1999&unite=litres",
    "/glossaire",
    "/methodologie",
    "/plan",
    "/recherche?q=mco",
    "/nulle-part",
]
PRETES = {
    "vue=graphique": "#graphe-graphique .bars path",
    "vue=carte": "#figure-carte",
}
_DEPASSE = """
const large = document.scrollingElement.clientWidth;
const tenu = (e) => { for (let p = e.parentElement; p; p = p.parentElement)
  if (getComputedStyle(p).overflowX !== "visible") return true; return false; };
return [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > large + 1
  && !tenu(e)).slice(0, 5).map((e) => e.tagName + "." + e.className);
"""


def _pret(page: Navigateur, adresse: str) -> None:
    for morceau, selecteur in PRETES.items():
        if morceau in adresse:
            page.element(selecteur)
            return
    if adresse.startswith("/r/") and "reg-99" not in adresse:
        lire_tableau(page)


@pytest.mark.parametrize("adresse", PAGES)
def test_rien_ne_deborde_a_390_px(page: Navigateur, adresse: str) -> None:
    page.taille(ETROIT)
    page.ouvrir(adresse)
    _pret(page, adresse)
    largeur = page.js("return document.scrollingElement.scrollWidth")
    assert largeur <= ETROIT[0], page.js(_DEPASSE)


@pytest.mark.parametrize("largeur", [820, 1024, 1100])
def test_rien_ne_deborde_entre_deux_tailles(page: Navigateur, largeur: int) -> None:
    page.taille((largeur, 900))
    page.ouvrir("/r/dm-medicaments")
    lire_rangees(page)
    assert page.js("return document.scrollingElement.scrollWidth") <= largeur, page.js(_DEPASSE)


def test_les_cartes_de_la_france_tiennent_dans_leur_cadre(page: Navigateur) -> None:
    page.taille(ETROIT)
    page.ouvrir("/r/dm-medicaments")
    lire_rangees(page)
    assert not page.js(
        "return [...document.querySelectorAll('.carte-chiffre')].filter("
        "(c) => c.scrollWidth > c.clientWidth).map((c) => c.innerText)"
    )


def test_le_premier_rang_est_du_genre_de_ce_qui_est_range(page: Navigateur) -> None:
    page.taille(ETROIT)
    for niveau, premier in (("region", "1re"), ("departement", "1er")):
        page.ouvrir(f"/r/dm-medicaments?niveau={niveau}")
        lire_rangees(page)
        assert page.texte("#grille .grille-rang-etroit").startswith(premier)


def test_huit_lignes_classees_tiennent_sur_l_ecran(page: Navigateur) -> None:
    page.ouvrir("/r/dm-medicaments")
    lire_rangees(page)
    entieres = (
        "return [...document.querySelectorAll('#grille .ag-center-cols-container .ag-row')]"
        ".filter((r) => r.getBoundingClientRect().bottom <= innerHeight).length"
    )
    page.attendre(lambda: page.js(entieres) >= 8, "huit lignes entières à 1440 x 900")
    # The search of the table is on the line of the tabs, and covers none of its neighbours.
    bords = (
        "return ['.onglets', '.grille-champ', '.grille-compte', '.barre-outils .menu'].map("
        "(s) => document.querySelector(s).getBoundingClientRect()).map((r) => [r.left, r.right, r.top])"
    )
    cadres = page.js(bords)
    assert all(a[1] < b[0] for a, b in pairwise(cadres))
    assert max(c[2] for c in cadres[:2]) - min(c[2] for c in cadres[:2]) < 20


def test_le_champ_d_une_zone_dit_son_nom_entier(page: Navigateur) -> None:
    page.ouvrir("/r/dm-medicaments?zone=dep-04&vs=reg-11")
    page.attendre_calme()
    bulle = (
        "const c = document.querySelector('.champ-zone'); c.querySelector('button').focus();"
        "return getComputedStyle(c, '::after').content"
    )
    page.attendre(lambda: page.js(bulle) == '"Alpes-de-Haute-Provence"', "le nom entier")
    assert page.valeur("Comparer avec") == "Île-de-France"


def test_l_entete_du_rang_se_lit_en_entier(page: Navigateur) -> None:
    page.ouvrir("/r/dm-medicaments?pour=habitants")
    lire_rangees(page)
    haut = (
        "const c = document.querySelector('#grille .ag-header-cell[col-id=rang]');"
        "const n = c.querySelector('.grille-entete');"
        "return [c, n].map((e) => e.getBoundingClientRect().top)"
    )
    cellule, nom = page.js(haut)
    assert nom >= cellule - 1


def test_le_bandeau_se_replie_en_un_bouton_qui_dit_la_selection(page: Navigateur) -> None:
    page.taille(ETROIT)
    page.ouvrir("/r/activite-mco?zone=reg-11&vs=reg-32&periode=2020")
    bouton = page.element("#bandeau-resume")
    assert bouton.text == "Île-de-France et Hauts-de-France, 2020"
    assert not page.js("return document.getElementById('bandeau-corps').getClientRects().length")
    bouton.click()
    page.attendre(lambda: bouton.get_attribute("aria-expanded") == "true", "le bandeau s'ouvre")
    page.choisir("Année", "2019")
    page.attendre_h1("Île-de-France et Hauts-de-France, 2019")
    page.attendre_texte("Île-de-France et Hauts-de-France, 2019", "#bandeau-resume")


def test_le_tableau_etroit_garde_le_nom_et_la_mesure(page: Navigateur) -> None:
    page.taille(ETROIT)
    page.ouvrir("/r/activite-mco")
    lire_tableau(page)
    for colonne in ("libelle", "sejours"):
        boite = page.js(
            "const b = document.querySelector(`#grille .ag-body [col-id=${arguments[0]}]`)"
            ".getBoundingClientRect(); return [b.left, b.right]",
            colonne,
        )
        assert 0 <= boite[0] < boite[1] <= ETROIT[0], colonne


@pytest.mark.usefixtures("geographie")
def test_la_legende_etroite_est_un_tiroir(page: Navigateur) -> None:
    page.taille(ETROIT)
    page.ouvrir("/r/activite-mco?vue=carte")
    page.element("#carte-plan path.leaflet-interactive")
    page.attendre(lambda: not page.nombre(".carte-legende[open]"), "la légende est repliée")
    page.cliquer("Légende", "#figure-carte")
    page.attendre_texte("Séjours", "#carte-legende")


def test_le_theme_sombre_se_garde(page: Navigateur) -> None:
    page.ouvrir("/")
    fond = "return getComputedStyle(document.body).backgroundColor"
    clair = page.js(fond)
    page.cliquer("Passer au thème sombre", "header")
    page.attendre(lambda: page.js(fond) != clair, "un fond sombre")
    sombre = page.js(fond)
    page.ouvrir("/r/activite-mco?vue=graphique")
    assert page.js("return document.documentElement.getAttribute('data-bs-theme')") == "dark"
    assert page.js(fond) == sombre
    page.cliquer("Passer au thème clair", "header")
    page.attendre(lambda: page.js(fond) == clair, "le fond clair")
