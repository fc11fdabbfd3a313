"""Numbers as the source writes them, and everything else refused."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_layer.sources.nombres import (
    MASQUE,
    NON_TRANSMIS,
    NombreIllisible,
    lire_decimal,
    lire_effectif,
    lire_pourcentage,
)

ESPACES = st.sampled_from(["\u202f", "\u00a0", "\u2009", " "])


def _grouper(nombre: int, espace: str) -> str:
    return f"{nombre:,}".replace(",", espace)


@given(st.integers(0, 2**31 - 1), ESPACES, ESPACES)
def test_any_count_reads_back_with_any_space(nombre: int, espace: str, bord: str) -> None:
    assert lire_effectif(bord + _grouper(nombre, espace) + bord) == nombre
    assert lire_effectif(str(nombre)) == nombre


@given(st.integers(0, 99_999), st.integers(0, 99), ESPACES, st.sampled_from(",."))
def test_any_decimal_reads_back(entier: int, cents: int, espace: str, virgule: str) -> None:
    texte = f"{_grouper(entier, espace)}{virgule}{cents:02d}"
    assert lire_decimal(texte, 1e6) == float(f"{entier}.{cents:02d}")


@given(st.integers(0, 1000), st.sampled_from(["", "\u202f", "\u00a0", " "]))
def test_any_percentage_reads_back(dixiemes: int, espace: str) -> None:
    assert lire_pourcentage(f"{dixiemes // 10},{dixiemes % 10}{espace}%") == dixiemes / 10


@given(ESPACES, ESPACES)
def test_masked_count(gauche: str, droite: str) -> None:
    assert lire_effectif(f"1{gauche}à{droite}10") == MASQUE
    assert lire_effectif(f"1{gauche}a\u0300{droite}10") == MASQUE  # decomposed accent


def test_empty() -> None:
    assert lire_effectif(" \u202f") == NON_TRANSMIS
    assert math.isnan(lire_decimal("", 1))
    assert math.isnan(lire_pourcentage("\u00a0"))


@pytest.mark.parametrize(
    "texte",
    ["-1", "1,5", "1.5", "12 34", "1 2345", "1e3", "0x10", "abc", "=1+1", "1 à 9", "2 à 10", "<11",
     "2147483648", "9" * 5000, "٣", "1\n2", "NA", "1 à 10 à", "+3", "1_000"],
)  # fmt: skip
def test_counts_which_are_refused(texte: str) -> None:
    with pytest.raises(NombreIllisible) as refus:
        lire_effectif(texte)
    assert refus.value.args == (texte,)


@pytest.mark.parametrize("texte", ["-0,1", "1 à 10", "nan", "inf", ",5", "5,", "1,2,3", "131", "%"])
def test_decimals_which_are_refused(texte: str) -> None:
    with pytest.raises(NombreIllisible):
        lire_decimal(texte, 130)


@pytest.mark.parametrize("texte", ["%", "100,1 %", "-1 %", "5 % %", "1 à 10"])
def test_percentages_which_are_refused(texte: str) -> None:
    with pytest.raises(NombreIllisible):
        lire_pourcentage(texte)


@given(st.text(max_size=12))
def test_no_text_gives_anything_but_a_count_or_a_refusal(texte: str) -> None:
    try:
        valeur = lire_effectif(texte)
    except NombreIllisible:
        return
    assert valeur >= 0 or valeur in (MASQUE, NON_TRANSMIS)
