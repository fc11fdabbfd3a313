"""The list of a basket as a file, and the callback that receives one."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

import data_layer
from data_layer import paniers
from geodata.zones import Genre

CHEMIN = "/_dash-update-component"


def _numeros(combien: int) -> list[str]:
    zones = data_layer.ouvrir().zones.toutes(Genre.ETABLISSEMENT)
    return [z.code for z in zones[:combien]]


def test_la_liste_a_la_forme_exacte_et_se_relit(client: FlaskClient) -> None:
    numeros = _numeros(3)
    panier = paniers.enregistrer("Été, à l'Est", [*numeros, "999999999"])
    reponse = client.get(f"/panier/{panier.id}.txt")
    assert (reponse.status_code, reponse.content_type) == (200, "text/plain; charset=utf-8")
    entete = reponse.headers["Content-Disposition"]
    assert entete == 'attachment; filename="panier_ete-a-l-est.txt"'
    lignes = reponse.data.decode().split("\r\n")
    assert lignes[0] == "Finess, Raison sociale"
    zones = data_layer.ouvrir().zones
    lu = paniers.lire_liste(reponse.data, lambda n: zones.get(f"fin-{n}"))
    assert [z.code for z in lu.zones] == sorted(numeros)
    # A number that these data do not know is kept, without a label.
    assert "999999999," in lignes
    memes = client.get(reponse.request.path, headers={"If-None-Match": reponse.headers["ETag"]})
    assert memes.status_code == 304


@pytest.mark.parametrize(
    "nom", ["pan-0123456789abcdef", "pan-", "pan-../../live", "0123456789abcdef", "pan-%00", "x"]
)
def test_un_panier_inconnu_est_un_404(client: FlaskClient, nom: str) -> None:
    reponse = client.get(f"/panier/{nom}.txt")
    assert reponse.status_code in {404, 200}
    assert b"Finess" not in reponse.data
    if reponse.status_code == 200:  # a path with slashes is Dash's, whose page says it is unknown
        assert b"attrape-tout" in reponse.data


def test_une_liste_se_telecharge_sans_donnees_publiees(sans_donnees: FlaskClient) -> None:
    panier = paniers.enregistrer("Essai", ["010007987"])
    reponse = sans_donnees.get(f"/panier/{panier.id}.txt")
    assert reponse.data == b"Finess, Raison sociale\r\n010007987,\r\n"


@pytest.fixture(scope="module")
def client_reel(entrepot: Path) -> Iterator[FlaskClient]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PORTULAN_LIMITE", "0")
        from app import create_app

        client: FlaskClient = create_app().server.test_client()
        client.get("/")
        yield client


def _importer(client: FlaskClient, contenu: Any, nom: Any = "liste.txt") -> Any:
    """Send a file as the page does."""
    dependances = client.get("/_dash-dependencies").get_json()
    sortie = next(d["output"] for d in dependances if "panier-rapport.children" in d["output"])
    noms = [n.rsplit(".", 1) for n in sortie[2:-2].split("...")]
    corps = {
        "output": sortie,
        "outputs": [{"id": i, "property": p.split("@")[0]} for i, p in noms],
        "inputs": [{"id": "panier-fichier", "property": "contents", "value": contenu}],
        "state": [{"id": "panier-fichier", "property": "filename", "value": nom}],
        "changedPropIds": ["panier-fichier.contents"],
    }
    return client.post(CHEMIN, data=json.dumps(corps), content_type="application/json")


def _fichier(octets: bytes) -> str:
    return "data:text/plain;base64," + base64.b64encode(octets).decode()


def test_un_fichier_d_un_mo_passe_et_au_dela_est_refuse(client_reel: FlaskClient) -> None:
    (numero,) = _numeros(1)
    debut = f"{numero},".encode()
    plein = _importer(client_reel, _fichier(debut + b"x" * (1_000_000 - len(debut))))
    assert plein.status_code == 200
    assert plein.get_json()["response"]["panier-importes"]["data"] == [numero]
    trop = _importer(client_reel, _fichier(b"x" * 1_000_001))
    assert trop.status_code == 200
    assert "dépasse 1 Mo" in json.dumps(trop.get_json(), ensure_ascii=False)
    assert "panier-importes" not in trop.get_json()["response"]
    enorme = _importer(client_reel, _fichier(b"x" * 2_000_000))
    assert enorme.status_code == 413
    assert "1 Mo" in enorme.get_json()["erreur"]


@pytest.mark.parametrize(
    "inputs",
    [
        [{"id": "autre", "property": "contents", "value": "x" * 1_100_000}],
        [{"id": "panier-fichier", "property": "filename", "value": "x" * 1_100_000}],
        [{"id": "panier-fichier", "property": "contents"}, {"id": "b", "x": "x" * 1_100_000}],
        "x" * 1_100_000,
        None,
    ],
)
def test_aucun_autre_rappel_n_est_plus_lourd(client_reel: FlaskClient, inputs: Any) -> None:
    corps = {"output": "x.y", "inputs": inputs, "reste": "x" * 100 if inputs else "x" * 1_100_000}
    assert client_reel.post(CHEMIN, json=corps).status_code == 413
    assert client_reel.post(CHEMIN, data="{" + "x" * 1_100_000).status_code == 413


@pytest.mark.parametrize(
    "contenu",
    [1, ["x"], {}, "x", "data:,x", "data:;base64", "data:text/plain;base64,é", "data:a;base64,A"],
)
def test_un_fichier_mal_transmis_est_un_400(client_reel: FlaskClient, contenu: Any) -> None:
    reponse = _importer(client_reel, contenu)
    assert reponse.status_code == 400
    assert "pas lisible" in reponse.get_json()["erreur"]


def test_des_octets_quelconques_ont_un_compte_rendu(client_reel: FlaskClient) -> None:
    reponse = _importer(client_reel, _fichier(bytes(range(256)) * 50), None)
    assert reponse.status_code == 200
    assert reponse.get_json()["response"]["panier-importes"]["data"] == []
