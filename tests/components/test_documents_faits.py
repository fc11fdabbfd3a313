"""Files of the flagship: native charts built on cells, months, indices, every choice said."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import unescape

import numpy as np
import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from components.charts import couleurs
from components.documents import csv_octets, nom_fichier, xlsx_octets
from components.pivot import tableau_plat
from data_layer import Reponse, paniers, repondre
from data_layer.result import RANG_STATUT, Resultat, Statut
from geodata.zones import Genre

pytestmark = pytest.mark.usefixtures("entrepot")
SLUG = "dm-medicaments"
LE = datetime(2026, 11, 22)
DEUX = "zone=reg-11&vs=reg-32"
GRAPHES = [
    f"noeud=dm&vue=graphique&{DEUX}",
    "noeud=med&vue=graphique&zone=dep-55&unite=patients",
    "vue=graphique&pour=habitants",
    f"noeud=dm&vue=graphique&par=classification&niveau=code&{DEUX}&unite=consommation",
    "noeud=med&vue=graphique&niveau=etablissement&lecture=evol&champ=had",
    f"noeud=lpp-0301&vue=annees&perimetre=constant&{DEUX}",
    "noeud=med&vue=annees&lecture=evol_val",
]


def _reponse(requete: str) -> Reponse:
    return repondre(SLUG, requete)


def _resultat(requete: str) -> Resultat:
    resultat = _reponse(requete).resultat
    assert resultat is not None
    return resultat


@cache
def _octets(requete: str) -> bytes:
    reponse = _reponse(requete)
    assert not reponse.lu.avis and reponse.resultat is not None
    return xlsx_octets(reponse.resultat, "https://exemple.invalid/r", LE, reponse.contexte.noeuds)


def _livre(requete: str) -> Any:
    return openpyxl.load_workbook(io.BytesIO(_octets(requete)))


def _dessins(octets: bytes) -> list[str]:
    archive = zipfile.ZipFile(io.BytesIO(octets))
    noms = [n for n in archive.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", n)]
    return [archive.read(n).decode() for n in sorted(noms, key=lambda n: int(re.sub(r"\D", "", n)))]


def _plages(dessin: str) -> list[tuple[str, tuple[int, int, int, int]]]:
    formules = re.findall(r"<c:f>(.*?)</c:f>", dessin)
    coupees = (f.replace("$", "").rpartition("!") for f in formules)
    return [(nom.strip("'"), range_boundaries(plage)) for nom, _, plage in coupees]


@pytest.mark.parametrize("requete", GRAPHES)
def test_chaque_dessin_lit_des_cases_qui_existent(requete: str) -> None:
    livre, dessins = _livre(requete), _dessins(_octets(requete))
    assert dessins
    for dessin in dessins:
        ElementTree.fromstring(dessin)
        plages = _plages(dessin)
        assert plages
        for nom, (gauche, haut, droite, bas) in plages:
            assert gauche == droite and haut <= bas
            feuille = livre[nom]
            assert bas <= feuille.max_row and droite <= feuille.max_column
    # Every file of the package that another one names is there.
    archive = zipfile.ZipFile(io.BytesIO(_octets(requete)))
    for nom in (n for n in archive.namelist() if n.endswith(".rels")):
        dossier = Path(nom).parent.parent
        for cible in re.findall(r'Target="([^"]+)"', archive.read(nom).decode()):
            chemin = (Path("/") / dossier / cible).resolve()
            assert str(chemin).lstrip("/") in archive.namelist(), (nom, cible)


def test_une_feuille_et_un_dessin_par_bloc() -> None:
    livre = _livre(GRAPHES[0])
    annees = _resultat(GRAPHES[0]).blocs["mois"].titre
    assert livre.sheetnames == ["Tableau", "Champ", "Statut", "Catégorie", annees, "Lisez-moi"]
    nombres = {f.title: len(f._charts) for f in livre}
    # A chart for each zone, but for months, where zones share their axes.
    assert nombres == {
        "Tableau": 2, "Champ": 2, "Statut": 2, "Catégorie": 2, annees: 1, "Lisez-moi": 0,
    }  # fmt: skip
    genres = [re.findall(r"<c:(\w+Chart)>", d)[0] for d in _dessins(_octets(GRAPHES[0]))]
    assert genres == ["barChart"] * 2 + ["doughnutChart"] * 6 + ["lineChart"]


def test_cinq_ans_en_colonnes_aux_couleurs_des_zones() -> None:
    livre = _livre(GRAPHES[5])
    assert livre.sheetnames == ["Cinq ans", "Lisez-moi"]
    assert livre.active.title == "Cinq ans"
    (dessin,) = _dessins(_octets(GRAPHES[5]))
    encres = re.findall(r'<c:spPr><a:solidFill><a:srgbClr val="(\w+)"', dessin)
    maison = [couleurs.PRINCIPALE, couleurs.COMPAREE]
    assert [f"#{e.lower()}" for e in encres][:2] == maison
    assert 'barDir val="col"' in dessin


@pytest.mark.parametrize(
    "nom",
    ["=cmd|' /C calc'!A0", "Urgent!A1", "Urgent!$A$1", "'a'!B2:B9", "!A1", "a!!A1", "<b>!&A1"],
)
@pytest.mark.parametrize("vue", ["graphique", "annees"])
def test_le_nom_d_un_panier_n_est_jamais_un_renvoi(nom: str, vue: str) -> None:
    zones = [z.code for z in _reponse("").contexte.zones.toutes(Genre.ETABLISSEMENT)[:40]]
    panier = paniers.enregistrer(nom, zones)
    for requete in (f"zone={panier.id}", f"zone={panier.id}&vs=reg-11", f"vs={panier.id}"):
        octets = _octets(f"noeud=med&vue={vue}&{requete}")
        livre, dessins = openpyxl.load_workbook(io.BytesIO(octets)), _dessins(octets)
        assert dessins
        textes = []
        for dessin in dessins:
            ElementTree.fromstring(dessin)
            textes += re.findall(r"<(?:a:t|c:v)>(.*?)</", dessin)
            for nom_feuille, (_, _, _, bas) in _plages(dessin):
                assert nom_feuille in livre.sheetnames and bas <= livre[nom_feuille].max_row
        # The name of the zone is there, as it is written.
        assert any(nom in unescape(t).replace("\u200b", "") for t in textes)
        assert "externalLink" not in "".join(zipfile.ZipFile(io.BytesIO(octets)).namelist())


def test_le_tableau_et_la_carte_n_ont_pas_de_dessin() -> None:
    for vue in ("tableau", "carte"):
        assert _dessins(_octets(f"noeud=dm&vue={vue}")) == []


def _mco(requete: str, panneau: str | None = None) -> tuple[Any, list[str]]:
    resultat = repondre("activite-mco", requete).resultat
    assert resultat is not None
    if panneau:
        choix = replace(resultat.selection, panneau=panneau)
        resultat = replace(resultat, selection=choix)
    octets = xlsx_octets(resultat, "", LE)
    return openpyxl.load_workbook(io.BytesIO(octets)), _dessins(octets)


def test_chaque_restitution_a_ses_dessins() -> None:
    """Published rows as well as facts: the bars of each zone, then the years, zones side by side."""
    livre, dessins = _mco(f"vue=graphique&{DEUX}")
    assert [len(f._charts) for f in livre] == [2, 1, 0]
    assert ['barDir val="col"' in d for d in dessins] == [False, False, True]
    annees = livre.worksheets[1]
    series = [p for i, p in enumerate(_plages(dessins[-1])) if i % 2]
    assert len(series) == 2
    for nom, (colonne, haut, _, bas) in series:
        assert nom == annees.title
        lues = [annees.cell(r, colonne).value for r in range(haut, bas + 1)]
        assert len(lues) >= 5 and all(v is not None for v in lues)
    for vue in ("tableau", "carte"):
        assert _mco(f"vue={vue}&{DEUX}")[1] == []
    # A panel asked for alone is its figure.
    assert len(_mco("vue=tableau", "evolution")[1]) == 1


def test_le_classement_dessine_au_plus_vingt_cinq_lignes() -> None:
    dessin = _dessins(_octets(GRAPHES[4]))[0]
    for _, (_, haut, _, bas) in _plages(dessin):
        assert bas - haut == 24
    assert "25 premières lignes" in dessin and "évolution N-1 (%)" in dessin


def test_les_mois_absents_sont_des_trous_et_non_des_zeros() -> None:
    resultat, livre = _resultat(GRAPHES[0]), _livre(GRAPHES[0])
    bloc = resultat.blocs["mois"]
    tableau = tableau_plat(resultat, bloc)
    muettes = [r for r in tableau.lignes if r.cellules["sejours@0"].valeur is None]
    assert {r.cellules["sejours@0"].statut for r in muettes} >= {Statut.NON_TRANSMIS}
    dessin = _dessins(_octets(GRAPHES[0]))[-1]
    # Nothing said is « gap », which is what spreadsheets then do.
    assert set(re.findall(r'dispBlanksAs val="(\w+)"', dessin)) <= {"gap"}
    valeurs = [p for i, p in enumerate(_plages(dessin)) if i % 3 == 2]
    lues = []
    for nom, (colonne, haut, _, bas) in valeurs:
        lues.append([livre[nom].cell(r, colonne).value for r in range(haut, bas + 1)])
    attendues = [
        [r.cellules[f"sejours@{z}"].valeur for r in tableau.lignes if r.code.startswith(annee)]
        for z in (0, 1)
        for annee in sorted({r.code[:4] for r in tableau.lignes})
    ]
    assert lues == attendues
    # In the table itself, what is not there is a word.
    assert "non transmis" in {str(c.value) for r in livre[bloc.titre].iter_rows() for c in r}


def _masquer(resultat: Resultat, cle: str) -> Resultat:
    """The same result, the first row of a block being hidden."""
    bloc = resultat.blocs[cle]
    cellules = bloc.cellules["sejours"]
    valeurs, statuts = cellules.valeurs.copy(), cellules.statuts.copy()
    valeurs[0], statuts[0] = np.nan, RANG_STATUT[Statut.MASQUE]
    masquees = replace(cellules, valeurs=valeurs, statuts=statuts)
    autre = replace(bloc, cellules={**bloc.cellules, "sejours": masquees})
    return replace(resultat, blocs={**resultat.blocs, cle: autre})


def test_une_part_masquee_n_est_pas_deduite() -> None:
    entier = _resultat("noeud=dm&vue=graphique&zone=reg-11")
    for resultat, en_parts in ((entier, True), (_masquer(entier, "categorie"), False)):
        octets = xlsx_octets(resultat, "", LE)
        (dessin,) = [d for d in _dessins(octets) if "par catégorie" in d]
        # A percentage of what is left would be that of no whole.
        assert ('showPercent val="1"' in dessin) is en_parts
        assert ("parts montrées seulement" in dessin) is not en_parts
        livre = openpyxl.load_workbook(io.BytesIO(octets))
        textes = {str(c.value) for r in livre["Catégorie"].iter_rows() for c in r}
        assert ("masqué" in textes) is not en_parts


def test_les_indices_sont_dans_le_classeur_et_le_csv() -> None:
    resultat = _resultat("noeud=dm&zone=reg-11")
    tableau = tableau_plat(resultat)
    (colonne,) = [c for c in tableau.colonnes if c.avec_indices]
    assert colonne.entete_indice.endswith(", indice (base 100)")
    feuille = _livre("noeud=dm&zone=reg-11")["Tableau"]
    haut = next(r[0].row for r in feuille.iter_rows() if r[0].value == "Nature")
    place = {c.value: c.column for c in feuille[haut]}[colonne.entete_indice]
    texte = csv_octets(resultat).decode("utf-8-sig")
    lues = list(csv.DictReader(io.StringIO(texte), delimiter=";"))
    indices = [r.cellules[colonne.cle].indice for r in tableau.lignes]
    assert any(indices)
    for i, (indice, lue) in enumerate(zip(indices, lues, strict=True), haut + 1):
        assert feuille.cell(i, place).value == (indice and pytest.approx(indice))
        ecrit = lue[colonne.entete_indice].replace(",", ".")
        assert (float(ecrit) if ecrit else None) == (indice and pytest.approx(indice))
    assert not [n for n in _entetes(feuille, haut) if "moyen" in n and "part (%)" in n]


def _entetes(feuille: Any, rang: int) -> list[str]:
    return [str(c.value) for c in feuille[rang] if c.value]


def test_les_mois_du_csv_ont_un_code_et_un_nom() -> None:
    resultat = _resultat(GRAPHES[0])
    texte = csv_octets(resultat, resultat.blocs["mois"]).decode("utf-8-sig")
    lues = list(csv.DictReader(io.StringIO(texte), delimiter=";"))
    assert (lues[0]["Mois (année-mois)"], lues[0]["Mois"]) == ("2020-01", "janvier 2020")
    assert len(lues) == 24
    for lue in lues:
        assert lue["Sélection"].startswith("Dispositifs médicaux, Île-de-France et Hauts-de-France")
        assert "par département" in lue["Sélection"]


def test_lisez_moi_dit_tous_les_choix() -> None:
    requete = f"noeud=atc-L01XC&{DEUX}&liste=les-atu&statut=public&pour=habitants&periode=2020-03"
    feuille = _livre(requete)["Lisez-moi"]
    lues = {r[0]: r[1] for r in feuille.iter_rows(values_only=True) if r[0] and r[1]}
    assert lues["Période"] == "mars 2020"
    assert lues["Classification"].startswith("Tous les médicaments et dispositifs médicaux › Médic")
    assert lues["Classification"].endswith("(L01XC)") and lues["Classification"].count(" › ") == 5
    assert (lues["Champ"], lues["Liste"]) == ("MCO", "Liste en sus et ATU")
    assert (lues["Statut"], lues["Rapport"]) == ("Public", "Pour 100\u202f000 habitants")
    assert lues["Tri"] == "Pour 100\u202f000 habitants, décroissant"
    assert "UCD" not in lues["Unité"] and any("EMI" in str(k) for k in lues)
    textes = " ".join(str(v) for r in feuille.iter_rows(values_only=True) for v in r if v)
    assert "mois de sortie" in textes and "mois d'administration" in textes
    assert lues["Source"] == _resultat("").provenance.source
    assert "calés sur des chiffres publiés" in lues["Source"]
    dm = {r[0]: r[1] for r in _livre("noeud=dm")["Lisez-moi"].iter_rows(values_only=True) if r[0]}
    assert dm["Champ"] == "MCO" and "Liste" not in dm


def test_les_noms_de_fichiers_sont_surs() -> None:
    for requete in (*GRAPHES, "periode=2020-02", "periode=2020-08..2020-12&noeud=atc-L01XC"):
        nom = nom_fichier(_resultat(requete), "xlsx")
        assert re.fullmatch(r"[a-z0-9_-]+\.xlsx", nom), nom
    assert nom.endswith("_dm-medicaments_atc-l01xc_france_aout-decembre-2020.xlsx")


@pytest.mark.parametrize(
    "requete",
    ["noeud=dm&niveau=etablissement", f"noeud=dm&par=classification&niveau=code&{DEUX}"],
)
def test_le_plus_large_tableau_s_ecrit_en_entier(requete: str) -> None:
    resultat = _resultat(requete)
    combien = len(tableau_plat(resultat).lignes)
    assert combien > 100
    livre = openpyxl.load_workbook(io.BytesIO(xlsx_octets(resultat, "", LE)))
    assert livre.worksheets[0].max_row > combien
    lues = csv.reader(io.StringIO(csv_octets(resultat).decode("utf-8-sig")), delimiter=";")
    assert len(list(lues)) > combien
