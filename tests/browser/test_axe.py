"""axe-core on each page, in both themes where colours differ."""

from __future__ import annotations

import pytest

from tests.browser.axe import verifier_axe
from tests.browser.lecteur import LISTE
from tests.browser.navigateur import Navigateur

MCO = "/r/activite-mco"
DM = "/r/dm-medicaments"
# The grid hides its rows until it is laid out: hidden cells are none for axe.
PRETE = {
    "tableau": "#grille[data-etroit] .ag-body [role=gridcell] .grille-nombre",
    "graphique": "#graphe-evolution .scatterlayer path",
    "carte": "#figure-carte",
}
# A colour on its way to another is no colour of the page; the frame asked for starts those to come.
_CALME = """
await new Promise((fini) => requestAnimationFrame(() => requestAnimationFrame(fini)));
return document.getAnimations().every((a) => a.playState !== "running");
"""
VUES = [
    ("tableau", MCO),
    ("graphique", f"{MCO}?vue=graphique"),
    ("carte", f"{MCO}?vue=carte"),
    ("tableau", f"{MCO}?zone=reg-11&vs=reg-32"),
    ("tableau", f"{MCO}?zone=reg-11&vs=reg-32&par=categorie"),
    ("tableau", f"{MCO}?periode=1999&unite=litres"),
    ("tableau", f"{DM}?zone=reg-11&noeud=med&lecture=evol"),
    ("tableau", f"{DM}?zone=reg-11&vs=reg-32&noeud=dm&par=classification&unite=consommation"),
    ("carte", f"{DM}?zone=reg-84&niveau=ght&pour=habitants&vue=carte"),
]


@pytest.mark.parametrize(("vue", "adresse"), VUES)
def test_une_restitution(page: Navigateur, vue: str, adresse: str) -> None:
    page.ouvrir(adresse)
    page.element(PRETE[vue])
    _dans_les_deux_themes(page)


@pytest.mark.parametrize(
    "adresse",
    [
        "/",
        f"{MCO}?zone=reg-99",
        f"{DM}?zone=pan-0000&noeud=zz",
        "/glossaire",
        "/methodologie",
        "/plan",
        "/recherche?q=mco",
        "/nulle-part",
    ],
)
def test_une_page(page: Navigateur, adresse: str) -> None:
    page.ouvrir(adresse)
    _dans_les_deux_themes(page)


def test_une_liste_ouverte(page: Navigateur) -> None:
    page.ouvrir(MCO)
    page.champ("Zone").click()
    page.element(LISTE)
    verifier_axe(page)


def test_l_arbre_ouvert_en_sombre(page: Navigateur) -> None:
    """Light is the banner's own test: the sheet covers the button of the theme."""
    page.ouvrir(f"{DM}?noeud=lpp-0301")
    page.cliquer("Passer au thème sombre", "header")
    page.attendre(lambda: page.js(_CALME), "la fin des transitions")
    page.cliquer_sur("[data-arbre=ouvrir]")
    page.element("#arbre-feuille[open]")
    verifier_axe(page)


def test_la_page_de_l_api(page: Navigateur) -> None:
    page.pilote.get(f"{page.base}/api/")
    page.element(".swagger-ui .opblock")
    verifier_axe(page)


def _dans_les_deux_themes(page: Navigateur) -> None:
    """Light first, as a new visitor of a light system; then dark, by the button of the header."""
    theme = "return document.documentElement.getAttribute('data-bs-theme')"
    assert page.js(theme) == "light"
    verifier_axe(page)
    page.cliquer("Passer au thème sombre", "header")
    page.attendre(lambda: page.js(theme) == "dark", "le thème sombre")
    page.attendre(lambda: page.js(_CALME), "la fin des transitions")
    verifier_axe(page)
