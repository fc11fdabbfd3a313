"""What a click on a bar or a slice leads to, read from what a browser may send."""

from __future__ import annotations

import pytest
from dash.exceptions import PreventUpdate

from callbacks.graphique import cible_de


def test_la_cible_d_une_barre() -> None:
    assert cible_de({"points": [{"customdata": "dep-75", "x": 3}]}) == "dep-75"


def test_la_cible_d_une_part() -> None:
    assert cible_de({"points": [{"customdata": ["public"], "label": "Public"}]}) == "public"


@pytest.mark.parametrize(
    "clic",
    [
        None, 3, "dep-75", [], {}, {"points": None}, {"points": []}, {"points": ["dep-75"]},
        {"points": [{}]}, {"points": [{"customdata": ""}]}, {"points": [{"customdata": [["dep-75"]]}]},
        {"points": [{"customdata": ["public", "prive"]}]},
        {"points": [{"customdata": "x" * 81}]},
    ],
)  # fmt: skip
def test_tout_autre_clic_ne_mene_nulle_part(clic: object) -> None:
    with pytest.raises(PreventUpdate):
        cible_de(clic)
