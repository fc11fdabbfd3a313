"""Paper: nothing of a chart is cut, a map is the whole plate, and the screen comes back after."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.browser.chromium import LARGE
from tests.browser.conftest import erreurs_console
from tests.browser.navigateur import Navigateur

DM = "/r/dm-medicaments"
A4 = (8.27, 11.69)
"""Inches."""
_UTILES = {"portrait": 703, "paysage": 1031}
"""Width of the sheet less the margins of the style sheet, in CSS pixels."""

_COUPES = """
const coupes = [];
for (const svg of document.querySelectorAll(".js-plotly-plot .main-svg")) {
  const cadre = svg.getBoundingClientRect();
  const bord = Math.min(cadre.right, document.documentElement.clientWidth) + 1;
  for (const e of svg.querySelectorAll(".bars path, .bartext, .xtick, .ytick, .slice, .points path")) {
    const b = e.getBoundingClientRect();
    if (b.width && (b.left < cadre.left - 1 || b.right > bord || b.bottom > cadre.bottom + 1))
      coupes.push([e.getAttribute("class"), e.textContent, b.right, bord]);
  }
}
return coupes;
"""
_PLACES = """
const figures = [...document.querySelectorAll(".figures > .figure")];
return [...new Set(figures.map((f) => Math.round(f.getBoundingClientRect().left)))];
"""
_TROUS = """
return [...document.querySelectorAll(".graphe")].map((g) => {
  const dessin = g.querySelector(".main-svg").getBoundingClientRect();
  return g.getBoundingClientRect().bottom - dessin.bottom;
}).filter((trou) => trou > 12);
"""
_LARGEURS = (
    "return [...document.querySelectorAll('.js-plotly-plot')].map((p) => p._fullLayout.width);"
)
_NOTE = """
const style = getComputedStyle(document.querySelector(".note-lecture"));
return [style.breakInside, style.breakBefore];
"""
_PRETE = (
    "const i = document.getElementById('carte-papier');"
    "return Boolean(i && i.complete && i.naturalWidth);"
)


def _imprimer(page: Navigateur, sens: str) -> bytes:
    """Print as the button of the browser does."""
    feuille = {"landscape": sens == "paysage", "paperWidth": A4[0], "paperHeight": A4[1]}
    reponse = page.pilote.execute_cdp_cmd("Page.printToPDF", feuille)
    return base64.b64decode(reponse["data"])


def _vus(page: Navigateur, selecteur: str) -> int:
    return int(
        page.js(
            "return [...document.querySelectorAll(arguments[0])]"
            ".filter((e) => e.getClientRects().length).length",
            selecteur,
        )
    )


def _feuilles(pdf: bytes) -> int:
    """How many sheets a PDF of Chromium has."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


@contextmanager
def _papier(page: Navigateur, sens: str) -> Iterator[None]:
    """The page as it is laid out on paper, between the two events of printing."""
    page.js("dispatchEvent(new Event('beforeprint'))")
    page.pilote.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    page.taille((_UTILES[sens], 900))
    try:
        yield
    finally:
        page.pilote.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
        page.taille(LARGE)
        page.js("dispatchEvent(new Event('afterprint'))")


@pytest.mark.parametrize("sens", list(_UTILES))
def test_un_graphique_s_imprime_entier(page: Navigateur, sens: str) -> None:
    page.ouvrir(f"{DM}?zone=reg-11&vs=reg-32&noeud=dm&periode=2020&vue=graphique")
    page.element("#graphe-mois .scatterlayer path")
    page.attendre_calme()
    avant = page.js(_LARGEURS)
    assert max(avant) > _UTILES["portrait"], "le témoin : à l'écran, plus large que la feuille"
    assert _imprimer(page, sens).startswith(b"%PDF")
    assert not erreurs_console(page)
    page.attendre(lambda: page.js(_LARGEURS) == avant, "l'écran revient après l'impression")
    barres = page.nombre("#graphe-graphique .bars path")
    with _papier(page, sens):
        assert page.nombre("#graphe-graphique .bars path") == barres > 10
        page.attendre(lambda: not page.js(_COUPES), "des dessins entiers, une fois redessinés")
        for mois in ("janv.", "déc."):
            assert mois in page.texte("#graphe-mois")
        # A sheet on its side holds two figures on a line, each as wide as its drawing.
        gauches, trous = page.js(_PLACES), page.js(_TROUS)
        assert len(gauches) == (2 if sens == "paysage" else 1), gauches
        assert not trous, f"du blanc sous un dessin : {trous}"
    page.attendre(lambda: page.js(_LARGEURS) == avant, "l'écran revient")


@pytest.mark.usefixtures("geographie")
def test_une_carte_s_imprime_en_planche(page: Navigateur) -> None:
    page.ouvrir(f"{DM}?vue=carte")
    page.element("#carte-plan path.leaflet-interactive")
    page.attendre(lambda: page.js(_PRETE), "la planche de la carte")
    assert not _vus(page, "#carte-papier"), "la planche n'est pas de l'écran"
    for sens in _UTILES:
        assert _imprimer(page, sens).startswith(b"%PDF")
    assert not erreurs_console(page)
    with _papier(page, "portrait"):
        assert _vus(page, "#carte-papier") == 1
        assert not _vus(page, ".carte-cadre")
    # The plate follows the classes of the screen.
    page.cliquer("Étendues égales", ".carte-choix")
    page.attendre(
        lambda: "carte-egales.svg" in page.js("return document.getElementById('carte-papier').src"),
        "la planche des autres classes",
    )


@pytest.mark.usefixtures("geographie")
@pytest.mark.parametrize(
    ("vue", "portrait", "paysage"),
    [("tableau", 1, 2), ("graphique", 4, 3), ("carte", 1, 1), ("annees", 1, 2)],
)
def test_une_vue_tient_en_peu_de_feuilles(
    page: Navigateur, vue: str, portrait: int, paysage: int
) -> None:
    """The flagship compared on two régions, A4 both ways: no sheet for the reading note alone."""
    page.ouvrir(f"{DM}?zone=reg-11&vs=reg-32&noeud=dm&periode=2020&vue={vue}")
    page.attendre(lambda: _vus(page, ".note-lecture"), "la note de lecture")
    page.attendre_calme()
    if vue == "carte":
        page.attendre(lambda: page.js(_PRETE), "la planche de la carte")
    for sens, au_plus in (("portrait", portrait), ("paysage", paysage)):
        feuilles = _feuilles(_imprimer(page, sens))
        assert 0 < feuilles <= au_plus, f"{sens} : {feuilles} feuilles"
    with _papier(page, "paysage"):
        assert page.js(_NOTE) == ["avoid", "avoid"], "la note suit ce qu'elle lit"
