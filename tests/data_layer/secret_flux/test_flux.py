"""Flows protected by worlds against slow algebra: nothing of 1 to 10 is a combination of what is shown."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_layer.disclosure.fonctionnelles import Fonctionnelles
from data_layer.disclosure.modulo import PREMIER, sommer
from data_layer.secret import flux
from data_layer.secret.flux_axes import lire_champs
from data_layer.secret.flux_famille import groupes
from tests.data_layer.disclosure.oracle import echelonner, reduire
from tests.data_layer.secret_flux.petits_flux import Monde, au_hasard, famille


def proteger(monde: Monde, dossier: Path) -> np.ndarray:
    """Keys of the rows of a world, in its order, as :func:`flux.proteger` writes them, in this process."""
    monde.ecrire(dossier)
    (tache,) = lire_champs(dossier)
    flux._proteger(dossier, tache, (), dossier)
    with duckdb.connect() as con:
        lus = con.execute(f"FROM read_parquet('{dossier}/cles.2020.ssr.parquet')").fetchnumpy()
    cle = {
        tuple(int(x) for x in k): int(v)
        for *k, v in zip(
            *(lus[c] for c in ("residence", "site", "noeud", "type", "strate", "cle")), strict=True
        )
    }
    return np.array(
        [cle[c, e, monde.noeud(f), t, s] for c, e, f, t, s, _ in monde.lignes.tolist()],
        dtype=np.int64,
    )


@pytest.mark.parametrize(("champ", "fine"), [("mco", 2), ("had", 1), ("ssr", 1), ("psy", 1)])
def test_the_family_is_what_is_published(champ: str, fine: int) -> None:
    """The engine's list of group-bys, against what is published written again."""
    assert {(r, lieu, int(p), t) for r, lieu, p, t in groupes(champ)} == famille(fine)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.integers(0, 10_000))
def test_no_small_count_is_told(tmp_path_factory: pytest.TempPathFactory, graine: int) -> None:
    monde = au_hasard(graine)
    cles = proteger(monde, tmp_path_factory.mktemp("flux"))
    verifier(monde, cles)


@pytest.mark.parametrize("graine", range(3))
def test_no_small_count_is_told_of_more_rows(tmp_path: Path, graine: int) -> None:
    monde = au_hasard(graine, codes=14, sites=8, lignes=220)
    verifier(monde, proteger(monde, tmp_path))


def verifier(monde: Monde, cles: np.ndarray) -> None:
    """By elimination over rows: shown cells and shown rates together span no cell of 1 to 10."""
    n = monde.lignes[:, 5]
    toutes = monde.cellules()
    cellules = np.stack([x for _, _, x in toutes])
    comptes = cellules @ n
    sommes = np.array([int(sum(int(k) for k in cles[x > 0]) % PREMIER) for x in cellules])
    montrees = (sommes == 0) & (comptes > 10)
    petites = comptes <= 10
    assert not (montrees & petites).any()
    taux = [
        fonctionnelle
        for (g, _, x), vue in zip(toutes, montrees, strict=True)
        if vue and g[1] == "france" and g[0] != "code" and g[2] < 3
        for fonctionnelle in [x * poids(monde)]
        if cle_de(monde, fonctionnelle, cles) == 0
    ]
    vues = np.concatenate(
        [cellules[montrees], np.array(taux, dtype=np.int64).reshape(len(taux), len(n))]
    )
    base = echelonner(vues)
    assert reduire(base, np.unique(cellules[petites], axis=0)).any(axis=1).all()


def poids(monde: Monde) -> np.ndarray:
    """Weights of a standardised rate by row: of its stratum."""
    return np.array([1_000_003, 7_919, 104_729])[monde.lignes[:, 4]]


def cle_de(monde: Monde, fonctionnelle: np.ndarray, cles: np.ndarray) -> int:
    atomes = np.flatnonzero(fonctionnelle)
    zeros = np.zeros(len(atomes), dtype=np.int64)
    return int(Fonctionnelles(1, zeros, atomes, fonctionnelle[atomes]).cles(cles)[0])


def test_primary_masks_alone_tell_small_counts() -> None:
    """The check is able to fail: with each small count masked alone, what is shown tells some back."""
    monde = au_hasard(3, codes=14, sites=8, lignes=220)
    cellules = np.stack([x for _, _, x in monde.cellules()])
    comptes = cellules @ monde.lignes[:, 5]
    base = echelonner(cellules[comptes > 10])
    assert not reduire(base, np.unique(cellules[comptes <= 10], axis=0)).any(axis=1).all()


def pont() -> Monde:
    """Two blocks of places that one small flow alone joins: no box of a table of two ways moves it."""
    base = au_hasard(1, codes=4, sites=4)
    lignes = [
        (c, e, feuille, 1, 0, 40)
        for bloc in ((1, 2), (3, 4))
        for c in bloc
        for e in bloc
        for feuille in range(4)
    ]
    return Monde(np.array([*lignes, (1, 3, 0, 1, 0, 4)]), base.residences, base.sites, 4, 2)


def test_a_bridge_is_hidden(tmp_path: Path) -> None:
    monde = pont()
    cles = proteger(monde, tmp_path)
    assert cles[-1] != 0
    verifier(monde, cles)


def test_an_activity_of_one_small_count_is_hidden(tmp_path: Path) -> None:
    """No cycle goes through it: its activity is told nowhere, France included."""
    base = au_hasard(1, codes=4, sites=4)
    lignes = [
        (c, e, feuille, 1, 0, 40) for c in range(1, 5) for e in range(1, 5) for feuille in range(3)
    ]
    monde = Monde(np.array([*lignes, (1, 3, 3, 2, 0, 4)]), base.residences, base.sites, 4, 2)
    cles = proteger(monde, tmp_path)
    assert cles[-1] != 0
    verifier(monde, cles)


def test_the_file_gets_keys_and_stays_the_same(tmp_path: Path) -> None:
    monde = au_hasard(5, codes=14, sites=8, lignes=220)
    monde.ecrire(tmp_path)
    with duckdb.connect() as con:
        avant = con.execute(f"FROM read_parquet('{tmp_path}/flux.2020.parquet')").fetchall()
        faits: list[int] = []
        rapport = flux.proteger_flux(tmp_path, faits.append)
        apres = con.execute(f"FROM read_parquet('{tmp_path}/flux.2020.parquet')").fetchall()
        types = con.execute(
            f"DESCRIBE FROM read_parquet('{tmp_path}/flux.2020.parquet')"
        ).fetchall()
    assert [ligne[:-1] for ligne in apres] == avant
    assert all(0 <= ligne[-1] < PREMIER for ligne in apres)
    assert types[-1][:2] == ("cle", "BIGINT")
    assert faits == [1]
    assert sorted(f.name for f in tmp_path.iterdir()) == [
        "flux.2020.parquet",
        "noeuds.parquet",
        "residences.parquet",
        "sites.parquet",
    ]
    niveau = rapport["champs"]["ssr"]["niveaux"]["france/france/1/hc-hp"]
    assert niveau["cellules"] == 1
    assert niveau["effectif"] == monde.lignes[:, 5].sum()


def test_keys_of_all_rows_together_are_what_france_shows(tmp_path: Path) -> None:
    """All rows of a champ are exchanged with one another: their total is shown."""
    monde = au_hasard(8, codes=14, sites=8, lignes=220)
    cles = proteger(monde, tmp_path)
    assert sommer(cles, np.zeros(len(cles), dtype=np.int64), 1)[0] == 0
