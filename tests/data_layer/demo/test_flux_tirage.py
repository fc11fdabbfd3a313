"""Drawing whole stays: margins that must hold whatever is drawn."""

from __future__ import annotations

import numpy as np
import pytest

from data_layer.demo.flux_gravite import Choix
from data_layer.demo.flux_tirage import CLES, Lignes, assembler, caler, repartir, tirer, unites


def _choix(n: int, k: int, hasard: np.random.Generator) -> Choix:
    parts = hasard.dirichlet(np.ones(k), n)
    parts[:, -1] *= hasard.random(n) < 0.5
    sites = np.argsort(hasard.random((n, 30)), axis=1)[:, :k]
    return Choix(sites, parts / parts.sum(axis=1, keepdims=True))


@pytest.mark.parametrize("paquet", [1, 5])
def test_residents_are_drawn_about_their_rates_and_shared_about_their_shares(paquet: int) -> None:
    hasard = np.random.default_rng(7)
    n, k = 400, 4
    attendus = hasard.gamma(1, 12, (n, 8))
    attendus[:, 3] = 0
    attendus[:50] = 0
    choix = _choix(n, k, hasard)
    residence, site, strate, sejours = tirer(attendus, choix, paquet, hasard)
    assert sejours.min() > 0
    assert not (strate == 3).any() and residence.min() >= 50
    assert sejours.sum() == pytest.approx(attendus.sum(), rel=0.03)
    par_strate = np.bincount(strate, sejours, 8)
    assert par_strate == pytest.approx(attendus.sum(axis=0), rel=0.1)
    total = np.bincount(residence, sejours, n)
    for j in range(k):
        ici = choix.sites[residence, j] == site
        obtenu = np.bincount(residence[ici], sejours[ici], n)
        assert np.abs(obtenu - total * choix.parts[:, j]).max() < 1 + 1e-6  # within one stay
    assert len(set(zip(residence, site, strate, strict=True))) == len(site)


def test_units_are_about_their_mean_and_never_below_one_a_stay() -> None:
    hasard = np.random.default_rng(7)
    sejours = hasard.integers(1, 30, 20_000)
    tirees = unites(sejours, 27.0, hasard)
    assert (tirees >= sejours).all()
    assert tirees.sum() == pytest.approx(27 * sejours.sum(), rel=0.02)
    assert (unites(sejours, 1, hasard) == sejours).all()


def test_shares_of_a_whole_number_add_up_to_it() -> None:
    for total in (0, 1, 7, 1000):
        parts = repartir(total, np.array([0.5, 0.2, 0.2, 0.1, 0.0]))
        assert parts.sum() == total
        assert np.abs(parts - total * np.array([0.5, 0.2, 0.2, 0.1, 0.0])).max() < 1


def _lignes(n: int) -> Lignes:
    hasard = np.random.default_rng(3)
    lignes = {nom: hasard.integers(0, 4, n) for nom in CLES}
    sejours = hasard.integers(1, 9, n)
    return lignes | {"sejours": sejours, "unites": sejours * hasard.integers(1, 20, n)}


def test_groups_are_set_on_their_totals_and_the_rest_is_left_alone() -> None:
    lignes = _lignes(500)
    groupes = np.where(lignes["residence"] == 0, -1, lignes["residence"])
    avant = lignes["unites"].copy()
    caler(lignes, groupes, {1: 50_000, 2: int(lignes["sejours"][groupes == 2].sum())})
    assert lignes["unites"][groupes == 1].sum() == 50_000
    assert (lignes["unites"][groupes == 2] == lignes["sejours"][groupes == 2]).all()
    assert (lignes["unites"] >= lignes["sejours"]).all()
    assert (lignes["unites"][np.isin(groupes, (-1, 3))] == avant[np.isin(groupes, (-1, 3))]).all()


def test_more_stays_than_units_or_no_row_at_all_is_an_error() -> None:
    lignes = _lignes(50)
    with pytest.raises(ValueError, match="stays for 3 units"):
        caler(lignes, lignes["residence"], {1: 3})
    with pytest.raises(ValueError, match="0 stays"):
        caler(lignes, lignes["residence"], {9: 3})


def test_rows_of_one_key_become_one() -> None:
    lignes = assembler([_lignes(3000), _lignes(3000)])
    cles = list(zip(*(lignes[nom].tolist() for nom in CLES), strict=True))
    assert cles == sorted(set(cles))
    assert lignes["unites"].sum() == 2 * _lignes(3000)["unites"].sum()
