"""Masks: exactly one row for each thing to be counted once, against a computation with dicts of sets."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_layer.faits.masques import MASQUES, masques
from data_layer.faits.modele import Arbre

from .petits import arbre_de, arbre_du_contrat, feuilles, lot

COLONNES = ("sejour", "annee_adm", "mois_adm", "indication", "liste", "noeud")

ARBRES = st.lists(st.tuples(st.integers(1, 7), st.integers(1, 7)), min_size=1, max_size=12).map(
    arbre_de
)
LIGNES = st.lists(
    st.tuples(
        st.integers(0, 4),  # sejour
        st.integers(2019, 2020),
        # Months apart, though data promises the month of discharge and the one before.
        st.sampled_from([1, 3, 4, 12]),
        st.integers(0, 2),  # indication
        st.integers(0, 1),  # liste
        st.integers(0, 30),  # which leaf
    ),
    max_size=25,
)


def _colonnes(arbre: Arbre, lignes: list[tuple[int, ...]]) -> dict[str, np.ndarray]:
    bouts = np.flatnonzero(arbre.fin == np.arange(len(arbre.fin)))
    bruts = np.array(lignes, dtype=np.int64).reshape(len(lignes), len(COLONNES))
    colonnes = dict(zip(COLONNES, bruts.T, strict=True))
    return colonnes | {"noeud": bouts[colonnes["noeud"] % len(bouts)]}


def _ancetre(arbre: Arbre, noeud: int, profondeur: int) -> int:
    while arbre.profondeur[noeud] > profondeur:
        noeud = int(arbre.parent[noeud])
    return noeud


def _verifier(colonnes: dict[str, np.ndarray], arbre: Arbre) -> None:
    obtenus = masques(colonnes, arbre)
    assert set(obtenus) == set(MASQUES)
    lignes = range(len(colonnes["sejour"]))
    for nom, cles in MASQUES.items():
        assert obtenus[nom].dtype == np.uint8
        for profondeur in range(8):
            groupes: dict[tuple[int, ...], set[int]] = defaultdict(set)
            for i in lignes:
                noeud = _ancetre(arbre, int(colonnes["noeud"][i]), profondeur)
                groupes[(colonnes["sejour"][i], noeud, *(colonnes[c][i] for c in cles))].add(i)
            for cle, groupe in groupes.items():
                designees = [i for i in groupe if obtenus[nom][i] >> profondeur & 1]
                assert len(designees) == 1, (nom, profondeur, cle)
                if nom.startswith("deb"):
                    premier = min(colonnes["mois_adm"][i] for i in groupe)
                    assert colonnes["mois_adm"][designees[0]] == premier


@settings(max_examples=300)
@given(ARBRES, LIGNES)
def test_one_row_stands_for_each_thing_counted_once(
    arbre: Arbre, lignes: list[tuple[int, ...]]
) -> None:
    _verifier(_colonnes(arbre, lignes), arbre)


def test_a_lot_like_the_real_ones() -> None:
    rng = np.random.default_rng(3)
    arbre = arbre_du_contrat(rng, 40)
    _verifier(dict(lot(rng, arbre, 2020, range(200)).colonnes), arbre)


def test_a_row_alone_in_its_stay_stands_for_everything() -> None:
    arbre = arbre_de([(1, 6), (1, 7)])
    colonnes = _colonnes(arbre, [(7, 2020, 1, 0, 0, 0), (8, 2020, 1, 0, 0, 1)])
    assert all((masque == 255).all() for masque in masques(colonnes, arbre).values())


def test_stays_of_a_parent_are_fewer_than_the_sum_of_its_children() -> None:
    arbre = arbre_de([(1, 7), (4, 7)])  # two UCD which part at depth 4
    colonnes = _colonnes(arbre, [(1, 2020, 1, 0, 0, 0), (1, 2020, 1, 0, 0, 1)])
    rep = masques(colonnes, arbre)["rep"]
    assert [int((rep >> d & 1).sum()) for d in range(8)] == [1, 1, 1, 1, 2, 2, 2, 2]


def test_keys_too_wide_are_refused_not_wrapped() -> None:
    arbre = arbre_de([(1, 7), (7, 7)])
    colonnes = _colonnes(arbre, [(s, 2020, 1, 0, 0, s) for s in (0, 0, 1, 1)])
    colonnes["indication"] = np.array([0, 2**62, 0, 2**62])
    with pytest.raises(ValueError, match="64 bits"):
        masques(colonnes, arbre)


def test_trees_made_for_tests_are_in_preorder() -> None:
    arbre = arbre_du_contrat(np.random.default_rng(0), 30)
    assert len(feuilles(arbre, 6)) + len(feuilles(arbre, 7)) == 30
    for noeud, parent in enumerate(arbre.parent):
        assert noeud == 0 or parent < noeud <= arbre.fin[noeud] <= arbre.fin[parent]
