"""Answers that the routes share: JSON, its errors, and what caches may do with them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from flask import Response, request

DOCUMENTATION = "/api/"
_RACINE = Path(__file__).resolve().parent.parent
_DOSSIERS = ("server", "components", "data_layer", "geodata")
_OPTIONS = orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS


def en_json(contenu: Any, statut: int = 200) -> Response:
    """Return a JSON answer; dataclasses, dates, numpy arrays are written, NaN becomes ``null``."""
    octets = orjson.dumps(contenu, option=_OPTIONS)
    return Response(octets, statut, mimetype="application/json")


def erreur_json(
    statut: int,
    message: str,
    notices: Sequence[Mapping[str, Any]] = (),
    **autres: Any,
) -> Response:
    """Return an error as the API says it: ``erreur``, ``notices``, ``aide``, and further keys."""
    corps = {"erreur": message, "notices": list(notices), "aide": DOCUMENTATION, **autres}
    reponse = en_json(corps, statut)
    reponse.cache_control.no_store = True
    return reponse


def etiquette(*morceaux: str) -> str:
    """Return an ETag of what an answer depends on, the code that writes it included."""
    texte = "\n".join((empreinte_du_code(), *morceaux))
    return hashlib.sha256(texte.encode("utf-8", "replace")).hexdigest()[:32]


def deja_connue(etag: str) -> Response | None:
    """Return the 304 to send when the client has this very answer, before it is computed."""
    if not request.if_none_match.contains_weak(etag):
        return None
    reponse = Response(status=304)
    reponse.set_etag(etag, weak=True)
    return reponse


def mettre_en_cache(reponse: Response, etag: str, secondes: int = 0) -> Response:
    """Let caches keep an answer for so many seconds; 0: to be asked again each time, by its ETag.

    The ETag is weak: compression on the way changes the bytes, not what they say.
    """
    reponse.set_etag(etag, weak=True)
    if secondes:
        reponse.cache_control.public = True
        reponse.cache_control.max_age = secondes
    else:
        reponse.cache_control.no_cache = True
    return reponse


def requete_recue() -> str:
    """The query string as sent; bytes that are no UTF-8 become replacement characters."""
    return request.query_string.decode("utf-8", "replace")


@cache
def empreinte_du_code() -> str:
    """Hash of the sources and declarations that answers are made with: a new version, new ETags."""
    somme = hashlib.sha256()
    for dossier in _DOSSIERS:
        for fichier in sorted((_RACINE / dossier).rglob("*")):
            if fichier.suffix in {".py", ".yaml", ".html", ".js", ".css"}:
                somme.update(fichier.read_bytes())
    return somme.hexdigest()[:16]
