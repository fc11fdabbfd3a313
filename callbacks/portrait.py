"""The parts of a portrait: each is asked for by its place, when its page is there, and again."""

from __future__ import annotations

from typing import Any

from dash import MATCH, Dash, Input, Output

from components.portrait.parties import DEMANDE, PLACE, Demande, preparer


def brancher(app: Dash) -> None:
    """Register the one callback of all parts."""

    @app.callback(
        Output({"type": PLACE, "cle": MATCH}, "children"),
        Input({"type": DEMANDE, "cle": MATCH}, "data"),
    )
    def remplir(demande: Any) -> Any:
        return preparer(Demande.recue(demande))
