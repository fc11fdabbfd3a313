"""The API of restitutions: ``/api/v1/r/<slug>.json`` and ``.csv``, the same query string as the page.

A request that the page would correct with a notice is refused here: a machine does not read notices.
"""

from __future__ import annotations

from flask import Blueprint, Flask, Response

from components.documents import csv_octets
from server.demande import Demande, bloc_de, lire_demande
from server.limites import borner
from server.reponses import deja_connue, en_json, erreur_json, etiquette, mettre_en_cache
from server.resultat_json import resultat_en_json

# How long an answer that names its release may be kept: it will not change, its wording may.
DUREE_EPINGLEE = 3600


def brancher(serveur: Flask) -> None:
    """Add the routes of the API of restitutions, and what refuses the rest of ``/api``."""
    plan = Blueprint("api", __name__, url_prefix="/api")
    plan.add_url_rule("/v1/r/<slug>.json", "json", _json)
    plan.add_url_rule("/v1/r/<slug>.csv", "csv", _csv)
    plan.add_url_rule("/v1/r/<slug>/<panneau>.json", "panneau_json", _json)
    plan.add_url_rule("/v1/r/<slug>/<panneau>.csv", "panneau_csv", _csv)
    plan.add_url_rule("/<path:reste>", "inconnue", _inconnue)
    borner(serveur, plan)
    serveur.register_blueprint(plan)


def _json(slug: str, panneau: str | None = None) -> Response:
    demande = lire_demande(slug, panneau)
    etag = _etiquette(demande, panneau, "json")
    connue = deja_connue(etag)
    if connue is not None:
        return connue
    resultat = demande.resultat()
    bloc = bloc_de(resultat, panneau)
    contenu = resultat_en_json(
        resultat, bloc, demande.requete, demande.adresse, seul=panneau is not None
    )
    return _dater(en_json(contenu), demande, etag)


def _csv(slug: str, panneau: str | None = None) -> Response:
    demande = lire_demande(slug, panneau)
    etag = _etiquette(demande, panneau, "csv")
    connue = deja_connue(etag)
    if connue is not None:
        return connue
    resultat = demande.resultat()
    octets = csv_octets(resultat, bloc_de(resultat, panneau), demande.adresse)
    return _dater(Response(octets, mimetype="text/csv"), demande, etag)


def _inconnue(reste: str) -> Response:
    # Without this route the portal's own catch-all would answer a page, and a 200.
    return erreur_json(404, f"L'adresse /api/{reste[:80]} n'existe pas.")


def _etiquette(demande: Demande, panneau: str | None, forme: str) -> str:
    slug = demande.selection.slug
    return etiquette(slug, panneau or "", forme, demande.version, demande.adresse)


def _dater(reponse: Response, demande: Demande, etag: str) -> Response:
    return mettre_en_cache(reponse, etag, DUREE_EPINGLEE if demande.epinglee else 0)
