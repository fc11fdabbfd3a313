"""The portrait of a territory as a visitor has it: read, chosen again by its form, put on paper."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.browser.axe import verifier_axe
from tests.browser.chromium import ETROIT, LARGE
from tests.browser.conftest import erreurs_console
from tests.browser.flux_servis import flux_servis
from tests.browser.navigateur import Navigateur

ADRESSE = "/portrait?zone=dep-37&vs=dep-41&periode=2021"
A4 = {"paperWidth": 8.27, "paperHeight": 11.69}
FEUILLES_MAX = 4

_TITRES = """
return [...document.querySelectorAll("main h1, main h2, main h3, main h4")].map((t) => +t.tagName[1]);
"""
_VISIBLES = """
return [...document.querySelectorAll(arguments[0])].filter((e) => e.getClientRects().length).length;
"""
_DESSINEES = """
return [...document.querySelectorAll(".portrait .mosaique-plan")].every((p) => p.dataset.version) &&
  [...document.querySelectorAll(".portrait .graphe")].every((g) => g.querySelector(".main-svg"));
"""
_COMPLET = """
const parties = document.querySelectorAll(".portrait-partie");
return parties.length === 5 && !document.querySelector(".portrait-partie [aria-busy=true]");
"""
# Parts of a portrait wait until they are let go; those of a name in « refus » are answered an error.
_RETENIR = """
(() => {
  const envoyer = window.fetch;
  let lacher;
  const attente = new Promise((suite) => (lacher = suite));
  window.essai = { lacher, refus: new Set(), impressions: 0 };
  window.print = () => (window.essai.impressions += 1);
  window.fetch = async (url, options) => {
    const corps = options && typeof options.body === "string" ? options.body : "";
    if (!corps.includes("portrait-partie")) return envoyer(url, options);
    await attente;
    const { cle } = JSON.parse(corps).outputs.id;
    return window.essai.refus.has(cle)
      ? new Response('{"erreur": "essai"}', { status: 500, headers: { "Content-Type": "application/json" } })
      : envoyer(url, options);
  };
})();
"""
_CHOISIR = """
const choix = document.querySelector(`select[name=${arguments[0]}]`);
choix.value = arguments[1];
return choix.selectedOptions[0].textContent;
"""


@pytest.fixture(scope="module")
def visiteur(dossier_var: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Navigateur]:
    """A browser on the small dataset of flows, served alone."""
    with flux_servis(dossier_var, tmp_path_factory) as (navigateur, serveur):
        yield navigateur
        assert "pas pu être construite" not in serveur.lu() and "Request failed" not in serveur.lu()


def _ouvrir(page: Navigateur, adresse: str) -> None:
    page.ouvrir(adresse)
    # Five parts, answered together: long on a busy machine.
    page.attendre(lambda: page.js(_COMPLET), "tous les chapitres", 60)
    page.attendre(lambda: page.js(_DESSINEES), "les cartes et les courbes")
    page.attendre_calme()


@pytest.mark.usefixtures("geographie")
def test_un_portrait_se_lit_se_choisit_et_s_imprime(visiteur: Navigateur) -> None:
    page = visiteur
    page.taille(LARGE)
    _ouvrir(page, ADRESSE)
    assert "Indre-et-Loire et Loir-et-Cher" in page.h1
    niveaux = page.js(_TITRES)
    assert niveaux.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(niveaux)), niveaux
    assert page.nombre(".portrait-panneau") == 10
    assert page.nombre(".portrait-panneau .jumelle") == 8, "courbes et cartes ont leur tableau"
    assert "Données synthétiques" in page.texte("body")
    verifier_axe(page)

    # On paper: few upright sheets, nothing to click, the title and its source on the first one.
    lu = page.pilote.execute_cdp_cmd("Page.printToPDF", {**A4, "preferCSSPageSize": True})
    feuilles = re.findall(rb"/Type\s*/Page\b(?!s)", base64.b64decode(lu["data"]))
    assert 2 <= len(feuilles) <= FEUILLES_MAX, len(feuilles)
    page.pilote.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    for muet in (".entete", ".barre-outils", "button", "select", ".leaflet-control-zoom", ".pied"):
        assert page.js(_VISIBLES, muet) == 0, muet
    # Of activity, and of the population.
    assert page.js(_VISIBLES, ".portrait-source") == 2
    page.pilote.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})

    # The form asks for another portrait by its address.
    assert page.js(_CHOISIR, "zone", "dep-55") == "Meuse"
    page.js(_CHOISIR, "vs", "")
    page.cliquer("Voir ce portrait")
    page.attendre(lambda: "Meuse" in page.h1, "le portrait de la Meuse")
    assert "zone=dep-55" in page.adresse and "periode=2021" in page.adresse
    page.attendre(lambda: page.js(_COMPLET), "les chapitres de la Meuse", 60)
    page.attendre(lambda: page.js(_DESSINEES), "les cartes de la Meuse")
    assert not erreurs_console(page)


@pytest.mark.usefixtures("geographie")
def test_un_portrait_tient_sur_un_telephone_et_de_nuit(visiteur: Navigateur) -> None:
    page = visiteur
    page.taille(ETROIT)
    _ouvrir(page, "/portrait?zone=reg-24")
    assert page.js("return document.documentElement.scrollWidth") <= ETROIT[0]
    page.js("document.documentElement.dataset.bsTheme = 'dark'")
    page.attendre_calme()
    verifier_axe(page)
    page.taille(LARGE)
    assert not erreurs_console(page)


@pytest.mark.usefixtures("geographie")
def test_la_tete_se_lit_avant_les_chapitres_et_l_impression_les_attend(
    visiteur: Navigateur,
) -> None:
    page = visiteur
    page.taille(LARGE)
    pose = page.pilote.execute_cdp_cmd(
        "Page.addScriptToEvaluateOnNewDocument", {"source": _RETENIR}
    )
    try:
        page.ouvrir(ADRESSE)
        assert "Indre-et-Loire et Loir-et-Cher" in page.h1
        assert page.nombre(".portrait-situation") == 1
        assert page.nombre(".portrait-sommaire a") == page.nombre(".portrait-chapitre") == 4
        assert page.nombre(".portrait-panneau") == 0
        assert page.nombre(".portrait-partie [aria-busy=true]") == 5
        dit = page.texte("#parts")
        assert "Préparation du chapitre « Qui soigne les habitants »…" in dit
        assert "n'a pas pu" not in dit and "n'était pas encore prêt" not in dit
        verifier_axe(page)

        # What is printed by the browser's own menu meanwhile says what is missing.
        page.pilote.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
        assert page.js(_VISIBLES, ".portrait-absent") == 5
        assert page.js(_VISIBLES, ".squelette") == 0
        page.pilote.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})

        # Asked to print, the page waits; a chapter without an answer says so, and holds nothing up.
        page.cliquer("Imprimer")
        assert "dès que tous les chapitres seront prêts" in page.texte("#portrait-annonce")
        assert page.nombre("[data-imprimer]") == 1 and not page.js("return essai.impressions")
        page.js("essai.refus.add('parts'); essai.lacher()")
        page.attendre(lambda: page.js("return essai.impressions") == 1, "l'impression demandée")
        assert page.js(_COMPLET) and page.texte("[data-imprimer]") == "Imprimer"
        assert page.nombre("#taux .portrait-panneau") == 2
        assert page.nombre("#parts .portrait-panneau") == 0
        assert "n'a pas pu être affichée" in page.texte("#parts")
        page.attendre_calme()
        verifier_axe(page)

        page.js("essai.refus.clear()")
        page.cliquer("Réessayer", "#parts")
        page.attendre(lambda: page.nombre("#parts .portrait-panneau") == 2, "le chapitre redemandé")
        assert "n'a pas pu être affichée" not in page.texte("#parts")
        page.attendre(
            lambda: "Le portrait est complet" in page.texte("#portrait-annonce"), "l'annonce"
        )
        assert page.js("return document.activeElement.closest('#parts') !== null")
    finally:
        page.pilote.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", pose)
        erreurs_console(page)  # That of the answer made up above.


def test_un_bassin_de_vie_mene_a_ce_qui_se_lit(visiteur: Navigateur) -> None:
    page = visiteur
    page.ouvrir("/portrait?zone=bv-37002&periode=2021")
    dit = page.texte("main")
    assert "Pas de portrait pour" in dit and "bassin de vie" in dit
    page.cliquer("Portrait : Indre-et-Loire", ".etat-actions")
    page.attendre(lambda: "Indre-et-Loire" in page.h1, "le portrait du département")
    assert not erreurs_console(page)


def test_une_zone_inconnue_offre_un_choix(visiteur: Navigateur) -> None:
    page = visiteur
    page.ouvrir("/portrait?zone=dep-99")
    assert page.nombre(".portrait-chapitre") == 0
    assert "Quelle zone vouliez-vous" in page.texte("main")
    page.cliquer("France", ".etat-actions")
    page.attendre(lambda: "France" in page.h1, "le portrait choisi")
    assert not erreurs_console(page)
