"""A Flask server with everything of ``server/`` and, like Dash, a route that takes what is left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

import server

ATTRAPE_TOUT = "attrape-tout"


def fabriquer(testing: bool = True) -> Flask:
    """A server as app.py makes it, but for Dash."""
    serveur = Flask("essai", static_folder=None)
    serveur.testing = testing

    def attraper(reste: str = "") -> str:
        return ATTRAPE_TOUT

    serveur.add_url_rule("/", "accueil", attraper)
    serveur.add_url_rule("/<path:reste>", "reste", attraper)
    server.installer(serveur, lambda: ["'sha256-essai='"])
    return serveur


@pytest.fixture(scope="session")
def serveur() -> Flask:
    return fabriquer()


@pytest.fixture
def client(serveur: Flask, entrepot: Path) -> FlaskClient:
    """A client of a server that has the demonstration release."""
    return serveur.test_client()


@pytest.fixture
def sans_donnees(
    serveur: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FlaskClient]:
    """A client of a server where nothing was ever published nor built."""
    monkeypatch.setenv("PORTULAN_VAR", str(tmp_path))
    yield serveur.test_client()
