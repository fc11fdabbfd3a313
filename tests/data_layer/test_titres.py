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
    ],
)
def test_sous_titre(choix: dict[str, object], morceau: str) -> None:
    assert morceau in sous_titre(fabrique.selection(**choix)).split(" · ")


def test_un_filtre_qui_garde_tout_n_en_est_pas_un() -> None:
    assert sous_titre(fabrique.selection()) == "Séjours (hors séances) · par département"


@pytest.mark.parametrize(
    ("periode", "attendu"),
    [
        ("2021", ""),
        ("2021-01..2021-12", ""),
        ("2021-01..2021-06", "de janvier à juin"),
        ("2021-04..2021-06", "d'avril à juin"),
        ("2021-10", "en octobre"),
        ("2019..2021", "sur 3 années"),
    ],
)
def test_ce_qu_un_total_couvre_quand_ce_n_est_pas_un_an(periode: str, attendu: str) -> None:
    assert Periode.lire(periode).autre_qu_un_an == attendu
