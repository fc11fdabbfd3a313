"""The figures of drugs and devices: donuts, months, five years, and what a click on a bar does."""

from __future__ import annotations

import pytest

from tests.browser.chromium import ETROIT
from tests.browser.navigateur import Navigateur
from tests.browser.test_axe import _dans_les_deux_themes
from tests.browser.test_ecrans import _DEPASSE

DEUX = "/r/dm-medicaments?zone=reg-11&vs=reg-32&noeud=med"
_PARTS = """
return [...document.querySelectorAll("#graphe-" + arguments[0] + " .pielayer .trace")].map(
  (t) => [...t.querySelectorAll(".surface")].map((s) => s.style.fill));
"""
_MASQUES = "return document.querySelectorAll('#graphe-mois .bars path').length"


def test_un_anneau_par_zone_de_memes_couleurs(page: Navigateur) -> None:
    page.ouvrir(f"{DEUX}&vue=graphique")
    for cle in ("champ", "statut", "categorie"):
        page.element(f"#graphe-{cle} .pielayer .surface")
        premiere, seconde = page.js(_PARTS, cle)
        assert premiere == seconde
        assert len(set(premiere)) == len(premiere)
        assert page.nombre(f"#figure-{cle} .figure-legende li") == len(premiere)
        page.element(f"#figure-{cle} [role=img][aria-label]")
        assert page.nombre(f"#figure-{cle} table tbody tr")


def test_les_mois_ont_deux_annees_et_des_hachures(page: Navigateur) -> None:
    page.ouvrir(f"{DEUX}&vue=graphique&periode=2021-01..2021-03")
    page.element("#graphe-mois .scatterlayer path.js-line")
    assert page.nombre("#graphe-mois .scatterlayer .trace") == 4
    assert page.js(_MASQUES) == 12
    page.attendre_texte("non transmis en 2021", "#graphe-mois")


def test_un_clic_sur_une_barre_descend(page: Navigateur) -> None:
    page.ouvrir("/r/dm-medicaments?zone=reg-11&noeud=dm&par=classification&vue=graphique")
    page.attendre_texte("par titre", "#figure-graphique h2")
    page.viser("#graphe-graphique .bars .point path", clic=True)
    page.attendre_texte("par chapitre", "#figure-graphique h2")
    assert "noeud=lpp-03" in page.pilote.current_url
    page.attendre_calme()
    page.viser("#graphe-graphique .bars .point path", clic=True)
    page.attendre_texte("par sous-chapitre", "#figure-graphique h2")
    page.pilote.back()
    page.attendre_texte("par chapitre", "#figure-graphique h2")


def test_cinq_ans_par_le_clavier(page: Navigateur) -> None:
    page.ouvrir(f"{DEUX}&unite=consommation")
    page.taper("a")
    page.attendre(lambda: "vue=annees" in page.pilote.current_url, "l'adresse des cinq ans")
    page.element("#graphe-annees .bars .point path")
    assert page.nombre("#graphe-annees .bars .point path") == 10
    page.attendre_texte("Périmètre de chaque année", "#figure-annees")
    assert page.nombre("#figure-annees details[open] tbody tr") == 10
    page.attendre_texte("janvier à juin, de 2017 à 2021", "#figure-annees")


def test_le_perimetre_constant_est_dit(page: Navigateur) -> None:
    page.ouvrir(f"{DEUX}&vue=annees&perimetre=constant")
    page.attendre_texte("Périmètre constant", "#figure-annees .figure-note")


def test_l_image_d_un_anneau_porte_sa_legende(page: Navigateur) -> None:
    page.ouvrir(f"{DEUX}&vue=graphique")
    page.element("#graphe-statut .pielayer .surface")
    page.cliquer("SVG", "#figure-statut")
    page.attendre(lambda: list(page.telechargements.glob("*.svg")), "le fichier")
    texte = next(iter(page.telechargements.glob("*.svg"))).read_text(encoding="utf-8")
    for dit in ("Privé à but lucratif", "Hauts-de-France", "données synthétiques"):
        assert dit in texte


@pytest.mark.parametrize("vue", ["graphique", "annees"])
def test_axe_dans_les_deux_themes(page: Navigateur, vue: str) -> None:
    page.ouvrir(f"{DEUX}&vue={vue}")
    page.element(".graphe .main-svg path")
    _dans_les_deux_themes(page)


@pytest.mark.parametrize("vue", ["graphique", "annees"])
def test_rien_ne_deborde_a_390_px(page: Navigateur, vue: str) -> None:
    page.taille(ETROIT)
    page.ouvrir(f"{DEUX}&vue={vue}")
    page.element(".graphe .main-svg path")
    assert page.js(_DEPASSE) == []
