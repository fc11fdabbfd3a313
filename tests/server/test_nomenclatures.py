"""The lists of products, diagnoses, GHM and indications."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from data_layer import lire

BASE = "/api/v1/referentiels/dm-medicaments"


def _lu(client: FlaskClient, chemin: str) -> Any:
    reponse = client.get(f"{BASE}/{chemin}")
    assert reponse.status_code == 200, reponse.text
    assert reponse.headers["ETag"]
    return json.loads(reponse.data)


def test_l_arbre_se_descend(client: FlaskClient) -> None:
    racine = _lu(client, "noeuds")["noeuds"]
    assert [n["code"] for n in racine] == ["dm", "med"]
    assert list(racine[0]) == ["code", "libelle", "niveau", "parent", "enfants", "chemin"]
    noeud, niveaux = racine[0], []
    while noeud["enfants"]:
        enfants = _lu(client, f"noeuds?parent={noeud['code']}&limite=5000")["noeuds"]
        assert len(enfants) == noeud["enfants"]
        assert {n["parent"] for n in enfants} == {noeud["code"]}
        assert enfants[0]["chemin"][:-1] == noeud["chemin"]
        noeud = enfants[0]
        niveaux.append(noeud["niveau"])
        assert lire("dm-medicaments", f"noeud={noeud['code']}").avis == ()
    assert niveaux == ["titre", "chapitre", "sous-chapitre", "paragraphe", "code"]


def test_les_noeuds_se_cherchent_partout_ou_sous_un_autre(client: FlaskClient) -> None:
    partout = _lu(client, "noeuds?q=prothese")["noeuds"]
    assert partout and all("roth" in " ".join(n["chemin"]) for n in partout[:3])
    assert _lu(client, "noeuds?q=L01XC&limite=1")["noeuds"][0]["code"] == "atc-L01XC"
    sous = _lu(client, "noeuds?q=prothese&parent=med&limite=5000")["noeuds"]
    assert all(n["code"].startswith(("atc-", "ucd-")) for n in sous)
    assert len(_lu(client, "noeuds?q=prothese&limite=2")["noeuds"]) == 2


@pytest.mark.parametrize("table", ["diagnostics", "ghms", "indications"])
def test_les_nomenclatures_se_lisent(client: FlaskClient, table: str) -> None:
    valeurs = _lu(client, f"{table}?limite=5000")["valeurs"]
    assert len(valeurs) > 20
    assert [v["code"] for v in valeurs] == sorted(v["code"] for v in valeurs)
    assert len(_lu(client, table)["valeurs"]) == 20
    milieu = valeurs[len(valeurs) // 2]
    assert _lu(client, f"{table}?q={milieu['code']}&limite=1")["valeurs"] == [milieu]


@pytest.mark.parametrize(
    ("chemin", "statut"),
    [
        ("noeuds?parent=lpp-99", 400),
        ("noeuds?x=1", 400),
        ("noeuds?q=a&q=b", 400),
        ("noeuds?limite=0", 400),
        ("diagnostics?parent=dm", 400),
        ("diagnostics?limite=5001", 400),
        ("patients", 404),
        ("../activite-mco/noeuds", 404),
        ("../x/noeuds", 404),
    ],
)
def test_une_demande_mal_dite_est_refusee(client: FlaskClient, chemin: str, statut: int) -> None:
    adresse = f"{BASE}/{chemin}".replace("dm-medicaments/../", "")
    reponse = client.get(adresse)
    assert reponse.status_code == statut
    assert json.loads(reponse.data)["erreur"]


def test_sans_publication_la_commande_est_dite(sans_donnees: FlaskClient) -> None:
    for chemin in ("noeuds", "ghms"):
        reponse = sans_donnees.get(f"{BASE}/{chemin}")
        assert reponse.status_code == 503
        assert "make demo" in json.loads(reponse.data)["commande"]


@pytest.mark.parametrize("genre", ["ght", "tds"])
def test_les_territoires_se_listent(client: FlaskClient, genre: str) -> None:
    zones = json.loads(client.get(f"/api/v1/zones.json?genre={genre}&limite=500").data)["zones"]
    assert len(zones) >= 10
    assert {z["genre"] for z in zones} == {genre}
    assert lire("dm-medicaments", f"zone={zones[0]['id']}").avis == ()
