"""Two zones side by side, everywhere: main in blue, compared in orange, and told apart without colour."""

from __future__ import annotations

from tests.browser.navigateur import Navigateur
from tests.browser.tableau import lire_tableau

ZONES = "zone=reg-11&vs=reg-32"


def test_par_zone_deux_lignes_marquees(page: Navigateur) -> None:
    page.ouvrir(f"/r/activite-mco?{ZONES}")
    tableau = lire_tableau(page)
    assert [(t["libelle"], t["zone"]) for t in tableau.tetes] == [
        ("Île-de-France", "principale"),
        ("Hauts-de-France", "comparee"),
    ]
    marques = {ligne["libelle"]: ligne["zone"] for ligne in tableau.lignes}
    assert marques["Paris"] == "principale"
    assert marques["Nord"] == "comparee"


def test_au_meme_niveau_les_zones_sont_marquees_dans_le_classement(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco?vs=reg-32")
    tableau = lire_tableau(page, "Hauts-de-France")
    assert (
        next(li for li in tableau.lignes if li["libelle"] == "Hauts-de-France")["zone"]
        == "comparee"
    )


def test_par_categorie_des_paires_de_colonnes(page: Navigateur) -> None:
    page.ouvrir(f"/r/activite-mco?{ZONES}&par=categorie")
    tableau = lire_tableau(page, "Centres hospitaliers")
    assert {"sejours@0", "sejours@1"} <= set(tableau.lignes[0])
    assert len(tableau.noms) == len(set(tableau.noms))
    page.attendre_texte("Hauts-de-France", "#grille [role=columnheader][col-id='sejours@1']")


def test_les_chiffres_cles_des_deux_zones_et_leur_ecart(page: Navigateur) -> None:
    page.ouvrir(f"/r/activite-mco?{ZONES}")
    page.attendre_texte("par rapport à", "#partie-chiffres")
    chiffres = page.texte("#partie-chiffres")
    assert "Île-de-France" in chiffres
    assert "Hauts-de-France" in chiffres


def test_le_graphique_et_la_carte_montrent_les_deux(page: Navigateur) -> None:
    page.ouvrir(f"/r/activite-mco?{ZONES}&vue=graphique")
    page.element("#graphe-evolution .js-plotly-plot .trace")
    zones = page.texte("#figure-evolution .figure-zones")
    assert "Île-de-France" in zones
    assert "Hauts-de-France" in zones
    page.taper("k")
    page.attendre_adresse("vue=carte")
    page.element("#figure-carte .leaflet-interactive")
    traits = page.js(
        "return [...document.querySelectorAll('#figure-carte path')]"
        ".map((p) => p.getAttribute('stroke'))"
    )
    assert "var(--couleur-principale)" in traits
    assert "var(--couleur-comparee)" in traits
