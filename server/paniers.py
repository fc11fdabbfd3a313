"""Baskets over HTTP: the list of one as a file, and the one callback that may receive a file."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, abort, request

import data_layer
from data_layer import paniers
from geodata.texte import sans_accent
from geodata.zones import Zone, Zones, etablissement
from server.demande import Refus
from server.limites import TAILLE_MAX, borner
from server.rappels import CHEMIN
from server.reponses import deja_connue, etiquette, mettre_en_cache

# A file of TAILLE_MAX at most comes as base64, a third longer, with its name around it.
_AVEC_UN_FICHIER = TAILLE_MAX * 4 // 3 + 16_384
_ENTREE = {"id": "panier-fichier", "property": "contents"}


def recevoir(serveur: Flask) -> None:
    """Let the callback that reads a file have a longer body than the others; call before ``erreurs``."""
    serveur.before_request(_peser)


def brancher(serveur: Flask) -> None:
    """Add the route of the list, ``/panier/pan-<hash>.txt``."""
    plan = Blueprint("paniers", __name__, url_prefix="/panier")
    plan.add_url_rule("/<panier>.txt", "liste", _liste)
    borner(serveur, plan)
    serveur.register_blueprint(plan)


def _peser() -> None:
    if request.path != CHEMIN or (request.content_length or 0) <= TAILLE_MAX:
        return
    request.max_content_length = _AVEC_UN_FICHIER
    if not _porte_un_fichier(request.get_json(silent=True)):
        abort(413)


def _porte_un_fichier(corps: object) -> bool:
    """Whether a callback payload is that of the import: its only input is the file."""
    entrees = corps.get("inputs") if isinstance(corps, dict) else None
    if not isinstance(entrees, list) or len(entrees) != 1 or not isinstance(entrees[0], dict):
        return False
    return all(entrees[0].get(cle) == valeur for cle, valeur in _ENTREE.items())


def _liste(panier: str) -> Response:
    garde = paniers.lire(panier) if panier.startswith("pan-") else None
    if garde is None:
        raise Refus(404, "Aucun panier n'est gardé à cette adresse : elle a pu être mal recopiée.")
    version, zones = _zones()
    etag = etiquette("panier", garde.id, version)
    connue = deja_connue(etag)
    if connue is not None:
        return connue
    # A number that the release does not know stays in the list, without a label.
    octets = paniers.ecrire_liste(_zone(numero, zones) for numero in garde.finess)
    reponse = Response(octets, mimetype="text/plain", content_type="text/plain; charset=utf-8")
    nom = "-".join(sans_accent(garde.nom).split())[:60] or garde.empreinte
    reponse.headers["Content-Disposition"] = f'attachment; filename="panier_{nom}.txt"'
    return mettre_en_cache(reponse, etag)


def _zones() -> tuple[str, Zones | None]:
    """The live release and its zones; a list is written without labels when there is none."""
    try:
        ouverte = data_layer.ouvrir()
    except (data_layer.AucunePublication, data_layer.ErreurEntrepot):
        return "", None
    return ouverte.release.id, ouverte.zones


def _zone(numero: str, zones: Zones | None) -> Zone:
    connue = zones.get(f"fin-{numero}") if zones is not None else None
    return connue or etablissement(numero, "")
