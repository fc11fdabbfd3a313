"""The application: ``create_app()`` builds it, ``server`` is what gunicorn serves."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, cast

from dash import Dash, dcc, html
from dash.development.base_component import Component
from flask import Flask

import callbacks
import server as cote_serveur
from components import coquille, etats
from data_layer import release_courante
from pages import routeur


def disposition() -> Component:
    """The shell around the page, with the banner and credits of the release in force."""
    release = release_courante()
    jeux = list(release.jeux.values()) if release else []
    return coquille.coquille(
        html.Div(
            [
                dcc.Location(id="lieu", refresh=False),
                html.Div(etats.squelette("tableau"), id="page", disable_n_clicks=True),
            ]
        ),
        version=release.id if release else "",
        synthetique=any(j.synthetique for j in jeux),
        credits=tuple(dict.fromkeys(j.credit for j in jeux)),
    )


def create_app() -> Dash:
    """Build the Dash application and its Flask side."""
    flask = Flask("portulan")
    # Flask-Compress answers "not modified" for the endpoints it is told of; ours carry Dash's name.
    flask.config["COMPRESS_STREAMING_ENDPOINT_CONDITIONAL"] = ["static", "_dash_assets.static"]
    app = Dash(
        "portulan",
        server=cast(Any, flask),
        title="Portulan",
        update_title="",
        assets_folder=str(Path(__file__).parent / "assets"),
        index_string=coquille.GABARIT_HTML,
        suppress_callback_exceptions=True,
        compress=True,
        enable_mcp=False,
        serve_locally=True,
    )
    app.layout = disposition
    routeur.brancher(app)
    callbacks.brancher(app)
    cote_serveur.installer(app.server, app.csp_hashes)
    return app


app = create_app()
server = app.server

if __name__ == "__main__":
    app.run(
        host=os.environ.get("HOST", "127.0.0.1"),
        port=int(os.environ.get("PORT", "8050")),
        debug=False,
    )
