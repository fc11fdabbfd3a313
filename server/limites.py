"""How much one client may ask: requests by minute on the API and the downloads, baskets saved, size of
a body.

Counts are kept in memory: they are exact with the one worker of ``gunicorn.conf.py``, and each worker
counts for itself otherwise.
"""

from __future__ import annotations

import os

from flask import Blueprint, Flask, Response
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits import parse, parse_many
from werkzeug.middleware.proxy_fix import ProxyFix

from components.demandes import compter_les_enregistrements

TAILLE_MAX = 1_048_576
"""Largest body of a request, in bytes."""
PAR_DEFAUT = "120/minute"
ENREGISTREMENTS = "30/minute"
"""Most baskets that one client saves: each may leave a file, and the server keeps a bounded number."""
_SANS = {"0", "aucune"}

_CLE = "portulan_limite"


def brancher(serveur: Flask) -> None:
    """Set the limits: ``PORTULAN_LIMITE`` (``120/minute``; ``0`` for none), none under test.

    ``PORTULAN_MANDATAIRES`` is how many proxies stand before the server (0): the client's address is
    then read from the headers that they, and only they, add.

    Raises:
        ValueError: one of the two is unreadable.
    """
    serveur.config["MAX_CONTENT_LENGTH"] = TAILLE_MAX
    # Registered before the limiter's own, hence run after it.
    serveur.after_request(_sans_attente)
    texte = limite()
    limiteur = Limiter(
        get_remote_address,
        app=serveur,
        storage_uri="memory://",
        headers_enabled=True,
        enabled=texte is not None and not serveur.testing,
    )
    # The limiter is kept with its limit, which only refers to it weakly.
    serveur.extensions[_CLE] = (
        limiteur,
        limiteur.shared_limit(texte or PAR_DEFAUT, scope="donnees"),
    )
    compter_les_enregistrements(serveur, lambda: _compter(limiteur))
    n = _mandataires()
    if n:
        serveur.wsgi_app = ProxyFix(serveur.wsgi_app, n, n, n)  # type: ignore[method-assign]


def borner(serveur: Flask, plan: Blueprint) -> None:
    """Count the requests to a blueprint, after ``brancher``; those given share one count."""
    _, partage = serveur.extensions[_CLE]
    partage(plan)


def _compter(limiteur: Limiter) -> bool:
    """Count one save of the client; whether it may. A callback has no route that could bear a limit."""
    if not limiteur.enabled:
        return True
    return limiteur.limiter.hit(parse(ENREGISTREMENTS), "enregistrements", get_remote_address())


def _sans_attente(reponse: Response) -> Response:
    """The limiter tells everyone to wait, those it let through as well."""
    if reponse.status_code < 400:
        reponse.headers.pop("Retry-After", None)
    return reponse


def limite() -> str | None:
    """The limit in force, None for none.

    Raises:
        ValueError: ``PORTULAN_LIMITE`` is unreadable.
    """
    texte = os.environ.get("PORTULAN_LIMITE", PAR_DEFAUT).strip()
    if texte in _SANS:
        return None
    try:
        parse_many(texte)
    except ValueError:
        message = f"PORTULAN_LIMITE illisible : « {texte} » ; écrivez « 120/minute », ou 0."
        raise ValueError(message) from None
    return texte


def _mandataires() -> int:
    texte = os.environ.get("PORTULAN_MANDATAIRES", "0")
    if not texte.isdecimal():
        raise ValueError(f"PORTULAN_MANDATAIRES illisible : « {texte} » ; écrivez un nombre.")
    return int(texte)
