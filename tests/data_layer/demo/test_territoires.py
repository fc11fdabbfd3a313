"""Synthetic territories: whole départements, one région each, every département once of each kind."""

from __future__ import annotations

from collections import Counter

import pytest

from data_layer.demo import territoires as module
from data_layer.demo.territoires import par_departement, territoires
from geodata.referentiel import departement, departements
from geodata.zones import lire_id


@pytest.mark.parametrize("genre", ["ght", "tds"])
def test_every_departement_lies_in_one_territory_of_its_region(genre: str) -> None:
    du_genre = [t for t in territoires() if t.genre == genre]
    assert len(du_genre) >= 40
    assert len({t.code for t in du_genre}) == len(du_genre)
    composition = Counter(d for t in du_genre for d in t.departements)
    assert composition == Counter(d.code for d in departements())
    for t in du_genre:
        assert 1 <= len(t.departements) <= 3
        for code in t.departements:
            connu = departement(code)
            assert connu is not None
            assert connu.region == t.region
            assert par_departement(genre)[code] == t.code


def test_codes_fit_addresses_and_labels_say_what_they_are() -> None:
    for t in territoires():
        assert lire_id(f"{t.genre}-{t.code}") is not None
        assert t.libelle.endswith("(démonstration)")


@pytest.mark.parametrize("groupes", ["75", "75+69", "75 75"])
def test_a_bad_border_is_refused(groupes: str) -> None:
    autres = " ".join(d.code for d in departements() if d.code not in {"75", "69"})
    with pytest.raises(ValueError, match=r"must lie|crosses a border"):
        module._lire("tds", "TDS", f"{groupes} {autres}")
