"""Which départements lead: those where care gathers, whatever chance put in each."""

from __future__ import annotations

import numpy as np
import pytest

from data_layer.demo import activite_mco, dm_plan
from data_layer.demo.dm_etablissements import cadre
from data_layer.demo.dm_plan import alea, habitants
from data_layer.demo.etablissements import PROFILS, inventer
from data_layer.demo.poles import (
    CHU,
    CLCC,
    a_leur_mesure,
    desservis,
    populations,
    tirer_tailles,
)
from geodata.referentiel import departements

NOMS = [p.libelle for p in PROFILS]


def test_as_many_are_served_as_there_are() -> None:
    servis = desservis()
    assert list(servis) == [d.code for d in departements()]
    assert sum(servis.values()) == pytest.approx(sum(populations().values()))
    assert sum(habitants().values()) == pytest.approx(sum(populations().values()))
    assert servis["59"] > servis["62"]
    assert servis["63"] > 3 * servis["15"]
    assert servis["976"] < 0.3 * populations()["976"]


@pytest.mark.parametrize("nombre", [250, activite_mco.ETABLISSEMENTS, 5 * 1450])
def test_university_hospitals_stand_where_there_are_some(nombre: int) -> None:
    e = inventer(nombre, np.random.default_rng([activite_mco.GRAINE, 1]))
    lieux = [libelle[libelle.index("(") + 1 : -1] for libelle in e.libelle[:-1]]
    codes = {d.libelle: d.code for d in departements()}
    lieu = np.array([codes[nom] for nom in lieux])
    profil = e.profil[:-1]
    assert set(lieu[profil == NOMS.index("CHU")]) <= set(CHU)
    assert set(lieu[profil == NOMS.index("CLCC")]) <= set(CLCC)
    if nombre >= activite_mco.ETABLISSEMENTS:
        for nom in ("CH", "Clinique"):
            assert len(set(lieu[profil == NOMS.index(nom)])) == len(codes)
            part = (profil == NOMS.index(nom)).mean()
            assert part == pytest.approx(PROFILS[NOMS.index(nom)].part, abs=0.05)
        assert {"69", "13", "59", "31", "33"} <= set(lieu[profil == NOMS.index("CHU")])


def test_sizes_follow_what_each_departement_serves() -> None:
    hasard = np.random.default_rng(1)
    departement = np.array([*["59"] * 3, *["62"] * 9, "2A", None], dtype=object)
    tailles = np.array([1.0] * 12 + [0.0, 7.0])
    a = a_leur_mesure(tailles, departement, hasard)
    assert a.sum() == pytest.approx(tailles.sum())
    assert a[-2:].tolist() == [0.0, 7.0]
    attendu = desservis()["59"] / desservis()["62"]
    assert a[:3].sum() / a[3:12].sum() == pytest.approx(attendu, rel=0.3)
    assert len(set(a[:3].tolist())) == 1


def test_no_size_is_beyond_two_sigmas() -> None:
    tirees = tirer_tailles(np.full(10_000, 0.5), np.random.default_rng(2))
    assert np.exp(-1.0) <= tirees.min() < np.median(tirees) < tirees.max() <= np.exp(1.0)
    assert np.median(tirees) == pytest.approx(1, abs=0.03)


def test_home_care_is_given_by_those_who_may() -> None:
    c = cadre()
    assert not [nom for nom in c.libelle[c.had > 0] if "dialyse" in nom or "ambulatoire" in nom]


def test_regions_do_not_all_grow_alike() -> None:
    evolutions = {
        nom: [volume(r, 2019) / volume(r, 2018) for r in habitants()]
        for nom, volume in (
            ("ssr", dm_plan.ssr),
            ("had", dm_plan.had),
            ("dm", dm_plan.plan_libre().dm),
        )
    }
    for nom, valeurs in evolutions.items():
        assert len({round(v, 4) for v in valeurs}) > 14, nom
        assert 0.9 < min(valeurs) < max(valeurs) < 1.2
    assert alea("dm", "11", 2018) == alea("dm", "11", 2018) != alea("med", "11", 2018)
