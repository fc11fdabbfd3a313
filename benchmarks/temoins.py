"""The applications that ``make bench`` serves: Portulan with a trivial callback, and an empty Dash page.

Gunicorn calls the factories by name. A Dash application loads the scripts of every component library
its process has imported, so the empty one must stay alone in its own: this module imports nothing.
"""

from __future__ import annotations

from typing import Any


def portulan_observe() -> Any:
    """Portulan as it is, plus one button and the text that a callback writes: « callback nu »."""
    from dash import html

    from app import app, disposition

    def avec_temoin() -> Any:
        return html.Div([disposition(), *_temoin()])

    app.layout = avec_temoin
    _brancher(app)
    return app.server


def dash_nu() -> Any:
    """An application that holds one ``html.Div``: « Dash nu »."""
    from dash import Dash, html

    nue = Dash("nue", compress=True, enable_mcp=False, serve_locally=True)
    nue.layout = html.Div("nu", id="banc-nu")
    return nue.server


def cartes() -> Any:
    """The map of communes drawn in three ways (``benchmarks.cartes``)."""
    from benchmarks.cartes_pages import application

    return application()


def _temoin() -> tuple[Any, ...]:
    from dash import html

    # Out of the flow, so that the page under measure keeps its layout.
    style = {"position": "fixed", "bottom": 0, "right": 0, "fontSize": "8px"}
    return (
        html.Button("nu", id="banc-bouton", type="button", style=style),
        html.Div("", id="banc-sortie", style={**style, "right": "4rem"}),
    )


def _brancher(app: Any) -> None:
    from dash import Input, Output

    @app.callback(  # type: ignore[untyped-decorator]
        Output("banc-sortie", "children"),
        Input("banc-bouton", "n_clicks"),
        prevent_initial_call=True,
    )
    def repondre(clics: int | None) -> str:
        return str(clics)
