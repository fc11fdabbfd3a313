"""Whatever is asked: a right status, French, JSON for machines, and never a 500 nor a trace."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_layer import restitutions

R = "/api/v1/r/activite-mco"

MAUVAISES = {
    "zone inconnue": "zone=reg-99",
    "zone vide": "zone=",
    "zone comparée inconnue": "vs=dep-1000",
    "deux zones comparées": "vs=reg-11,reg-32",
    "elle-même": "zone=reg-11&vs=reg-11",
    "année absente": "periode=1789",
    "période illisible": "periode=hier",
    "clé inconnue": "couleur=rouge",
    "clé réservée": "scenario=1",
    "mesure inconnue": "unite=euros",
    "clé répétée": "zone=reg-11&zone=reg-32",
    "clé répétée pareille": "zone=reg-11&zone=reg-11",
    "tri inconnu": "tri=prix",
    "filtre inconnu": "categorie=chu2",
    "dix kilo-octets": "zone=" + "a" * 10_000,
    "octet nul": "zone=%00",
    "utf-8 cassé": "zone=%ff%fe",
    "unicode": "zone=" + quote("département٥٥ 🏥"),
    "version inconnue": "v=9",
    "sans valeur": "zone",
    "chemin": "zone=../../etc/passwd",
    "html": "unite=" + quote("<script>alert(1)</script>"),
    "sql": "categorie=" + quote("ch'; DROP TABLE x; --"),
}


@pytest.mark.parametrize("requete", MAUVAISES.values(), ids=MAUVAISES.keys())
def test_une_notice_fait_un_400(client: FlaskClient, requete: str) -> None:
    reponse = client.get(f"{R}.json?{requete}")
    assert reponse.status_code == 400
    corps = json.loads(reponse.data)
    assert set(corps) == {"erreur", "notices", "aide"}
    assert corps["aide"] == "/api/"
    assert corps["notices"]
    for notice in corps["notices"]:
        assert list(notice) == ["cle", "message", "choix", "bloquant"]
        assert notice["message"]
        assert all(list(c) == ["valeur", "libelle"] for c in notice["choix"])
    assert client.get(f"{R}.csv?{requete}").status_code == 400
    assert client.get(f"{R}/evolution.json?{requete}").status_code == 400


@pytest.mark.parametrize("requete", MAUVAISES.values(), ids=MAUVAISES.keys())
@pytest.mark.parametrize("fichier", ["telecharger.csv", "telecharger.xlsx", "carte.svg"])
def test_un_telechargement_refuse_en_francais(
    client: FlaskClient, fichier: str, requete: str
) -> None:
    reponse = client.get(f"/r/activite-mco/{fichier}?{requete}")
    assert (reponse.status_code, reponse.mimetype) == (400, "text/html")
    assert '<html lang="fr">' in reponse.text
    assert "<script>alert" not in reponse.text
    assert "Corriger ces choix" in reponse.text


@pytest.mark.parametrize("maj", ["../../etc", "%2e%2e%2fetc", "2020-01-01-zzzzzzzz", "%00", "1"])
def test_une_publication_inconnue_est_un_404(client: FlaskClient, maj: str) -> None:
    for cle in ("maj", "%6daj"):
        reponse = client.get(f"{R}.json?{cle}={maj}")
        assert reponse.status_code == 404
        assert "maj" in json.loads(reponse.data)["erreur"]


@pytest.mark.parametrize(
    "chemin",
    [
        "/api/v1/r/inconnue.json",
        "/api/v1/r/inconnue.csv",
        f"{R}/inconnu.json",
        f"{R}/inconnu.csv",
        f"{R}.xml",
        f"{R}/a/b.json",
        "/api/v1/r/%00.json",
        "/api/v1/r/%ff.json",
        "/api/v1/r/..%2f..%2fetc%2fpasswd.json",
        "/api/v2/catalogue.json",
        "/api/statique/../demande.py",
        "/api/statique/inconnu.js",
        "/geodata/commune-fin.geojson",
        "/geodata/region-infini.geojson",
        "/geodata/../live.json",
    ],
)
def test_une_adresse_inconnue_est_un_404_json(client: FlaskClient, chemin: str) -> None:
    reponse = client.get(chemin)
    assert (reponse.status_code, reponse.mimetype) == (404, "application/json")
    assert json.loads(reponse.data)["erreur"]


def test_les_noms_permis_accompagnent_un_404(client: FlaskClient) -> None:
    connues = json.loads(client.get("/api/v1/r/x.json").data)["restitutions"]
    assert connues == [r.slug for r in restitutions()]
    panneaux = json.loads(client.get(f"{R}/x.json").data)["panneaux"]
    assert panneaux == ["classement", "evolution"]


cles = st.sampled_from(
    "zone vs par niveau periode lecture unite vue tri maj v categorie secteur noeud".split()
) | st.text(max_size=8)
valeurs = (
    st.sampled_from(
        "fr reg-11 dep-2A fin-1 2020 2015..2024 total evol sejours -dms ch,clcc".split()
    )
    | st.text(max_size=30)
    | st.integers().map(str)
)
paires = st.lists(st.tuples(cles, valeurs), max_size=6)
requetes = paires.map(lambda p: urlencode(p, errors="surrogatepass")) | st.text(
    st.characters(codec="ascii", exclude_characters="#"), max_size=80
)


@settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(requete=requetes, fin=st.sampled_from([".json", ".csv", "/evolution.json"]))
def test_rien_ne_fait_tomber_l_api(client: FlaskClient, requete: str, fin: str) -> None:
    reponse = client.get(f"{R}{fin}", query_string=requete)
    assert reponse.status_code in {200, 400, 404}
    assert b"Traceback" not in reponse.data
    if reponse.status_code != 200:
        assert json.loads(reponse.data)["erreur"]


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(requete=requetes)
def test_rien_ne_fait_tomber_la_recherche_de_zones(client: FlaskClient, requete: str) -> None:
    assert client.get("/api/v1/zones.json", query_string=requete).status_code in {200, 400}


def test_une_panne_est_enregistree_et_tue(
    serveur: Flask,
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    entrepot: Path,
) -> None:
    def tomber(*_: object, **__: object) -> None:
        raise RuntimeError("secret de fabrication")

    monkeypatch.setattr("server.demande.query", tomber)
    for chemin, statut, genre in (
        (f"{R}.json?zone=reg-24", 503, "application/json"),
        ("/r/activite-mco/telecharger.csv?zone=reg-24", 500, "text/html"),
    ):
        caplog.clear()
        reponse = client.get(chemin)
        assert (reponse.status_code, reponse.mimetype) == (statut, genre)
        assert "secret de fabrication" not in reponse.text
        assert "Traceback" not in reponse.text
        assert "secret de fabrication" in caplog.text
