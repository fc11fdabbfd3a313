"""Establishments open, close and merge: seen in the rows, without moving what départements do."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pytest

from data_layer.demo import activite_mco, dm_etablissements, dm_medicaments, dm_vies
from data_layer.demo.dm_calendrier import ANNEES
from data_layer.demo.dm_vies import Vies


@pytest.fixture(scope="module")
def cadre() -> dm_etablissements.Cadre:
    return dm_etablissements.cadre()


@pytest.fixture(scope="module")
def vies(cadre: dm_etablissements.Cadre) -> Vies:
    return dm_vies.vies(cadre)


@pytest.fixture(scope="module")
def sejours() -> dict[int, np.ndarray]:
    """Stays with MCO drugs or devices by year and establishment, at a twentieth."""
    comptes: dict[int, np.ndarray] = {}
    for lot in dm_medicaments.generateur(taille=0.05).lots():
        c = lot.colonnes
        _, premieres = np.unique(c["sejour"], return_index=True)
        etabs = c["etab"][premieres][c["champ"][premieres] == 0]
        somme = np.bincount(etabs, minlength=1 + 1449 + 60 + 150)[1:]
        comptes[lot.annee] = comptes.get(lot.annee, 0) + somme
    return comptes


def _bougent(vies: Vies) -> np.ndarray:
    return (vies.debut > ANNEES[0]) | (vies.fin <= ANNEES[-1])


def test_some_open_some_close_mostly_cliniques(cadre: dm_etablissements.Cadre, vies: Vies) -> None:
    bougent = _bougent(vies)
    assert 0.03 < bougent.sum() / activite_mco.ETABLISSEMENTS < 0.09
    categories = cadre.categorie[bougent].tolist()
    assert not {"chr", "clcc"} & set(categories)
    assert categories.count("prive") > len(categories) / 2
    assert (vies.debut[bougent] < vies.fin[bougent]).all()


def test_whoever_is_absorbed_is_by_a_hospital_next_door(
    cadre: dm_etablissements.Cadre, vies: Vies
) -> None:
    absorbes = np.flatnonzero(vies.vers >= 0)
    heritiers = vies.vers[absorbes]
    assert len(absorbes) >= 5
    assert (vies.fin[absorbes] <= ANNEES[-1]).all()
    assert not _bougent(vies)[heritiers].any()
    assert (cadre.departement[absorbes] == cadre.departement[heritiers]).all()
    assert set(cadre.statut[heritiers].tolist()) == {"public"}


def test_no_row_while_closed(vies: Vies, sejours: dict[int, np.ndarray]) -> None:
    fermes = 0
    for annee, comptes in sejours.items():
        assert not comptes[~vies.ouverts(annee)].any()
        fermes += int((~vies.ouverts(annee)).sum())
    assert fermes > 100


def test_the_constant_perimeter_is_another_one(sejours: dict[int, np.ndarray]) -> None:
    toujours = np.logical_and.reduce([sejours[a] > 0 for a in range(2016, 2021)])
    for annee in (2016, 2020):
        part = sejours[annee][toujours].sum() / sejours[annee].sum()
        assert 0.97 < part < 0.995


def test_dates_are_those_of_activity(
    cadre: dm_etablissements.Cadre, vies: Vies, tmp_path: Path
) -> None:
    activite_mco.ecrire(tmp_path)
    with duckdb.connect() as con:
        vus = {
            finess: (debut, fin)
            for finess, debut, fin in con.execute(
                f"SELECT finess, annee_min, annee_max FROM '{tmp_path}/etablissements.parquet'"
            ).fetchall()
        }
    for rang in np.flatnonzero(_bougent(vies)).tolist():
        if cadre.finess[rang] not in vus:  # so small that it never had a stay
            continue
        debut, fin = vus[cadre.finess[rang]]
        assert vies.debut[rang] == ANNEES[0] or vies.debut[rang] <= debut
        assert vies.fin[rang] == ANNEES[-1] + 1 or fin < vies.fin[rang]


def test_others_take_what_the_closed_leave() -> None:
    vies = Vies(
        debut=np.array([2016, 2016, 2016, 2019, 2016]),
        fin=np.array([2022, 2022, 2018, 2022, 2017]),
        vers=np.array([-1, -1, 0, -1, -1]),
        lieu=np.array([0, 0, 0, 0, 1]),
    )
    parts = np.array([[1.0, 1, 0], [3, 1, 0], [2, 0, 5], [0, 4, 7], [1, 1, 1]])
    rangs = np.arange(5)
    # 2018: the third went to the first, the fourth is not there yet: its leaf of its own goes to the largest.
    assert vies.transmettre(parts, rangs, 2018).tolist() == [
        [3, 3, 12],
        [3, 3, 0],
        [0, 0, 0],
        [0, 0, 0],
        [0, 0, 0],  # alone where it was: nobody takes it
    ]
    assert vies.transmettre(parts, rangs, 2016)[:4].sum(axis=0).tolist() == [6, 6, 12]
    assert vies.transmettre(parts, rangs, 2020)[3].tolist() == [0, 4, 7]
    assert parts[2].tolist() == [2, 0, 5]  # not touched
