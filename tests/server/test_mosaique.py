"""The map of communes over HTTP."""

from __future__ import annotations

import gzip
import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from geodata.decoupages import adresse_decoupage
from geodata.mosaique import MAGIE, adresse_mosaique, mosaique_disponible
from server import fichiers_geo


@pytest.fixture(autouse=True)
def _batie(geographie: None) -> None:
    if not mosaique_disponible():
        pytest.skip("pas de mosaïque : lancez « make geodata »")


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    """The routes of outlines alone: nothing of a release is read here."""
    serveur = Flask("essai")
    fichiers_geo.brancher(serveur)
    return serveur.test_client()


@pytest.mark.parametrize("fichier", ["large.bin", "fin.bin", "communes.json", "epci"])
def test_les_fichiers_se_gardent(client: FlaskClient, fichier: str) -> None:
    chemin = adresse_decoupage("epci") if fichier == "epci" else adresse_mosaique(fichier)
    reponse = client.get(chemin, headers={"Accept-Encoding": "gzip"})
    binaire = fichier.endswith(".bin")
    assert reponse.status_code == 200
    assert reponse.mimetype == ("application/octet-stream" if binaire else "application/json")
    assert reponse.headers["Content-Encoding"] == "gzip"
    assert "immutable" in reponse.headers["Cache-Control"]
    assert client.get(chemin, headers={"If-None-Match": reponse.headers["ETag"]}).status_code == 304
    contenu = gzip.decompress(reponse.data)
    assert contenu.startswith(MAGIE) if binaire else json.loads(contenu)
    sans_version = client.get(chemin.split("?")[0])
    assert sans_version.headers["Cache-Control"] == "no-cache"


def test_les_unites_sont_celles_des_communes(client: FlaskClient) -> None:
    communes = json.loads(client.get(adresse_mosaique("communes.json")).data)
    epci = json.loads(client.get(adresse_decoupage("epci")).data)
    assert len(epci["unites"]) == len(communes["codes"]) == len(communes["noms"])
    rang = communes["codes"].index("29019")
    assert "Brest" in epci["libelles"][epci["unites"][rang] - 1]


@pytest.mark.parametrize("chemin", ["mosaique-autre.bin", "decoupage-autre.json"])
def test_ce_qui_n_existe_pas(client: FlaskClient, chemin: str) -> None:
    reponse = client.get(f"/geodata/{chemin}")
    assert reponse.status_code == 404
    assert "mosaique-large.bin" in json.loads(reponse.data)["fichiers"]
