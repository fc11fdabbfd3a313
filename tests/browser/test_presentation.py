"""Presenting maps at a meeting: views kept by the browser, gone through with the keys, alone on screen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.browser.axe import verifier_axe
from tests.browser.chromium import ETROIT, LARGE
from tests.browser.conftest import erreurs_console
from tests.browser.flux_servis import flux_servis
from tests.browser.navigateur import Navigateur

PAGE = "/cartographie"
CENTRE, BRETAGNE = "?zone=reg-24&periode=2020", "?zone=reg-53"
DEUX = "?zone=reg-24&vs=reg-53"
GRANDIE = 1.6
"""How much larger type is while presenting, at least."""

_DESSINEES = """
const plans = [...document.querySelectorAll(".mosaique-plan")];
return plans.length === arguments[0] && plans.every((p) => p.dataset.version);
"""
_PRESENTE = "return 'presente' in document.documentElement.dataset"
_KEPT = "return JSON.parse(localStorage.getItem('portulan-presentation') || '[]')"
_POSE = "return document.querySelector('.mosaique-plan').dataset.pose"
_MILIEU = """
const carte = [...portulanMosaique.figures.values()].find((f) => f.principale).principale;
return [carte.getCenter().lat, carte.getCenter().lng];
"""
_CORPS = """
return [".figure-titre", ".figure-textes > p", ".carte-entrees li", ".figure-source", ".carte-encart p"]
  .map((choix) => parseFloat(getComputedStyle(document.querySelector(choix)).fontSize));
"""
_REFUSER = "Element.prototype.requestFullscreen = () => Promise.reject(new TypeError('refus'))"
# What a pointer would meet, and what Tab would reach, outside the view.
_DEHORS = """
const vue = document.getElementById("partie-vue");
const points = [[20, 20], [innerWidth / 2, 8], [innerWidth - 20, 60], [20, innerHeight - 20]];
return points.map(([x, y]) => document.elementFromPoint(x, y)).filter((e) => !vue.contains(e)).length
  + [".entete", ".bandeau", ".pied"].filter((c) => !document.querySelector(c).closest("[inert]")).length;
"""


@pytest.fixture(scope="module")
def servi(dossier_var: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Navigateur]:
    """A browser on the small dataset of flows, served alone."""
    with flux_servis(dossier_var, tmp_path_factory) as (navigateur, _):
        yield navigateur


@pytest.fixture
def visiteur(servi: Navigateur, geographie: Any) -> Navigateur:
    """A visitor who has kept nothing yet."""
    servi.taille(LARGE)
    _ouvrir(servi, CENTRE)
    servi.js("localStorage.clear()")
    _ouvrir(servi, CENTRE)
    return servi


def _ouvrir(page: Navigateur, requete: str, cartes: int = 1) -> None:
    page.ouvrir(PAGE + requete)
    page.attendre(lambda: page.js(_DESSINEES, cartes), "les cartes")
    page.attendre_calme()


def _garder(page: Navigateur, *requetes: str) -> None:
    for requete in requetes:
        _ouvrir(page, requete, 2 if "vs=" in requete else 1)
        page.cliquer("Ajouter à la présentation")
        page.attendre_texte("Vue ajoutée", ".presentation-barre")


def _presenter(page: Navigateur) -> None:
    page.cliquer("Présenter")
    page.attendre(lambda: page.js(_PRESENTE), "la présentation")


def _annoncee(page: Navigateur, texte: str) -> None:
    page.attendre(
        lambda: (
            texte in page.js("return document.querySelector('.presentation-annonce').textContent")
        ),
        f"l'annonce de « {texte} »",
    )


def _titre(page: Navigateur, *morceaux: str) -> None:
    page.attendre(
        lambda: all(m in page.texte(".mosaique-entete") for m in morceaux), f"titre avec {morceaux}"
    )


def _quitter(page: Navigateur) -> None:
    page.taper(Keys.ESCAPE)
    page.attendre(lambda: not page.js(_PRESENTE), "la fin de la présentation")
    page.attendre(lambda: "presenter" in page.actif(), "le foyer revenu au bouton")


@pytest.mark.parametrize("refus", [False, True], ids=["plein-ecran", "couche"])
def test_les_fleches_passent_d_une_vue_a_l_autre(visiteur: Navigateur, refus: bool) -> None:
    page = visiteur
    _garder(page, CENTRE, BRETAGNE)
    _ouvrir(page, CENTRE)
    if refus:
        page.js(_REFUSER)
    avant, pose = page.js(_CORPS), page.js(_POSE)
    page.js("document.querySelector('.mosaique-plan').marque = true")

    _presenter(page)
    if not refus:
        page.attendre(lambda: page.js("return Boolean(document.fullscreenElement)"), "plein écran")
    _annoncee(page, "Vue 1 sur 2")
    assert page.texte(".presentation-ou") == "1 / 2"
    tailles = zip(page.js(_CORPS), avant, strict=True)
    assert all(grand >= GRANDIE * petit - 0.01 for grand, petit in tailles), (
        avant,
        page.js(_CORPS),
    )
    assert page.js(_DEHORS) == 0, "rien que la carte, rien d'autre à atteindre"
    assert "démonstration" in page.texte(".figure-source")
    verifier_axe(page)

    page.taper(Keys.ARROW_RIGHT)
    _titre(page, "Bretagne", "2021")
    _annoncee(page, "Vue 2 sur 2")
    page.attendre_adresse("reg-53")
    page.attendre(lambda: page.js(_POSE) != pose, "d'autres couleurs")
    page.attendre_calme()
    assert page.js("return document.querySelector('.mosaique-plan').marque === true"), "même carte"
    page.taper(Keys.PAGE_UP)
    _titre(page, "Centre-Val de Loire", "2020")
    page.attendre(lambda: page.js(_POSE) == pose, "les couleurs du début")

    _quitter(page)
    assert not page.js("return Boolean(document.fullscreenElement)")
    assert page.js("return document.querySelectorAll('[inert]').length") == 0
    assert not erreurs_console(page)


def test_la_carte_se_deplace_avec_maj(visiteur: Navigateur) -> None:
    page = visiteur
    _garder(page, CENTRE, CENTRE + "&indicateur=pole")
    _ouvrir(page, CENTRE)
    _presenter(page)
    page.js("document.querySelector('.mosaique-plan').focus()")
    page.attendre_calme()
    milieu = page.attendre(lambda: _immobile(page), "une carte posée")
    page.taper(Keys.ARROW_RIGHT)
    page.attendre_adresse("indicateur=pole")
    page.attendre_calme()
    # Under a heading of another height the map has another one, and its middle is one to the pixel.
    assert page.js(_MILIEU) == pytest.approx(milieu, abs=0.05), (
        "la flèche change de vue, elle ne déplace pas la carte"
    )
    gestes: Any = ActionChains(page.pilote)  # type: ignore[no-untyped-call]
    gestes.key_down(Keys.SHIFT).send_keys(Keys.ARROW_RIGHT).key_up(Keys.SHIFT).perform()
    page.attendre(lambda: page.js(_MILIEU)[1] > milieu[1], "la carte déplacée")
    assert "indicateur=pole" in page.adresse
    page.taper("t")  # A shortcut of the page that is not seen.
    page.attendre_calme()
    assert "vue=" not in page.adresse
    _quitter(page)


def _immobile(page: Navigateur) -> list[float] | None:
    lus = [page.js(_MILIEU)]
    page.pilote.execute_async_script("setTimeout(arguments[0], 300)")
    lus.append(page.js(_MILIEU))
    return lus[0] if lus[0] == lus[1] else None


def test_deux_cartes_restent_a_l_ecran(visiteur: Navigateur) -> None:
    """The number of maps differs: the view is made again, and presented still."""
    page = visiteur
    _garder(page, CENTRE, DEUX)
    _ouvrir(page, CENTRE)
    _presenter(page)
    page.taper(" ")
    page.attendre(lambda: page.js(_DESSINEES, 2), "deux cartes")
    page.attendre_calme()
    assert page.js(_PRESENTE)
    assert page.js(_DEHORS) == 0
    page.taper(Keys.ARROW_LEFT)
    page.attendre(lambda: page.js(_DESSINEES, 1), "une carte")
    page.attendre_calme()
    _quitter(page)
    assert not erreurs_console(page)


def test_la_liste_se_nomme_se_range_et_se_vide(visiteur: Navigateur) -> None:
    page = visiteur
    page.cliquer("Vues gardées")
    page.attendre_texte("Aucune vue gardée", "#presentation-vues")
    verifier_axe(page)
    page.cliquer("Fermer", "#presentation-vues")

    _garder(page, CENTRE, BRETAGNE)
    page.cliquer("Ajouter à la présentation")
    page.attendre_texte("Cette vue y est déjà, en place 2.", ".presentation-barre")
    page.cliquer_sur("[data-presentation=vues]")
    verifier_axe(page)
    titres = [v["titre"] for v in page.js(_KEPT)]
    assert "Centre-Val de Loire" in titres[0] and "Bretagne" in titres[1]

    champ = page.element("[aria-label='Nom de la vue 2']")
    champ.send_keys(Keys.CONTROL, "a")
    champ.send_keys("<b>Partir</b> de Bretagne", Keys.TAB)
    page.attendre_texte("Nom gardé", "#presentation-vues")
    page.cliquer("Monter la vue 2", "#presentation-vues", "button")
    assert [v["adresse"] for v in page.js(_KEPT)] == [PAGE + BRETAGNE, PAGE + CENTRE]
    page.attendre_texte("est en place 1 sur 2", "#presentation-vues")
    page.cliquer("Présenter depuis la première")
    page.attendre_texte("<b>Partir</b> de Bretagne", ".presentation-titre")
    _quitter(page)

    page.cliquer_sur("[data-presentation=vues]")
    for _ in range(2):
        page.cliquer("Retirer la vue 1", "#presentation-vues", "button")
    page.attendre_texte("Aucune vue gardée", "#presentation-vues")
    assert page.js(_KEPT) == []
    page.taper(Keys.ESCAPE)
    page.attendre(lambda: "Vues gardées" in page.actif(), "le foyer revenu au bouton de la liste")
    assert not erreurs_console(page)


def test_ce_que_le_navigateur_garde_est_verifie(visiteur: Navigateur) -> None:
    page = visiteur
    bonne = {"adresse": PAGE + BRETAGNE, "titre": "Bretagne", "nom": ""}
    forgees = [{"adresse": "javascript:alert(1)", "titre": "x", "nom": ""}, {"adresse": 3}, None]
    page.js(
        "localStorage.setItem('portulan-presentation', arguments[0])",
        json.dumps([*forgees, *([bonne] * 40)]),
    )
    _ouvrir(page, CENTRE)
    page.attendre_texte("(30)", ".presentation-barre")
    page.js("localStorage.setItem('portulan-presentation', '{')")
    _ouvrir(page, CENTRE)
    page.cliquer("Ajouter à la présentation")
    page.attendre_texte("en place 1", ".presentation-barre")
    assert not erreurs_console(page)


def test_sur_un_telephone(visiteur: Navigateur) -> None:
    page = visiteur
    page.taille(ETROIT)
    _garder(page, CENTRE)
    assert page.js("return document.documentElement.scrollWidth") <= ETROIT[0]
    _presenter(page)
    assert page.js("return document.querySelector('#partie-vue').scrollWidth") <= ETROIT[0]
    page.cliquer("Quitter la présentation", ".presentation-compte")
    page.attendre(lambda: not page.js(_PRESENTE), "la fin de la présentation")
    page.taille(LARGE)
    assert not erreurs_console(page)
