"""axe-core on each page, in both themes where colours differ."""

from __future__ import annotations

import pytest

from tests.browser.axe import verifier_axe
from tests.browser.lecteur import LISTE
from tests.browser.navigateur import Navigateur

MCO = "/r/activite-mco"
PRETE = {
    "tableau": "#grille .ag-body [role=gridcell] .grille-nombre",
    "graphique": "#graphe-evolution .scatterlayer path",
    "carte": "#figure-carte",
}
VUES = [
    ("tableau", MCO),
    ("graphique", f"{MCO}?vue=graphique"),
    ("carte", f"{MCO}?vue=carte"),
    ("tableau", f"{MCO}?zone=reg-11&vs=reg-32"),
    ("tableau", f"{MCO}?zone=reg-11&vs=reg-32&par=categorie"),
    ("tableau", f"{MCO}?periode=1999&unite=litres"),
]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("vue", "adresse"), VUES)
def test_une_restitution(page: Navigateur, vue: str, adresse: str, theme: str) -> None:
    _theme(page, theme)
    page.ouvrir(adresse)
    page.element(PRETE[vue])
    verifier_axe(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "adresse",
    [
        "/",
        f"{MCO}?zone=reg-99",
        "/glossaire",
        "/methodologie",
        "/plan",
        "/recherche?q=mco",
        "/nulle-part",
    ],
)
def test_une_page(page: Navigateur, adresse: str, theme: str) -> None:
    _theme(page, theme)
    page.ouvrir(adresse)
    verifier_axe(page)


def test_une_liste_ouverte(page: Navigateur) -> None:
    page.ouvrir(MCO)
    page.champ("Zone").click()
    page.element(LISTE)
    verifier_axe(page)


def test_la_page_de_l_api(page: Navigateur) -> None:
    page.pilote.get(f"{page.base}/api/")
    page.element(".swagger-ui .opblock")
    verifier_axe(page)


def _theme(page: Navigateur, theme: str) -> None:
    """The theme, as a visitor who chose it before would find it."""
    page.pilote.get(f"{page.base}/assets/favicon.svg")
    page.js("localStorage.setItem('portulan-theme', arguments[0])", theme)
