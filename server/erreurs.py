"""Errors outside the pages: French, without a trace, each in the language of who asked.

``/api`` answers JSON, Dash's own routes JSON too, anything else a small page that needs no script.
"""

from __future__ import annotations

import logging
import traceback
from urllib.parse import quote

from flask import Flask, Response, request
from markupsafe import Markup, escape
from werkzeug.exceptions import HTTPException

from components.demandes import DemandeForgee
from server.demande import Refus
from server.parametres import LIMITE_ADRESSE
from server.rappels import CHEMIN, faute_du_demandeur, verifier
from server.reponses import erreur_json, requete_recue
from server.resultat_json import avis_en_json

journal = logging.getLogger("portulan.serveur")

INDISPONIBLE = (
    "Le service n'a pas pu répondre à cette demande. Le défaut est de notre côté et il est "
    "enregistré ; réessayez dans un instant."
)
_MESSAGES = {
    400: "La demande n'est pas lisible. Reprenez depuis la page, ou corrigez l'adresse.",
    403: "Cette adresse n'est pas ouverte.",
    404: "Cette adresse n'existe pas, ou n'existe plus.",
    405: "Cette adresse ne se demande pas de cette façon ; voyez l'en-tête Allow.",
    408: "La demande a mis trop de temps à arriver. Réessayez.",
    413: "La demande est trop lourde : 1 Mo au plus.",
    414: "L'adresse est trop longue. Repartez de la restitution et refaites vos choix.",
    415: "Le contenu envoyé n'est pas du JSON.",
    429: (
        "Trop de demandes en peu de temps. Patientez une minute, puis réessayez ; l'en-tête "
        "Retry-After donne l'attente en secondes."
    ),
}
_MACHINES = ("/api/", "/geodata/", "/_dash-", "/healthz")
_TITRES = {
    404: "Page introuvable",
    410: "Publication retirée",
    429: "Trop de demandes",
    500: "Page indisponible",
    503: "Données indisponibles",
}
_PAGE = """<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{titre} - Portulan</title>
<link rel="icon" href="/assets/favicon.svg">
<link rel="stylesheet" href="/assets/00-tokens.css">
<link rel="stylesheet" href="/assets/10-base.css">
<link rel="stylesheet" href="/assets/20-coquille.css">
<script src="/assets/theme.js"></script>
</head>
<body>
<main class="contenu page-texte">
<h1>{titre}</h1>
{corps}
<p><a href="/">Retour à l'accueil de Portulan</a></p>
</main>
</body>
</html>
"""


def brancher(serveur: Flask) -> None:
    """Answer every error of the server, and refuse malformed callback payloads before they run."""
    serveur.before_request(_avant)
    serveur.register_error_handler(Refus, _refuser)
    serveur.register_error_handler(DemandeForgee, _forgee)
    serveur.register_error_handler(HTTPException, _http)
    serveur.register_error_handler(Exception, _imprevu)


def page_erreur(statut: int, titre: str, *paragraphes: str | Markup) -> Response:
    """A whole HTML page, readable without script; texts are escaped, markup is not."""
    corps = "\n".join(f"<p>{escape(p)}</p>" for p in paragraphes)
    page = Response(_PAGE.format(titre=escape(titre), corps=corps), statut, mimetype="text/html")
    page.cache_control.no_store = True
    return page


def repondre_erreur(statut: int, message: str) -> Response:
    """The answer to an error, in the form that suits the address asked."""
    if _machine():
        return erreur_json(statut, message)
    return page_erreur(statut, _TITRES.get(statut, "Demande refusée"), message)


def _machine() -> bool:
    return request.path.startswith(_MACHINES)


def _refuser(refus: Refus) -> Response:
    """A request for figures that was refused: JSON for machines, else a page with the ways on."""
    if _machine():
        return erreur_json(refus.statut, refus.message, avis_en_json(refus.avis), **refus.autres)
    titre = _TITRES.get(refus.statut, "Demande refusée")
    messages = [a.message for a in refus.avis] if refus.avis else [refus.message]
    return page_erreur(refus.statut, titre, *messages, *_retour(refus))


def _retour(refus: Refus) -> list[Markup]:
    """A link to the page of the restitution, which shows the same notices with the choices to click."""
    slug = (request.view_args or {}).get("slug", "")
    if not refus.avis or not slug:
        return []
    requete = requete_recue()
    suite = f"?{requete}" if len(requete) <= LIMITE_ADRESSE else ""
    lien = '<a href="/r/{}{}">Corriger ces choix dans la page de la restitution</a>'
    return [Markup(lien).format(quote(slug), suite)]


def _avant() -> Response | None:
    if request.path != CHEMIN or request.method != "POST":
        return None
    defaut = verifier(request.get_json())
    return None if defaut is None else erreur_json(400, defaut)


def _http(erreur: HTTPException) -> Response:
    if erreur.response is not None:  # a redirection, or an answer made elsewhere
        return erreur.response  # type: ignore[return-value]
    statut = erreur.code or 500
    if statut >= 500:
        journal.error("HTTP %s on %s", statut, request.path)
    message = _MESSAGES.get(statut, INDISPONIBLE if statut >= 500 else _MESSAGES[400])
    reponse = repondre_erreur(statut, message)
    for nom, valeur in erreur.get_headers():
        if nom.lower() in {"allow", "retry-after"}:
            reponse.headers[nom] = valeur
    return reponse


def _forgee(forgee: DemandeForgee) -> Response:
    """A callback was given what no page sends: said to the sender, and nothing to log."""
    return repondre_erreur(400, str(forgee))


def _imprevu(erreur: Exception) -> Response:
    """An exception nobody expected: logged with its trace, which never leaves."""
    if isinstance(erreur, HTTPException):
        return _http(erreur)
    if request.path == CHEMIN and faute_du_demandeur(traceback.walk_tb(erreur.__traceback__)):
        # Named, without a trace: anyone may send any number of these. A callback that returns too
        # few values would come this way as well, which tests and these words would show.
        journal.warning("Callback payload refused: %s", repr(erreur)[:300])
        return erreur_json(400, _MESSAGES[400])
    if request.path.startswith("/_dash-component-suites/"):
        return erreur_json(404, _MESSAGES[404])
    journal.error("Request failed: %s %s", request.method, request.path, exc_info=erreur)
    if not request.path.startswith("/api/"):
        return repondre_erreur(500, INDISPONIBLE)
    reponse = erreur_json(503, INDISPONIBLE)
    reponse.headers["Retry-After"] = "30"
    return reponse
