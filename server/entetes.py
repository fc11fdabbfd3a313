"""Security headers of every answer.

Written by hand rather than with flask-talisman: the hashes of Dash's inline scripts are known only when
every callback is registered, after Talisman wants the policy, and it reads one for all routes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import lru_cache

from flask import Flask, Response, request

_PERMISSIONS = (
    "accelerometer camera display-capture geolocation gyroscope microphone midi payment usb"
)
_POLITIQUE = (
    "default-src 'self'",
    # Dash, Leaflet and AG Grid set styles inline, one by one; no script may be.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "worker-src 'self' blob:",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "base-uri 'self'",
)
_FIXES = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": ", ".join(f"{p}=()" for p in _PERMISSIONS.split()),
    "Cross-Origin-Opener-Policy": "same-origin",
}
_OUVERTES = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Expose-Headers": "ETag, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


def brancher(serveur: Flask, csp_hashes: Callable[[], Sequence[str]]) -> None:
    """Add the headers to every answer, and open ``/api/`` to scripts of other sites.

    ``PORTULAN_HTTPS=1`` says that the portal is served by HTTPS only: browsers are then told so.
    """
    https = os.environ.get("PORTULAN_HTTPS") == "1"

    @lru_cache(maxsize=1)
    def politique() -> str:
        return "; ".join((*_POLITIQUE, " ".join(("script-src 'self'", *csp_hashes()))))

    def poser(reponse: Response) -> Response:
        reponse.headers["Content-Security-Policy"] = politique()
        reponse.headers.update(_FIXES)
        if request.path.startswith("/api/"):
            # Open without credentials: the API is public, and knows neither cookie nor session.
            reponse.headers.update(_OUVERTES)
        if request.path.startswith("/assets/") and "m" in request.args:
            # Dash dates each asset in its address: the file of an address never changes.
            reponse.cache_control.no_cache = None
            reponse.cache_control.public = True
            reponse.cache_control.max_age = 31_536_000
            reponse.cache_control.immutable = True
        if https:
            reponse.headers["Strict-Transport-Security"] = "max-age=31536000"
        return reponse

    serveur.after_request(poser)
