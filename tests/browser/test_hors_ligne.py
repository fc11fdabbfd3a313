"""The server cannot be reached for a while: what was chosen meanwhile waits for it, as the strip says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.browser.conftest import erreurs_console
from tests.browser.navigateur import Navigateur

BANDEAU = "#bandeau-hors-ligne"


@contextmanager
def sans_reseau(page: Navigateur) -> Iterator[None]:
    """The visitor's network is lost, and the browser knows it."""

    def couper(hors_ligne: bool) -> None:
        page.pilote.execute_cdp_cmd(
            "Network.emulateNetworkConditions",
            {
                "offline": hors_ligne,
                "latency": 0,
                "downloadThroughput": -1,
                "uploadThroughput": -1,
            },
        )

    page.pilote.execute_cdp_cmd("Network.enable", {})
    couper(True)
    yield
    couper(False)


@contextmanager
def sans_serveur(page: Navigateur) -> Iterator[None]:
    """The server does not answer, and nothing tells the browser when it is back."""

    def bloquer(*adresses: str) -> None:
        page.pilote.execute_cdp_cmd("Network.setBlockedURLs", {"urls": list(adresses)})

    page.pilote.execute_cdp_cmd("Network.enable", {})
    bloquer("*_dash-update-component*")
    yield
    bloquer()


@pytest.fixture
def page_calme(page: Navigateur) -> Iterator[Navigateur]:
    """A page of the flagship; the console's own words on lost requests are no errors of the page."""
    page.ouvrir("/r/dm-medicaments?zone=reg-11&noeud=dm")
    page.attendre_calme()
    page.marquer()
    yield page
    restees = [e for e in erreurs_console(page) if "net::ERR_" not in e]
    assert not restees


def _affiche(page: Navigateur) -> bool:
    return bool(page.js(f"return !document.querySelector('{BANDEAU}').hidden"))


@pytest.mark.parametrize("coupure", [sans_reseau, sans_serveur])
def test_les_choix_faits_pendant_la_coupure_sont_appliques_au_retour(
    page_calme: Navigateur, coupure: type
) -> None:
    page = page_calme
    avant = page.h1
    with coupure(page):
        page.choisir("Année", "2019")
        page.attendre(lambda: _affiche(page), "le bandeau hors ligne")
        page.choisir("Statut", "Public")
        assert page.h1 == avant
        # What is on the page stays readable.
        assert (
            page.js("return getComputedStyle(document.querySelector('#partie-vue')).opacity") == "1"
        )
    page.attendre_h1("2019")
    page.attendre_sous_titre("statut : Public")
    assert {"periode=2019-01..2019-06", "statut=public"} <= set(
        page.adresse.split("?")[1].split("&")
    )
    page.attendre(lambda: not _affiche(page), "la fin du bandeau")
    assert page.valeur("Année") == "2019"
    page.attendre_calme()
    assert page.js("return document.querySelector('[data-chemin]').portulanMarque") is True


def test_une_vue_et_un_choix_demandes_pendant_la_coupure_s_ajoutent(page_calme: Navigateur) -> None:
    page = page_calme
    with sans_reseau(page):
        page.cliquer("Carte")
        page.attendre(lambda: _affiche(page), "le bandeau hors ligne")
        page.choisir("Année", "2019")

    page.attendre_h1("2019")
    page.attendre_adresse("vue=carte")
    page.attendre(lambda: page.nombre(".vue-carte"), "la carte")
    page.attendre(lambda: not _affiche(page), "la fin du bandeau")
