"""The map: shapes, legend, tooltip, drill, insets, and its table twin."""

from __future__ import annotations

import pytest

from tests.browser.navigateur import Navigateur

pytestmark = pytest.mark.usefixtures("geographie")

_FONDS = """
return [...document.querySelectorAll("#carte-plan path.leaflet-interactive")]
  .map((p) => p.getAttribute("fill"));
"""
_BULLE = (
    "return [...document.querySelectorAll('.carte-bulle > div > *')].map((e) => e.textContent);"
)
_RANGEES = """
return [...document.querySelectorAll(".table-jumelle tbody tr")]
  .map((r) => [...r.children].map((c) => c.textContent));
"""
FORME = "#carte-plan path.leaflet-interactive"


def _carte(page: Navigateur, requete: str = "") -> None:
    page.ouvrir(f"/r/activite-mco?{requete}{'&' if requete else ''}vue=carte")
    page.attendre(lambda: page.nombre(FORME) >= 12, "les formes de la carte")


def test_la_carte_et_sa_legende(page: Navigateur) -> None:
    _carte(page)
    legende = page.attendre_texte("Séjours", "#carte-legende")
    assert " à " in legende
    fonds = set(page.js(_FONDS))
    assert len([f for f in fonds if f.startswith("var(--seq-")]) >= 3
    for classe in ("Effectifs égaux", "Étendues égales", "Seuils naturels"):
        assert classe in page.texte(".carte-choix")


def test_les_classes_se_changent(page: Navigateur) -> None:
    _carte(page)
    avant, fonds = page.texte("#carte-legende"), page.js(_FONDS)
    page.cliquer("Étendues égales", ".carte-choix")
    page.attendre(lambda: page.texte("#carte-legende") != avant, "une autre légende")
    page.attendre(lambda: page.js(_FONDS) != fonds, "d'autres tons")


def test_un_autre_choix_reteint_les_formes_sans_les_refaire(page: Navigateur) -> None:
    _carte(page, "niveau=departement&lecture=evol")
    page.attendre(lambda: page.nombre(FORME) > 90, "les départements")
    page.cliquer("Lire ces données en tableau (101 lignes)", "#figure-carte")
    page.attendre(lambda: page.nombre(".table-jumelle tbody tr") == 101, "la table jumelle")
    page.js(f"window.temoin = document.querySelector('{FORME}')")
    avant, table = page.js(_FONDS), page.texte(".table-jumelle tbody")
    page.cliquer("Étendues égales", ".carte-choix")
    page.attendre(lambda: page.js(_FONDS) != avant, "d'autres tons")
    page.choisir("Année", "2022")
    page.attendre(lambda: page.texte(".table-jumelle tbody") not in ("", table), "d'autres valeurs")
    assert page.js("return window.temoin.isConnected"), "les formes ont été refaites"
    page.viser("#carte-plan")
    page.attendre_texte("Rang", ".carte-bulle")
    # The tooltip reads the answer on screen, and not that of the first drawing.
    nom, valeur = page.js(_BULLE)[:2]
    (rangee,) = [r for r in page.js(_RANGEES) if r[0] == nom]
    assert valeur.rpartition(": ")[2] in rangee


def test_l_outre_mer_a_ses_encarts(page: Navigateur) -> None:
    _carte(page)
    encarts = page.texte(".carte-encarts")
    for nom in ("Guadeloupe", "Martinique", "Guyane", "La Réunion", "Mayotte"):
        assert nom in encarts
    assert page.nombre(".carte-encarts path.leaflet-interactive") >= 5


def test_la_bulle_dit_la_zone_et_sa_valeur(page: Navigateur) -> None:
    _carte(page)
    page.viser("#carte-plan")
    bulle = page.attendre_texte("Séjours", ".carte-bulle")
    assert "Rang" in bulle


def test_un_clic_descend_et_precedent_remonte(page: Navigateur) -> None:
    _carte(page)
    page.marquer()
    page.viser("#carte-plan", clic=True)
    page.attendre_adresse("zone=reg-")
    page.attendre_sous_titre("par département")
    region = page.h1
    # The middle of the new map is another département: drilling goes on.
    page.attendre(lambda: page.nombre(FORME) >= 2, "les départements")
    page.pilote.back()
    page.attendre_h1("Activité MCO, France")
    page.pilote.forward()
    page.attendre(lambda: page.h1 == region, "la région")
    assert page.marquee, "la page a été reconstruite"


def test_la_table_jumelle_descend_aussi(page: Navigateur) -> None:
    _carte(page)
    page.cliquer("Lire ces données en tableau (18 lignes)", "#figure-carte")
    page.cliquer("Détailler Bretagne", "#figure-carte")
    page.attendre_h1("Activité MCO, Bretagne")


def test_les_etablissements_n_ont_pas_de_carte_et_la_page_le_dit(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco?zone=dep-55&vue=carte")
    page.attendre(lambda: page.texte("#partie-vue"), "un état")
    assert page.nombre("#partie-vue .etat")
