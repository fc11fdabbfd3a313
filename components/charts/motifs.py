"""Marks of what has no value: hatching for masked, dots for not transmitted, nothing otherwise."""

from __future__ import annotations

from typing import Any

from components.charts import couleurs
from data_layer.result import Statut

RIEN = "rgba(0,0,0,0)"


def encre_muette(statut: Statut, *, bord: bool = True) -> dict[str, Any]:
    """Return the Plotly marker of a cell without a value, the same whatever it hides."""
    if statut is Statut.SANS_OBJET:
        return {"color": RIEN, "line": {"width": 0}}
    points = statut is Statut.NON_TRANSMIS
    encre = couleurs.NON_TRANSMIS if points else couleurs.MASQUE
    motif = {
        "shape": "." if points else "/",
        "fgcolor": encre,
        "bgcolor": RIEN,
        "size": 6,
        "solidity": 0.22,
    }
    return {"color": RIEN, "line": {"width": int(bord), "color": encre}, "pattern": motif}
