"""Headers, rates and sizes."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest
from flask import request
from flask.testing import FlaskClient

from tests.server.conftest import fabriquer

RACINE = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "chemin", ["/", "/api/", "/api/v1/catalogue.json", "/api/v1/r/x.json", "/healthz", "/x/y"]
)
def test_chaque_reponse_porte_ses_entetes(client: FlaskClient, chemin: str) -> None:
    entetes = client.get(chemin).headers
    politique = dict(p.split(" ", 1) for p in entetes["Content-Security-Policy"].split("; "))
    assert politique["script-src"] == "'self' 'sha256-essai='"
    assert politique["default-src"] == politique["connect-src"] == "'self'"
    assert politique["style-src"] == "'self' 'unsafe-inline'"
    assert politique["worker-src"] == "'self' blob:"
    assert politique["img-src"] == "'self' data: blob:"
    assert politique["frame-ancestors"] == politique["object-src"] == "'none'"
    assert politique["base-uri"] == "'self'"
    assert entetes["X-Content-Type-Options"] == "nosniff"
    assert entetes["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert entetes["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in entetes["Permissions-Policy"]
    assert "Strict-Transport-Security" not in entetes


def test_au_dela_de_la_limite(entrepot: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTULAN_LIMITE", "3/minute")
    client = fabriquer(testing=False).test_client()
    chemins = [
        "/api/v1/glossaire.json",
        "/api/v1/r/activite-mco.json",
        "/r/activite-mco/telecharger.csv",
    ]
    assert [client.get(c).status_code for c in chemins] == [200, 200, 200]
    refus = client.get("/api/v1/glossaire.json")
    assert refus.status_code == 429
    assert "Patientez" in refus.get_json()["erreur"]
    assert int(refus.headers["Retry-After"]) > 0
    page = client.get("/r/activite-mco/telecharger.csv")
    assert (page.status_code, page.mimetype) == (429, "text/html")
    assert client.get("/healthz").status_code == 200
    assert client.get("/").status_code == 200
    autre = client.get("/api/v1/glossaire.json", environ_base={"REMOTE_ADDR": "10.0.0.9"})
    assert autre.status_code == 200


def test_la_limite_s_eteint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTULAN_LIMITE", "0")
    client = fabriquer(testing=False).test_client()
    assert {client.get("/api/v1/glossaire.json").status_code for _ in range(130)} == {200}


@pytest.mark.parametrize(
    ("nom", "valeur"), [("PORTULAN_LIMITE", "beaucoup"), ("PORTULAN_MANDATAIRES", "oui")]
)
def test_un_reglage_illisible_arrete_le_demarrage(
    monkeypatch: pytest.MonkeyPatch, nom: str, valeur: str
) -> None:
    monkeypatch.setenv(nom, valeur)
    with pytest.raises(ValueError, match=nom):
        fabriquer()


def test_le_client_derriere_un_mandataire(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTULAN_MANDATAIRES", "1")
    serveur = fabriquer()
    serveur.add_url_rule("/essai/adresse", "adresse", lambda: request.remote_addr or "")
    reponse = serveur.test_client().get(
        "/essai/adresse", headers={"X-Forwarded-For": "6.6.6.6, 1.2.3.4"}
    )
    assert reponse.text == "1.2.3.4"


def test_gunicorn_laisse_passer_une_adresse_trop_longue() -> None:
    reglages = runpy.run_path(str(RACINE / "gunicorn.conf.py"))
    assert (reglages["workers"], reglages["threads"]) == (1, 8)
    assert reglages["preload_app"] is False
    assert reglages["limit_request_line"] == reglages["message"].MAX_REQUEST_LINE == 65_536
    assert "gunicorn.conf.py app:server" in (RACINE / "Procfile").read_text()
