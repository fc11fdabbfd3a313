"""Territories put together from départements: exactly the union, whatever the shapes."""

from __future__ import annotations

import gzip
import json
from itertools import pairwise
from typing import Any

import pytest
import shapely

from geodata import assemblage
from geodata.assemblage import adresse_assemblage, dissoudre, geojson_assemble, lire_groupes
from geodata.contours import ContoursAbsents, Tolerance, geojson_comprime
from geodata.referentiel import departements


def _carre(x: int, y: int) -> list[tuple[int, int]]:
    return [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)]


def _forme(entite: dict[str, Any]) -> Any:
    return shapely.from_geojson(json.dumps(entite["geometry"]))


def _entite(identifiant: str, *carres: tuple[int, int]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"id": identifiant, "nom": identifiant},
        "geometry": {"type": "MultiPolygon", "coordinates": [[_carre(*c)] for c in carres]},
    }


def _aretes(entite: dict[str, Any]) -> set[Any]:
    anneaux = [a for p in entite["geometry"]["coordinates"] for a in p]
    return {(tuple(a), tuple(b)) for anneau in anneaux for a, b in pairwise(anneau)}


def test_une_frontiere_commune_disparait() -> None:
    (anneau,) = dissoudre([_carre(0, 0), _carre(1, 0)])
    assert anneau[0] == anneau[-1]
    assert len(anneau) == 7
    assert shapely.Polygon(anneau).equals(shapely.box(0, 0, 2, 1))


def test_ce_qui_se_touche_par_un_coin_reste_deux_anneaux() -> None:
    anneaux = dissoudre([_carre(0, 0), _carre(1, 1)])
    assert sorted(len(a) for a in anneaux) == [5, 5]
    assert all(shapely.Polygon(a).is_valid for a in anneaux)


def test_un_trou_et_l_ile_qui_est_dedans() -> None:
    couronne = [(x, y) for x in range(5) for y in range(5) if x in (0, 4) or y in (0, 4)]
    carres = [*couronne, (2, 2)]
    entites = [_entite(f"dep-{i}", c) for i, c in enumerate(carres)]
    groupes = (("ght-A", tuple(e["properties"]["id"] for e in entites)),)
    (faite,) = assemblage.assembler(entites, groupes)
    forme = _forme(faite)
    assert forme.is_valid
    assert forme.equals(shapely.union_all([shapely.box(x, y, x + 1, y + 1) for x, y in carres]))
    assert sorted(len(p) for p in faite["geometry"]["coordinates"]) == [1, 2]


@pytest.mark.parametrize("graine", range(30))
def test_des_carres_au_hasard_donnent_leur_union(graine: int) -> None:
    import random

    tirage = random.Random(graine)
    carres = [(x, y) for x in range(6) for y in range(6) if tirage.random() < 0.55]
    entites = [_entite(f"dep-{i}", c) for i, c in enumerate(carres)]
    groupes = (("ght-A", tuple(e["properties"]["id"] for e in entites)),)
    (faite,) = assemblage.assembler(entites, groupes)
    union = shapely.union_all([shapely.box(x, y, x + 1, y + 1) for x, y in carres])
    forme = _forme(faite)
    assert forme.is_valid
    assert forme.area == pytest.approx(union.area)
    assert forme.symmetric_difference(union).area == pytest.approx(0)


@pytest.mark.parametrize("tolerance", ["fin", "moyen", "large"])
def test_les_departements_d_une_region_font_la_region(
    geographie: None, tolerance: Tolerance
) -> None:
    """The régions were dissolved by GEOS at build time: the same edges, one by one."""
    codes: dict[str, list[str]] = {}
    for d in departements():
        codes.setdefault(f"tds-{d.region}", []).append(f"dep-{d.code}")
    groupes = tuple((zone, tuple(composition)) for zone, composition in codes.items())
    faites = json.loads(gzip.decompress(geojson_assemble(tolerance, groupes)))["features"]
    regions = {
        e["properties"]["code"]: e
        for e in json.loads(gzip.decompress(geojson_comprime("region", tolerance)))["features"]
    }
    assert len(faites) == len(regions) == 18
    for faite in faites:
        attendue = regions[faite["properties"]["code"]]
        assert _aretes(faite) == _aretes(attendue)
        anneaux = [sorted(map(len, e["geometry"]["coordinates"])) for e in (faite, attendue)]
        assert anneaux[0] == anneaux[1]


def test_autour_les_departements_d_aucun_territoire(geographie: None) -> None:
    groupes = (("ght-A", ("dep-01", "dep-74")),)
    lus = json.loads(gzip.decompress(geojson_assemble("large", groupes, autour=True)))["features"]
    ids = [e["properties"]["id"] for e in lus]
    assert ids[0] == "ght-A"
    assert len(ids) == 100
    assert not {"dep-01", "dep-74"} & set(ids)
    seuls = json.loads(gzip.decompress(geojson_assemble("large", groupes)))["features"]
    assert [e["properties"]["departements"] for e in seuls] == [["dep-01", "dep-74"]]


def test_l_adresse_dit_la_composition_et_se_relit() -> None:
    faites = {"ght-D2": ("dep-2A", "dep-2B"), "ght-D1": ("dep-974",)}
    adresse = adresse_assemblage("ght", "moyen", faites, autour=True)
    assert adresse.startswith("/geodata/ght-moyen.geojson?de=D1:974,D2:2A.2B&autour=1")
    assert dict(lire_groupes("ght", "D1:974,D2:2A.2B")) == faites


@pytest.mark.parametrize(
    "texte",
    [
        "",
        "A",
        "A:",
        "A:1",
        "A:01,",
        "A:99",
        "A:01,B:01",
        "A:01.01",
        "A:01,A:02",
        "A:01;B:02",
        "é:01",
    ],
)
def test_une_composition_mal_ecrite_est_refusee(texte: str) -> None:
    with pytest.raises(ValueError):
        lire_groupes("ght", texte)


def test_sans_geographie(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTULAN_VAR", str(tmp_path))
    with pytest.raises(ContoursAbsents):
        geojson_assemble("moyen", (("ght-A", ("dep-01",)),))
