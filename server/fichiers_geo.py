"""Outlines for maps in the browser: ``/geodata/<niveau>-<tolerance>.geojson`` and the neighbours.

Files are stored and sent gzipped. A page asks them with ``?v=<version>`` (see ``geodata.contours``): they
may then be kept for ever. ``zones=dep-971,dep-972`` asks for some of them only.
"""

from __future__ import annotations

import gzip
import hashlib

from flask import Blueprint, Flask, Response, request

from geodata import contours
from server.reponses import deja_connue, erreur_json, etiquette, mettre_en_cache

NIVEAUX = ("region", "departement")
TOLERANCES = ("fin", "moyen", "large")
_UN_AN = 31_536_000
ZONES_MAX = 20


def brancher(serveur: Flask) -> None:
    """Add the routes of the outlines."""
    plan = Blueprint("geodata", __name__, url_prefix="/geodata")
    plan.add_url_rule("/<niveau>-<tolerance>.geojson", "contours", _contours)
    plan.add_url_rule("/voisins.geojson", "voisins", _voisins)
    plan.add_url_rule("/<path:reste>", "inconnus", _inconnus)
    serveur.register_blueprint(plan)


def _contours(niveau: str, tolerance: str) -> Response:
    if niveau not in NIVEAUX or tolerance not in TOLERANCES:
        return _inconnus()
    zones = tuple(request.args.get("zones", "").split(",")[:ZONES_MAX])
    try:
        if any(zones):
            octets = contours.geojson_partiel(niveau, tolerance, zones)  # type: ignore[arg-type]
        else:
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
    etag = etiquette(hashlib.sha256(octets).hexdigest()[:12])
    reponse = deja_connue(etag)
    if reponse is None:
        clair = not request.accept_encodings.quality("gzip")
        corps = gzip.decompress(octets) if clair else octets
        reponse = Response(corps, mimetype="application/geo+json")
        reponse.headers["Vary"] = "Accept-Encoding"
        if not clair:
            reponse.headers["Content-Encoding"] = "gzip"
    figee = request.args.get("v") == contours.version_contours()
    mettre_en_cache(reponse, etag, _UN_AN if figee else 0)
    if figee:
        reponse.cache_control.immutable = True
    return reponse
