"""Addresses whose data cannot be read: a state says so, and its link leads back to figures."""

from __future__ import annotations

from tests.browser.navigateur import Navigateur


def test_une_version_inconnue_mene_aux_donnees_en_vigueur(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco?zone=reg-44&maj=zz")
    page.attendre_h1("Cette mise à jour n'existe pas")
    page.cliquer("Ouvrir la même page sur les données en vigueur")
    page.attendre_h1("Activité MCO, Grand Est")
    assert page.adresse == "/r/activite-mco?zone=reg-44"


def test_un_panneau_inconnu_mene_a_ceux_qui_existent(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco/rien?zone=reg-44")
    page.attendre_h1("Panneau introuvable")
    page.cliquer("Évolution", dans="main")
    page.attendre_h1("Activité MCO, Grand Est")
    assert page.adresse == "/r/activite-mco/evolution?zone=reg-44"


def test_des_donnees_parties_sont_dites_a_la_place_de_la_vue(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco?zone=reg-44")
    page.attendre_h1("Activité MCO, Grand Est")
    # As if the release that the page shows had been purged since: the next choice cannot be read.
    page.js(
        "window.dash_clientside.set_props('adresse', {data: {slug: 'activite-mco', panneau: null,"
        "requete: 'zone=reg-44&maj=zz', mode: 'push'}})"
    )
    page.attendre_h1("Cette mise à jour n'existe pas")
    assert page.nombre("main h1") == 1
    page.choisir("Unité", "Séances")
    page.attendre_h1("Cette mise à jour n'existe pas")
    page.cliquer("Ouvrir la même page sur les données en vigueur")
    page.attendre_h1("Activité MCO, Grand Est")
