"""Catalogue, zones, glossary, releases, health."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from data_layer import glossaire, lire, release_courante


def _lu(client: FlaskClient, chemin: str) -> Any:
    reponse = client.get(chemin)
    assert reponse.status_code == 200
    assert reponse.headers["ETag"]
    return json.loads(reponse.data)


def test_le_catalogue_dit_tout_ce_qui_se_demande(client: FlaskClient) -> None:
    contenu = _lu(client, "/api/v1/catalogue.json")
    (mco,) = [r for r in contenu["restitutions"] if r["slug"] == "activite-mco"]
    assert mco["periodes"] == "2015..2024"
    assert mco["panneaux"] == ["classement", "evolution"]
    assert [n["code"] for n in mco["niveaux"]] == ["region", "departement", "etablissement"]
    assert mco["natures"] == ["zone", "categorie", "secteur"]
    assert mco["unites"][0] == "sejours"
    assert mco["formes"] == ["tableau", "graphique", "carte"]
    assert [f["cle"] for f in mco["filtres"]] == ["categorie", "secteur"]
    assert {m["cle"] for m in mco["mesures"]} >= set(mco["unites"])
    # What is listed is taken, without a notice.
    for parametre in mco["parametres"]:
        for valeur in parametre["valeurs"]:
            requete = f"{parametre['cle']}={valeur['code']}"
            assert lire("activite-mco", requete).avis == (), requete
        if parametre["defaut"]:
            defaut = f"{parametre['cle']}={parametre['defaut']}"
            assert lire("activite-mco", defaut) == lire("activite-mco", "")


@pytest.mark.parametrize(
    ("requete", "premiere"),
    [("q=meuse", "dep-55"), ("q=ile+de+france", "reg-11"), ("q=75", "dep-75"), ("genre=fr", "fr")],
)
def test_les_zones_se_cherchent(client: FlaskClient, requete: str, premiere: str) -> None:
    zones = _lu(client, f"/api/v1/zones.json?{requete}")["zones"]
    assert zones[0]["id"] == premiere
    assert list(zones[0]) == ["id", "genre", "code", "libelle", "parents"]


def test_les_zones_se_listent(client: FlaskClient) -> None:
    departements = _lu(client, "/api/v1/zones.json?genre=dep&limite=200")["zones"]
    assert len(departements) == 101
    assert len(_lu(client, "/api/v1/zones.json")["zones"]) == 20


@pytest.mark.parametrize(
    "requete",
    ["limite=0", "limite=x", "limite=-1", "limite=99999999999", "genre=ville", "x=1", "q=a&q=b"],
)
def test_une_recherche_mal_dite_est_un_400(client: FlaskClient, requete: str) -> None:
    reponse = client.get(f"/api/v1/zones.json?{requete}")
    assert reponse.status_code == 400
    assert json.loads(reponse.data)["erreur"]


def test_le_glossaire(client: FlaskClient) -> None:
    termes = _lu(client, "/api/v1/glossaire.json")["termes"]
    assert len(termes) == len(glossaire())
    assert list(termes[0]) == ["cle", "terme", "definition", "voir"]


def test_les_publications(client: FlaskClient) -> None:
    contenu = _lu(client, "/api/v1/versions.json")
    release = release_courante()
    assert release is not None
    assert contenu["courante"] == release.id
    (version,) = [v for v in contenu["versions"] if v["id"] == release.id]
    assert version["jeux"][0]["jeu"] == "activite_mco"
    assert version["jeux"][0]["synthetique"] is True
    assert "/" not in json.dumps(version["jeux"]).replace("\\/", "/").replace("N/A", "")


def test_la_sante(client: FlaskClient) -> None:
    reponse = client.get("/healthz")
    contenu = json.loads(reponse.data)
    release = release_courante()
    assert release is not None
    assert (reponse.status_code, contenu["etat"]) == (200, "ok")
    assert (contenu["version"], contenu["synthetique"]) == (release.id, True)
    assert isinstance(contenu["geographie"], bool)
    assert reponse.headers["Cache-Control"] == "no-store"
