"""The Flask side: API, downloads, outlines, headers, limits, errors, health. No Dash in here."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Flask

from server import (
    api,
    documentation,
    entetes,
    erreurs,
    fichiers_geo,
    limites,
    nomenclatures,
    paniers,
    poses,
    referentiels,
    telechargements,
)

__all__ = ["installer"]


def installer(serveur: Flask, csp_hashes: Callable[[], Sequence[str]]) -> None:
    """Put everything of this package on a Flask server; call once, after the Dash app is made.

    ``csp_hashes`` gives the quoted hashes of the inline scripts of the pages; it is called at the
    first answer, when every callback is registered.

    Raises:
        ValueError: an environment variable (``PORTULAN_LIMITE``, ``PORTULAN_MANDATAIRES``) is
        unreadable.
    """
    paniers.recevoir(serveur)
    erreurs.brancher(serveur)
    limites.brancher(serveur)
    entetes.brancher(serveur, csp_hashes)
    api.brancher(serveur)
    referentiels.brancher(serveur)
    nomenclatures.brancher(serveur)
    documentation.brancher(serveur)
    fichiers_geo.brancher(serveur)
    telechargements.brancher(serveur)
    poses.brancher(serveur)
    paniers.brancher(serveur)
