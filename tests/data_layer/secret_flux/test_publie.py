"""What the door answers and what is protected are one family."""

from __future__ import annotations

from itertools import product

import pytest

from data_layer.flux.modele import CHAMPS, TYPES_DE_SEJOUR
from data_layer.flux.publie import publiee
from data_layer.secret.flux_famille import groupes

_RESIDENCES = ("code", "bv", "tds", "departement", "region", "france")
_LIEUX = {"fin": "finess", "fig": "fig"} | {
    lieu: lieu for lieu in ("departement", "tds", "region", "genre", "france")
}


@pytest.mark.parametrize("champ", CHAMPS)
def test_the_door_answers_what_is_protected_and_no_more(champ: str) -> None:
    """Every residence, place, depth and types of stay, asked of both."""
    proteges = set(groupes(champ))
    for de, lieu, p, types in product(_RESIDENCES, _LIEUX, (1, 2, 3), ("type", "hc-hp")):
        lus = (1,) if types == "type" else TYPES_DE_SEJOUR
        dite = publiee(de, _LIEUX[lieu], p, lus, champ, strates=False)
        assert dite == ((de, lieu, str(p), types) in proteges), (champ, de, lieu, p, types)
