"""From an address to the screen: every part that follows the selection, and the banner's controls."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input
from dash.exceptions import PreventUpdate

from callbacks import adresse, peinture


def brancher(app: Dash) -> None:
    """Register the repaint of an address that is not on the screen yet."""

    @app.callback(
        peinture.sorties(),
        Input(adresse.ID_A_PEINDRE, "data"),
        *peinture.PAGE,
        prevent_initial_call=True,
    )
    def repeindre(donnees: Any, ids: Any, valeurs: Any, presses: Any) -> Any:
        if not isinstance(donnees, dict) or "mode" not in donnees:
            raise PreventUpdate
        ici = adresse.Adresse.lire(donnees)
        return peinture.peindre(ici, peinture.Page(ids, valeurs, presses))
