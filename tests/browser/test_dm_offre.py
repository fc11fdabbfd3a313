"""What is offered follows the products and the champ; a year under way is told apart."""

from __future__ import annotations

import re

import pytest

from tests.browser.lecteur import LISTE
from tests.browser.navigateur import Navigateur
from tests.browser.tableau import lire_rangees

DM = "/r/dm-medicaments"


def _offertes(page: Navigateur, libelle: str) -> set[str]:
    """The options of a list of the banner, opened then shut."""
    page.champ(libelle).click()
    page.element(LISTE)
    lues = set(page.attendre(page.options, f"les options de « {libelle} »"))
    page.champ(libelle).click()
    page.attendre(lambda: not page.nombre(LISTE), "la liste se ferme")
    return lues


CAS = {
    "tout": (
        "",
        {"Champ"},
        {"Liste"},
        {"Séjours et séances", "Montant remboursé"},
        {"Famille"},
        {"Diagnostic", "GHM", "Indication"},
    ),
    "dispositifs": (
        "noeud=dm",
        set(),
        {"Champ", "Liste"},
        {"Séjours et séances", "Consommation LPP", "Montant remboursé"},
        {"Titre", "Code LPP", "Diagnostic", "GHM"},
        {"Indication", "Famille"},
    ),
    "medicaments": (
        "noeud=med",
        {"Champ", "Liste"},
        set(),
        {"Séjours et séances", "Consommation UCD", "Patients", "Montant remboursé"},
        {"Classe ATC 1", "Spécialité (UCD)", "Diagnostic", "GHM", "Indication"},
        {"Titre"},
    ),
    "had": (
        "noeud=med&champ=had",
        {"Champ", "Liste"},
        set(),
        {"Séjours et séances", "Consommation UCD", "Patients", "Montant remboursé"},
        {"Diagnostic", "Indication"},
        {"GHM"},
    ),
    "ssr": (
        "noeud=med&champ=ssr",
        {"Champ"},
        {"Liste"},
        {"Journées de présence", "Consommation UCD", "Patients", "Montant remboursé"},
        {"Diagnostic"},
        {"GHM", "Indication"},
    ),
}


@pytest.mark.parametrize("cas", CAS)
def test_rien_ne_s_offre_qui_n_a_pas_de_sens(page: Navigateur, cas: str) -> None:
    requete, presents, absents, unites, details, sans = CAS[cas]
    page.ouvrir(f"{DM}?{requete}")
    page.attendre_calme()
    assert presents <= page.champs()
    assert not absents & page.champs()
    assert {"Statut", "Catégorie", "Classe de montants"} <= page.champs()
    assert _offertes(page, "Unité") == unites
    offerts = _offertes(page, "Détail par")
    assert details | {"Région", "GHT", "Territoire de santé", "Établissement"} <= offerts
    assert not sans & offerts


@pytest.mark.parametrize(
    ("requete", "dits", "tus"),
    [
        ("noeud=dm&unite=consommation", ("Consommation LPP", "ETI", "€ moyen / LPP"), ("EMI", "UCD")),
        ("noeud=med&unite=consommation", ("Consommation UCD", "EMI", "€ moyen / UCD"), ("ETI", "LPP")),
        ("noeud=med&champ=ssr", ("Journées de présence", "EMI", "€ moyen / journée"), ("ETI", "séance")),
    ],
    ids=["dispositifs", "médicaments", "SSR"],
)  # fmt: skip
def test_les_mots_suivent_les_produits(
    page: Navigateur, requete: str, dits: tuple[str, ...], tus: tuple[str, ...]
) -> None:
    page.ouvrir(f"{DM}?{requete}")
    lire_rangees(page)
    page.attendre_texte(dits[1], "#partie-chiffres")
    lu = " ".join(
        page.texte(s)
        for s in ("#partie-titre", "#partie-chiffres", "#grille .ag-header", "#partie-lecture")
    )
    for mot in dits:
        assert mot in lu, mot
    for mot in tus:
        assert not re.search(rf"\b{mot}", lu), mot


def test_l_annee_en_cours_se_dit_et_se_compare_aux_memes_mois(page: Navigateur) -> None:
    page.ouvrir(f"{DM}?zone=reg-11&noeud=dm&periode=2020-01..2020-06")
    avant = lire_rangees(page)
    assert "en cours" not in page.texte("#partie-titre")
    page.aller(f"{DM}?zone=reg-11&noeud=dm")
    page.attendre_texte("Année 2021 en cours : données transmises jusqu'en juin.", "#partie-titre")
    apres = lire_rangees(page)
    page.aller(f"{DM}?zone=reg-11&noeud=dm&lecture=evol")
    page.attendre_texte("L'évolution compare les mêmes mois de 2020.", "#partie-titre")
    assert "par rapport à janvier à juin 2020" in page.sous_titre
    evolution = lire_rangees(page)
    assert len(evolution.lignes) == 8
    for ligne in evolution.lignes:
        un, deux = (_entier(t.ligne(ligne.code).cases["montant"][0]) for t in (avant, apres))
        attendue = f"{(deux - un) / un * 100:+.2f}".replace("-", "−").replace(".", ",")
        assert ligne.cases["montant"][0].replace(" ", "").rstrip("%").strip() == attendue


def _entier(texte: str) -> int:
    assert "≥" not in texte
    return int("".join(c for c in texte if c.isdigit()))


def test_les_mois_non_transmis_sont_haches_et_dits(page: Navigateur) -> None:
    page.ouvrir(f"{DM}?zone=reg-11&vs=reg-32&noeud=med&vue=graphique")
    page.element("#graphe-mois .scatterlayer path")
    resume = page.js(
        "return document.querySelector('#figure-mois [role=img]').getAttribute('aria-label')"
    )
    assert resume.count("juillet à décembre non transmis") == 2, resume
    page.attendre_texte("non transmis", "#graphe-mois")
    motifs = page.js(
        "return [...document.querySelectorAll('#graphe-mois .bars path')]"
        ".filter((p) => (p.style.fill || p.getAttribute('fill') || '').includes('url(')).length"
    )
    # Six months in each of the two panels.
    assert motifs == 12
    page.cliquer_sur("#figure-mois summary")
    page.attendre_texte("non transmis", "#figure-mois table")


def test_une_annee_entiere_n_a_rien_de_hache(page: Navigateur) -> None:
    page.ouvrir(f"{DM}?zone=reg-11&noeud=med&vue=graphique&periode=2020-01..2020-12")
    page.element("#graphe-mois .scatterlayer path")
    resume = page.js(
        "return document.querySelector('#figure-mois [role=img]').getAttribute('aria-label')"
    )
    assert "non transmis" not in resume
    assert not page.nombre("#graphe-mois .bars path")
