"""Lots which do not keep what the facts promise are refused, and the column is named."""

from __future__ import annotations

import numpy as np
import pytest

from data_layer.faits.controle import Controle
from data_layer.faits.modele import Arbre, Lot

from .petits import arbre_de, feuilles, lot

ARBRE = arbre_de([(1, 6), (5, 6), (1, 7), (6, 7)])
CODE, AUTRE_CODE = feuilles(ARBRE, 6)
UCD, AUTRE_UCD = feuilles(ARBRE, 7)

# mois, annee_adm, mois_adm, etab, champ, sejour, patient, diagnostic, ghm, noeud, indication, liste, poids,
# unites, montant, ecart
COLONNES = (
    "mois annee_adm mois_adm etab champ sejour patient diagnostic ghm noeud indication liste poids "
    "unites montant ecart"
).split()
LIGNES = [
    [1, 2020, 1, 1, 0, 10, 4, 1, 1, CODE, 0, 0, 1, 1, 100, 0],
    [1, 2019, 12, 1, 0, 10, 4, 1, 1, UCD, 7, 1, 1, 1, 100, 0],
    [2, 2020, 2, 2, 1, 11, 5, 1, 0, UCD, 7, 1, 1, 1, 100, 0],
    [3, 2020, 3, 2, 2, 12, 5, 1, 0, UCD, 0, 2, 9, 1, 100, 0],
]


def _lot(**changements: tuple[int, int]) -> Lot:
    """Return the good lot with some cells changed: column = (row, value)."""
    colonnes = dict(zip(COLONNES, np.array(LIGNES, dtype=np.int64).T.copy(), strict=True))
    for colonne, (ligne, valeur) in changements.items():
        colonnes[colonne][ligne] = valeur
    return Lot(2020, colonnes)


def _verifier(*lots: Lot, arbre: Arbre = ARBRE) -> list[int]:
    controle = Controle(arbre, etablissements=5)
    return [controle.verifier(un_lot)[1] for un_lot in lots]


def test_a_good_lot_is_typed_and_counted() -> None:
    colonnes, sejours = Controle(ARBRE, etablissements=5).verifier(_lot())
    assert sejours == 3
    assert (colonnes["mois"].dtype, colonnes["sejour"].dtype) == (np.int8, np.int32)
    rng = np.random.default_rng(0)
    lots = [lot(rng, ARBRE, 2020, range(50)), lot(rng, ARBRE, 2021, range(50, 99))]
    assert _verifier(*lots) == [50, 49]


@pytest.mark.parametrize(
    ("colonne", "changements"),
    [
        # Functions of the stay.
        ("mois", {"mois": (0, 2), "annee_adm": (0, 2020), "mois_adm": (0, 2)}),
        ("etab", {"etab": (0, 2)}),
        ("patient", {"patient": (0, 5)}),
        ("diagnostic", {"diagnostic": (0, 2)}),
        ("ghm", {"ghm": (0, 2)}),
        ("poids", {"poids": (0, 2)}),
        ("champ", {"champ": (1, 1), "ghm": (1, 0)}),
        # Months.
        ("mois_adm", {"mois_adm": (2, 3)}),
        ("mois_adm", {"mois_adm": (3, 1)}),
        ("mois_adm", {"annee_adm": (2, 2021)}),
        ("mois", {"mois": (2, 13)}),
        # Products, lists, indications, champs.
        ("noeud", {"noeud": (3, 0)}),
        ("noeud", {"noeud": (3, 10_000)}),
        ("noeud", {"noeud": (2, AUTRE_UCD)}),
        ("liste", {"liste": (2, 0)}),
        ("liste", {"liste": (0, 1)}),
        ("liste", {"liste": (3, 1)}),
        ("liste", {"liste": (2, 2)}),
        ("champ", {"noeud": (3, AUTRE_CODE)}),
        ("indication", {"indication": (0, 8)}),
        ("indication", {"indication": (3, 8)}),
        ("ghm", {"ghm": (2, 1)}),
        # Ranges.
        ("etab", {"etab": (2, 6)}),
        ("etab", {"etab": (2, 0)}),
        ("poids", {"poids": (2, 0)}),
        ("montant", {"montant": (2, 2**31)}),
        ("sejour", {"sejour": (2, -1)}),
    ],
)
def test_a_broken_promise_is_refused(colonne: str, changements: dict[str, tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match=f"column {colonne}:"):
        _verifier(_lot(**changements))


def test_a_stay_is_in_one_lot() -> None:
    with pytest.raises(ValueError, match="column sejour:"):
        _verifier(_lot(), _lot())


def test_an_indication_is_of_one_product_over_all_lots() -> None:
    suivant = _lot(noeud=(1, AUTRE_UCD))
    suivant.colonnes["noeud"][2] = AUTRE_UCD
    suivant.colonnes["sejour"][:] += 100
    with pytest.raises(ValueError, match="column noeud:"):
        _verifier(_lot(), suivant)


def test_columns_are_those_of_the_contract() -> None:
    colonnes = dict(_lot().colonnes)
    with pytest.raises(ValueError, match="ecart"):
        _verifier(Lot(2020, {c: v for c, v in colonnes.items() if c != "ecart"}))
    with pytest.raises(ValueError, match="column montant:"):
        _verifier(Lot(2020, colonnes | {"montant": colonnes["montant"] / 2}))
    with pytest.raises(ValueError, match="lengths"):
        _verifier(Lot(2020, colonnes | {"montant": colonnes["montant"][:2]}))
    with pytest.raises(ValueError, match="lengths"):
        _verifier(Lot(2020, {c: v[:0] for c, v in colonnes.items()}))


def test_a_leaf_too_high_is_refused() -> None:
    arbre = arbre_de([(1, 5), (1, 7)])
    un_lot = _lot()
    un_lot.colonnes["noeud"][:] = [feuilles(arbre, 5)[0], *[feuilles(arbre, 7)[0]] * 3]
    with pytest.raises(ValueError, match="neither a code nor a UCD"):
        _verifier(un_lot, arbre=arbre)
