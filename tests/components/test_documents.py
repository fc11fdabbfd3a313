"""Files say exactly what the table says: read back cell by cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from components import formats
from components.documents import csv_octets, nom_fichier, xlsx_octets
from components.documents.commun import AVERTISSEMENT, est_hostile
from components.pivot import TableauPlat, tableau_plat
from data_layer.catalogue.schema import Lecture
from data_layer.result import Resultat, Statut
from data_layer.selection.periode import Periode
from tests import fabrique

ADRESSE = "https://exemple.invalid/r/activite-mco?zone=reg-11&maj=2025-03-12-ab12cd"
LE = datetime(2026, 11, 22, 10, 30)
CAS: list[Callable[[], Resultat]] = [
    fabrique.une_zone,
    fabrique.deux_zones,
    fabrique.par_categorie,
    fabrique.tous_statuts,
    fabrique.avec_evolution,
    fabrique.lecture_evolution,
    lambda: fabrique.lecture_evolution(Lecture.EVOL_VAL),
    fabrique.vide,
    fabrique.hostile,
]


def lire_csv(resultat: Resultat, cle: str | None = None) -> list[dict[str, str]]:
    octets = csv_octets(resultat, resultat.blocs[cle] if cle else None, ADRESSE)
    assert octets.startswith(b"\xef\xbb\xbf")
    assert octets.count(b"\n") == octets.count(b"\r\n")
    return list(csv.DictReader(io.StringIO(octets.decode("utf-8-sig"), newline=""), delimiter=";"))


def lire_xlsx(resultat: Resultat) -> Any:
    return openpyxl.load_workbook(io.BytesIO(xlsx_octets(resultat, ADRESSE, LE)))


def nombre_csv(texte: str) -> float | None:
    return float(texte.replace(",", ".")) if texte else None


@pytest.mark.parametrize("cas", CAS)
def test_csv_redit_chaque_bloc(cas: Callable[[], Resultat]) -> None:
    resultat = cas()
    for bloc in resultat.blocs.values():
        tableau = tableau_plat(resultat, bloc)
        lues = lire_csv(resultat, bloc.cle)
        if not tableau.lignes:
            assert [r["Nature"] for r in lues] == ["aucune ligne"]
            continue
        assert [r["Nature"] for r in lues].count("zone choisie") == len(tableau.tetes)
        for ligne, lue in zip(tableau.lignes, lues, strict=True):
            assert lue[tableau.entete_libelle].lstrip("'").split() == ligne.libelle.split()
            for colonne in tableau.colonnes:
                cellule = ligne.cellules[colonne.cle]
                assert nombre_csv(lue[colonne.entete]) == cellule.valeur
                statut = lue.get(f"{colonne.entete}, statut")
                assert statut == formats.libelle_statut(cellule.statut) or (
                    statut is None and cellule.statut is Statut.OK
                )
                if colonne.avec_parts:
                    part = nombre_csv(lue[colonne.entete_part])
                    assert part == (cellule.part and pytest.approx(cellule.part * 100))


@pytest.mark.parametrize("cas", CAS)
def test_xlsx_redit_chaque_bloc(cas: Callable[[], Resultat]) -> None:
    resultat = cas()
    livre = lire_xlsx(resultat)
    assert livre.active.title == livre.sheetnames[0] == "Tableau"
    assert livre.sheetnames[-1] == "Lisez-moi"
    for feuille, bloc in zip(livre.worksheets, resultat.blocs.values(), strict=False):
        tableau = tableau_plat(resultat, bloc)
        haut = (5 if resultat.provenance.synthetique else 4) + bool(tableau.groupes)
        entetes = _places(feuille, haut, tableau)
        assert feuille.freeze_panes and feuille.auto_filter.ref and feuille.print_title_rows
        assert feuille.max_row == haut + len(tableau.lignes)
        for i, ligne in enumerate(tableau.lignes, haut + 1):
            libelle = feuille.cell(i, entetes[tableau.entete_libelle])
            assert str(libelle.value) == ligne.libelle
            assert libelle.data_type == ("n" if bloc.nature == "annee" else "s")
            assert bool(libelle.font.b) == ligne.tete
            for colonne in tableau.colonnes:
                case = feuille.cell(i, entetes[colonne.entete])
                cellule = ligne.cellules[colonne.cle]
                if cellule.valeur is None:
                    assert case.value == formats.cellule(cellule, colonne.colonne)
                    assert case.font.i
                    continue
                assert case.value == pytest.approx(
                    formats.valeur_excel(cellule.valeur, colonne.colonne)
                )
                assert case.number_format.startswith('"au moins "') == (
                    cellule.statut is Statut.AU_MOINS
                )
                if colonne.avec_parts:
                    part = feuille.cell(i, entetes[colonne.entete_part])
                    assert part.value == cellule.part and part.number_format.endswith("%")


def _places(feuille: Any, rang: int, tableau: TableauPlat) -> dict[str, int]:
    """The column of each header, whether it stands on one level or on two."""
    fusions = {(m.min_row, m.min_col): m.max_col for m in feuille.merged_cells.ranges}
    places, mesure, fin = {}, "", 0
    for case in feuille[rang]:
        if (rang - 1, case.column) in fusions:
            mesure, fin = feuille.cell(rang - 1, case.column).value, fusions[rang - 1, case.column]
        places[(mesure if case.column <= fin else "", case.value)] = case.column
    noms = {nom: j for (dessus, nom), j in places.items() if not dessus}
    for c in tableau.colonnes if tableau.groupes else ():
        noms[c.entete] = places[c.libelle, c.titre_groupe]
        if c.avec_parts:
            noms[c.entete_part] = places[c.libelle, f"{c.titre_groupe}, part (%)"]
    return noms


def test_deux_zones_ont_deux_niveaux_d_entetes() -> None:
    """A measure once, over its zones; filters, panes and repeated rows follow the lower level."""
    resultat = fabrique.par_categorie()
    tableau = tableau_plat(resultat)
    feuille = lire_xlsx(resultat)["Tableau"]
    haut = 6 if resultat.provenance.synthetique else 5
    fusions = sorted(feuille.merged_cells.ranges, key=lambda m: m.min_col)
    assert {m.min_row for m in fusions} == {m.max_row for m in fusions} == {haut - 1}
    mesures = list(dict.fromkeys(c.libelle for c in tableau.colonnes))
    assert [feuille.cell(haut - 1, m.min_col).value for m in fusions] == mesures
    for fusion in fusions:
        dessous = [feuille.cell(haut, j).value for j in range(fusion.min_col, fusion.max_col + 1)]
        zones = [d for d in dessous if "part (%)" not in d]
        assert zones == ["Île-de-France", "Hauts-de-France"]
    entiers = [c.value for c in feuille[haut] if c.column < fusions[0].min_col]
    assert entiers[0] == "Nature" and tableau.entete_libelle in entiers
    assert not [c for c in feuille[haut - 1] if c.value and c.column < fusions[0].min_col]
    gauche, haut_filtre, droite, bas = range_boundaries(feuille.auto_filter.ref)
    assert (gauche, haut_filtre, bas) == (1, haut, haut + len(tableau.lignes))
    assert droite == len([c for c in feuille[haut] if c.value])
    figee = feuille[feuille.freeze_panes]
    assert (figee.row, figee.column) == (haut + 1, fusions[0].min_col)
    assert feuille.print_title_rows == f"${haut - 1}:${haut}"


def test_une_zone_garde_un_seul_niveau_d_entetes() -> None:
    feuille = lire_xlsx(fabrique.une_zone())["Tableau"]
    assert not feuille.merged_cells.ranges


def test_aucune_formule_dans_un_classeur() -> None:
    livre = lire_xlsx(fabrique.hostile())
    cases = [case for feuille in livre for rangee in feuille.iter_rows() for case in rangee]
    assert not [case for case in cases if case.data_type == "f" or case.hyperlink]
    hostiles = [c for c in cases if isinstance(c.value, str) and est_hostile(c.value)]
    assert len(hostiles) >= 6 * 2
    assert all(case.quotePrefix for case in hostiles)


def test_aucune_formule_dans_un_csv() -> None:
    for lue in lire_csv(fabrique.hostile()):
        assert not [texte for texte in lue.values() if est_hostile(texte)]
        assert "\n" not in "".join(lue.values())


@pytest.mark.parametrize("texte", ["=1", "+1", "-1", "@x", "\tx", "\rx", "＝1", " =1", "\u00a0@x"])
def test_est_hostile(texte: str) -> None:
    assert est_hostile(texte)


@pytest.mark.parametrize("texte", ["", " ", "CH 1+1", "000123", "Saint-Denis", "«=»"])
def test_n_est_pas_hostile(texte: str) -> None:
    assert not est_hostile(texte)


def test_un_nombre_negatif_n_est_pas_prefixe() -> None:
    lues = lire_csv(fabrique.lecture_evolution())
    assert lues[-1]["Séjours (hors séances), évolution N-1 (%)"] == "-4,5"


def test_un_csv_ne_montre_pas_le_bruit_des_flottants() -> None:
    valeurs = {"dms": 51.57000000000001, "sejours": 12_345_678_901_234.0}
    rangee = fabrique.ligne("75", "Paris", valeurs, part=0.1 + 0.2)
    colonnes = [fabrique.colonne(m) for m in valeurs]
    bloc = fabrique.bloc([rangee], mesures=colonnes, meneuse="dms")
    lue = lire_csv(fabrique.resultat(bloc))[-1]
    assert lue["Durée moyenne de séjour (jours)"] == "51,57"
    assert lue["DMS, part (%)"] == "30"
    assert lue["Séjours (hors séances)"] == "12345678901234"


def test_synthetique_le_dit_partout() -> None:
    resultat = fabrique.hostile()
    assert nom_fichier(resultat, "csv") == "portulan_demonstration_activite-mco_paris_2024.csv"
    assert {lue["Avertissement"] for lue in lire_csv(resultat)} == {AVERTISSEMENT}
    livre = lire_xlsx(resultat)
    assert all(feuille["A3"].value == AVERTISSEMENT for feuille in livre)
    for lue in lire_csv(fabrique.une_zone()):
        assert "Avertissement" not in lue


def test_provenance_sur_chaque_ligne_du_csv() -> None:
    for lue in lire_csv(fabrique.une_zone()):
        assert lue["Source"] == "ATIH, ScanSanté, MCO 2015-2024, mise à jour le 12/03/2025"
        assert (lue["Licence"], lue["Adresse"]) == ("Licence Ouverte 2.0", ADRESSE)


def test_lisez_moi() -> None:
    resultat = fabrique.avec_evolution()
    feuille = lire_xlsx(resultat)["Lisez-moi"]
    lues = {r[0]: r[1] for r in feuille.iter_rows(values_only=True) if r[0] and r[1]}
    assert lues["Zone"] == "Île-de-France (reg-11)"
    assert lues["Zone comparée"] == "Hauts-de-France (reg-32)"
    assert lues["Catégorie"] == "toutes catégories"
    assert lues["Tri"] == "Séjours (hors séances), décroissant"
    assert lues["Adresse"] == ADRESSE
    assert lues["Produit le"] == "22 novembre 2026"
    assert lues["Mise à jour"] == "12 mars 2025"
    assert lues["Durée moyenne de séjour (jours)"] == fabrique.mco().mesure("dms").definition
    assert lues["Tableau"] == "Classement" and lues["Évolution"] == "Évolution"
    assert {"Règle", "Une ligne", "Exemple", "Licence", "Crédit", "Géographie"} <= set(lues)
    assert {"Publié", "Au moins", "Approché", "Masqué", "Non transmis", "Sans objet"} <= set(lues)


def test_memes_arguments_memes_octets() -> None:
    resultat = fabrique.avec_evolution()
    assert xlsx_octets(resultat, ADRESSE, LE) == xlsx_octets(resultat, ADRESSE, LE)
    assert csv_octets(resultat) == csv_octets(resultat)


def test_noms_de_fichiers() -> None:
    assert nom_fichier(fabrique.une_zone(), "csv") == "portulan_activite-mco_ile-de-france_2024.csv"
    long = fabrique.selection(("reg-11", "reg-84"), periode=Periode(2015, 2024))
    bloc = fabrique.une_zone().bloc
    assert nom_fichier(fabrique.resultat(bloc, choix=long), ".xlsx") == (
        "portulan_activite-mco_ile-de-france_auvergne-rhone-alpes_2015-2024.xlsx"
    )
