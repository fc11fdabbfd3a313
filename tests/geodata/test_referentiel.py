"""The facts, and the rule that places a FINESS number."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.referentiel import (
    departement,
    departement_du_finess,
    departements,
    region,
    regions,
)
from geodata.texte import mots, sans_accent


def test_18_regions_et_101_departements() -> None:
    assert len({r.code for r in regions()}) == 18
    assert len({d.code for d in departements()}) == 101
    assert all(region(d.region) is not None for d in departements())
    assert sum(d.outre_mer for d in departements()) == 5


def test_typographie_officielle() -> None:
    libelles = {region("11"), region("93")}
    assert {r.libelle for r in libelles if r} == {"Île-de-France", "Provence-Alpes-Côte d'Azur"}
    connu = departement("974")
    assert connu is not None and connu.libelle == "La Réunion"
    assert departement("20") is None and region("99") is None


@pytest.mark.parametrize(
    ("finess", "attendu"),
    [
        ("010007987", "01"),
        ("2A0000014", "2A"),
        ("2b0000020", "2B"),
        ("970100228", "971"),
        ("970211207", "972"),
        ("970302022", "973"),
        ("970408589", "974"),
        ("980500003", "976"),
        ("970500005", None),  # Saint-Pierre-et-Miquelon
        ("200200145", None),  # Corsica before it was parted
        ("960000001", None),
        ("10007987", None),  # leading zero lost in a spreadsheet
        ("", None),
        ("=cmd()", None),
    ],
)
def test_departement_du_finess(finess: str, attendu: str | None) -> None:
    assert departement_du_finess(finess) == attendu


@given(st.text())
def test_un_texte_quelconque_donne_un_departement_connu_ou_rien(texte: str) -> None:
    code = departement_du_finess(texte)
    assert code is None or departement(code) is not None


def test_fichier_reel_seuls_deux_prefixes_restent_sans_departement(fichier_atih: Path) -> None:
    with gzip.open(fichier_atih, "rt", encoding="utf-8") as flux:
        numeros = {ligne["Finess"] for ligne in csv.DictReader(flux)} - {""}
    orphelins = {n for n in numeros if departement_du_finess(n) is None}
    assert orphelins == {"200200145", "970500005"}


@given(st.text())
def test_sans_accent_est_un_point_fixe(texte: str) -> None:
    simple = sans_accent(texte)
    assert sans_accent(simple) == simple
    assert simple.isascii() and simple == simple.lower().strip()
    assert " ".join(mots(texte)) == simple


def test_sans_accent_exemples() -> None:
    assert sans_accent("L'Haÿ-les-Roses") == "l hay les roses"
    assert sans_accent("Cœur d'Ætherie  ÉTÉ") == "coeur d aetherie ete"
