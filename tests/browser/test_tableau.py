"""The table: what is on top, what a rank means, where its buttons lead."""

from __future__ import annotations

from tests.browser.navigateur import Navigateur
from tests.browser.tableau import lire_tableau


def test_la_ligne_principale_puis_les_rangs_et_les_parts(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco")
    tableau = lire_tableau(page, "Île-de-France")
    assert [tete["libelle"] for tete in tableau.tetes] == ["France"]
    assert len(tableau.lignes) == 18
    assert [ligne["rang"] for ligne in tableau.lignes] == [str(i) for i in range(1, 19)]
    assert all("%" in ligne["sejours"] for ligne in tableau.lignes)


def test_trier_ne_renumerote_pas(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco")
    avant = lire_tableau(page, "Île-de-France")
    page.cliquer_sur("#grille [role=columnheader][col-id=libelle]")
    page.attendre_adresse("tri=libelle")
    apres = lire_tableau(page)
    page.attendre(lambda: lire_tableau(page).noms[0].startswith("Auvergne"), "l'ordre des noms")
    apres = lire_tableau(page)
    assert apres.rangs == avant.rangs
    assert apres.noms != avant.noms
    page.ouvrir(page.adresse)
    assert lire_tableau(page, "Île-de-France").noms == apres.noms


def test_la_recherche_du_tableau_ignore_les_accents(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco")
    avant = lire_tableau(page, "Île-de-France")
    page.element("#grille-recherche").send_keys("ile de")
    page.attendre_texte("1 ligne sur 18", "#grille-compte")
    tableau = lire_tableau(page, "Île-de-France")
    assert tableau.noms == ["Île-de-France"]
    assert tableau.rangs["Île-de-France"] == avant.rangs["Île-de-France"]
    page.element("#grille-recherche").send_keys(" rien du tout")
    page.attendre_texte("Aucune ligne sur 18", "#grille-compte")
    page.cliquer("Effacer", "#partie-vue")
    page.attendre_texte("18 lignes", "#grille-compte")


def test_les_boutons_d_une_ligne(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco")
    page.cliquer("Comparer Bretagne")
    page.attendre_h1("France et Bretagne")
    page.cliquer("Prendre Occitanie comme zone")
    page.attendre_h1("Activité MCO, Occitanie et Bretagne")
    page.attendre_valeur("Zone", "Occitanie")
    page.attendre_valeur("Comparer avec", "Bretagne")


def test_descendre_jusqu_a_l_etablissement_et_remonter(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco")
    page.marquer()
    page.cliquer("Détailler Grand Est")
    page.attendre_h1("Activité MCO, Grand Est")
    page.cliquer("Détailler Meuse")
    page.attendre_h1("Activité MCO, Meuse")
    page.attendre_sous_titre("par établissement")
    etablissement = lire_tableau(page).noms[0]
    assert not page.nombre("#grille [aria-label^='Détailler']")
    page.cliquer(f"Prendre {etablissement} comme zone")
    page.attendre_adresse("zone=fin-")
    page.attendre_h1(etablissement)
    fil = page.texte("[aria-label=Territoire]")
    assert [fil.index(n) for n in ("France", "Grand Est", "Meuse")] == sorted(
        fil.index(n) for n in ("France", "Grand Est", "Meuse")
    )
    page.cliquer("Grand Est", "[aria-label=Territoire]")
    page.attendre_h1("Activité MCO, Grand Est, ")
    page.cliquer("France", "[aria-label=Territoire]")
    page.attendre_h1("Activité MCO, France, ")
    assert page.marquee, "la page a été reconstruite"


def test_la_note_de_lecture_et_la_source(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco?zone=reg-44")
    lire_tableau(page)
    note = page.texte("#partie-lecture")
    assert note.startswith("Lecture")
    assert "Grand Est" in note
    assert "Source" in note
    assert "masqué" in note
