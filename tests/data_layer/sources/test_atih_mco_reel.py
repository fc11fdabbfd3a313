"""The importer on the official file, against figures read from it by other means."""

from __future__ import annotations

import csv
import gzip
import re
from pathlib import Path

import duckdb
import pytest

from data_layer import sources
from data_layer.demo.etablissements import cle_luhn
from data_layer.sources import activite_mco, atih_mco
from data_layer.warehouse import Meta

RACINE = Path(__file__).resolve().parents[3]
FICHIER = RACINE.parent / "shared" / "data" / "atih" / "scansante_mco_etab_2015_2024.csv.gz"

pytestmark = pytest.mark.skipif(
    not FICHIER.is_file(), reason=f"the official ATIH file is not at {FICHIER}"
)


@pytest.fixture(scope="module")
def jeu(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Meta]:
    """The dataset built once: (folder, meta)."""
    dossier = tmp_path_factory.mktemp("reel") / "build"
    dossier.mkdir()
    return dossier, atih_mco.ecrire(FICHIER, dossier, lambda octets: None)


def _sql(jeu: tuple[Path, Meta], requete: str) -> list[tuple[object, ...]]:
    with duckdb.connect() as con:
        for nom in ("activite_mco", "etablissements"):
            con.execute(f"CREATE VIEW {nom} AS FROM read_parquet('{jeu[0] / nom}.parquet')")
        return con.execute(requete).fetchall()


def test_report(jeu) -> None:
    rapport = jeu[1].rapport
    attendu = {
        "lignes_lues": 14_711,
        "lignes_sans_finess": 20,
        "lignes_fusionnees": 14,
        "lignes_retenues": 14_677,
        "lignes_annee_incomplete": 122,
        "lignes_sans_categorie": 13,
        "colonnes_inconnues": [],
        "categories_inconnues": [],
        "finess_sans_departement": ["200200145", "970500005"],
        # One of the 808 masked séances is in a row merged into its double.
        "masques_source": {"sejours": 50, "sejours_hc": 50, "sejours_hp": 1648, "seances": 807},
        "masques_portulan": {"sejours": 0, "sejours_hc": 1626, "sejours_hp": 17, "seances": 0},
    }
    assert {cle: rapport[cle] for cle in attendu} == attendu
    assert len(rapport["totaux_source"]) == 20


def _moyenne(m: str) -> str:
    poids = f"sum(moyennes_poids) FILTER ({m} IS NOT NULL)"
    return f"sum({m} * moyennes_poids) / {poids}"


def test_the_sources_own_means_are_found_again(jeu) -> None:
    """Its lines of totals: 2015 public, 54,47 years and 2,75 days. Weights are stays and séances.

    Near, not equal: rows whose means would give a masked count back are left out.
    """
    moyennes = ("age_moyen", "dms", "part_hommes", "part_deces")
    calculs = ", ".join(_moyenne(m) for m in moyennes)
    lignes = _sql(jeu, f"SELECT annee, secteur, {calculs} FROM activite_mco GROUP BY ALL")
    publiees = {(t["annee"], t["secteur"]): t for t in jeu[1].rapport["totaux_source"]}
    assert len(lignes) == len(publiees) == 20
    for annee, secteur, *valeurs in lignes:
        ecarts = (0.07, 0.02, 0.07, 0.06) if secteur == "public_PSPH" else (0.3, 0.02, 0.2, 0.06)
        for moyenne, valeur, ecart in zip(moyennes, valeurs, ecarts, strict=True):
            publiee = publiees[(annee, secteur)][moyenne]
            assert valeur == pytest.approx(publiee, abs=ecart), (annee, secteur, moyenne)


def test_each_stored_cell_is_the_text_of_the_file(jeu) -> None:
    """An oracle of a few lines: what is shown is what is written, or nothing."""
    texte = {}
    with gzip.open(FICHIER, "rt", encoding="utf-8") as flux:
        for champs in csv.reader(flux):
            texte[(champs[0], champs[1], champs[3])] = champs[6:]
    faits = _sql(
        jeu,
        """SELECT annee::VARCHAR, secteur, finess, sejours, sejours_hc, sejours_hp, seances,
                  age_moyen, dms, part_hommes, part_deces FROM activite_mco""",
    )
    assert len(faits) == 14_677
    for *cle, t, hc, hp, s, age, dms, hommes, deces in faits:
        lus = [
            re.sub(r"[\s\u202f\u00a0]", "", x).replace(",", ".").rstrip("%")
            for x in texte[tuple(cle)]
        ]
        comptes = list(zip((t, hc, hp, s), lus[:4], strict=True))
        assert all(montre is None or montre == int(lu) for montre, lu in comptes)
        moyennes = zip((hommes, age, dms, deces), lus[4:], strict=True)
        assert all(m is None or m == float(lu) for m, lu in moyennes)


def test_no_count_of_one_to_ten_is_stored_nor_given_back(jeu) -> None:
    for m in ("sejours", "sejours_hc", "sejours_hp", "seances"):
        assert _sql(jeu, f"SELECT count(*) FROM activite_mco WHERE {m} BETWEEN 1 AND 10") == [(0,)]
    un_seul = """SELECT count(*) FROM activite_mco
                 WHERE (sejours_statut = 1)::INT + (sejours_hc_statut = 1)::INT
                       + (sejours_hp_statut = 1)::INT = 1"""
    assert _sql(jeu, un_seul) == [(0,)]


def test_rows_are_sorted_and_establishments_complete(jeu) -> None:
    cles = _sql(jeu, "SELECT annee, departement, finess, secteur FROM activite_mco")
    assert cles == sorted(cles, key=lambda c: (c[0], c[1] is None, c[1] or "", c[2], c[3]))
    assert _sql(jeu, "SELECT count(*), count(DISTINCT finess) FROM etablissements") == [
        (1709, 1709)
    ]
    assert _sql(jeu, "SELECT libelle, alias FROM etablissements WHERE finess = '750150260'") == [
        ("CENTRE HOPITAL DES DIACONESSES PARIS", ["HÔPITAL DES DIACONESSES"])
    ]


def test_real_numbers_bear_a_luhn_key_so_invented_ones_can_be_told(jeu) -> None:
    numeros = [str(f) for (f,) in _sql(jeu, "SELECT finess FROM etablissements")]
    assert [n for n in numeros if n.isdigit() and cle_luhn(n[:8]) != int(n[8])] == []


def test_the_file_is_recognised() -> None:
    assert sources.reconnaitre(FICHIER) is atih_mco.IMPORTEUR
    assert atih_mco.IMPORTEUR.jeu == activite_mco.NOM
