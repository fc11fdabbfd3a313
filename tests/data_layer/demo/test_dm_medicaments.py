"""The demonstration of drugs and devices, small and without margins: what any scale must keep."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import duckdb
import numpy as np
import pytest

from data_layer.demo import DEMONSTRATIONS, dm_generateur, dm_medicaments, dm_tirage
from data_layer.demo.dm_calendrier import ANNEES
from data_layer.demo.dm_tables import SCHEMAS
from data_layer.demo.etablissements import cle_luhn
from data_layer.faits.modele import COLONNES
from data_layer.warehouse import PublicationRefusee
from data_layer.warehouse.parquet import lire_pied
from geodata.referentiel import departement_du_finess
from tests.fabrique.sans_cles import sans_cles

TAILLE = 0.02


@pytest.fixture(scope="module", autouse=True)
def sans_masque() -> Iterator[None]:
    """What is drawn, whatever of it is shown."""
    with pytest.MonkeyPatch.context() as patch:
        sans_cles(patch)
        yield


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    dossier = tmp_path_factory.mktemp("dm")
    meta = dm_medicaments.ecrire(dossier, taille=TAILLE)
    assert meta.synthetique
    assert meta.rapport["calibre"] is False
    return dossier


@pytest.fixture(scope="module")
def con(build: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        con.execute(f"CREATE VIEW f AS FROM read_parquet('{build}/dm_medicaments.*.parquet')")
        for nom in SCHEMAS:
            con.execute(f"CREATE VIEW {nom} AS FROM read_parquet('{build}/{nom}.parquet')")
        yield con


def _un(con: duckdb.DuckDBPyConnection, requete: str) -> int:
    ligne = con.execute(requete).fetchone()
    assert ligne is not None
    return int(ligne[0])


def test_same_bytes_each_time(build: Path, tmp_path: Path) -> None:
    dm_medicaments.ecrire(tmp_path, taille=TAILLE)
    noms = sorted(p.name for p in build.iterdir())
    assert noms == sorted(p.name for p in tmp_path.iterdir())
    for nom in noms:
        assert (tmp_path / nom).read_bytes() == (build / nom).read_bytes(), nom


def test_one_part_a_year_and_the_tables_of_the_contract(build: Path) -> None:
    faits = sorted(p.name for p in build.glob("dm_medicaments.*"))
    assert faits == [f"dm_medicaments.{annee}.parquet" for annee in ANNEES]
    for nom, schema in SCHEMAS.items():
        assert list(lire_pied(build / f"{nom}.parquet")[1].items()) == list(schema.items())
    assert list(lire_pied(build / faits[0])[1])[1:17] == list(COLONNES)


def test_what_belongs_to_a_stay_is_the_same_on_all_its_rows(
    con: duckdb.DuckDBPyConnection,
) -> None:
    du_sejour = ("annee", "mois", "etab", "champ", "patient", "diagnostic", "ghm", "poids")
    variantes = " OR ".join(f"count(DISTINCT {nom}) > 1" for nom in du_sejour)
    assert (
        _un(con, f"SELECT count(*) FROM (FROM f SELECT sejour GROUP BY 1 HAVING {variantes})") == 0
    )
    assert _un(con, "SELECT max(sejour) - count(DISTINCT sejour) FROM f") == 0
    grain = "sejour, noeud, indication, annee_adm, mois_adm, liste"
    assert _un(con, f"SELECT count(*) - count(DISTINCT ({grain})) FROM f") == 0
    plusieurs = "SELECT count(*) FROM (FROM f SELECT sejour GROUP BY 1 HAVING count(*) > 1)"
    assert _un(con, plusieurs) > 1000


def test_months_of_administration(con: duckdb.DuckDBPyConnection) -> None:
    ecart = "(annee * 12 + mois) - (annee_adm * 12 + mois_adm)"
    assert _un(con, f"SELECT count(*) FROM f WHERE {ecart} NOT IN (0, 1)") == 0
    assert 10 < _un(con, f"SELECT 100 * avg({ecart}) FROM f") < 20
    assert _un(con, "SELECT count(*) FROM f WHERE annee_adm < 2016") == 0
    assert _un(con, "SELECT max(mois) FROM f WHERE annee = 2021") == 6
    assert _un(con, "SELECT count(DISTINCT mois) FROM f WHERE annee = 2016") == 12


def test_rules_of_champ_list_and_indication(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        "CREATE OR REPLACE TEMP TABLE t AS SELECT f.*, n.code, n.niveau FROM f JOIN noeuds n USING (noeud)"
    )
    assert _un(con, "SELECT count(*) FROM t WHERE niveau NOT IN ('code', 'ucd')") == 0
    dm = "niveau = 'code'"
    assert (
        _un(
            con, f"SELECT count(*) FROM t WHERE {dm} AND (champ > 0 OR liste > 0 OR indication > 0)"
        )
        == 0
    )
    assert _un(con, "SELECT count(*) FROM t WHERE (champ = 2) <> (liste = 2)") == 0
    assert _un(con, "SELECT count(*) FROM t WHERE (ghm = 0) <> (champ > 0)") == 0
    assert _un(con, "SELECT count(*) FROM t WHERE champ = 2 AND indication > 0") == 0
    assert _un(con, f"SELECT count(*) FROM t WHERE NOT {dm} AND champ < 2 AND indication = 0") == 0
    autres = "JOIN indications i USING (indication) WHERE i.noeud <> t.noeud OR i.liste <> t.liste"
    assert _un(con, f"SELECT count(*) FROM t {autres}") == 0
    assert _un(con, "SELECT count(DISTINCT (champ, liste)) FROM t") == 5
    assert _un(con, "SELECT count(DISTINCT annee) FROM t WHERE liste = 1") == len(ANNEES)


def test_weights_and_amounts(con: duckdb.DuckDBPyConnection) -> None:
    bornes = "SELECT min(poids), max(poids) FROM f WHERE champ = ?"
    assert con.execute(bornes, [0]).fetchone() == (1, 30)
    assert con.execute(bornes, [1]).fetchone() == (1, 1)
    jours = con.execute(bornes, [2]).fetchone()
    assert jours is not None
    assert 2 <= jours[0] <= jours[1] <= 60
    seances = "JOIN ghms g USING (ghm) WHERE poids > 1 AND champ = 0 AND g.code NOT LIKE '28%'"
    assert _un(con, f"SELECT count(*) FROM f {seances}") == 0
    assert _un(con, "SELECT min(unites) FROM f") == 1
    assert _un(con, "SELECT min(montant) FROM f") >= 1
    assert _un(con, "SELECT min(ecart) FROM f") == 0
    for champ in (0, 1, 2):  # a drug of the SSR list has a tariff too
        part = f"SELECT 1000 * sum(ecart) / sum(montant) FROM f WHERE champ = {champ}"
        assert 10 < _un(con, part) < 50


def test_what_is_dear_is_used_in_few_places(con: duckdb.DuckDBPyConnection) -> None:
    ou = "FROM f JOIN noeuds n USING (noeud) JOIN etablissements e USING (etab) WHERE n.libelle LIKE "
    valves = _un(con, f"SELECT count(DISTINCT etab) {ou} 'Valve aortique percutanée%'")
    assert 20 < valves < 100


def test_a_product_takes_its_place_once_listed() -> None:
    entree = np.array([0, 201705, 202002, 202109])
    usage = {a: dm_tirage._diffusion(entree, a) for a in ANNEES}
    assert all(u[0] == 1 for u in usage.values())
    assert usage[2020].tolist() == [1, 1, 1, 1]  # the reference year
    for avant, apres in pairwise(ANNEES):
        assert (usage[avant] <= usage[apres]).all()
    assert usage[2016][1] < 0.3 < usage[2017][1] < usage[2018][1] < usage[2019][1] == 1


def test_patients_come_back_but_not_for_ever(con: duckdb.DuckDBPyConnection) -> None:
    par_patient = """FROM (SELECT patient, count(DISTINCT sejour) AS n, max(annee) - min(annee) AS ans,
                     count(DISTINCT etab) AS lieux FROM f GROUP BY 1)"""
    assert _un(con, f"SELECT max(n) {par_patient}") > 3
    # At this size some establishments see one person a year: there, he may stay.
    assert _un(con, f"SELECT 100 * count(*) FILTER (ans > 1) / count(*) {par_patient}") < 8
    assert _un(con, f"SELECT count(*) {par_patient} WHERE lieux > 1") > 100


def test_seasons_growth_and_the_spring_of_2020(con: duckdb.DuckDBPyConnection) -> None:
    lignes = con.execute(
        """SELECT annee, mois, sum(poids) FILTER (n.profondeur = 6), sum(poids) FILTER (n.profondeur = 7)
           FROM f JOIN noeuds n USING (noeud) WHERE champ = 0 GROUP BY 1, 2"""
    ).fetchall()
    dm = {(a, m): n for a, m, n, _ in lignes}
    med = {(a, m): n for a, m, _, n in lignes}
    assert dm[2018, 8] < 0.8 * dm[2018, 6]
    assert dm[2020, 4] < 0.5 * dm[2019, 4]
    assert med[2020, 4] > 0.85 * med[2019, 4]
    for serie in (dm, med):
        par_an = {annee: sum(n for (a, _), n in serie.items() if a == annee) for annee in ANNEES}
        assert 1.05 < par_an[2019] / par_an[2016] < 1.3


def test_establishments_are_those_of_activity_and_more(con: duckdb.DuckDBPyConnection) -> None:
    lignes = con.execute("SELECT * FROM etablissements ORDER BY etab").fetchall()
    assert len(lignes) == 1449 + 60 + 150
    assert [ligne[0] for ligne in lignes] == list(range(1, len(lignes) + 1))
    assert [ligne[1] for ligne in sorted(lignes, key=lambda x: (x[5], x[4], x[1]))] == [
        ligne[1] for ligne in lignes
    ]
    for _, finess, libelle, _, departement, *_ in lignes:
        assert departement_du_finess(finess) == departement
        assert int(finess[8]) != cle_luhn(finess[:8])
        assert "de démonstration" in libelle
    assert (
        _un(con, "SELECT count(*) FROM etablissements WHERE (ght IS NULL) = (statut = 'public')")
        == 0
    )
    assert _un(con, "SELECT count(*) FROM etablissements WHERE tds IS NULL") == 0
    assert _un(con, "SELECT count(DISTINCT classe) FROM etablissements") >= 3
    assert (
        _un(
            con,
            "SELECT count(DISTINCT statut) * 10 + count(DISTINCT categorie) FROM etablissements",
        )
        == 35
    )
    lieux = "SELECT departement, region, tds, ght, statut, categorie, classe FROM "
    assert _un(con, f"SELECT count(*) FROM ({lieux} lieux EXCEPT {lieux} etablissements)") == 0
    assert _un(con, f"SELECT count(*) FROM ({lieux} etablissements EXCEPT {lieux} lieux)") == 0
    par_champ = "SELECT count(DISTINCT etab) FROM f WHERE champ = "
    assert _un(con, par_champ + "1") > 110  # a threshold of activity: few places, enough stays each
    assert _un(con, par_champ + "2") > 70


def test_small_numbers_are_many(con: duckdb.DuckDBPyConnection) -> None:
    cellules = "SELECT etab, annee, noeud, count(DISTINCT sejour) AS n FROM f GROUP BY 1, 2, 3"
    assert _un(con, f"SELECT 100 * count(*) FILTER (n <= 10) / count(*) FROM ({cellules})") > 50


def test_a_year_may_be_cut_in_lots_and_the_scale_multiplies_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    entiere = {lot.annee: lot.colonnes["sejour"] for lot in _lots(1)}
    monkeypatch.setattr(dm_generateur, "_SEJOURS_PAR_LOT", 2_000)
    morceaux: dict[int, list[np.ndarray]] = {}
    for lot in _lots(1):
        morceaux.setdefault(lot.annee, []).append(lot.colonnes["sejour"])
    assert all(len(parts) > 1 for parts in morceaux.values())
    tous = np.concatenate([np.unique(part) for parts in morceaux.values() for part in parts])
    assert len(np.unique(tous)) == len(tous) == len(np.unique(np.concatenate([*entiere.values()])))
    triple = sum(len(np.unique(lot.colonnes["sejour"])) for lot in _lots(3))
    assert triple / len(tous) == pytest.approx(3, rel=0.01)


def _lots(echelle: int) -> Iterator[dm_generateur.Lot]:
    """Lots of a few régions: how stays are cut and numbered is the same for all."""
    entier = dm_medicaments.generateur(echelle, taille=TAILLE)
    zones = {cle: zone for cle, zone in entier.zones.items() if cle[1] in ("11", "24", "53")}
    return replace(entier, zones=zones).lots()


def test_a_scale_out_of_reach_is_refused() -> None:
    with pytest.raises(PublicationRefusee, match="échelle"):
        DEMONSTRATIONS["dm_medicaments"](dm_medicaments.ECHELLE_MAX + 1)
    with pytest.raises(ValueError, match="scale"):
        dm_medicaments.generateur(0)
