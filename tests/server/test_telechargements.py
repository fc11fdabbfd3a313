"""Downloads by plain HTTP: names, types, contents, hostile labels."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from flask.testing import FlaskClient

from data_layer.result import Resultat
from tests.fabrique import HOSTILES, hostile

FORMULES = ("=", "+", "@", "\t", "\r")


def _nom(entete: str) -> str:
    return entete.split('filename="')[1].rstrip('"')


@pytest.mark.parametrize(
    ("fichier", "genre"),
    [
        ("telecharger.csv", "text/csv"),
        (
            "telecharger.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        ("telecharger.parquet", "application/vnd.apache.parquet"),
    ],
)
@pytest.mark.parametrize("panneau", ["", "evolution/"])
def test_le_fichier_a_un_nom_et_un_genre(
    client: FlaskClient, fichier: str, genre: str, panneau: str
) -> None:
    reponse = client.get(f"/r/activite-mco/{panneau}{fichier}?zone=reg-11&periode=2023")
    assert (reponse.status_code, reponse.mimetype) == (200, genre)
    nom = _nom(reponse.headers["Content-Disposition"])
    assert nom.isascii()
    assert "activite-mco" in nom and "ile-de-france" in nom and "2023" in nom
    assert nom.endswith(fichier.rsplit(".", 1)[1])
    assert ("evolution" in nom) is bool(panneau)
    assert reponse.headers["Content-Disposition"].startswith("attachment")
    etag = reponse.headers["ETag"]
    memes = client.get(reponse.request.url, headers={"If-None-Match": etag})
    assert memes.status_code == 304


def test_le_classeur_s_ouvre(client: FlaskClient) -> None:
    octets = client.get("/r/activite-mco/telecharger.xlsx?zone=reg-11").data
    classeur = openpyxl.load_workbook(io.BytesIO(octets))
    assert classeur.sheetnames[-1] == "Lisez-moi"
    textes = [str(c.value) for r in classeur["Lisez-moi"].iter_rows() for c in r if c.value]
    assert any("/r/activite-mco?zone=reg-11&maj=" in t for t in textes)
    seul = client.get("/r/activite-mco/evolution/telecharger.xlsx").data
    assert openpyxl.load_workbook(io.BytesIO(seul)).sheetnames == ["Tableau", "Lisez-moi"]


@pytest.fixture
def etiquettes_hostiles(monkeypatch: pytest.MonkeyPatch) -> Resultat:
    resultat = hostile()
    monkeypatch.setattr("server.demande.query", lambda *_, **__: resultat)
    return resultat


def test_aucune_formule_ne_sort(client: FlaskClient, etiquettes_hostiles: Resultat) -> None:
    for chemin in ("/r/activite-mco/telecharger.csv", "/api/v1/r/activite-mco.csv"):
        texte = client.get(f"{chemin}?zone=dep-75").data.decode("utf-8-sig")
        for ligne in csv.reader(io.StringIO(texte), delimiter=";"):
            assert not [c for c in ligne if c.startswith(FORMULES)]
    octets = client.get("/r/activite-mco/telecharger.xlsx?zone=dep-75").data
    for feuille in openpyxl.load_workbook(io.BytesIO(octets)):
        assert not [c for ligne in feuille.iter_rows() for c in ligne if c.data_type == "f"]


def test_le_json_garde_les_etiquettes(client: FlaskClient, etiquettes_hostiles: Resultat) -> None:
    reponse = client.get("/api/v1/r/activite-mco.json?zone=dep-75")
    assert [r["libelle"] for r in reponse.get_json()["lignes"]] == list(HOSTILES)
    assert reponse.headers["X-Content-Type-Options"] == "nosniff"


def test_la_carte(client: FlaskClient, geographie: None) -> None:
    reponse = client.get("/r/activite-mco/carte.svg?niveau=region")
    assert (reponse.status_code, reponse.mimetype) == (200, "image/svg+xml")
    assert reponse.text.startswith(("<svg", "<?xml"))
    assert _nom(reponse.headers["Content-Disposition"]).endswith(".svg")


@pytest.mark.parametrize("requete", ["niveau=etablissement&zone=dep-75", "par=categorie"])
def test_sans_contours_pas_de_carte(client: FlaskClient, requete: str) -> None:
    reponse = client.get(f"/r/activite-mco/carte.svg?{requete}")
    assert reponse.status_code == 400
    assert "départements" in reponse.text
