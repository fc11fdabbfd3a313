"""The graph view: a click on a bar drills, as the link of its row does."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, State
from dash.exceptions import PreventUpdate

from callbacks import adresse, drill


def brancher(app: Dash) -> None:
    """Register the clicks of the ranked bars."""

    @app.callback(
        Output("adresse", "data", allow_duplicate=True),
        Output("graphe-graphique", "clickData"),
        Input("graphe-graphique", "clickData"),
        State("adresse", "data"),
        prevent_initial_call=True,
    )
    @adresse.ou_redire
    def agir_sur_barre(clic: Any, donnees: Any) -> Any:
        # The figure stays: without this a second click on the same bar, after Back, would be no change.
        return drill.aller(donnees, "detailler", cible_de(clic)), None


def cible_de(clic: object) -> str:
    """Read ``clickData``: what the bar leads to. PreventUpdate when it leads nowhere.

    The browser may send anything: what is returned is still to be checked against the release.
    """
    points = clic.get("points") if isinstance(clic, dict) else None
    point = points[0] if isinstance(points, list) and points else None
    cible = point.get("customdata") if isinstance(point, dict) else None
    if not isinstance(cible, str) or not 0 < len(cible) <= 80:
        raise PreventUpdate
    return cible
