"""What the maps of flows show for another year, ready to be laid: ``/cartographie/pose.json``.

The page asks for the years around its own beforehand, so that the slider of years only recolours: no geometry
and no question to the engine stand between a gesture and its colours.
"""

from __future__ import annotations

import json

from flask import Blueprint, Flask, Response

from server.api import DUREE_EPINGLEE
from server.demande import Refus, lire_demande
from server.reponses import deja_connue, erreur_json, etiquette, mettre_en_cache

SLUG = "cartographie"


def brancher(serveur: Flask) -> None:
    """Add the route."""
    plan = Blueprint("poses", __name__, url_prefix="/cartographie")
    plan.add_url_rule("/pose.json", "pose", _pose)
    plan.register_error_handler(Refus, lambda refus: erreur_json(refus.statut, refus.message))
    serveur.register_blueprint(plan)


def _pose() -> Response:
    """Ids of the page and the properties they take, as ``dash_clientside.set_props`` does."""
    # Loaded at the first map: Plotly's encoder, which writes components, takes time to import.
    from plotly.utils import PlotlyJSONEncoder

    from components.maps.carte_flux import retouches

    demande = lire_demande(SLUG)
    etag = etiquette(SLUG, "pose", demande.version, demande.adresse)
    connue = deja_connue(etag)
    if connue is not None:
        return connue
    lues = retouches(demande.resultat())
    if lues is None:
        raise Refus(404, "Il n'y a pas de carte à montrer pour ces choix.")
    reponse = Response(json.dumps(lues, cls=PlotlyJSONEncoder), mimetype="application/json")
    return mettre_en_cache(reponse, etag, DUREE_EPINGLEE if demande.epinglee else 0)
