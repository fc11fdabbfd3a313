"""The list of a basket as a file, and the callback that receives one."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

import data_layer
from data_layer import paniers
from geodata.zones import Genre
from server.limites import ENREGISTREMENTS
from tests.server.conftest import CHEMIN, appel, envoyer, rappel


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


def _importer(client: FlaskClient, contenu: Any, nom: Any = "liste.txt") -> Any:
    """Send a file as the page does."""
    lecteur = rappel(client, "panier-rapport.children", "panier-fichier", "contents")
    return envoyer(client, appel(lecteur, [contenu, nom]))


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


def test_un_megaoctet_de_mauvaises_lignes_ne_pese_pas_dans_la_page(
    client_reel: FlaskClient,
) -> None:
    reponse = _importer(client_reel, _fichier(b"a\n" * 450_000 + b"b\n\n" * 30_000))
    assert len(reponse.data) < 1_000_000
    texte = reponse.get_json()["response"]["panier-rapport-texte"]["data"]
    assert "5001-100000" in texte


def _garder(client: FlaskClient, nom: str, numeros: Any, **autres: Any) -> Any:
    """Save a basket as the page does, « Prendre comme zone » being clicked."""
    gardien = rappel(client, "panier-suite.data", "panier-prendre", "n_clicks")
    corps = appel(gardien, [1, None, None, numeros, nom, "dm-medicaments", None])
    return envoyer(client, corps) if not autres else client.post(CHEMIN, json=corps, **autres)


def _message(reponse: Any) -> str:
    return json.dumps(reponse.get_json()["response"].get("panier-message"), ensure_ascii=False)


def test_un_client_garde_un_nombre_borne_de_paniers_par_minute(
    entrepot: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    numeros = _numeros(2)
    monkeypatch.setenv("PORTULAN_LIMITE", "120/minute")
    from app import create_app

    client = create_app().server.test_client()
    client.get("/")
    monkeypatch.setenv("PORTULAN_VAR", str(tmp_path))
    par_minute = int(ENREGISTREMENTS.split("/")[0])
    reponses = [_garder(client, f"Panier {n}", numeros) for n in range(par_minute + 5)]
    assert {r.status_code for r in reponses} == {200}
    dits = ["patientez une minute" in _message(r) for r in reponses]
    assert dits == [False] * par_minute + [True] * 5
    assert len(list((tmp_path / "paniers").iterdir())) == par_minute
    autre = _garder(client, "Autre", numeros, environ_base={"REMOTE_ADDR": "10.0.0.9"})
    assert autre.get_json()["response"]["panier-suite"]["data"]["page"].startswith("/r/")


def test_sans_limite_rien_n_est_compte(
    client_reel: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    numeros = _numeros(1)
    monkeypatch.setenv("PORTULAN_VAR", str(tmp_path))
    reponses = [_garder(client_reel, f"Panier {n}", numeros) for n in range(40)]
    assert not any("patientez" in _message(r) for r in reponses)


def test_les_listes_recues_sont_bornees(client_reel: FlaskClient) -> None:
    montreur = rappel(client_reel, "panier-liste.children", "panier-contenu", "data")
    beaucoup = [f"{n:09d}" for n in range(60_000)]
    corps = appel(montreur, [beaucoup, None, None, None, 0])
    reponse = envoyer(client_reel, corps).get_json()["response"]
    assert "dépasse" in reponse["panier-compte"]["children"]
    # What comes after the bound is not looked at: it may be anything.
    corps = appel(montreur, [[*beaucoup[:5_001], 1], None, None, None, 0])
    assert envoyer(client_reel, corps).status_code == 200
    corps = appel(montreur, [[1], None, None, None, 0])
    assert envoyer(client_reel, corps).status_code == 400
    # As many as a basket holds are all there.
    corps = appel(montreur, [beaucoup[:5_000], None, None, None, 0])
    reponse = envoyer(client_reel, corps).get_json()["response"]
    assert reponse["panier-page-dite"]["children"] == "Page 1 sur 100"
