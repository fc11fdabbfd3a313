"""Outlines for maps in the browser: ``/geodata/<niveau>-<tolerance>.geojson`` and the neighbours.

Files are stored and sent gzipped. A page asks them with ``?v=<version>`` (see :func:`adresse`): they
may then be kept for ever.
"""

from __future__ import annotations

import gzip
import hashlib
from functools import lru_cache

from flask import Blueprint, Flask, Response, request

from geodata import contours
from server.reponses import deja_connue, erreur_json, etiquette, mettre_en_cache

NIVEAUX = ("region", "departement")
TOLERANCES = ("fin", "moyen", "large")
_UN_AN = 31_536_000


def brancher(serveur: Flask) -> None:
    """Add the routes of the outlines."""
    plan = Blueprint("geodata", __name__, url_prefix="/geodata")
    plan.add_url_rule("/<niveau>-<tolerance>.geojson", "contours", _contours)
    plan.add_url_rule("/voisins.geojson", "voisins", _voisins)
    plan.add_url_rule("/<path:reste>", "inconnus", _inconnus)
    serveur.register_blueprint(plan)


def adresse(niveau: str, tolerance: str = "moyen") -> str:
    """The address of outlines, with their version: cached for ever, new when they are built anew.

    Raises:
        ContoursAbsents: not built. ValueError: unknown level or tolerance.
    """
    octets = contours.geojson_comprime(niveau, tolerance)  # type: ignore[arg-type]
    return f"/geodata/{niveau}-{tolerance}.geojson?v={_version(octets)}"


def _contours(niveau: str, tolerance: str) -> Response:
    if niveau not in NIVEAUX or tolerance not in TOLERANCES:
        return _inconnus()
    try:
        octets = contours.geojson_comprime(niveau, tolerance)  # type: ignore[arg-type]
    except contours.ContoursAbsents:
        return _absents()
    return _envoyer(octets)


def _voisins() -> Response:
    octets = contours.voisins_comprimes()
    return _absents() if octets is None else _envoyer(octets)


def _inconnus(reste: str = "") -> Response:
    permis = [f"{n}-{t}.geojson" for n in NIVEAUX for t in TOLERANCES] + ["voisins.geojson"]
    return erreur_json(404, "Ces contours n'existent pas.", fichiers=permis)


def _absents() -> Response:
    return erreur_json(404, contours.MESSAGE_ABSENCE, commande=contours.COMMANDE)


def _envoyer(octets: bytes) -> Response:
    version = _version(octets)
    etag = etiquette(version)
    reponse = deja_connue(etag)
    if reponse is None:
        clair = not request.accept_encodings.quality("gzip")
        corps = gzip.decompress(octets) if clair else octets
        reponse = Response(corps, mimetype="application/geo+json")
        reponse.headers["Vary"] = "Accept-Encoding"
        if not clair:
            reponse.headers["Content-Encoding"] = "gzip"
    figee = request.args.get("v") == version
    mettre_en_cache(reponse, etag, _UN_AN if figee else 0)
    if figee:
        reponse.cache_control.immutable = True
    return reponse


@lru_cache(maxsize=16)
def _version(octets: bytes) -> str:
    return hashlib.sha256(octets).hexdigest()[:12]
