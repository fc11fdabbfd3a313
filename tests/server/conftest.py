"""A Flask server with everything of ``server/`` and, like Dash, a route that takes what is left; the
real application, and calls of its callbacks as a browser writes them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

import server

ATTRAPE_TOUT = "attrape-tout"
CHEMIN = "/_dash-update-component"


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


@pytest.fixture(scope="module")
def client_reel(entrepot: Path) -> Iterator[FlaskClient]:
    """The real application over the demonstration release, without limit of rate."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PORTULAN_LIMITE", "0")
        from app import create_app

        client: FlaskClient = create_app().server.test_client()
        client.get("/")
        yield client


def rappels(client: FlaskClient) -> list[Any]:
    """The callbacks of the real application that run on the server."""
    return [d for d in client.get("/_dash-dependencies").get_json() if not d["clientside_function"]]


def _propriete(ident: str, propriete: str, cle: Any = "zone") -> Any:
    """A property as the browser names it; those of a pattern with ALL come as a list."""
    if not ident.startswith("{"):
        return {"id": ident, "property": propriete}
    motif = json.loads(ident)
    concret = {k: cle if isinstance(v, list) else v for k, v in motif.items()}
    seule = {"id": concret, "property": propriete}
    return [seule] if ["ALL"] in motif.values() else seule


def _nom(propriete: Any) -> str:
    ident = propriete["id"]
    if isinstance(ident, dict):
        ident = json.dumps(ident, separators=(",", ":"), sort_keys=True)
    return f"{ident}.{propriete['property']}"


def appel(declare: Any, fentes: list[Any], cle: Any = "zone") -> dict[str, Any]:
    """A call of a callback with a value for each of its inputs, then of its states."""
    sortie = declare["output"]
    noms = sortie[2:-2].split("...") if sortie.startswith("..") else [sortie]
    paires = [n.rsplit(".", 1) for n in noms]
    sorties = [_propriete(i, p.split("@")[0], cle) for i, p in paires]
    recus = []
    for fente, valeur in zip([*declare["inputs"], *declare["state"]], fentes, strict=True):
        propriete = _propriete(fente["id"], fente["property"], cle)
        seule = propriete[0] if isinstance(propriete, list) else propriete
        recus.append((propriete, seule | {"value": valeur}))
    remplis = [[valeur] if isinstance(p, list) else valeur for p, valeur in recus]
    combien = len(declare["inputs"])
    return {
        "output": sortie,
        "outputs": sorties if sortie.startswith("..") else sorties[0],
        "inputs": remplis[:combien],
        "state": remplis[combien:],
        "changedPropIds": [_nom(valeur) for _, valeur in recus[:combien]],
    }


def envoyer(client: FlaskClient, corps: Any) -> Any:
    """Send a call as the browser does."""
    return client.post(CHEMIN, data=json.dumps(corps), content_type="application/json")


def rappel(client: FlaskClient, sortie: str, ident: str, propriete: str) -> Any:
    """The one callback which has this output, and this property as its first input."""
    entree = {"id": ident, "property": propriete}
    (trouve,) = (
        r
        for r in rappels(client)
        if sortie in r["output"] and entree.items() <= r["inputs"][0].items()
    )
    return trouve
