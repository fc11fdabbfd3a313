"""Outlines for maps in the browser: ``/geodata/<niveau>-<tolerance>.geojson`` and the neighbours.

Files are stored and sent gzipped. A page asks them with ``?v=<version>`` (see ``geodata.contours``): they
may then be kept for ever. ``zones=dep-971,dep-972`` asks for some of them only. Territories (``ght``,
``tds``) are put together from départements as ``de=`` says (see ``geodata.assemblage``).

The map of communes reads ``mosaique-large.bin``, ``mosaique-fin.bin``, ``mosaique-communes.json`` (see
``geodata.mosaique``) and, for each division of the country, ``decoupage-<genre>.json``.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable

from flask import Blueprint, Flask, Response, request

import data_layer
from data_layer.flux.decoupages import COLONNES
from geodata import assemblage, contours, decoupages, mosaique
from server.reponses import deja_connue, erreur_json, etiquette, mettre_en_cache

NIVEAUX = ("region", "departement")
TOLERANCES = ("fin", "moyen", "large")
_UN_AN = 31_536_000
ZONES_MAX = 20
_EXEMPLE = "de=A:01.74,B:02"
_MAUVAIS_GROUPES = (
    "Le paramètre « de » dit de quels départements chaque territoire est fait, sous la forme "
    "code:01.74,code:02 ; un département n'est que dans un seul."
)


def brancher(serveur: Flask) -> None:
    """Add the routes of the outlines."""
    plan = Blueprint("geodata", __name__, url_prefix="/geodata")
    plan.add_url_rule("/<niveau>-<tolerance>.geojson", "contours", _contours)
    plan.add_url_rule("/voisins.geojson", "voisins", _voisins)
    plan.add_url_rule("/mosaique-<niveau>.bin", "mosaique", _mosaique)
    plan.add_url_rule("/mosaique-communes.json", "communes", _communes)
    plan.add_url_rule("/decoupage-<genre>.json", "decoupage", _decoupage)
    plan.add_url_rule("/<path:reste>", "inconnus", _inconnus)
    serveur.register_blueprint(plan)


def _contours(niveau: str, tolerance: str) -> Response:
    if niveau in assemblage.TERRITOIRES and tolerance in TOLERANCES:
        return _assembles(niveau, tolerance)
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


def _assembles(genre: str, tolerance: str) -> Response:
    try:
        groupes = assemblage.lire_groupes(genre, request.args.get("de", ""))
    except ValueError:
        return erreur_json(
            400, _MAUVAIS_GROUPES, exemple=f"/geodata/{genre}-moyen.geojson?{_EXEMPLE}"
        )
    autour = request.args.get("autour") == "1"
    try:
        octets = assemblage.geojson_assemble(tolerance, groupes, autour=autour)  # type: ignore[arg-type]
    except contours.ContoursAbsents:
        return _absents()
    return _envoyer(octets)


def _voisins() -> Response:
    octets = contours.voisins_comprimes()
    return _absents() if octets is None else _envoyer(octets)


def _mosaique(niveau: str) -> Response:
    if niveau not in mosaique.NIVEAUX:
        return _inconnus()
    return _envoyer_lu(lambda: mosaique.mosaique_comprimee(niveau), "application/octet-stream")


def _communes() -> Response:
    return _envoyer_lu(mosaique.repertoire_comprime, "application/json")


def _decoupage(genre: str) -> Response:
    if genre in COLONNES:
        return _du_jeu(genre)
    if genre not in decoupages.SERVIS:
        return _inconnus()
    return _envoyer_lu(decoupages.SERVIS[genre], "application/json")


def _du_jeu(genre: str) -> Response:
    """A division that the dataset of flows makes."""
    try:
        octets = data_layer.decoupage_comprime(genre)
    except contours.ContoursAbsents:
        return _absents()
    except (KeyError, data_layer.AucunePublication, data_layer.ErreurEntrepot):
        return erreur_json(
            404, "Les données de flux ne sont pas publiées ici.", commande="make demo"
        )
    return _envoyer(octets, "application/json", figee="v" in request.args)


def _envoyer_lu(lire: Callable[[], bytes], genre: str) -> Response:
    try:
        return _envoyer(lire(), genre)
    except contours.ContoursAbsents:
        return _absents()


def _inconnus(reste: str = "") -> Response:
    permis = [f"{n}-{t}.geojson" for n in NIVEAUX for t in TOLERANCES] + ["voisins.geojson"]
    permis += [f"mosaique-{n}.bin" for n in mosaique.NIVEAUX] + ["mosaique-communes.json"]
    permis += [f"decoupage-{g}.json" for g in (*decoupages.SERVIS, *COLONNES)]
    permis += [f"{g}-{t}.geojson?{_EXEMPLE}" for g in assemblage.TERRITOIRES for t in TOLERANCES]
    return erreur_json(404, "Ces contours n'existent pas.", fichiers=permis)


def _absents() -> Response:
    return erreur_json(404, contours.MESSAGE_ABSENCE, commande=contours.COMMANDE)


def _envoyer(
    octets: bytes, genre: str = "application/geo+json", *, figee: bool | None = None
) -> Response:
    etag = etiquette(hashlib.sha256(octets).hexdigest()[:12])
    reponse = deja_connue(etag)
    if reponse is None:
        clair = not request.accept_encodings.quality("gzip")
        corps = gzip.decompress(octets) if clair else octets
        reponse = Response(corps, mimetype=genre)
        reponse.headers["Vary"] = "Accept-Encoding"
        if not clair:
            reponse.headers["Content-Encoding"] = "gzip"
    if figee is None:
        figee = request.args.get("v") == contours.version_contours()
    mettre_en_cache(reponse, etag, _UN_AN if figee else 0)
    if figee:
        reponse.cache_control.immutable = True
    return reponse
