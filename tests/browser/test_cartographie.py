"""The great map: sliders by keyboard, what is published by région only, what a population is named after."""

from __future__ import annotations

from base64 import b64encode

import pytest
from selenium.webdriver.common.keys import Keys

import data_layer
from tests.browser.axe import verifier_axe
from tests.browser.navigateur import Navigateur

PRETE = "return [...document.querySelectorAll('.mosaique-plan')].some((p) => p.dataset.version)"
ANNEE = "[data-curseur='Année de la carte'] [role=slider]"
SEUIL = ".champ-curseur [role=slider]"
_ENCRES = """
const [donnees, fini] = arguments;
const image = new Image();
image.onload = () => {
  const toile = Object.assign(document.createElement("canvas"), { width: 200, height: 120 });
  const crayon = toile.getContext("2d");
  crayon.imageSmoothingEnabled = false;
  crayon.drawImage(image, 0, 0, 200, 120);
  const vues = new Map(), lus = crayon.getImageData(0, 0, 200, 120).data;
  for (let i = 0; i < lus.length; i += 4) {
    vues.set([...lus.slice(i, i + 3)].join(), [...lus.slice(i, i + 3)]);
  }
  fini([...vues.values()]);
};
image.src = "data:image/png;base64," + donnees;
"""
"""The colours of a picture, that of its corner first."""


def _ouvrir(page: Navigateur, adresse: str) -> None:
    page.ouvrir(adresse)
    page.attendre(lambda: page.js(PRETE), "les couleurs")


def _viser(page: Navigateur, poignee: str) -> None:
    page.attendre(
        lambda: page.js(f'return document.querySelector("{poignee}")?.ariaLabel'), "un nom"
    )
    page.attendre_calme()
    page.js(f'document.querySelector("{poignee}").focus()')


def test_l_annee_se_choisit_au_clavier(page: Navigateur) -> None:
    _ouvrir(page, "/cartographie?zone=reg-24")
    _viser(page, ANNEE)
    page.taper(Keys.ARROW_LEFT)
    page.attendre(lambda: "periode=2020" in page.adresse, "l'année d'avant")
    page.attendre_texte("2020", "h1")
    assert page.js(f'return document.querySelector("{ANNEE}").ariaValueText') == "2020"
    verifier_axe(page)


def test_le_seuil_des_flux_se_choisit_au_clavier(page: Navigateur) -> None:
    _ouvrir(page, "/cartographie?zone=dep-37&liens=oui")
    _viser(page, SEUIL)
    assert page.js(f'return document.querySelector("{SEUIL}").ariaValueText') == "11"
    page.taper(Keys.ARROW_RIGHT)
    page.attendre(lambda: "seuil=25" in page.adresse, "le pas suivant")
    assert page.js(f'return document.querySelector("{SEUIL}").ariaValueText') == "25"
    verifier_axe(page)


def test_une_autre_region_n_est_pas_masquee(page: Navigateur) -> None:
    refus = data_layer.repondre("cartographie", "indicateur=recrutement&zone=reg-24").resultat
    assert refus is not None and refus.refus is not None
    zone = refus.refus.propositions[0][1].zone
    _ouvrir(page, f"/cartographie?indicateur=recrutement&zone={zone}")
    assert "publié par région seulement" in page.texte(".carte-legende")
    verifier_axe(page)


def test_une_population_se_nomme_par_son_recensement(page: Navigateur) -> None:
    _ouvrir(page, "/cartographie?indicateur=densite&zone=dep-37&periode=2019")
    assert page.h1 == "Densité de population, Indre-et-Loire, recensement de 2021"
    assert not page.nombre(ANNEE)


def test_un_recrutement_sans_etablissement_en_demande_un(page: Navigateur) -> None:
    page.ouvrir("/cartographie?indicateur=recrutement&zone=reg-24")
    page.attendre_texte("Choisissez un établissement", ".etat")
    verifier_axe(page)


@pytest.mark.parametrize(
    ("suite", "largeur"), [("zone=dep-37&liens=oui&cercles=oui", 2000), ("vs=reg-53", 3200)]
)
def test_la_carte_s_enregistre_en_image(page: Navigateur, suite: str, largeur: int) -> None:
    """In day colours, whatever those of the page; one picture for the two maps."""
    _ouvrir(
        page, f"/cartographie?zone=reg-24&{suite}" if "vs" in suite else f"/cartographie?{suite}"
    )
    page.js("document.documentElement.dataset.bsTheme = 'dark'")
    page.attendre_calme()
    page.cliquer("PNG")
    octets = page.arrive(".png").read_bytes()
    assert octets.startswith(b"\x89PNG\r\n\x1a\n")
    assert int.from_bytes(octets[16:20]) == largeur
    encres = page.pilote.execute_async_script(_ENCRES, b64encode(octets).decode())
    assert encres[0] == [255, 255, 255], "sur fond blanc"
    assert len(encres) > 20, "des couleurs"
    assert page.js("return document.documentElement.dataset.bsTheme") == "dark"
