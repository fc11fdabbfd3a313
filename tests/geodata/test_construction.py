"""The steps of the build on small made-up ground, without any download."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pytest
import shapely

from geodata.build import contours, manifeste, planche, tables, telechargement


def test_les_bords_simplifies_restent_communs() -> None:
    x = np.linspace(0, 40_000, 200)
    bord = np.column_stack((x, 900 * np.sin(x / 700)))
    sud = shapely.Polygon([*bord, (40_000, -30_000), (0, -30_000)])
    nord = shapely.Polygon([*bord, (40_000, 30_000), (0, 30_000)])
    simples = contours.simplifier({"a": sud, "b": nord}, "large")
    polygones = list(simples.values())
    assert shapely.coverage_is_valid(polygones)
    assert shapely.get_num_coordinates(polygones).sum() < 300
    assert len(shapely.get_parts(shapely.union_all(polygones))) == 1


def test_ilots_et_enclaves_minuscules_disparaissent() -> None:
    grand = shapely.box(0, 0, 50_000, 50_000)
    enclave = shapely.box(10_000, 10_000, 10_300, 10_300)
    ilot = shapely.box(60_000, 0, 60_200, 200)
    autre = shapely.MultiPolygon([shapely.box(50_000, 0, 58_000, 50_000), enclave, ilot])
    simples = contours.simplifier({"a": shapely.difference(grand, enclave), "b": autre}, "moyen")
    assert not shapely.get_parts(simples["a"])[0].interiors
    assert len(shapely.get_parts(simples["b"])) == 1
    assert shapely.coverage_is_valid(list(simples.values()))


def test_geoparquet_ecrit_sans_pyarrow(tmp_path: Path) -> None:
    fichier = tmp_path / "zones.parquet"
    formes = np.array([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)], dtype=object)
    colonnes = {"code": ["01", "2A"], "epci": [None, "é'"], "population": [None, 3]}
    tables.ecrire_parquet(fichier, colonnes, formes)
    with duckdb.connect() as base:
        lignes = base.execute(f"SELECT code, epci, population FROM '{fichier}'").fetchall()
        cles = base.execute(f"SELECT key FROM parquet_kv_metadata('{fichier}')").fetchall()
    assert lignes == [("01", None, None), ("2A", "é'", 3)]
    assert (b"geo",) in cles


def test_chemin_svg_relatif() -> None:
    cadre = planche.Cadre("c", "", 0, 0, 100, 100, 2154, 0.0, 100.0, 1.0)
    assert planche.chemin(cadre, shapely.box(10, 10, 20.5, 30)) == "M20.5,90l0-20-10.5,0 0,20Z"
    assert planche.chemin(cadre, shapely.Polygon()) == ""


def test_paquet_altere_refuse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def depot(source: telechargement.Source, dossier: str) -> None:
        (Path(dossier) / source.fichier).write_bytes(b"autre chose")

    monkeypatch.setattr(telechargement, "_demander", depot)
    with pytest.raises(telechargement.TelechargementImpossible, match="empreinte"):
        telechargement.obtenir(telechargement.COMMUNES, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_registre_muet_dit_en_francais(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telechargement, "_commande", lambda *_: ["/nexiste/pas"])
    with pytest.raises(telechargement.TelechargementImpossible, match="Téléchargement impossible"):
        telechargement.obtenir(telechargement.POPULATION, tmp_path)


def test_les_listes_d_elus_ne_s_ouvrent_pas(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="elus"):
        next(tables._lignes(None, "elus_municipaux"))  # type: ignore[arg-type]


def test_manifeste_perime_quand_un_fichier_manque(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}")
    manifeste.ecrire(tmp_path, [telechargement.VOISINS], {}, [])
    assert manifeste.est_a_jour(tmp_path)
    (tmp_path / "a.json").write_text("{ }")
    assert not manifeste.est_a_jour(tmp_path)
    (tmp_path / manifeste.NOM).write_text("{")
    assert not manifeste.est_a_jour(tmp_path)
