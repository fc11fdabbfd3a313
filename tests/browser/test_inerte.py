"""What Dash does not follow goes on following the choices, whatever else has touched the page."""

from __future__ import annotations

import pytest

from tests.browser.navigateur import Navigateur

# What a page translator does: each text of an element goes into a <font> of its own.
_TRADUIRE = """
for (const racine of document.querySelectorAll(arguments[0])) {
  const marche = document.createTreeWalker(racine, NodeFilter.SHOW_TEXT);
  const textes = [];
  while (marche.nextNode()) textes.push(marche.currentNode);
  for (const texte of textes) {
    const font = document.createElement("font");
    texte.replaceWith(font);
    font.append(texte);
  }
}
"""
_AJOUTER = """
for (const racine of document.querySelectorAll(arguments[0])) {
  racine.prepend(document.createElement("i"));
}
"""
CARTES = ".cartes"


def _lus(page: Navigateur) -> tuple[str, str, str]:
    return page.h1, page.sous_titre, page.texte(CARTES)


@pytest.mark.parametrize("geste", [_TRADUIRE, _AJOUTER], ids=["traduit", "ajoute"])
def test_une_page_traduite_suit_les_choix(page: Navigateur, geste: str) -> None:
    page.ouvrir("/r/dm-medicaments?zone=reg-11&noeud=dm&periode=2019-01..2019-12")
    page.attendre_calme()
    attendus = _lus(page)
    page.choisir("Année", "2018")
    page.attendre_h1("2018")
    page.attendre_calme()
    page.js(geste, "main h1, main h1 *, .sous-titre, .cartes, .cartes *")
    page.choisir("Année", "2019")
    page.attendre_h1("2019")
    page.attendre_calme()
    assert _lus(page) == attendus
    page.attendre(lambda: "2019" in page.pilote.title, "le titre de l'onglet")


def test_une_partie_qui_ne_peut_etre_faite_laisse_les_autres(page: Navigateur) -> None:
    page.ouvrir("/r/dm-medicaments?zone=reg-11&noeud=dm")
    page.attendre_calme()
    # A name that no attribute may have, in the cards; another h1.
    page.js("""
      const suite = document.getElementById("suite");
      const parties = JSON.parse(suite.value);
      parties.chiffres = [["p", {"": "x"}, ["x"]]];
      parties.titre = [["h1", {}, ["Autre titre"]]];
      console.error = () => (window.portulanDite = true);
      suite.setAttribute("value", JSON.stringify(parties));
    """)
    page.attendre(lambda: page.h1 == "Autre titre", "le titre")
    assert page.js("return window.portulanDite") is True
    page.choisir("Année", "2018")
    page.attendre_h1("2018")
    page.attendre(lambda: page.nombre(".carte-chiffre"), "les cartes")
