"""Which table answers a question: a cube where it is exact, counts of persons, or the facts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from data_layer.catalogue.schema import Cube, Personnes
from data_layer.requete.faits import QuestionFaits, cube_pour, etroite
from data_layer.requete.faits_personnes import presences_repondent, repondent

FAMILLE = [
    Cube(cle="zone_1", profondeur=1),
    Cube(cle="ghm_1", profondeur=1, lieu="lieu", croisement="ghm"),
    Cube(cle="indication_7", profondeur=7, lieu="lieu", croisement="indication"),
]
DECLAREES = Personnes(noeud="med", profondeurs=(1, 2), champ=(0,), liste=(0,))
DEFAUT = (("champ", (0,)), ("liste", (0,)))
DU_LIEU = ("region", "departement", "tds", "ght", "statut", "categorie", "classe")
REGION, DEPARTEMENT, GHT = (("region", ("11",)),), (("departement", ("75",)),), (("ght", ("G1",)),)


def question(groupe: str = "zone:region", **autres: Any) -> QuestionFaits:
    return replace(
        QuestionFaits(groupe, (2021,), (1, 6), 1, (3, 8), sur_fait=DEFAUT, patients=True), **autres
    )


@pytest.mark.parametrize(
    ("groupe", "autres", "attendu"),
    [
        ("zone:finess", {}, "zone_1"),
        ("composition", {"sur_etablissement": GHT}, "zone_1"),
        ("noeud", {"profondeur": 2}, None),
        ("ghm", {"sur_etablissement": REGION}, "ghm_1"),
        ("ghm", {"sur_etablissement": (*GHT, ("classe", ("5m-20m",)))}, "ghm_1"),
        ("ghm", {"sur_etablissement": (("finess", ("750000001",)),)}, None),
        ("ghm", {"etabs": (1, 2)}, None),
        ("ghm", {"profondeur": 2}, None),
        ("diagnostic", {}, None),
        ("indication", {"profondeur": 3}, "indication_7"),  # by product, it answers at any depth
    ],
)
def test_the_cube_of_a_question(groupe: str, autres: dict[str, Any], attendu: str | None) -> None:
    cube = cube_pour(question(groupe, **autres), FAMILLE, DU_LIEU)
    assert (cube.cle if cube else None) == attendu


def test_a_release_whose_places_say_less_is_asked_less() -> None:
    anciens = ("region", "departement", "statut", "categorie")
    assert cube_pour(question("ghm", sur_etablissement=REGION), FAMILLE, anciens) is not None
    assert cube_pour(question("ghm", sur_etablissement=GHT), FAMILLE, anciens) is None


@pytest.mark.parametrize(
    ("groupe", "autres", "attendu"),
    [
        ("zone:region", {}, True),
        ("zone:departement", {"sur_etablissement": REGION}, True),
        ("zone:finess", {"sur_etablissement": GHT}, True),
        # A GHT has only some of the establishments of its départements, and none of the private ones.
        ("zone:departement", {"sur_etablissement": GHT}, False),
        ("zone:ght", {"sur_etablissement": REGION}, False),
        # A territory may cut a département, or cross the edge of a région.
        ("zone:departement", {"sur_etablissement": (("tds", ("T1",)),)}, False),
        ("zone:tds", {"sur_etablissement": REGION}, False),
        ("zone:tds", {"sur_etablissement": (("tds", ("T1",)),)}, True),
        ("noeud", {"profondeur": 2, "sur_etablissement": REGION}, True),
        ("noeud", {"profondeur": 3}, False),
        ("mois", {}, True),
        ("annee", {"sur_etablissement": (*REGION, ("statut", ("public",)))}, False),
        ("annee", {"sur_etablissement": (("region", ("11", "32")),)}, False),
        ("annee", {"etabs": (1, 2)}, False),
        ("annee", {"sur_fait": (("champ", (0, 1)), ("liste", (0,)))}, False),
        ("annee", {"sur_fait": (("champ", (0,)),)}, False),  # every list
        ("attribut:statut", {}, False),
        ("ghm", {}, False),
    ],
)
def test_when_the_counts_of_persons_answer(
    groupe: str, autres: dict[str, Any], attendu: bool
) -> None:
    assert repondent(question(groupe, **autres), DECLAREES) is attendu


@pytest.mark.parametrize(
    ("groupe", "autres", "attendu"),
    [
        ("annee", {"sur_etablissement": (*REGION, ("statut", ("public",)))}, True),
        ("attribut:statut", {"sur_fait": (("champ", (0, 1)),), "etabs": (1, 2)}, True),
        ("noeud", {"profondeur": 3}, False),
        ("ghm", {}, False),
    ],
)
def test_when_persons_by_establishment_answer(
    groupe: str, autres: dict[str, Any], attendu: bool
) -> None:
    assert presences_repondent(question(groupe, **autres), DECLAREES) is attendu
    assert not presences_repondent(question(groupe, **autres), None)


@pytest.mark.parametrize(
    ("autres", "attendu"),
    [
        ({}, False),
        ({"sur_etablissement": REGION}, False),
        ({"sur_etablissement": DEPARTEMENT}, True),
        ({"sur_etablissement": (("statut", ("public",)), *GHT)}, True),
        ({"etabs": tuple(range(12))}, True),
        ({"etabs": tuple(range(1200))}, False),
    ],
)
def test_small_places_read_the_facts_by_establishment(
    autres: dict[str, Any], attendu: bool
) -> None:
    assert etroite(question(**autres)) is attendu
