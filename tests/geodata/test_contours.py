"""The built geography: whole, without gaps, readable at run time."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import numpy as np
import pytest
import shapely

from geodata import contours
from geodata.build import manifeste
from geodata.chemins import dossier_geodata
from geodata.communes import liens_epci, zones_communales
from geodata.referentiel import departements, regions
from geodata.zones import Genre, zones_administratives

NIVEAUX = {"departement": 101, "region": 18}


@pytest.fixture(scope="module")
def bati() -> Path:
    """The folder of the built geography."""
    if not contours.contours_disponibles():
        pytest.skip(f"la géographie n'est pas construite : {contours.COMMANDE}")
    return dossier_geodata()


def _formes(niveau: contours.NiveauCarte, tolerance: contours.Tolerance) -> dict[str, object]:
    collection = json.loads(gzip.decompress(contours.geojson_comprime(niveau, tolerance)))
    return {
        e["properties"]["id"]: shapely.from_geojson(json.dumps(e["geometry"]))
        for e in collection["features"]
    }


@pytest.mark.parametrize("tolerance", ["fin", "moyen", "large"])
@pytest.mark.parametrize("niveau", NIVEAUX)
def test_toutes_les_zones_sans_jour(
    bati: Path, niveau: contours.NiveauCarte, tolerance: contours.Tolerance
) -> None:
    formes = _formes(niveau, tolerance)
    assert len(formes) == NIVEAUX[niveau]
    assert all(zones_administratives().get(zone) is not None for zone in formes)
    polygones = np.array(list(formes.values()), dtype=object)
    assert shapely.is_valid(polygones).all()
    assert shapely.coverage_is_valid(polygones)
    union = shapely.union_all(polygones)
    assert union.area == pytest.approx(shapely.area(polygones).sum(), rel=1e-9)
    trous = [
        shapely.Polygon(a).area for p in shapely.get_parts(union) for a in p.interiors
    ]  # square degrees: Llívia, a Spanish town, is the one true hole
    assert all(aire < 0.002 for aire in trous) and len(trous) <= 1


def test_les_regions_sont_l_union_des_departements(bati: Path) -> None:
    deps, regs = _formes("departement", "moyen"), _formes("region", "moyen")
    for region in regions():
        siens = [deps[f"dep-{d.code}"] for d in departements() if d.region == region.code]
        union = shapely.union_all(siens)
        assert shapely.symmetric_difference(union, regs[f"reg-{region.code}"]).area < 1e-6


def test_mayotte_est_a_mayotte(bati: Path) -> None:
    ouest, sud, est, nord = shapely.bounds(_formes("departement", "large")["dep-976"])
    assert 44.9 < ouest < est < 45.4 and -13.1 < sud < nord < -12.5


def test_proprietes_des_entites(bati: Path) -> None:
    collection = json.loads(gzip.decompress(contours.geojson_comprime("departement", "large")))
    reunion = next(e for e in collection["features"] if e["properties"]["code"] == "974")
    assert reunion["properties"] == {
        "id": "dep-974",
        "code": "974",
        "nom": "La Réunion",
        "drom": True,
        "region": "reg-04",
    }


@pytest.mark.parametrize("niveau", NIVEAUX)
def test_planche_complete_et_dans_ses_cadres(bati: Path, niveau: contours.NiveauCarte) -> None:
    planche = contours.chemins_svg(niveau)
    assert planche.cadres[0].cle == "metropole"
    vues = {zone for cadre in planche.cadres for zone in cadre.chemins}
    assert len(vues) == NIVEAUX[niveau]
    for cadre in planche.cadres:
        assert set(cadre.centres) == set(cadre.chemins)
        assert cadre.x + cadre.largeur <= planche.largeur + 0.1
        assert cadre.y + cadre.hauteur <= planche.hauteur + 0.1
        for x, y in cadre.centres.values():
            assert cadre.x < x < cadre.x + cadre.largeur
            assert cadre.y < y < cadre.y + cadre.hauteur
        for chemin in (*cadre.chemins.values(), *cadre.voisins):
            assert re.fullmatch(r"(?:M[-.\d,]+l[-.\d, ]+Z)+", chemin), chemin[:80]


def test_placer_un_point_connu(bati: Path) -> None:
    metropole = contours.chemins_svg("departement").cadres[0]
    # Notre-Dame de Paris in Lambert-93: it lies near the label of Paris.
    x, y = metropole.placer(652_350.0, 6_861_700.0)
    cx, cy = metropole.centres["dep-75"]
    assert abs(x - cx) < 6 and abs(y - cy) < 6


def test_population(bati: Path) -> None:
    france = contours.population("fr")
    assert france is not None and 67e6 < france.total < 68e6
    assert contours.population("dep-976") is None and contours.population("zz") is None
    deps = [contours.population(f"dep-{d.code}") for d in departements()]
    assert sum(p.total for p in deps if p) == france.total
    tranches = france.de_0_a_19 + france.de_20_a_64 + france.de_65_et_plus
    assert tranches == pytest.approx(france.total, rel=1e-3)
    paris = contours.population("com-75056")
    assert paris == contours.population("dep-75")


def test_communes_et_intercommunalites(bati: Path) -> None:
    zones = zones_communales()
    assert len(zones.toutes(Genre.COMMUNE)) == 34_935
    verdun = zones.get("com-55545")
    assert verdun is not None and verdun.parents[-3:] == ("dep-55", "reg-44", "fr")
    hay = zones.get("com-94038")
    assert hay is not None and hay.libelle == "L'Haÿ-les-Roses"
    poids: dict[str, float] = {}
    for lien in liens_epci():
        poids[lien.enfant] = poids.get(lien.enfant, 0.0) + lien.poids
    assert all(p == pytest.approx(1.0) for p in poids.values())


def test_manifeste_a_jour_et_credits(bati: Path) -> None:
    assert manifeste.est_a_jour(bati)
    assert any("INSEE" in credit for credit in contours.credits())


def test_sans_construction_le_message_dit_la_commande(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTULAN_VAR", str(tmp_path))
    assert not contours.contours_disponibles()
    assert contours.population("fr") is None and contours.credits() == ()
    assert contours.voisins_comprimes() is None
    assert len(zones_communales()) == 120 and liens_epci() == ()
    with pytest.raises(contours.ContoursAbsents, match=contours.COMMANDE):
        contours.geojson_comprime("region", "moyen")
    with pytest.raises(contours.ContoursAbsents, match=contours.COMMANDE):
        contours.chemins_svg("departement")


def test_niveau_inconnu_refuse() -> None:
    with pytest.raises(ValueError, match="commune"):
        contours.geojson_comprime("commune", "moyen")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="commune"):
        contours.chemins_svg("commune")  # type: ignore[arg-type]
