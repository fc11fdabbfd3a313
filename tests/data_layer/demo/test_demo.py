"""The synthetic twin: deterministic, plausible, masked, impossible to take for the real thing."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from data_layer.demo import activite_mco as demo
from data_layer.demo.etablissements import PROFILS, cle_luhn, numero
from data_layer.sources.schema_mco import CATEGORIES, SCHEMAS
from data_layer.warehouse import PublicationRefusee, lecture, parquet
from data_layer.warehouse.parquet import lire_pied
from geodata.referentiel import departement_du_finess, departements


@pytest.fixture(autouse=True)
def entrepot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Point PORTULAN_VAR to an empty folder and forget the open release."""
    monkeypatch.setenv("PORTULAN_VAR", str(tmp_path / "var"))
    monkeypatch.setattr(lecture, "_ouverte", None)


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dataset built once."""
    dossier = tmp_path_factory.mktemp("demo") / "build"
    dossier.mkdir()
    demo.ecrire(dossier)
    return dossier


def _sql(build: Path, requete: str) -> list[tuple[object, ...]]:
    with duckdb.connect() as con:
        for nom in ("activite_mco", "etablissements"):
            con.execute(f"CREATE VIEW {nom} AS FROM read_parquet('{build / nom}.parquet')")
        return con.execute(requete).fetchall()


def test_same_bytes_each_time(build: Path, tmp_path: Path) -> None:
    autre = tmp_path / "build"
    autre.mkdir()
    demo.ecrire(autre)
    for nom in SCHEMAS:
        assert (autre / nom).read_bytes() == (build / nom).read_bytes()


def test_same_schema_as_the_real_one(build: Path) -> None:
    for nom, schema in SCHEMAS.items():
        assert list(lire_pied(build / nom)[1].items()) == list(schema.items())


def test_it_covers_every_departement_category_sector_and_year(build: Path) -> None:
    codes = {d.code for d in departements()}
    assert {d for (d,) in _sql(build, "SELECT DISTINCT departement FROM activite_mco")} == {
        *codes,
        None,
    }
    categories = {c for (c,) in _sql(build, "SELECT DISTINCT categorie FROM activite_mco")}
    assert categories == {*CATEGORIES, "non_renseignee"}
    par_an = _sql(
        build, "SELECT annee, count(*), sum(sejours) FROM activite_mco GROUP BY 1 ORDER BY 1"
    )
    assert [a for a, *_ in par_an] == list(range(2015, 2025))
    sejours = {a: s for a, _, s in par_an}
    assert all(1200 < n < 1500 for _, n, _ in par_an)
    assert sejours[2020] < 0.95 * sejours[2019]
    assert sejours[2024] > sejours[2015]
    hp = _sql(
        build,
        "SELECT annee, sum(sejours_hp) / sum(sejours) FROM activite_mco GROUP BY 1 ORDER BY 1",
    )
    assert hp[-1][1] > hp[0][1] + 0.03


def test_every_fate_of_a_cell_is_there(build: Path) -> None:
    statuts = (
        "SELECT DISTINCT sejours_statut, sejours_hc_statut, sejours_hp_statut FROM activite_mco"
    )
    assert {(0, 0, 0), (0, 1, 1), (1, 1, 1), (1, 1, 0)} <= set(_sql(build, statuts))
    for m in ("sejours", "sejours_hc", "sejours_hp", "seances"):
        assert _sql(build, f"SELECT count(*) FROM activite_mco WHERE {m} BETWEEN 1 AND 10") == [
            (0,)
        ]
    assert _sql(build, "SELECT count(*) > 50 FROM activite_mco WHERE mois < 12") == [(True,)]
    assert _sql(build, "SELECT count(*) > 10 FROM etablissements WHERE len(alias) > 0") == [(True,)]
    fermes = "SELECT count(*) > 50 FROM etablissements WHERE annee_max < 2024 OR annee_min > 2015"
    assert _sql(build, fermes) == [(True,)]


def test_numbers_are_impossible_and_still_say_their_departement(build: Path) -> None:
    lignes = _sql(build, "SELECT finess, departement, libelle FROM etablissements")
    assert len(lignes) > 1400
    for finess, departement, libelle in lignes:
        assert len(finess) == 9
        assert departement_du_finess(finess) == departement
        assert int(finess[8]) != cle_luhn(finess[:8])
        assert "de démonstration" in libelle


def test_key_of_real_numbers() -> None:
    assert cle_luhn("75015023") == 7  # Croix Saint-Simon
    assert cle_luhn("01000798") == 7  # Hauteville-Lompnes
    assert numero("9805", 1)[:8] == "98059999"


def test_shares_of_profiles_sum_to_one() -> None:
    assert sum(p.part for p in PROFILS) == pytest.approx(1)


def test_scale_multiplies_the_rows(build: Path, tmp_path: Path) -> None:
    dossier = tmp_path / "build"
    dossier.mkdir()
    demo.ecrire(dossier, echelle=5)
    simple, _ = lire_pied(build / "activite_mco.parquet")
    quintuple, _ = lire_pied(dossier / "activite_mco.parquet")
    assert 4.8 < quintuple / simple < 5.2
    doubles = "SELECT count(*) - count(DISTINCT (annee, secteur, finess)) FROM activite_mco"
    assert _sql(dossier, doubles) == [(0,)]


def test_it_never_replaces_a_real_dataset_unless_forced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "ETABLISSEMENTS", 250)
    assert demo.publier_demo().jeux["activite_mco"].synthetique
    demo.publier_demo()  # a demonstration may be built again

    def ecrire(dossier: Path) -> None:
        with parquet.connexion() as con:
            parquet.ecrire(con, "SELECT 1 AS un", dossier / "activite_mco.parquet")

    from data_layer.warehouse import Meta, publier, release_courante

    reelle = publier("activite_mco", ecrire, Meta("ScanSanté", "ATIH", "L", "C", "2024"))
    with pytest.raises(PublicationRefusee, match="--force"):
        demo.publier_demo()
    assert release_courante() == reelle
    assert demo.publier_demo(force=True).jeux["activite_mco"].synthetique
