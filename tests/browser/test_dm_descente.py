"""Drilling: ten levels by clicks, Back to where it began, and the same step from each form."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser.navigateur import Navigateur
from tests.browser.tableau import Rangees, lire_rangees

DM = "/r/dm-medicaments"
FORME = "#carte-plan path.leaflet-interactive"
Etape = tuple[str, str, str, Rangees]
# A point of a coloured shape where nothing lies above it, in pixels of the window, and the id of its zone.
_POINT = """
for (const forme of document.querySelectorAll(arguments[0])) {
  if (!forme.getAttribute("fill").startsWith("var(--seq")) continue;
  const b = forme.getBoundingClientRect();
  for (const [fx, fy] of [[0.5, 0.5], [0.4, 0.6], [0.6, 0.4], [0.3, 0.5], [0.7, 0.5], [0.5, 0.3]]) {
    const x = b.left + fx * b.width, y = b.top + fy * b.height;
    if (y > 0 && y < innerHeight && document.elementFromPoint(x, y) === forme) return [x, y];
  }
}
return null;
"""


def _etape(page: Navigateur) -> Etape:
    """Where the visitor stands, and what is read there: how many rows are painted hangs on a pixel."""
    lues = lire_rangees(page)
    return (page.adresse, page.h1, page.sous_titre, Rangees(lues.tetes, lues.lignes[:6]))


def _detailler_la_premiere(page: Navigateur) -> None:
    page.cliquer(f"Détailler {lire_rangees(page).lignes[0].libelle}", "#grille")


def _descendre(page: Navigateur) -> list[Etape]:
    """From France and everything to a product in an establishment; one entry a step."""
    etapes = [_etape(page)]

    def apres(*titre: str) -> None:
        page.attendre(lambda: page.adresse != etapes[-1][0], "une autre adresse")
        page.attendre_h1(*titre)
        etapes.append(_etape(page))

    page.cliquer("Détailler Île-de-France", "#grille")
    apres("Île-de-France, janvier à juin 2021")
    page.cliquer("Détailler Paris", "#grille")
    apres("Paris, janvier à juin 2021")
    etablissement = etapes[-1][3].lignes[0].libelle
    page.cliquer(f"Prendre {etablissement} comme zone", "#grille")
    apres(etablissement)
    page.choisir("Détail par", "Famille")
    apres(etablissement)
    for profondeur in range(6):
        # Devices first: the tree of drugs is another one.
        premiere = etapes[-1][3].lignes[0].libelle if profondeur else "Dispositifs médicaux"
        page.cliquer(f"Détailler {premiere}", "#grille")
        apres(premiere, etablissement)
    # Nothing lies under a code: its rows are establishments again, and the path leads back up.
    page.attendre_sous_titre("par établissement")
    page.cliquer("France", "[aria-label=Territoire]")
    apres("France, janvier à juin 2021")
    return etapes


def test_dix_niveaux_puis_precedent_ramene_au_depart(page: Navigateur) -> None:
    page.ouvrir(DM)
    page.marquer()
    etapes = _descendre(page)
    adresses = [adresse for adresse, *_ in etapes]
    assert len(set(adresses)) == len(adresses) >= 11
    assert [a.partition("noeud=")[2].partition("&")[0] for a in adresses[5:11]] == [
        "dm", "lpp-03", *(c for c in _codes(adresses[7:11])),
    ]  # fmt: skip

    for etape in reversed(etapes[:-1]):
        page.pilote.back()
        _retrouver(page, etape)
    assert page.adresse == DM
    for etape in etapes[1:]:
        page.pilote.forward()
        _retrouver(page, etape)
    assert page.marquee, "la page a été reconstruite"


def _codes(adresses: list[str]) -> list[str]:
    """Nodes of the addresses, each of which must be under the one before."""
    codes = [a.partition("noeud=")[2].partition("&")[0] for a in adresses]
    assert [len(c) for c in codes] == [8, 10, 12, 11], codes
    assert codes[1].startswith(codes[0]) and codes[2].startswith(codes[1]), codes
    return codes


def _retrouver(page: Navigateur, attendue: Etape) -> None:
    page.attendre(lambda: page.adresse == attendue[0], f"l'adresse {attendue[0]}")
    page.attendre(lambda: _etape(page) == attendue, f"la vue {attendue[1]}")


def test_un_chevron_descend_dans_les_produits_et_garde_la_zone(page: Navigateur) -> None:
    page.ouvrir(f"{DM}?zone=reg-11&vs=reg-32&noeud=med&par=classification&lecture=evol")
    premiere = lire_rangees(page).lignes[0]
    page.cliquer(f"Détailler {premiere.libelle}", "#grille")
    page.attendre_adresse(f"noeud=atc-{premiere.code}")
    for garde in ("zone=reg-11", "vs=reg-32", "par=classification", "lecture=evol"):
        assert garde in page.adresse
    page.attendre_sous_titre("par classe ATC 2")


def test_une_barre_descend_de_zone_en_zone(page: Navigateur) -> None:
    page.ouvrir(f"{DM}?noeud=dm&vue=graphique")
    page.element("#graphe-graphique .bars path")
    page.attendre_calme()
    avant = page.h1
    page.viser("#graphe-graphique .bars path", clic=True)
    page.attendre_adresse("zone=reg-11")
    page.attendre_h1("Île-de-France")
    assert "vue=graphique" in page.adresse and "noeud=dm" in page.adresse
    page.element("#graphe-graphique .bars path")
    page.pilote.back()
    page.attendre_h1(avant)


@pytest.mark.usefixtures("geographie")
@pytest.mark.parametrize(
    ("requete", "genre"),
    [("noeud=dm", "reg"), ("zone=reg-84&niveau=ght", "ght"), ("zone=reg-84&niveau=tds", "tds")],
)
def test_une_forme_de_la_carte_descend(page: Navigateur, requete: str, genre: str) -> None:
    page.ouvrir(f"{DM}?{requete}&vue=carte")
    page.attendre(lambda: page.nombre(FORME) >= 3, "les formes")
    page.attendre_calme()
    page.js("document.getElementById('carte-plan').scrollIntoView({block: 'center'})")
    x, y = page.attendre(lambda: page.js(_POINT, FORME), "une forme à découvert")
    page.cliquer_au_point(x, y)
    page.attendre_adresse(f"zone={genre}-")
    page.attendre_sous_titre("par département")
    page.pilote.back()
    page.attendre(lambda: f"zone={genre}-" not in page.adresse, "le retour")
    page.attendre(lambda: page.nombre(FORME) >= 3, "les mêmes formes")


def test_le_clavier_descend_comme_la_souris(page: Navigateur) -> None:
    page.ouvrir(f"{DM}?noeud=dm&par=classification")
    premiere = lire_rangees(page).lignes[0].libelle
    page.js("document.querySelector('#grille .ag-body [role=gridcell]').focus()")
    page.taper(Keys.ENTER)
    page.attendre(lambda: f"Détailler {premiere}" in page.actif(), "l'action de la ligne")
    page.taper(Keys.ENTER)
    page.attendre_h1(premiere)
