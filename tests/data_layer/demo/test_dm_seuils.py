"""The threshold of activity: what is used is used enough, totals stay, products enter in order."""

from __future__ import annotations

import numpy as np
import pytest

from data_layer.demo import dm_compagnons, dm_medicaments, dm_seuils
from data_layer.demo.dm_calendrier import ANNEES
from data_layer.demo.dm_generateur import Generateur, _produits
from data_layer.demo.dm_seuils import MINIMUM, SEUIL
from data_layer.demo.dm_tirage import usages
from data_layer.demo.dm_zones import equilibrer


@pytest.fixture(scope="module")
def generateur() -> Generateur:
    return dm_medicaments.generateur(taille=0.02)


def test_what_is_used_is_used_enough_and_totals_stay() -> None:
    hasard = np.random.default_rng(1)
    tailles = hasard.lognormal(0, 1.2, 40)
    parts = hasard.lognormal(0, 1.5, (40, 60)) * tailles[:, None]
    parts /= parts.sum()
    lieu = np.repeat(np.array(["01", "02", "03", "04"], dtype=object), 10)
    seules = dm_seuils.concentrer(parts, 20_000, lieu, equilibrer)
    cellules = seules[seules > 0] * 20_000
    assert seules.sum() == pytest.approx(1)
    assert cellules.min() > 0.9 * SEUIL
    assert len(cellules) < 0.5 * parts.size
    assert set(lieu[seules.sum(axis=1) > 0]) == {"01", "02", "03", "04"}
    grands = parts.sum(axis=1) * 20_000 > 3 * SEUIL
    assert seules.sum(axis=1)[grands] == pytest.approx(parts.sum(axis=1)[grands], rel=0.15)
    courants = parts.sum(axis=0) * 20_000 > 3 * SEUIL
    assert seules.sum(axis=0)[courants] == pytest.approx(parts.sum(axis=0)[courants], rel=0.15)


def test_places_do_not_depend_on_the_scale(generateur: Generateur) -> None:
    grand = dm_medicaments.generateur(taille=0.5)
    for cle, zone in generateur.zones.items():
        assert np.array_equal(zone.parts, grand.zones[cle].parts)


def test_a_place_that_uses_a_product_goes_on(generateur: Generateur) -> None:
    """One which comes in or goes out does it once: nothing blinks from year to year."""
    for (nom, region), zone in generateur.zones.items():
        la = [usages(zone, _produits(nom), a, generateur._attendu(nom, region, a)) for a in ANNEES]
        assert min(u[u > 0].min() for u in la if u.any()) > 0.8 * MINIMUM or zone.parts.size < 2_000
        changements = np.abs(np.diff(np.array([u > 0 for u in la]).astype(int), axis=0)).sum(axis=0)
        assert (changements > 1).mean() < 0.01


def test_an_entry_is_seen_where_it_is_seen_enough() -> None:
    attendus = np.array([[200.0, 60.0], [40.0, 60.0], [30.0, 60.0]])
    debut, fin = dm_seuils.entrees(attendus, np.array([0.3, 0.0]))
    assert debut.tolist() == [[0, 0], [0.3, 0], [0.3, 0]]
    assert fin.tolist() == [[1, 1], [1, 1], [1, 1]]
    assert dm_seuils.entrees(np.array([[60.0]]), np.array([0.9]))[1].tolist() == [[0.9]]


def test_extensions_are_of_few_places() -> None:
    attendus = np.array([[400.0, 400.0], [300.0, 300.0], [30.0, 30.0]])
    parts = dm_seuils.extensions(attendus, np.array([True, False]), 0.1)
    assert not parts[:, 1].any()
    assert (parts[:, 0] > 0).tolist() == [True, False, False]
    assert (parts * attendus).sum() == pytest.approx(73)
    assert not dm_seuils.extensions(attendus / 20, np.array([True, True]), 0.1).any()


def test_companions_are_frequent_or_none(generateur: Generateur) -> None:
    zone, p = generateur.zones["dm", "11"], _produits("dm")
    attendus = usages(zone, p, 2020, generateur._attendu("dm", "11", 2020))
    habitudes = dm_compagnons.compagnons(zone, p, attendus, (0.04, 0.009, 0.003))
    etabs, feuilles = np.nonzero(habitudes.feuille >= 0)
    assert len(etabs) > 20
    assert (attendus[etabs, habitudes.feuille[etabs, feuilles]] > 0).all()
    assert (attendus[etabs, feuilles] * habitudes.taux[etabs, feuilles] >= SEUIL).all()
    assert 0 < habitudes.reprise < 0.1


def test_a_drug_comes_with_devices_in_large_hospitals_only() -> None:
    dispositifs = np.array([5_000.0, 3_000.0, 200.0])
    medicaments = np.array([[10.0, 40.0], [0.0, 0.0], [50.0, 0.0]])
    feuille, taux = dm_compagnons.medicaments(dispositifs, medicaments, np.array([1.0, 0.5]), 0.007)
    assert feuille.tolist() == [1, -1, -1]
    assert taux[0] * 5_000 == pytest.approx(0.007 * 8_200)
