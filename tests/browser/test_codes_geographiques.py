"""PMSI codes looked up: typed, followed from the table and the map, gone back from; read by all."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.keys import Keys

from geodata.codes import codes_geographiques
from geodata.contours import ContoursAbsents
from tests.browser.axe import verifier_axe
from tests.browser.chromium import ETROIT
from tests.browser.navigateur import Navigateur
from tests.browser.test_axe import _dans_les_deux_themes

PAGE = "/codes-geographiques"
TITRE = "#codes-titre"
_NOMS = "return [...document.querySelectorAll('.codes-nom')].map((n) => n.dataset.place)"
_POINT = """
const nom = [...document.querySelectorAll('.codes-nom')]
  .find((n) => n.dataset.place === 'nom' && n.querySelector('strong').textContent !== arguments[0]);
const boite = nom.getBoundingClientRect();
return [boite.left + boite.width / 2, boite.top - 10, nom.querySelector('strong').textContent];
"""
_TROP_LARGE = "return document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture(autouse=True)
def _codes() -> None:
    """Skip where the geography was not built."""
    try:
        codes_geographiques()
    except ContoursAbsents:
        pytest.skip("pas de codes : lancez « make geodata »")


def _code(page: Navigateur) -> str:
    return str(page.js(f"return document.querySelector('{TITRE}')?.dataset.codeMontre || ''"))


def _attendre_code(page: Navigateur, code: str) -> None:
    page.attendre(lambda: _code(page) == code, f"le code {code}")


def test_un_code_se_cherche_se_suit_et_se_retrouve(page: Navigateur) -> None:
    page.ouvrir(PAGE)
    page.element("#codes-texte").send_keys("37100")
    page.attendre_texte("répondent à", "#codes-annonce")
    page.attendre(lambda: page.nombre("#codes-reponses a.trouvaille") == 2, "deux réponses")
    page.taper(Keys.ENTER)
    page.attendre_adresse(f"{PAGE}?q=37100")
    _attendre_code(page, "37000")
    # The map is there, every outline is drawn, and no name covers another.
    voisins = page.nombre("#codes-geo a[data-code]")
    page.attendre(
        lambda: page.nombre(".codes-plan .leaflet-overlay-pane path") == voisins + 1, "les contours"
    )
    page.attendre(lambda: set(page.js(_NOMS)) <= {"nom", "code", "non"}, "les noms placés")
    # A neighbour of the table: the address, the title and the focus follow, the page stays.
    page.js("document.querySelector('#page').portulanMarque = true")
    code = str(page.js("return document.querySelector('#codes-geo a[data-code]').dataset.code"))
    page.cliquer_sur(f"#codes-geo a[data-code='{code}']")
    _attendre_code(page, code)
    page.attendre_adresse(f"{PAGE}?code={code}")
    page.attendre(lambda: page.js(f"return document.activeElement.matches('{TITRE}')"), "le focus")
    assert page.element("#codes-texte").get_attribute("value") == code
    assert page.js("return document.querySelector('#page').portulanMarque") is True
    # Back and Forward.
    page.pilote.back()
    _attendre_code(page, "37000")
    page.pilote.forward()
    _attendre_code(page, code)


def test_la_carte_mene_au_code_ou_l_on_clique(page: Navigateur) -> None:
    page.ouvrir(f"{PAGE}?code=77C02")
    _attendre_code(page, "77C02")
    page.attendre(lambda: page.nombre(".codes-plan .leaflet-overlay-pane path") > 1, "les contours")
    page.attendre(lambda: "nom" in page.js(_NOMS), "les noms")
    page.js("document.querySelector('.codes-plan').scrollIntoView({block: 'center'})")
    x, y, code = page.attendre(lambda: page.js(_POINT, "77C02"), "le point d'un voisin")
    page.cliquer_au_point(x, y)
    _attendre_code(page, code)
    page.attendre_adresse(f"{PAGE}?code={code}")


def test_on_arrive_du_portail_et_l_on_part_vers_la_carte_des_flux(page: Navigateur) -> None:
    page.ouvrir("/")
    page.cliquer("Codes géographiques PMSI", "main")
    page.attendre_h1("Codes géographiques PMSI")
    page.cliquer_sur(".codes-exemples a[href='/codes-geographiques?q=77C02']")
    _attendre_code(page, "77C02")
    lien = page.element(".codes-tete a")
    assert str(lien.get_attribute("href")).endswith("/cartographie?zone=pmsi-77C02")


@pytest.mark.parametrize("requete", ["", "?code=77C02", "?q=saint-denis", "?code=77C99"])
def test_axe_dans_les_deux_themes(page: Navigateur, requete: str) -> None:
    page.ouvrir(f"{PAGE}{requete}")
    page.element("#codes-texte")
    _dans_les_deux_themes(page)


def test_tout_tient_sur_un_telephone(page: Navigateur) -> None:
    page.taille(ETROIT)
    for requete in ("", "?code=75001", "?q=20222", "?code=77C99"):
        page.ouvrir(f"{PAGE}{requete}")
        page.element("#codes-texte")
        assert page.js(_TROP_LARGE) is False
        verifier_axe(page)


def test_une_adresse_forgee_ne_fait_rien_tomber(page: Navigateur) -> None:
    for requete in ("?q=%00%01%FF", "?code=" + "9" * 1500, "?q=%3Cscript%3E&code=%F0"):
        page.ouvrir(f"{PAGE}{requete}")
        assert page.h1 == "Codes géographiques PMSI"
