"""The portal: what there is to read, how it is found."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser.navigateur import Navigateur

TITRE = "Activité MCO par établissement"
PRODUITS = "Médicaments et dispositifs médicaux en sus"


def test_le_bandeau_dit_que_les_donnees_sont_synthetiques(page: Navigateur) -> None:
    for adresse in ("/", "/r/activite-mco", "/glossaire"):
        page.ouvrir(adresse)
        page.attendre_texte("Données synthétiques.", "body")


def test_les_cercles_reduisent_la_liste(page: Navigateur) -> None:
    page.ouvrir("/")
    page.attendre_texte(TITRE, "#portail-themes")
    page.cliquer_sur("button[id*='\"HAD\"']")
    page.attendre(lambda: TITRE not in page.texte("#portail-themes"), "le MCO seul s'en va")
    assert PRODUITS in page.texte("#portail-themes")
    assert page.texte("#portail-compte").startswith("5 restitutions sur ")
    page.cliquer("Tout afficher")
    page.cliquer_sur("button[id*='\"PSY\"']")
    page.attendre(lambda: PRODUITS not in page.texte("#portail-themes"), "les produits s'en vont")
    assert page.texte("#portail-compte").startswith("4 restitutions sur ")
    page.cliquer("Tout afficher")
    page.attendre_texte(TITRE, "#portail-themes")
    page.cliquer_sur("button[id*='\"MCO\"']")
    page.attendre(
        lambda: page.element("button[id*='\"MCO\"']").get_attribute("aria-pressed") == "true",
        "le cercle MCO pressé",
    )
    page.attendre_texte(TITRE, "#portail-themes")


@pytest.mark.parametrize(
    ("tape", "attendu"),
    [
        ("activite", TITRE),
        ("sejour", "Séjours et séances"),
        ("activté", TITRE),
        ("Meuse", "Meuse"),
        ("dms", "Durée moyenne de séjour"),
    ],
)
def test_la_recherche_trouve(page: Navigateur, tape: str, attendu: str) -> None:
    page.ouvrir("/")
    page.taper("/")
    page.attendre(lambda: "recherche-texte" in page.actif(), "la recherche a le focus")
    page.taper(*tape)
    page.attendre_texte(attendu, "#recherche-trouvailles")


def test_une_trouvaille_s_ouvre_au_clavier(page: Navigateur) -> None:
    page.ouvrir("/")
    page.taper("/", *"meuse")
    page.attendre_texte("Meuse", "#recherche-trouvailles")
    page.taper(Keys.ARROW_DOWN, Keys.ENTER)
    page.attendre_h1("Activité MCO, Meuse, ")
    assert "zone=dep-55" in page.adresse


def test_entree_ouvre_la_page_de_recherche(page: Navigateur) -> None:
    page.ouvrir("/")
    page.taper("/", *"sejour", Keys.ENTER)
    page.attendre_adresse("/recherche?q=sejour")
    page.attendre_h1("Recherche : sejour")
    page.attendre_texte("Séjours (hors séances)")


def test_les_dernieres_mises_a_jour_viennent_de_la_publication(page: Navigateur) -> None:
    page.ouvrir("/")
    marge = page.attendre_texte("Dernières mises à jour").split("Dernières mises à jour", 1)[1]
    assert TITRE in marge
    assert "synthétiques" in marge


def test_le_plan_mene_a_chaque_page(page: Navigateur) -> None:
    page.ouvrir("/")
    page.cliquer("Plan du site", "header")
    page.attendre_h1("Plan du site")
    page.attendre_texte(TITRE)
    for nom in ("Glossaire", "Méthodologie"):
        page.cliquer(nom, "main")
        page.attendre_h1(nom)
        page.pilote.back()
        page.attendre_h1("Plan du site")
    page.cliquer(TITRE, "main")
    page.attendre_h1("Activité MCO, France")


def test_un_theme_mene_a_sa_restitution(page: Navigateur) -> None:
    page.ouvrir("/")
    page.cliquer_sur("#portail-themes a[href='/r/activite-mco']")
    page.attendre_h1("Activité MCO, France")
