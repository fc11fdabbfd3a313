"""The interactive page of the API at ``/api/``, and the document it reads.

Swagger UI is served from the ``flask-swagger-ui`` wheel; the page, its script and its style are ours, so
that nothing inline is needed and nothing comes from elsewhere.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from flask import Blueprint, Flask, Response, redirect, send_from_directory, url_for
from werkzeug.wrappers import Response as ReponseWerkzeug

from data_layer import ErreurEntrepot, release_courante
from server.limites import borner
from server.openapi import document
from server.reponses import deja_connue, en_json, etiquette, mettre_en_cache

_STATIQUES = Path(__file__).parent / "static"
_SWAGGER = Path(str(files("flask_swagger_ui"))) / "dist"
_FICHIERS = {
    "documentation.js": _STATIQUES,
    "documentation.css": _STATIQUES,
    "swagger-ui-bundle.js": _SWAGGER,
    "swagger-ui.css": _SWAGGER,
}
_UN_JOUR = 86_400


def brancher(serveur: Flask) -> None:
    """Add ``/api/``, its files, and ``/api/v1/openapi.json``."""
    plan = Blueprint("documentation", __name__, url_prefix="/api")
    plan.add_url_rule("/", "page", _page)
    plan.add_url_rule("/v1/docs", "ancienne", _page_ailleurs)
    plan.add_url_rule("/statique/<fichier>", "fichiers", _fichier)
    serveur.register_blueprint(plan)
    decrit = Blueprint("openapi", __name__, url_prefix="/api/v1")
    decrit.add_url_rule("/openapi.json", "document", _document)
    borner(serveur, decrit)
    serveur.register_blueprint(decrit)
    serveur.add_url_rule("/api", "api_sans_barre", _page_ailleurs)


def _page() -> Response:
    return send_from_directory(_STATIQUES, "documentation.html", mimetype="text/html", max_age=0)


def _page_ailleurs() -> ReponseWerkzeug:
    return redirect(url_for("documentation.page"), 308)


def _fichier(fichier: str) -> Response:
    dossier = _FICHIERS.get(fichier, _STATIQUES)
    return send_from_directory(dossier, fichier, max_age=_UN_JOUR)


def _document() -> Response:
    try:
        release = release_courante()
    except ErreurEntrepot:
        release = None
    etag = etiquette("openapi", release.id if release else "")
    return deja_connue(etag) or mettre_en_cache(en_json(document()), etag)
