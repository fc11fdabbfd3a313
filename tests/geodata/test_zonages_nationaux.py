"""The zoning of the country and the real official tables: what is built, what agrees, what is imported."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from geodata.build import imports, officiels
from geodata.build.imports import Import, ImportRefuse
from geodata.verification import Cause, comparer
from geodata.zonage import Zonage
from tests.donnees import RACINE

PARTAGE = RACINE.parent / "shared/data"
OFFICIELLE = PARTAGE / "nomenclatures/codes_geo_com_ts_corresp.json.gz"
BASSINS = PARTAGE / "geographie/cogugaison_table_supracom_2024.parquet"
LIBELLES = PARTAGE / "geographie/cogugaison_libelles_supracom_2024.parquet"
POPULATION_2016 = PARTAGE / "geographie/insee_pop_legale_2016_communes.csv"


@pytest.fixture
def construit(geographie: None) -> Zonage:
    from geodata.chemins import dossier_geodata

    try:
        return officiels.lire_base(dossier_geodata())
    except ImportRefuse:
        pytest.skip("pas de codes géographiques : lancez « make geodata »")


def _reelle(fichier: Path) -> Path:
    if not fichier.is_file():
        pytest.skip(f"{fichier.name} n'est pas dans ../shared/data")
    return fichier


def test_le_zonage_national(construit: Zonage) -> None:
    assert len(construit.communes) > 34_000
    assert 5_500 < len(construit.codes) < 6_000
    assert 1_500 < len(construit.bassins) < 1_800
    assert all(c.population >= 1_000 for c in construit.codes)
    assert {c.departement for c in construit.codes} == {c.departement for c in construit.communes}
    assert 60e6 < sum(c.population for c in construit.codes) < 69e6
    # Land of métropole, 551,500 km² with its waters, and of overseas, 89,000.
    assert sum(c.superficie for c in construit.communes) == pytest.approx(638_000, rel=0.01)
    hors = [c for code in construit.codes for c in code.etrangeres]
    assert 10 <= len(hors) <= 36
    # As many as the micro-régions of INSEE.
    assert sum(c.departement in ("2A", "2B") for c in construit.codes) == 19
    bassins = {b.code: b for b in construit.bassins}
    for code in construit.codes:
        assert code.region == bassins[code.bassin].region
    for b in construit.bassins:
        assert b.population >= 1_000


@pytest.mark.parametrize(("annee", "plancher"), [(2019, 0.92), (2012, 0.94)])
def test_accord_avec_la_table_officielle(construit: Zonage, annee: int, plancher: float) -> None:
    table = imports.lire(_reelle(OFFICIELLE), annee)
    codes = {commune: str(v[0]) for commune, v in table.valeurs.items()}
    habitants = {c: int(v[1]) for c, v in table.valeurs.items() if v[1] is not None}
    accord = comparer(construit, codes, habitants)
    assert accord.communes > 34_900
    assert accord.part >= plancher
    assert sum(accord.causes.values()) == accord.communes - accord.exactes
    # What nothing explains but another source of postal codes stays a trifle.
    obscures = accord.causes.get(Cause.POSTAL, 0) + accord.causes.get(Cause.PLURI, 0)
    assert obscures < 0.002 * accord.communes


def test_les_vraies_tables_s_importent(
    construit: Zonage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from geodata.chemins import dossier_geodata

    geographie = dossier_geodata().resolve()
    (tmp_path / "geodata").symlink_to(geographie, target_is_directory=True)
    monkeypatch.setenv("PORTULAN_VAR", str(tmp_path))
    tables: dict[str, Import] = {}
    for fichier in (OFFICIELLE, BASSINS, LIBELLES, POPULATION_2016):
        table = imports.lire(_reelle(fichier))
        officiels._verifier(table, construit)
        tables[table.nature] = table
    assert len(tables) == 4
    zonage = officiels.appliquer(construit, tables)
    assert 5_600 < len(zonage.codes) < 5_800
    assert 1_500 < len(zonage.bassins) < 1_750
    tours = next(c for c in zonage.codes if c.code == "37000")
    assert {"37000", "37100", "37200"} <= set(tours.postaux)
    connus = [c.population_2016 for c in zonage.communes if c.population_2016 is not None]
    assert len(connus) > 34_500
    assert 60e6 < sum(connus) < 68e6
    shutil.rmtree(tmp_path / "zonages", ignore_errors=True)
