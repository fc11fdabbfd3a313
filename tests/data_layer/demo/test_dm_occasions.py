"""What is done now and then: few cells of a handful, never alone, and nothing rare in a département."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import numpy as np
import pytest

from data_layer.demo import dm_medicaments, dm_occasions
from data_layer.demo.dm_calendrier import ANNEES
from data_layer.demo.dm_generateur import Generateur, _produits
from data_layer.demo.dm_occasions import Lieux
from data_layer.demo.dm_seuils import MINIMUM, SEUIL
from data_layer.demo.dm_tirage import usages

ANNEE = 2019
_P = ("noeud", "parent")


@pytest.fixture(scope="module")
def generateur() -> Generateur:
    return dm_medicaments.generateur(calibre=False)


@pytest.fixture(scope="module")
def con(generateur: Generateur) -> Iterator[duckdb.DuckDBPyConnection]:
    """Return ``c``: stays of the year by establishment, node, champ and list, and where they are."""
    cadre, con = generateur.cadre, duckdb.connect()
    lots = [lot.colonnes for lot in generateur.lots([ANNEE])]
    f = {n: np.concatenate([c[n] for c in lots]) for n in ("etab", "noeud", "champ", "liste")}
    f["sejour"] = np.concatenate([c["sejour"] for c in lots])
    e = {
        "etab": np.arange(1, len(cadre) + 1),
        "departement": cadre.departement.astype(str),
        "region": cadre.region.astype(str),
        "categorie": cadre.categorie.astype(str),
        "semblables": np.array([g or c for g, c in zip(cadre.ght, cadre.categorie, strict=True)]),
    }
    parents = {n: np.concatenate([getattr(_produits(u), n) for u in ("dm", "med")]) for n in _P}
    con.register("f", f)
    con.register("e", e)
    con.register("p", parents)
    con.execute(
        """CREATE TABLE c AS SELECT etab, noeud, champ, liste, any_value(parent) AS parent,
             any_value(COLUMNS(e.* EXCLUDE etab)), count(DISTINCT sejour) AS n
           FROM f JOIN e USING (etab) JOIN p USING (noeud) GROUP BY 1, 2, 3, 4"""
    )
    yield con
    con.close()


def test_every_product_of_the_market_is_used_every_year(generateur: Generateur) -> None:
    manquent: list[tuple[int, int]] = []
    for annee in ANNEES:
        presents: set[int] = set()
        tous: set[int] = set()
        for (nom, region), zone in generateur.zones.items():
            p = _produits(nom)
            attendus = usages(zone, p, annee, generateur._attendu(nom, region, annee))
            presents |= set(p.noeud[attendus.sum(axis=0) >= 0.9 * MINIMUM].tolist())
            tous |= set(p.noeud[p.entree // 100 <= annee].tolist())
        manquent += [(annee, noeud) for noeud in sorted(tous - presents)]
    assert manquent == []


@pytest.mark.parametrize("axe", ["region", "departement"])
def test_places_larger_than_an_establishment_have_none_or_enough(
    con: duckdb.DuckDBPyConnection, axe: str
) -> None:
    petits, tous = con.execute(
        f"""SELECT count(*) FILTER (n < 24), count(*) FROM (
              SELECT sum(n) AS n FROM c WHERE liste <> 1 GROUP BY {axe}, noeud, champ)"""
    ).fetchall()[0]
    assert petits <= 0.005 * tous


def test_one_cell_in_ten_is_a_handful(con: duckdb.DuckDBPyConnection) -> None:
    part, hors_mco, atu = con.execute(
        """SELECT avg((n <= 10)::INT) FILTER (champ = 0 AND liste = 0),
             count(*) FILTER (n <= 10 AND champ > 0), count(*) FILTER (n <= 10 AND liste = 1)
           FROM c"""
    ).fetchall()[0]
    assert 0.08 <= part <= 0.12
    assert 4 <= hors_mco <= 40
    assert 2 <= atu <= 40


@pytest.mark.parametrize("cle", ["etab, parent", "departement, noeud", "semblables, noeud"])
def test_a_handful_is_beside_another_small_one(con: duckdb.DuckDBPyConnection, cle: str) -> None:
    """It cannot be told from the total of an establishment, of a département or of a GHT."""
    seuls = con.execute(
        f"""SELECT count(*) FROM (
              SELECT sum(n) FILTER (n <= 20) AS s FROM c WHERE champ = 0 AND liste = 0
              GROUP BY {cle} HAVING min(n) <= 10) WHERE s < 11"""
    ).fetchall()[0][0]
    assert seuls == 0


def test_a_university_hospital_has_a_large_catalogue(con: duckdb.DuckDBPyConnection) -> None:
    mediane = con.execute(
        """SELECT median(n) FROM (SELECT count(DISTINCT noeud) AS n FROM c
           WHERE categorie = 'chr' AND champ = 0 GROUP BY etab)"""
    ).fetchall()[0][0]
    assert mediane >= 115


def test_totals_of_a_departement_stay_and_blocks_change_with_years(generateur: Generateur) -> None:
    zone, p = generateur.zones["dm", "84"], _produits("dm")
    attendus = usages(zone, p, ANNEE, generateur._attendu("dm", "84", ANNEE))
    lieu = generateur.cadre.departement[zone.rangs]
    assert zone.occasions is not None
    par_an = [dm_occasions.de_l_annee(attendus, zone.occasions, annee) for annee in ANNEES[:3]]
    for avec in par_an:
        for code in set(lieu.tolist()):
            ici = lieu == code
            assert avec[ici].sum(axis=0) == pytest.approx(attendus[ici].sum(axis=0))
        assert avec[attendus > 0].min() >= min(MINIMUM, attendus[attendus > 0].min())
    neufs = [set(np.flatnonzero((avec > 0) & (avec < 11)).tolist()) for avec in par_an]
    assert 0.3 < len(neufs[0] & neufs[1]) / len(neufs[0]) < 0.9


def test_a_rare_product_has_one_to_five_centres() -> None:
    hasard = np.random.default_rng(1)
    sejours = np.tile(np.array([1.0, 8.0, 25.0, 900.0]), (12, 1))
    voulus = dm_occasions.rares(sejours, hasard)
    assert (voulus > 0).sum(axis=0).tolist() == [1, 2, 5, 0]
    assert voulus[voulus > 0].min() >= SEUIL
    parts = np.array([[0.2, 0.1], [0.5, 0.1], [0.05, 0.05]])
    seules, ici = dm_occasions.centraliser(
        parts, np.array([0.03, 0.0]), np.array([True, False, True])
    )
    assert seules.tolist() == [[0.03, 0.1], [0.0, 0.1], [0.0, 0.05]]
    assert ici.sum() == 1


def test_a_block_needs_one_that_does_many() -> None:
    """Two products of one class, four establishments alike: no stay comes from who has few."""
    attendus = np.zeros((5, 2))
    lieux = Lieux(
        np.array(["01"] * 5, dtype=object),
        np.array(["ch"] * 5, dtype=object),
        np.zeros(5, dtype=bool),
        np.ones(5, dtype=bool),
    )
    for hote, nombre in ((40.0, False), (200.0, True)):
        attendus[0] = hote
        tirages = [
            dm_occasions.occasions(attendus, np.array([3, 3]), lieux, [graine])
            for graine in range(8)
        ]
        assert any(len(o.rang) > 0 for o in tirages) == nombre
        assert all((o.source == 0).all() and (o.rang > 0).all() for o in tirages)
