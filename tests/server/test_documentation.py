"""What is not documented does not exist, and what is documented is true."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from data_layer import restitutions

# Pages, files of pages, redirections, and the routes that refuse what is left.
HORS = {"accueil", "reste", "api.inconnue", "geodata.inconnus", "api_sans_barre"}
HORS |= {"documentation.page", "documentation.ancienne", "documentation.fichiers"}


def _document(client: FlaskClient) -> dict[str, Any]:
    contenu: dict[str, Any] = json.loads(client.get("/api/v1/openapi.json").data)
    return contenu


def test_toute_route_est_documentee(client: FlaskClient, serveur: Flask) -> None:
    routes = set()
    for regle in serveur.url_map.iter_rules():
        if regle.endpoint not in HORS:
            chemin = re.sub(r"<(?:[^:<>]+:)?(\w+)>", r"{\1}", regle.rule)
            routes |= {chemin.replace("{slug}", r.slug) for r in restitutions()}
    assert routes == set(_document(client)["paths"])


def test_chaque_operation_est_decrite(client: FlaskClient) -> None:
    document = _document(client)
    assert document["openapi"].startswith("3.1")
    etiquettes = {t["name"] for t in document["tags"]}
    for chemin, operations in document["paths"].items():
        operation = operations["get"]
        assert operation["summary"]
        assert set(operation["tags"]) <= etiquettes
        assert "200" in operation["responses"]
        dans_le_chemin = {p["name"] for p in operation["parameters"] if p["in"] == "path"}
        assert dans_le_chemin == set(re.findall(r"{(\w+)}", chemin))
        assert all(p["description"] for p in operation["parameters"])
    references = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(document)))
    assert references <= set(document["components"]["schemas"])


@pytest.mark.parametrize(
    ("chemin", "schema"),
    [
        ("/api/v1/r/activite-mco.json?zone=reg-11&vs=reg-32", "Resultat"),
        ("/api/v1/r/activite-mco.json?niveau=etablissement&lecture=evol", "Resultat"),
        ("/api/v1/r/activite-mco/evolution.json", "Resultat"),
        ("/api/v1/r/dm-medicaments.json?noeud=dm&vue=graphique&vs=reg-32", "Resultat"),
        ("/api/v1/r/dm-medicaments/mois.json?noeud=med&niveau=ght", "Resultat"),
        ("/api/v1/r/dm-medicaments.json?noeud=med&perimetre=constant", "Erreur"),
        ("/api/v1/referentiels/dm-medicaments/noeuds?q=prothese", "Noeuds"),
        ("/api/v1/referentiels/dm-medicaments/noeuds", "Noeuds"),
        ("/api/v1/referentiels/dm-medicaments/ghms", "Valeurs"),
        ("/api/v1/r/activite-mco.json?zone=reg-99", "Erreur"),
        ("/api/v1/r/x.json", "Erreur"),
        ("/api/v1/zones.json?q=lyon", "Zones"),
    ],
)
def test_les_reponses_ont_la_forme_annoncee(client: FlaskClient, chemin: str, schema: str) -> None:
    schemas = _document(client)["components"]["schemas"]
    _verifier(json.loads(client.get(chemin).data), schemas[schema], schemas, schema)


def _verifier(valeur: Any, schema: dict[str, Any], schemas: dict[str, Any], ou: str) -> None:
    """The part of JSON Schema that our shapes use."""
    if "$ref" in schema:
        schema = schemas[schema["$ref"].rsplit("/", 1)[1]]
    genres = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    assert any(_est(valeur, genre) for genre in genres), (ou, valeur)
    assert valeur in schema.get("enum", [valeur]), ou
    if isinstance(valeur, dict):
        proprietes = schema.get("properties", {})
        reste = schema.get("additionalProperties", True)
        assert set(schema.get("required", ())) <= set(valeur), ou
        assert reste is not False or set(valeur) <= set(proprietes), ou
        for cle, contenu in valeur.items():
            dedans = proprietes.get(cle, reste)
            if isinstance(dedans, dict):
                _verifier(contenu, dedans, schemas, f"{ou}.{cle}")
    if isinstance(valeur, list):
        assert len(valeur) <= schema.get("maxItems", len(valeur)), ou
        for contenu in valeur:
            if "items" in schema:
                _verifier(contenu, schema["items"], schemas, f"{ou}[]")


def _est(valeur: Any, genre: str) -> bool:
    if isinstance(valeur, bool):
        return genre == "boolean"
    python: dict[str, type | tuple[type, ...]] = {
        "object": dict,
        "array": list,
        "string": str,
        "integer": int,
        "number": (int, float),
        "null": type(None),
    }
    return genre in python and isinstance(valeur, python[genre])


def test_la_page_n_a_rien_en_ligne(client: FlaskClient) -> None:
    page = client.get("/api/")
    assert (page.status_code, page.mimetype) == (200, "text/html")
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|https?://", page.text)
    for chemin in re.findall(r'(?:src|href)="(/api/statique/[^"]+)"', page.text):
        assert client.get(chemin).status_code == 200, chemin
    assert client.get("/api").headers["Location"] == "/api/"
    assert client.get("/api/v1/docs").headers["Location"] == "/api/"
