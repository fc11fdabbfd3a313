"""When: the period of a selection as a sentence says it."""

from __future__ import annotations

from components import francais
from data_layer.catalogue.schema import Lecture
from data_layer.selection import Periode, Selection


def quand(selection: Selection) -> str:
    """Return « en 2024 », « en mars 2021 », « de janvier à juin 2021 »; under an evolution, both periods.

    « entre 2023 et 2024 », « entre janvier-juin 2020 et janvier-juin 2021 ».
    """
    periode = selection.periode
    if selection.lecture is Lecture.TOTAL:
        return pendant(periode)
    avant = periode.decaler(-1)
    if periode.annees == 1:
        return f"entre {_serre(avant)} et {_serre(periode)}"
    return f"de {periode.libelle}, par rapport à la période de {avant.libelle}"


def pendant(periode: Periode) -> str:
    """Return « en 2024 », « en mars 2021 », « d'avril à juin 2021 », « de 2015 à 2024 »."""
    if " à " in periode.libelle:
        return francais.elide("de", periode.libelle)
    return f"en {periode.libelle}"


def _serre(periode: Periode) -> str:
    """``janvier-juin 2021``: « entre » and « et » leave no room for another « à »."""
    return periode.libelle.replace(" à ", "-")
