"""The sub-title: every choice in force, in French."""

from __future__ import annotations

import pytest

from data_layer.catalogue.schema import Lecture
from data_layer.requete.titres import sous_titre
from data_layer.selection.periode import Periode
from tests import fabrique


@pytest.mark.parametrize(
    ("choix", "morceau"),
    [
        ({"lecture": Lecture.EVOL}, "évolution en % par rapport à 2023"),
        (
            {"lecture": Lecture.EVOL, "periode": Periode(2022, 2023)},
            "évolution en % par rapport à 2021-2022",
        ),
        ({"lecture": Lecture.EVOL_VAL}, "évolution en valeur par rapport à 2023"),
        (
            {"lecture": Lecture.EVOL, "unite": "part_deces"},
            "évolution en valeur relative (%) par rapport à 2023",
        ),
        ({"filtres": (("categorie", ("non-renseignee",)),)}, "catégorie : non renseignée"),
        (
            {"filtres": (("categorie", ("ch", "non-renseignee")),)},
            "catégorie : Centres hospitaliers, non renseignée",
        ),
        ({"filtres": (("secteur", ("prive",)),)}, "secteur : privé (ex-OQN)"),
        ({}, "toutes catégories"),
    ],
)
def test_sous_titre(choix: dict[str, object], morceau: str) -> None:
    assert morceau in sous_titre(fabrique.selection(**choix)).split(" · ")
