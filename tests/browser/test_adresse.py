"""The address bar: it says the whole view, reopens it elsewhere, and its history undoes and redoes.

Nobody hears a bare pushState: a page built from what dcc.Location believes would come back to the wrong
choice. These tests hold the arrangement of ``assets/adresse.js``.
"""

from __future__ import annotations

import pytest

from tests.browser.navigateur import Navigateur
from tests.browser.tableau import lire_tableau

RICHE = (
    "/r/activite-mco?zone=reg-11&vs=reg-32&niveau=departement&periode=2019..2021"
    "&secteur=public&lecture=evol_val&unite=seances&tri=libelle"
)


def test_l_adresse_rouvre_la_meme_vue_chez_un_autre(
    page: Navigateur, autre_visiteur: Navigateur
) -> None:
    page.ouvrir("/r/activite-mco?zone=reg-11&periode=2020")
    page.choisir("Comparer avec", "Bretagne", texte="bret")
    page.attendre_h1("Île-de-France et Bretagne")
    page.choisir("Unité", "Séances")
    page.attendre_sous_titre("Séances")
    page.cliquer_sur("#grille [role=columnheader][col-id=libelle]")
    page.attendre_adresse("tri=libelle")
    ici = lire_tableau(page)

    autre_visiteur.ouvrir(page.adresse)
    la_bas = lire_tableau(autre_visiteur)
    assert autre_visiteur.h1 == page.h1
    assert autre_visiteur.sous_titre == page.sous_titre
    assert la_bas.tetes == ici.tetes
    assert la_bas.lignes[:8] == ici.lignes[:8]
    for champ in ("Zone", "Comparer avec", "Année", "Unité", "Détail par"):
        assert autre_visiteur.valeur(champ) == page.valeur(champ)


def test_une_adresse_riche_reste_telle_quelle(page: Navigateur) -> None:
    page.ouvrir(RICHE)
    page.attendre_h1("Île-de-France et Hauts-de-France, 2019 à 2021")
    lire_tableau(page)
    demandes = set(RICHE.partition("?")[2].split("&")) - {"niveau=departement"}
    assert demandes <= set(page.adresse.partition("?")[2].split("&")) | {"niveau=departement"}


def test_precedent_et_suivant_defont_et_refont_chaque_choix(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco")
    page.marquer()
    # What each choice writes, what the title then says, and the field that shows it.
    etapes = [("Activité MCO, France, 2024", "par région", "")]

    def noter() -> None:
        etapes.append((page.h1, page.sous_titre, page.adresse.partition("?")[2]))

    page.choisir("Zone", "Grand Est", texte="grand e")
    page.attendre_h1("Grand Est, 2024")
    noter()
    page.choisir("Unité", "Séances")
    page.attendre_sous_titre("Séances")
    noter()
    page.cliquer("Détailler Meuse")
    page.attendre_h1("Meuse, 2024")
    noter()
    page.choisir("Année", "2020")
    page.attendre_h1("Meuse, 2020")
    noter()

    for titre, sous_titre, requete in reversed(etapes[:-1]):
        page.pilote.back()
        page.attendre_h1(titre)
        page.attendre_sous_titre(sous_titre)
        assert page.adresse.partition("?")[2] == requete
    page.attendre_valeur("Zone", "France")
    page.attendre_valeur("Unité", "Séjours (hors séances)")
    page.attendre_valeur("Année", "2024")
    for titre, sous_titre, requete in etapes[1:]:
        page.pilote.forward()
        page.attendre_h1(titre)
        page.attendre_sous_titre(sous_titre)
        assert page.adresse.partition("?")[2] == requete
    page.attendre_valeur("Zone", "Meuse")
    page.attendre_valeur("Année", "2020")
    page.attendre_texte("Établissement", "#grille")
    assert page.marquee, "la page a été reconstruite"


def test_un_retour_n_ajoute_rien_a_l_historique(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco")
    page.choisir("Unité", "Séances")
    page.attendre_sous_titre("Séances")
    page.cliquer("Graphique", "[aria-label='Forme du résultat']")
    page.attendre_adresse("vue=graphique")
    longueur = page.js("return history.length")
    page.pilote.back()
    page.attendre(lambda: "vue=" not in page.adresse, "le tableau")
    lire_tableau(page)
    page.pilote.back()
    page.attendre_sous_titre("Séjours (hors séances)")
    page.pilote.forward()
    page.attendre_sous_titre("Séances")
    page.pilote.forward()
    page.attendre_adresse("vue=graphique")
    page.element("#graphe-graphique .bars path")
    assert page.js("return history.length") == longueur


def test_le_tri_ne_fait_pas_d_entree(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco")
    lire_tableau(page)
    longueur = page.js("return history.length")
    page.cliquer_sur("#grille [role=columnheader][col-id=libelle]")
    page.attendre_adresse("tri=libelle")
    assert page.js("return history.length") == longueur


def test_retour_d_une_autre_page_retrouve_le_dernier_choix(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco")
    page.choisir("Zone", "Bretagne", texte="bretagne")
    page.attendre_h1("Bretagne")
    page.cliquer("Glossaire", "header")
    page.attendre_h1("Glossaire")
    page.pilote.back()
    page.attendre_h1("Activité MCO, Bretagne, 2024")
    assert page.adresse == "/r/activite-mco?zone=reg-53"
    page.attendre_valeur("Zone", "Bretagne")
    page.pilote.forward()
    page.attendre_h1("Glossaire")


@pytest.mark.parametrize("par", ["lien", "logo"])
def test_le_piege_du_retour_entre_pages(page: Navigateur, par: str) -> None:
    """Portal, view A, view B by a choice, portal again: Back shows B, Back again shows A."""
    page.ouvrir("/")
    page.cliquer_sur("#portail-themes a[href='/r/activite-mco']")
    page.attendre_h1("Activité MCO, France, 2024")
    page.choisir("Zone", "Bretagne", texte="bretagne")
    page.attendre_h1("Bretagne, 2024")
    page.choisir("Année", "2019")
    page.attendre_h1("Bretagne, 2019")
    if par == "logo":
        page.cliquer_sur("header a.logo")
    else:
        page.cliquer("Plan du site", "header")
        page.attendre_h1("Plan du site")
        page.cliquer("Accueil", "main")
    page.attendre_h1("L'activité des hôpitaux")

    for _ in range(1 if par == "logo" else 2):
        page.pilote.back()
    page.attendre_h1("Bretagne, 2019")
    assert page.adresse == "/r/activite-mco?zone=reg-53&periode=2019"
    page.attendre_valeur("Année", "2019")
    page.marquer()
    page.pilote.back()
    page.attendre_h1("Bretagne, 2024")
    page.pilote.back()
    page.attendre_h1("Activité MCO, France, 2024")
    page.attendre_valeur("Zone", "France")
    assert page.marquee, "la page a été reconstruite"
    page.pilote.back()
    page.attendre_h1("L'activité des hôpitaux")


def test_un_choix_apres_un_retour_part_de_la_vue_montree(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco?zone=reg-53")
    page.choisir("Année", "2019")
    page.attendre_h1("Bretagne, 2019")
    page.pilote.back()
    page.attendre_h1("Bretagne, 2024")
    page.choisir("Unité", "Séances")
    page.attendre_sous_titre("Séances")
    assert page.adresse == "/r/activite-mco?zone=reg-53&unite=seances"
    assert "2024" in page.h1


def test_le_titre_de_l_onglet_suit(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco")
    page.choisir("Année", "2018")
    page.attendre(
        lambda: page.pilote.title == "Activité MCO, France, 2018 · Portulan", "le titre de l'onglet"
    )


def test_partager_date_l_adresse(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco?zone=reg-53")
    lien = page.nomme("Partager").get_attribute("data-copier")
    assert "zone=reg-53" in lien
    assert "maj=" in lien
    titre = page.h1
    page.ouvrir(lien)
    assert page.h1 == titre
