"""The server cannot be reached for a while: what was chosen meanwhile waits for it, as the strip says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.browser.conftest import erreurs_console
from tests.browser.navigateur import Navigateur

BANDEAU, PANNE = "#bandeau-hors-ligne", "#bandeau-panne"
# A proxy answers in the server's place the calls whose outputs hold a text.
_MANDATAIRE = """
const vrai = window.fetch.bind(window);
window.portulanCasse = null;
window.portulanRefus = 0;
window.fetch = (url, options) => {
  const casse = window.portulanCasse;
  if (!casse || !options || !options.body || !JSON.parse(options.body).output.includes(casse)) {
    return vrai(url, options);
  }
  window.portulanRefus += 1;
  return Promise.resolve(new Response("", { status: 504 }));
};
"""


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
    try:
        yield
    finally:
        couper(False)


@contextmanager
def sans_serveur(page: Navigateur) -> Iterator[None]:
    """The server does not answer, and nothing tells the browser when it is back."""

    def bloquer(*adresses: str) -> None:
        page.pilote.execute_cdp_cmd("Network.setBlockedURLs", {"urls": list(adresses)})

    page.pilote.execute_cdp_cmd("Network.enable", {})
    bloquer("*_dash-update-component*")
    try:
        yield
    finally:
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


@pytest.fixture
def page_derriere_un_mandataire(page: Navigateur) -> Iterator[Navigateur]:
    """A page of the flagship, whose calls a proxy may answer by 504: see ``_MANDATAIRE``."""
    commande = "Page.addScriptToEvaluateOnNewDocument"
    ajoute = page.pilote.execute_cdp_cmd(commande, {"source": _MANDATAIRE})
    try:
        page.ouvrir("/r/dm-medicaments?zone=reg-11&noeud=dm")
        page.attendre_calme()
        yield page
    finally:
        page.pilote.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", ajoute)
    # Dash says in the console the answers that it could not use, by an object without words.
    dites = ("net::ERR_", "dash_renderer")
    assert not [e for e in erreurs_console(page) if not any(d in e for d in dites)]


def _affiche(page: Navigateur, bandeau: str = BANDEAU) -> bool:
    return bool(page.js(f"return !document.querySelector('{bandeau}').hidden"))


def _requete(page: Navigateur) -> set[str]:
    return set(page.adresse.partition("?")[2].split("&"))


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
    assert {"periode=2019-01..2019-06", "statut=public"} <= _requete(page)
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


@pytest.mark.parametrize("coupure", [sans_reseau, sans_serveur])
def test_deux_gestes_sur_des_lignes_sont_faits_l_un_apres_l_autre(
    page: Navigateur, page_calme: Navigateur, coupure: type
) -> None:
    page.ouvrir("/r/activite-mco?zone=fr")
    page.attendre_calme()
    with coupure(page):
        page.cliquer("Prendre Occitanie comme zone")
        page.attendre(lambda: _affiche(page), "le bandeau hors ligne")
        page.cliquer("Comparer Bretagne")
        # Done twice, a gesture that changes nothing more undoes nothing.
        page.cliquer("Comparer Bretagne")
    page.attendre_valeur("Zone", "Occitanie")
    page.attendre_valeur("Comparer avec", "Bretagne")
    page.attendre_h1("Occitanie", "Bretagne")
    page.attendre(lambda: not _affiche(page), "la fin du bandeau")


def test_les_gestes_les_choix_et_les_liens_gardent_leur_ordre(page_calme: Navigateur) -> None:
    page = page_calme
    with sans_reseau(page):
        page.choisir("Année", "2019")
        page.attendre(lambda: _affiche(page), "le bandeau hors ligne")
        page.cliquer("Réinitialiser")
        page.cliquer("Carte")
        page.choisir("Statut", "Public")
    page.attendre_sous_titre("statut : Public")
    page.attendre(lambda: page.nombre(".vue-carte"), "la carte")
    page.attendre_calme()
    # What was chosen before the reset went with it; what was asked after it did not.
    assert _requete(page) == {"statut=public", "vue=carte"}
    assert "2019" not in page.h1
    assert page.valeur("Statut") == "Public"


def test_une_demande_que_le_serveur_ne_peut_servir_n_arrete_pas_les_autres(
    page_derriere_un_mandataire: Navigateur,
) -> None:
    page = page_derriere_un_mandataire
    page.js("window.portulanCasse = 'bandeau-resume.children@'")
    avant = page.h1
    page.choisir("Année", "2019")
    page.attendre(lambda: _affiche(page, PANNE), "ce qui dit la panne")
    assert page.js("return window.portulanRefus") == 3
    assert not _affiche(page)
    # Another callback is answered, and the failure remains said.
    page.cliquer("Carte")
    page.attendre(lambda: page.nombre(".vue-carte"), "la carte")
    # The map asked the broken callback too: mended between two of its three tries, it would be answered.
    page.attendre(lambda: page.js("return window.portulanRefus") == 6, "trois autres refus")
    assert _affiche(page, PANNE)
    page.js("window.portulanCasse = null")
    page.cliquer("Reprendre la page")
    page.attendre(lambda: not _affiche(page, PANNE), "la fin de la panne")
    page.attendre_calme()
    # The banner shows again what the page does.
    assert page.h1 == avant
    assert page.valeur("Année") != "2019"
    page.choisir("Année", "2019")
    page.attendre_h1("2019")
    assert not _affiche(page, PANNE)


def test_une_demande_gardee_que_le_serveur_refuse_n_arrete_pas_les_suivantes(
    page_derriere_un_mandataire: Navigateur,
) -> None:
    page = page_derriere_un_mandataire
    with sans_serveur(page):
        page.choisir("Année", "2019")
        page.attendre(lambda: _affiche(page), "le bandeau hors ligne")
        page.cliquer("Carte")
        page.js("window.portulanCasse = 'bandeau-resume.children@'")
    page.attendre(lambda: page.nombre(".vue-carte"), "la carte")
    page.attendre(lambda: _affiche(page, PANNE), "ce qui dit la panne")
    assert not _affiche(page)
    assert "2019" not in page.h1
    opacite = "return getComputedStyle(document.querySelector('#partie-vue')).opacity"
    page.attendre(lambda: page.js(opacite) == "1", "la vue, que plus rien ne voile")
