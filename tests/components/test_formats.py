"""The number format of the house: examples, then properties."""

from __future__ import annotations

import math
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import formats
from components.formats import FINE, MOINS
from data_layer.catalogue.schema import Format, Lecture
from data_layer.result import Cellule, Statut
from tests import fabrique

FLOTTANTS = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15)
SEJOURS, DMS = fabrique.colonne("sejours"), fabrique.colonne("dms")


def lisible(texte: str) -> str:
    return texte.replace(FINE, " ")


def relire(texte: str) -> Decimal:
    """Read a number of the house back, the way a person would; ``< 0,1 %`` as nothing."""
    if texte.startswith("<"):
        return Decimal(0)
    chiffres = texte.rstrip(f"%€{FINE}").replace(FINE, "").replace(",", ".")
    return Decimal(chiffres.replace(MOINS, "-"))


@pytest.mark.parametrize(
    ("valeur", "forme", "attendu"),
    [
        (1234567, Format.ENTIER, "1 234 567"),
        (9876543210, Format.MONTANT, "9 876 543 210 €"),
        (15.2, Format.POURCENT, "15,2 %"),
        (0.04, Format.POURCENT, "< 0,1 %"),
        (0.0, Format.POURCENT, "0,0 %"),
        (5.125, Format.DECIMAL, "5,13"),
        (0.5, Format.ENTIER, "1"),
        (-0.4, Format.ENTIER, "0"),
        (-12.0, Format.ENTIER, "−12"),
        (999.5, Format.ENTIER, "1 000"),
        (0, Format.ENTIER, "0"),
    ],
)
def test_nombre(valeur: float, forme: Format, attendu: str) -> None:
    assert lisible(formats.nombre(valeur, forme)) == attendu


@pytest.mark.parametrize(
    ("valeur", "attendu"), [(1.234, "+1,23 %"), (-1.235, "−1,24 %"), (-0.004, "0,00 %")]
)
def test_lecture_signee(valeur: float, attendu: str) -> None:
    assert lisible(formats.nombre(valeur, fabrique.colonne("sejours", Lecture.EVOL))) == attendu


@pytest.mark.parametrize("absent", [None, math.nan, math.inf, -math.inf])
def test_rien_a_montrer(absent: float | None) -> None:
    assert formats.nombre(absent) == formats.part(absent) == formats.compact(absent) == "—"


CHIFFRES = [f for f in Format if f is not Format.POSITION]
"""Formats that write digits."""


@pytest.mark.parametrize(
    ("valeur", "dit"), [(-1.0, "en dessous"), (0.0, "comparable"), (1.0, "au-dessus")]
)
def test_une_position_est_un_mot(valeur: float, dit: str) -> None:
    assert formats.nombre(valeur, Format.POSITION) == dit


@given(FLOTTANTS, st.sampled_from(CHIFFRES), st.integers(min_value=0, max_value=4), st.booleans())
def test_relire_rend_l_arrondi(valeur: float, forme: Format, decimales: int, signe: bool) -> None:
    texte = formats.nombre(valeur, forme, decimales, signe)
    exact = Decimal(repr(valeur)).quantize(Decimal(1).scaleb(-decimales), ROUND_HALF_UP)
    assert relire(texte) == exact
    assert not any(mot in texte.lower() for mot in ("nan", "none", "null", "e+", " "))
    assert (MOINS in texte) == (exact < 0)
    assert ("+" in texte) == (signe and exact > 0)


@given(FLOTTANTS)
def test_milliers_par_trois(valeur: float) -> None:
    tete, *suite = formats.nombre(valeur).lstrip(MOINS).split(FINE)
    assert 1 <= len(tete) <= 3
    assert all(len(groupe) == 3 for groupe in suite)


@given(st.floats(min_value=0, max_value=1))
def test_part_rend_l_arrondi(fraction: float) -> None:
    assert abs(relire(formats.part(fraction)) - Decimal(repr(fraction)) * 100) <= Decimal("0.005")


@pytest.mark.parametrize(
    ("valeur", "unite", "attendu"),
    [
        (3654321098, "€", "3,7 Md€"),
        (1234567, "séjours", "1,2 M"),
        (850000, "", "850 k"),
        (999950, "", "1 M"),
        (9999, "", "9 999"),
        (10000, "€", "10 k€"),
        (-1200000, "", "−1,2 M"),
        (3.05, "jours", "3,05"),
        (12.34, "%", "12,3 %"),
        (0, "", "0"),
    ],
)
def test_compact(valeur: float, unite: str, attendu: str) -> None:
    assert lisible(formats.compact(valeur, unite)) == attendu


@given(FLOTTANTS)
def test_compact_est_court_et_proche(valeur: float) -> None:
    texte = formats.compact(valeur)
    facteurs = {"Md": 10**9, "M": 10**6, "k": 10**3}
    lettre = next((lettre for lettre in facteurs if texte.endswith(lettre)), "")
    lu = relire(texte.removesuffix(lettre).rstrip(FINE)) * facteurs.get(lettre, 1)
    assert float(lu) == pytest.approx(valeur, rel=0.06, abs=0.006)
    assert texte not in (f"{MOINS}0", f"{MOINS}0,0")


@pytest.mark.parametrize(
    ("statut", "valeur", "clair", "bref"),
    [
        (Statut.OK, 1234.0, "1 234", "1 234"),
        (Statut.AU_MOINS, 1234.0, "au moins 1 234", "≥ 1 234"),
        (Statut.APPROCHE, 1234.0, "≈ 1 234", "≈ 1 234"),
        (Statut.MASQUE, None, "masqué", "•••"),
        (Statut.NON_TRANSMIS, None, "non transmis", "n. t."),
        (Statut.SANS_OBJET, None, "—", "—"),
    ],
)
def test_cellule(statut: Statut, valeur: float | None, clair: str, bref: str) -> None:
    cellule = Cellule(valeur, None, statut)
    assert lisible(formats.cellule(cellule, SEJOURS)) == clair
    assert lisible(formats.cellule(cellule, SEJOURS, symbole=True)) == bref


def test_une_cellule_masquee_ne_dit_jamais_sa_valeur() -> None:
    assert formats.cellule(Cellule(7.0, None, Statut.MASQUE), SEJOURS) == "masqué"


def test_chaque_statut_s_explique() -> None:
    for statut in Statut:
        phrase = formats.explication(statut)
        assert phrase[0].isupper() and phrase.endswith(".") and phrase.count(".") == 1
        assert formats.libelle_statut(statut)


@pytest.mark.parametrize(
    ("mesure", "lecture", "d3", "excel"),
    [
        ("sejours", Lecture.TOTAL, ",.0f", "#,##0"),
        ("dms", Lecture.TOTAL, ",.2f", "#,##0.00"),
        ("part_hommes", Lecture.TOTAL, ",.1f", f'#,##0.0"{FINE}"%'),
        ("sejours", Lecture.EVOL_VAL, "+,.0f", '"+"#,##0;"−"#,##0;#,##0'),
    ],
)
def test_formats_des_autres_programmes(mesure: str, lecture: Lecture, d3: str, excel: str) -> None:
    colonne = fabrique.colonne(mesure, lecture)
    assert formats.format_plotly(colonne).d3 == d3
    assert formats.format_excel(colonne) == excel


def test_format_excel_au_moins_reste_un_nombre() -> None:
    assert formats.format_excel(SEJOURS, "au moins ") == '"au moins "#,##0'


def test_valeur_excel() -> None:
    evolution = fabrique.colonne("sejours", Lecture.EVOL)
    assert formats.valeur_excel(12.5, evolution) == 0.125
    assert math.copysign(1, formats.valeur_excel(-0.004, evolution)) == 1
    assert formats.valeur_excel(-0.006, evolution) == pytest.approx(-0.00006)
    assert formats.valeur_excel(5.126, DMS) == 5.126


def test_dates() -> None:
    assert formats.date_longue(date(2025, 3, 12)) == "12 mars 2025"
    assert formats.date_longue("2025-01-01") == "1er janvier 2025"
    assert formats.date_courte("2025-03-12T10:00:00") == "12/03/2025"
    assert formats.date_courte("mars 2025") == "mars 2025"
