"""Outlines over HTTP."""

from __future__ import annotations

import gzip
import json

import pytest
from flask.testing import FlaskClient

from geodata.assemblage import adresse_assemblage
from geodata.contours import adresse_contours as adresse
from server.fichiers_geo import NIVEAUX, TOLERANCES


@pytest.mark.parametrize("niveau", NIVEAUX)
@pytest.mark.parametrize("tolerance", TOLERANCES)
def test_les_contours(client: FlaskClient, geographie: None, niveau: str, tolerance: str) -> None:
    chemin = adresse(niveau, tolerance)
    reponse = client.get(chemin, headers={"Accept-Encoding": "gzip"})
    assert (reponse.status_code, reponse.mimetype) == (200, "application/geo+json")
    assert reponse.headers["Content-Encoding"] == "gzip"
    assert "immutable" in reponse.headers["Cache-Control"]
    contenu = gzip.decompress(reponse.data)
    assert json.loads(contenu)["type"] == "FeatureCollection"
    clair = client.get(chemin)
    assert "Content-Encoding" not in clair.headers
    assert clair.data == contenu
    assert client.get(chemin, headers={"If-None-Match": reponse.headers["ETag"]}).status_code == 304
    sans_version = client.get(chemin.split("?")[0])
    assert sans_version.headers["Cache-Control"] == "no-cache"


def test_quelques_contours_seulement(client: FlaskClient, geographie: None) -> None:
    chemin = adresse("departement", "moyen", ("dep-971", "dep-00"))
    corps = json.loads(client.get(chemin).data)
    assert [f["properties"]["id"] for f in corps["features"]] == ["dep-971"]


def test_les_territoires_sont_faits_de_leurs_departements(
    client: FlaskClient, geographie: None
) -> None:
    chemin = adresse_assemblage("ght", "large", {"ght-A": ("dep-01", "dep-74")})
    reponse = client.get(chemin)
    assert (reponse.status_code, reponse.mimetype) == (200, "application/geo+json")
    assert "immutable" in reponse.headers["Cache-Control"]
    assert [f["properties"]["id"] for f in json.loads(reponse.data)["features"]] == ["ght-A"]
    autour = json.loads(client.get(f"{chemin}&autour=1").data)["features"]
    assert len(autour) == 100


@pytest.mark.parametrize("de", ["", "A:01,B:01", "A:999", "%00:01", "A:01," * 5000])
def test_une_composition_mal_ecrite(client: FlaskClient, geographie: None, de: str) -> None:
    reponse = client.get(f"/geodata/tds-moyen.geojson?de={de}")
    assert reponse.status_code == 400
    assert "departements" not in json.loads(reponse.data)
    assert "exemple" in json.loads(reponse.data)


def test_les_voisins(client: FlaskClient, geographie: None) -> None:
    assert client.get("/geodata/voisins.geojson").status_code in {200, 404}


def test_sans_geographie_la_commande_est_dite(sans_donnees: FlaskClient) -> None:
    for chemin in ("/geodata/region-moyen.geojson", "/geodata/voisins.geojson"):
        reponse = sans_donnees.get(chemin)
        assert reponse.status_code == 404
        corps = json.loads(reponse.data)
        assert corps["commande"] == "make geodata"
        assert "make geodata" in corps["erreur"]
