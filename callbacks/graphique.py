"""The graph view: a click on a bar drills and one on a slice filters, as the links of their rows do."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, State
from dash.exceptions import PreventUpdate

from callbacks import adresse, drill
from components.charts.gestes import vers_la_part
from data_layer.catalogue import restitutions


def brancher(app: Dash) -> None:
    """Register the clicks of the ranked bars, and of the donuts of each filter."""
    filtres = {d.cle for restitution in restitutions() for d in restitution.filtres}
    _brancher(app, "graphique")
    for cle in sorted(filtres):
        _brancher(app, cle, cle)


def _brancher(app: Dash, figure: str, filtre: str | None = None) -> None:
    @app.callback(
        Output("adresse", "data", allow_duplicate=True),
        Output(f"graphe-{figure}", "clickData"),
        Input(f"graphe-{figure}", "clickData"),
        State("adresse", "data"),
        prevent_initial_call=True,
    )
    @adresse.ou_redire
    def agir(clic: Any, donnees: Any) -> Any:
        # The figure stays: without None a second click on the same mark, after Back, would be no change.
        cible = cible_de(clic)
        if filtre is None:
            return drill.aller(donnees, "detailler", cible), None
        suite = vers_la_part(adresse.lire(donnees), filtre, cible)
        if suite is None:
            raise PreventUpdate
        return adresse.ecrire(suite), None


def cible_de(clic: object) -> str:
    """Read ``clickData``: what the bar or the slice leads to. PreventUpdate when it leads nowhere.

    The browser may send anything: what is returned is still to be checked against the release.
    """
    points = clic.get("points") if isinstance(clic, dict) else None
    point = points[0] if isinstance(points, list) and points else None
    cible = point.get("customdata") if isinstance(point, dict) else None
    # Plotly tells those of all the rows that a slice adds up.
    if isinstance(cible, list) and len(cible) == 1:
        cible = cible[0]
    if not isinstance(cible, str) or not 0 < len(cible) <= 80:
        raise PreventUpdate
    return cible
