"""Files: what is displayed, and nothing else."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import urllib.request
from base64 import b64decode
from email.message import Message
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest

from tests.browser.navigateur import Navigateur
from tests.browser.tableau import lire_tableau

VUE = "/r/activite-mco?zone=reg-44&vs=reg-32&periode=2022&secteur=public"
PNG = b"\x89PNG\r\n\x1a\n"


def _menu(page: Navigateur) -> dict[str, str]:
    """The address of each file of the menu, by the first words of its name."""
    liens = page.js(
        "return [...document.querySelectorAll('#partie-outils .menu-choix')]"
        ".map((a) => [a.firstChild.textContent.trim(), a.href])"
    )
    return {str(nom): str(href) for nom, href in liens}


def _chercher(adresse: str) -> tuple[bytes, Message]:
    with urllib.request.urlopen(adresse, timeout=20) as reponse:
        assert reponse.status == 200
        return reponse.read(), reponse.headers


def _chiffres(texte: str) -> str:
    return "".join(c for c in texte if c.isdigit())


def _exactes(page: Navigateur, mesure: str) -> dict[str, str]:
    """Digits of a measure by label, as the table shows it (« ≥ 1 234 » gives « 1234 »)."""
    lues = page.js(
        """return [...document.querySelectorAll("#grille [role=gridcell][col-id='" + arguments[0] + "']")]
           .map((c) => {
             const rangee = c.closest("[row-id]").getAttribute("row-id");
             const nom = document.querySelector(`#grille [row-id="${CSS.escape(rangee)}"] .grille-nom`);
             return [nom.textContent, c.querySelector(".grille-nombre").firstChild.textContent];
           });""",
        mesure,
    )
    return {str(nom): _chiffres(str(valeur)) for nom, valeur in lues}


def test_le_csv_dit_ce_qui_est_affiche(page: Navigateur) -> None:
    page.ouvrir(VUE)
    tableau = lire_tableau(page)
    octets, entetes = _chercher(_menu(page)["Texte (CSV)"])
    assert entetes.get_content_type() == "text/csv"
    assert "attachment" in entetes["Content-Disposition"]
    assert "grand-est_hauts-de-france_2022.csv" in entetes["Content-Disposition"]
    assert octets.startswith(b"\xef\xbb\xbf")
    lignes = list(csv.DictReader(io.StringIO(octets.decode("utf-8-sig")), delimiter=";"))
    tetes = [li for li in lignes if li["Nature"] == "zone choisie"]
    details = [li for li in lignes if li["Nature"] == "ligne"]
    libelle = next(c for c in lignes[0] if c.startswith("Département"))
    assert [li[libelle] for li in tetes] == [t["libelle"] for t in tableau.tetes]
    assert [li[libelle] for li in details] == tableau.noms
    sejours = next(c for c in lignes[0] if c.startswith("Séjours") and "statut" not in c)
    affiches = _exactes(page, "sejours")
    assert {li[libelle]: _chiffres(li[sejours]) for li in lignes} == affiches


def test_le_xlsx_a_des_nombres_et_son_lisez_moi(page: Navigateur) -> None:
    page.ouvrir(VUE)
    tableau = lire_tableau(page)
    octets, entetes = _chercher(_menu(page)["Tableur (XLSX)"])
    assert "spreadsheetml" in entetes.get_content_type()
    assert entetes["Content-Disposition"].endswith('.xlsx"')
    classeur = openpyxl.load_workbook(io.BytesIO(octets))
    assert "Lisez-moi" in classeur.sheetnames
    lisez_moi = " ".join(
        str(c.value) for rangee in classeur["Lisez-moi"] for c in rangee if c.value is not None
    )
    for dit in ("Grand Est", "Hauts-de-France", "2022", "zone=reg-44&vs=reg-32", "maj="):
        assert dit in lisez_moi
    autres = [f for f in classeur.worksheets if f.title != "Lisez-moi"]
    assert all(f.freeze_panes for f in autres)
    cases = [[c.value for c in rangee] for f in autres for rangee in f.iter_rows()]
    affiches = _exactes(page, "sejours")
    for nom in tableau.noms[:5]:
        rangee = next(r for r in cases if nom in r)
        assert int(affiches[nom]) in [v for v in rangee if isinstance(v, int | float)]


def test_le_json_repond_a_la_meme_question(page: Navigateur) -> None:
    page.ouvrir(VUE)
    titre = page.h1
    octets, entetes = _chercher(_menu(page)["Données (JSON)"])
    assert entetes.get_content_type() == "application/json"
    assert titre.encode() in octets


def test_un_clic_du_menu_enregistre_le_fichier(page: Navigateur) -> None:
    page.ouvrir(VUE)
    page.cliquer("Télécharger", "#partie-outils")
    page.cliquer_sur("#partie-outils a[href*='telecharger.csv']")
    fichier = page.arrive(".csv")
    assert fichier.read_bytes().startswith(b"\xef\xbb\xbf")
    assert page.adresse == VUE


@pytest.mark.usefixtures("geographie")
def test_la_planche_de_la_carte_est_un_svg(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco?vs=reg-32&vue=carte")
    octets, entetes = _chercher(_menu(page)["Carte (SVG)"])
    assert entetes.get_content_type() == "image/svg+xml"
    racine = ElementTree.fromstring(octets)
    assert racine.tag.endswith("svg")
    assert "Hauts-de-France" in octets.decode()


@pytest.mark.usefixtures("geographie")
@pytest.mark.parametrize(
    ("vue", "figure"), [("carte", "figure-carte"), ("graphique", "figure-graphique")]
)
def test_les_images_se_telechargent(page: Navigateur, vue: str, figure: str) -> None:
    page.ouvrir(f"/r/activite-mco?zone=reg-11&vs=reg-32&vue={vue}")
    attendue = "#carte-plan path.leaflet-interactive" if vue == "carte" else f"#{figure} .bars path"
    page.element(attendue)
    page.cliquer("SVG", f"#{figure}")
    svg = page.arrive(".svg")
    texte = svg.read_text()
    assert ElementTree.fromstring(texte).tag.endswith("svg")
    assert "données synthétiques" in texte.lower()
    page.cliquer("PNG", f"#{figure}")
    png = page.arrive(".png")
    octets = png.read_bytes()
    assert octets.startswith(PNG)
    assert len(octets) > 20_000
    assert int.from_bytes(octets[16:20]) >= 1_000, "largeur en pixels"


def test_la_page_s_imprime(page: Navigateur, tmp_path: Path) -> None:
    page.ouvrir("/r/activite-mco?zone=reg-44")
    noms = lire_tableau(page).noms
    page.js("document.getElementById('grille-recherche').focus()")
    pdf = page.pilote.execute_cdp_cmd("Page.printToPDF", {"printBackground": True})
    octets = b64decode(pdf["data"])
    assert octets.startswith(b"%PDF")
    assert len(octets) > 10_000
    if not shutil.which("pdftotext"):
        return
    fichier = tmp_path / "page.pdf"
    fichier.write_bytes(octets)
    sortie = subprocess.run(
        ["pdftotext", "-layout", str(fichier), "-"], capture_output=True, check=True, text=True
    ).stdout
    assert "Activité MCO, Grand Est, 2024" in " ".join(sortie.split())
    assert all(nom in sortie for nom in noms)


def test_l_impression_ecrit_toutes_les_lignes(page: Navigateur) -> None:
    """On paper the table is a plain one, with every row, and the controls are gone."""
    page.ouvrir("/r/activite-mco?niveau=etablissement")
    lire_tableau(page)
    page.pilote.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        page.js("window.dispatchEvent(new Event('beforeprint'))")
        lignes = page.nombre(".grille-papier tbody tr")
        compte = int(
            _chiffres(page.js("return document.getElementById('grille-compte').textContent"))
        )
        assert lignes == compte + 1
        for selecteur in (".bandeau-corps", "header .recherche", "#partie-outils .barre-outils"):
            boites = page.js(
                "return document.querySelector(arguments[0])?.getClientRects().length", selecteur
            )
            assert not boites, f"{selecteur} s'imprime"
        page.js("window.dispatchEvent(new Event('afterprint'))")
        assert not page.nombre(".grille-papier")
    finally:
        page.pilote.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
