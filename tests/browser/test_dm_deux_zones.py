"""Two zones side by side never mix: each reads as it does alone, under the same filters."""

from __future__ import annotations

import pytest

from tests.browser.navigateur import Navigateur
from tests.browser.tableau import Rangees, lire_rangees

DM = "/r/dm-medicaments"
A, B = "reg-11", "reg-32"
FILTRES = "statut=public,espic&categorie=chr,ch"
_CARTES = """
return [...document.querySelectorAll("#partie-chiffres .carte-chiffre")].map((c) =>
  [...c.querySelectorAll(".carte-zone-nom, dd")].map((d) => d.innerText));
"""
CAS = {
    "classification": f"noeud=dm&par=classification&niveau=sous-chapitre&unite=consommation&{FILTRES}",
    # Crossings are published of whole years and of all establishments.
    "diagnostic": "noeud=lpp-0301&par=diagnostic&periode=2020-01..2020-12",
    "ghm": "noeud=med&par=ghm&champ=mco&unite=patients&periode=2019-01..2019-12",
    "indication": "noeud=med&par=indication&liste=les-atu&lecture=evol_val&periode=2020-01..2020-12",
}


def _cartes(page: Navigateur) -> list[list[str]]:
    return list(page.js(_CARTES))


@pytest.mark.parametrize("cas", CAS)
def test_chaque_zone_garde_ses_chiffres(page: Navigateur, cas: str) -> None:
    """Both columns of a pair, row by row, are those of the zone alone: values, shares, indices, ranks."""
    commun = CAS[cas]
    page.ouvrir(f"{DM}?zone={A}&{commun}")
    seules, cartes = [lire_rangees(page, toutes=True)], _cartes(page)
    page.aller(f"{DM}?zone={B}&{commun}")
    seules.append(lire_rangees(page, toutes=True))
    cartes += _cartes(page)
    assert seules[0] != seules[1]
    page.aller(f"{DM}?zone={A}&vs={B}&{commun}")
    ensemble = lire_rangees(page, toutes=True)
    assert _cartes(page) == cartes
    for place, seule in enumerate(seules):
        _memes_chiffres(ensemble, seule, place)
    # What is painted is what the grid holds.
    peintes = lire_rangees(page).lignes
    assert len(peintes) >= 8
    assert peintes == ensemble.lignes[: len(peintes)]


def _memes_chiffres(ensemble: Rangees, seule: Rangees, place: int) -> None:
    (tete,) = ensemble.tetes
    for cle, case in seule.tetes[0].cases.items():
        assert tete.cases[f"{cle}@{place}"] == case, cle
    attendues = {li.code: li for li in seule.lignes}
    assert attendues.keys() <= {li.code for li in ensemble.lignes}
    compares = 0
    for ligne in ensemble.lignes:
        siennes = {c[:-2]: v for c, v in ligne.cases.items() if c.endswith(f"@{place}")}
        if ligne.code in attendues:
            assert siennes == attendues[ligne.code].cases, ligne.libelle
            compares += 1
            if place == 0:
                assert ligne.rang == attendues[ligne.code].rang, ligne.libelle
        else:
            # A product of the other zone only: nothing is made up for this one.
            assert not any(c.isdigit() and c != "0" for v, _ in siennes.values() for c in v), ligne
    assert compares >= 4


def test_par_zone_chacune_apporte_ses_lignes(page: Navigateur) -> None:
    commun = f"noeud=dm&{FILTRES}&lecture=evol"
    attendues = {}
    page.ouvrir(f"{DM}?zone={B}&{commun}")
    seule = lire_rangees(page)
    attendues |= {li.code: li.cases for li in seule.lignes}
    tete_b = seule.tetes[0].cases
    page.aller(f"{DM}?zone={A}&{commun}")
    seule = lire_rangees(page)
    attendues |= {li.code: li.cases for li in seule.lignes}
    page.aller(f"{DM}?zone={A}&vs={B}&{commun}")
    lu = lire_rangees(page)
    assert [t.cases for t in lu.tetes] == [seule.tetes[0].cases, tete_b]
    assert {li.code: li.cases for li in lu.lignes} == attendues


def test_un_filtre_du_bandeau_vaut_pour_les_deux(page: Navigateur) -> None:
    page.ouvrir(f"{DM}?zone={A}&vs={B}&noeud=dm&par=classification")
    avant = _cartes(page)
    page.choisir("Statut", "Public")
    page.attendre_adresse("statut=public")
    page.attendre(
        lambda: all(x != y for x, y in zip(_cartes(page), avant, strict=True)), "les deux"
    )
    filtrees = _cartes(page)
    for place, zone in enumerate((A, B)):
        page.aller(f"{DM}?zone={zone}&noeud=dm&par=classification&statut=public")
        lire_rangees(page)
        assert _cartes(page) == [filtrees[place]]


def test_echanger_puis_retirer(page: Navigateur) -> None:
    commun = CAS["classification"]
    page.ouvrir(f"{DM}?zone={A}&vs={B}&{commun}")
    avant, cartes = lire_rangees(page), _cartes(page)
    page.cliquer("Échanger les deux zones")
    page.attendre_h1("Hauts-de-France et Île-de-France")
    apres = lire_rangees(page)
    assert _cartes(page) == cartes[::-1]
    assert f"zone={B}&vs={A}" in page.adresse
    inverse = {"0": "1", "1": "0"}
    par_code = {li.code: li for li in apres.lignes}
    for ligne in avant.lignes[:10]:
        if ligne.code in par_code:
            vues = {c[:-1] + inverse[c[-1]]: v for c, v in par_code[ligne.code].cases.items()}
            assert vues == ligne.cases, ligne.libelle
    page.cliquer_sur("[data-raccourci=c] .dash-dropdown-clear")
    page.attendre(lambda: "vs=" not in page.adresse, "une seule zone")
    seule = lire_rangees(page)
    assert _cartes(page) == [cartes[1]]
    assert all("@" not in c for c in seule.lignes[0].cases)
    for morceau in FILTRES.split("&"):
        assert morceau in page.adresse
