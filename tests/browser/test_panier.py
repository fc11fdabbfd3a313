"""The basket: built by filters or from a list, taken as a zone, exported, all by keyboard too."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from tests.browser.axe import verifier_axe
from tests.browser.chromium import ETROIT
from tests.browser.navigateur import Navigateur
from tests.browser.test_axe import _dans_les_deux_themes

TITRE = "Panier d'établissements"
RETOUR = "/r/activite-mco?vs=reg-32"
AVEC_RETOUR = "/panier?pour=zone&retour=%2Fr%2Factivite-mco%3Fvs%3Dreg-32"
_NUMEROS = "return [...document.querySelectorAll('#panier-liste tbody td.chiffres')].map((e) => e.innerText)"


def _numeros(page: Navigateur) -> list[str]:
    return list(page.js(_NUMEROS))


def _combien(page: Navigateur, nombre: int) -> None:
    s = "s" if nombre > 1 else ""
    page.attendre_texte(f"Le panier compte {nombre} établissement{s}.", "#panier-compte")
    page.attendre(lambda: len(_numeros(page)) == min(nombre, 50), f"{nombre} lignes")


def _ajouter_la_meuse(page: Navigateur) -> list[str]:
    page.choisir("Département", "Meuse (55)", "meuse")
    total = page.attendre(lambda: page.nombre("#panier-trouves li"), "des réponses")
    page.cliquer_sur("#panier-tout-ajouter")
    _combien(page, total)
    return _numeros(page)


def _nommer(page: Navigateur, nom: str) -> None:
    page.element("#panier-nom").send_keys(nom)


def _deposer(page: Navigateur, dossier: Path, octets: bytes, nom: str = "liste.txt") -> None:
    fichier = dossier / nom
    fichier.write_bytes(octets)
    _champ_fichier(page).send_keys(str(fichier))


def _champ_fichier(page: Navigateur) -> WebElement:
    """The field that the button opens; it comes after the page."""
    lire = (
        "return document.querySelector('#panier-fichier input[aria-label=\"Fichier de la liste\"]')"
    )
    return page.attendre(lambda: page.trouver(lire), "le champ du fichier")


def test_un_panier_se_compose_par_filtre_et_devient_la_zone(page: Navigateur) -> None:
    page.ouvrir(AVEC_RETOUR)
    numeros = _ajouter_la_meuse(page)
    assert numeros and all(n.startswith("55") for n in numeros)
    page.cliquer("Utiliser comme zone", "main")
    page.attendre_texte("Donnez un nom au panier.", "#panier-message")
    _nommer(page, "Hôpitaux de la Meuse")
    page.cliquer("Utiliser comme zone", "main")
    adresse = page.attendre_adresse("/r/activite-mco?vs=reg-32&zone=pan-")
    # Back finds the basket again, at an address that any other browser can open.
    page.pilote.back()
    page.attendre_h1(TITRE)
    assert adresse.split("zone=")[1] in page.adresse
    _combien(page, len(numeros))
    assert _numeros(page) == numeros
    # Back draws the page again: the field is read where it stands, never kept.
    lu = "return document.querySelector('#panier-nom')?.value"
    page.attendre(lambda: page.js(lu) == "Hôpitaux de la Meuse", "le nom du panier")


def test_un_panier_devient_la_zone_comparee(page: Navigateur) -> None:
    page.ouvrir("/panier?pour=vs&retour=%2Fr%2Factivite-mco%3Fzone%3Dreg-11")
    _ajouter_la_meuse(page)
    _nommer(page, "Comparés")
    page.cliquer("Comparer à la zone actuelle", "main")
    page.attendre_adresse("/r/activite-mco?zone=reg-11&vs=pan-")


@pytest.mark.parametrize("retour", ["https://exemple.org/r/x", "//exemple.org/r/x", "/panier"])
def test_une_adresse_de_retour_etrangere_est_ignoree(page: Navigateur, retour: str) -> None:
    page.ouvrir(f"/panier?retour={retour}")
    _ajouter_la_meuse(page)
    _nommer(page, "Essai")
    page.cliquer("Utiliser comme zone", "main")
    page.attendre_adresse("/r/activite-mco?zone=pan-")


def test_chaque_ligne_d_une_liste_importee_a_son_verdict(page: Navigateur, tmp_path: Path) -> None:
    page.ouvrir("/panier")
    un, deux = _ajouter_la_meuse(page)[:2]
    page.cliquer("Tout retirer", "main")
    page.attendre_texte("Le panier est vide.", "#panier-compte")
    lignes = [
        "Finess, Raison sociale",
        f"{un},FFF",
        f"{un},x",
        "999999999",
        un[:8],
        "",
        f"{deux};y",
    ]
    _deposer(page, tmp_path, "\r\n".join(lignes).encode())
    _combien(page, 2)
    assert _numeros(page) == sorted([un, deux])
    lu = page.attendre_texte("Ligne par ligne", "#panier-rapport")
    assert "liste.txt : 2 établissements retenus, sur 7 lignes." in lu
    for dit in (
        f"3 {un},x Doublon {un} figure déjà à la ligne 2.",
        "4 999999999 Inconnu Aucun établissement 999999999",
        f"5 {un[:8]} Mal formé 8 chiffres",
        "6 Ligne vide",
        f"7 {deux};y Retenu",
    ):
        assert dit in lu, dit
    page.cliquer("Télécharger le compte rendu (.txt)", "main")
    fichier = page.attendre(lambda: next(page.telechargements.glob("*.txt"), None), "le fichier")
    assert f"3\tDoublon\t{un},x\t" in fichier.read_text("utf-8")
    verifier_axe(page)


def test_cinquante_mille_lignes_ne_figent_pas_la_page(page: Navigateur, tmp_path: Path) -> None:
    page.ouvrir("/panier")
    debut = time.monotonic()
    _deposer(page, tmp_path, "".join(f"{n:09d}\r\n" for n in range(50_000)).encode())
    page.attendre_texte("sur 50 000 lignes.", "#panier-rapport")
    assert time.monotonic() - debut < 10
    assert page.nombre(".panier-lignes tbody tr") == 200


def test_un_fichier_trop_lourd_est_refuse(page: Navigateur, tmp_path: Path) -> None:
    page.ouvrir("/panier")
    _deposer(page, tmp_path, b"0" * 1_000_001)
    page.attendre_texte("Ce fichier dépasse 1 Mo", "#panier-rapport")
    # The largest that is read comes through whole.
    _deposer(page, tmp_path, b"0" * 1_000_000, "juste.txt")
    page.attendre_texte("juste.txt : aucun établissement retenu, sur 1 ligne.", "#panier-rapport")


def test_la_liste_exportee_a_la_forme_exacte_et_se_reimporte(page: Navigateur) -> None:
    page.ouvrir("/panier")
    numeros = _ajouter_la_meuse(page)
    _nommer(page, "Meuse, à relire")
    page.cliquer("Exporter la liste (.txt)", "main")
    fichier = page.attendre(lambda: next(page.telechargements.glob("*.txt"), None), "le fichier")
    assert fichier.name == "panier_meuse-a-relire.txt"
    octets = fichier.read_bytes()
    assert octets.startswith(b"Finess, Raison sociale\r\n") and octets.endswith(b"\r\n")
    assert [ligne.split(",")[0] for ligne in octets.decode().split("\r\n")[1:-1]] == numeros
    page.attendre_adresse("panier=pan-")
    page.cliquer("Tout retirer", "main")
    page.attendre_texte("Le panier est vide.", "#panier-compte")
    _champ_fichier(page).send_keys(str(fichier))
    _combien(page, len(numeros))
    assert _numeros(page) == numeros


def test_deux_clics_rapides_comptent_tous_les_deux(page: Navigateur) -> None:
    page.ouvrir("/panier")
    page.choisir("Département", "Meuse (55)", "meuse")
    page.attendre(lambda: page.nombre("#panier-trouves button") >= 3, "trois établissements")
    page.js(
        "[...document.querySelectorAll('#panier-trouves button')].slice(0, 3).forEach(b => b.click())"
    )
    _combien(page, 3)
    page.attendre(lambda: page.nombre("#panier-trouves [aria-pressed=true]") == 3, "trois pressés")
    page.cliquer_sur("#panier-trouves [aria-pressed=true]")
    _combien(page, 2)


def test_un_grand_panier_se_lit_par_pages(page: Navigateur) -> None:
    page.ouvrir("/panier")
    page.choisir("Région", "Île-de-France (11)", "ile de france")
    page.attendre_texte("les 30 premiers", "#panier-trouves-compte")
    page.cliquer_sur("#panier-tout-ajouter")
    page.attendre_texte("Page 1 sur", "#panier-pages")
    premiers = _numeros(page)
    page.cliquer("Page suivante", "main")
    page.attendre_texte("Page 2 sur", "#panier-pages")
    page.attendre(lambda: _numeros(page) != premiers, "la deuxième page")
    assert min(_numeros(page)) > max(premiers)
    page.element("#panier-retrouver").send_keys(premiers[3])
    page.attendre(lambda: _numeros(page) == [premiers[3]], "le seul retrouvé")


def test_tout_se_fait_au_clavier(page: Navigateur) -> None:
    page.ouvrir(AVEC_RETOUR)
    page.element("#panier-texte")
    _jusqu_a(page, "panier-texte")
    page.taper(*"chu")
    page.attendre(lambda: page.nombre("#panier-trouves button") >= 2, "des réponses")
    page.taper(Keys.TAB)  # the button that adds all
    page.taper(Keys.TAB, Keys.SPACE, Keys.TAB, Keys.ENTER)
    _combien(page, 2)
    assert page.actif().startswith("BUTTON"), page.actif()
    _jusqu_a(page, "Choisir un fichier")
    _jusqu_a(page, '"panier-retirer"')
    page.taper(Keys.ENTER)
    _combien(page, 1)
    page.attendre(lambda: "Retirer" in page.actif(), "le foyer au bouton suivant")
    page.taper(Keys.ENTER)
    page.attendre(lambda: "panier-compte" in page.actif(), "le foyer sur le compte")
    page.js("document.querySelector('#panier-trouves button').focus()")
    page.taper(Keys.SPACE)
    _combien(page, 1)
    _jusqu_a(page, "panier-nom")
    page.taper(*"Essai")
    _jusqu_a(page, "Utiliser comme zone")
    page.taper(Keys.ENTER)
    page.attendre_adresse("/r/activite-mco?vs=reg-32&zone=pan-")


def _jusqu_a(page: Navigateur, nom: str) -> None:
    for _ in range(120):
        page.taper(Keys.TAB)
        if nom in page.actif():
            return
    raise AssertionError(f"« {nom} » n'est pas atteint : {page.actif()}")


def test_un_panier_inconnu_est_dit(page: Navigateur) -> None:
    page.ouvrir("/panier?panier=pan-0123456789abcdef")
    page.attendre_texte("Panier introuvable")
    page.attendre_texte("Aucun panier « pan-0123456789abcdef » n'est gardé ici")


@pytest.mark.parametrize("etroit", [False, True])
def test_axe_et_largeur(page: Navigateur, etroit: bool) -> None:
    if etroit:
        page.taille(ETROIT)
    page.ouvrir(AVEC_RETOUR)
    _ajouter_la_meuse(page)
    assert page.js("return document.documentElement.scrollWidth <= innerWidth")
    _dans_les_deux_themes(page)
