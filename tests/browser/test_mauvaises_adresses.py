"""Bad addresses: what was wrong, what is allowed, in French, and never other figures in their place."""

from __future__ import annotations

import pytest

from tests.browser.navigateur import Navigateur
from tests.browser.tableau import lire_tableau

MCO = "/r/activite-mco"


def _sans_chiffres(page: Navigateur) -> None:
    assert not page.texte("#partie-chiffres")
    assert not page.texte("#partie-vue")
    assert not page.nombre("#grille")


def test_une_zone_inconnue_offre_un_choix(page: Navigateur) -> None:
    page.ouvrir(f"{MCO}?zone=reg-99&periode=2020")
    page.attendre_texte("La zone « reg-99 » est inconnue")
    _sans_chiffres(page)
    page.attendre_valeur("Zone", "Choisir une zone")
    page.cliquer_sur("#partie-avis a")
    page.attendre_h1("Activité MCO, ", ", 2020")
    lire_tableau(page)
    page.attendre(lambda: not page.texte("#partie-avis"), "plus d'avis")


def test_une_zone_inconnue_se_choisit_aussi_dans_le_bandeau(page: Navigateur) -> None:
    page.ouvrir(f"{MCO}?zone=nulle-part")
    page.attendre_texte("est inconnue")
    page.choisir("Zone", "Bretagne", texte="bret")
    page.attendre_h1("Activité MCO, Bretagne")
    lire_tableau(page)


def test_une_zone_comparee_inconnue_se_dit(page: Navigateur) -> None:
    page.ouvrir(f"{MCO}?zone=reg-44&vs=reg-98")
    page.attendre_texte("La zone « reg-98 » est inconnue")
    _sans_chiffres(page)


@pytest.mark.parametrize(
    ("requete", "dit"),
    [
        ("zone=reg-44&zone=reg-32", "figure deux fois"),
        ("zone=reg-44&x=" + "a" * 10_000, "trop longue"),
    ],
    ids=["clé répétée", "10 ko"],
)
def test_une_adresse_qu_on_ne_peut_pas_lire(page: Navigateur, requete: str, dit: str) -> None:
    page.ouvrir(f"{MCO}?{requete}")
    page.attendre_texte(dit, "#partie-avis")
    _sans_chiffres(page)


@pytest.mark.parametrize(
    ("requete", "dit"),
    [
        ("periode=1999", "La période « 1999 » n'est pas disponible"),
        ("unite=litres", "Unité « litres » : valeur inconnue"),
        ("categorie=chateau", "Catégorie « chateau » : valeur inconnue"),
        ("nawak=1", "Le paramètre « nawak » est inconnu"),
        ("lecture=%3Cscript%3Ealert(1)%3C/script%3E", "<script>alert(1)</script>"),
    ],
    ids=["année", "unité", "catégorie", "clé", "balise"],
)
def test_ce_qui_n_est_pas_compris_se_dit_a_cote_du_resultat(
    page: Navigateur, requete: str, dit: str
) -> None:
    page.ouvrir(f"{MCO}?{requete}")
    page.attendre_texte(dit, "#partie-avis")
    page.attendre_h1("Activité MCO, France, 2024")
    lire_tableau(page)


def test_un_avis_offre_une_adresse_corrigee(page: Navigateur) -> None:
    page.ouvrir(f"{MCO}?zone=reg-44&periode=1999")
    page.cliquer_sur("#partie-avis a")
    page.attendre_h1("Activité MCO, Grand Est, ")
    page.attendre(lambda: not page.texte("#partie-avis"), "plus d'avis")
    assert "1999" not in page.adresse


@pytest.mark.parametrize(
    "adresse", ["/r/inconnue", "/nulle/part", "/r/activite-mco/panneau/trop/loin", "/r/%00"]
)
def test_une_page_inconnue_le_dit(page: Navigateur, adresse: str) -> None:
    page.ouvrir(adresse)
    page.attendre_h1("Page introuvable")
    page.cliquer("Accueil", "main")
    page.attendre_h1("L'activité des hôpitaux")


def test_une_mise_a_jour_inconnue_se_dit(page: Navigateur) -> None:
    page.ouvrir(f"{MCO}?zone=reg-44&maj=2001-01-01-00000000")
    page.attendre_texte("2001-01-01-00000000")
    assert not page.nombre("#grille")
