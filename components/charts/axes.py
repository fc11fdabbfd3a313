"""The two axes of a chart over years."""

from __future__ import annotations

import plotly.graph_objects as go

from components import formats
from components.charts import couleurs
from components.charts.graphe import sur
from components.charts.lignes import unite_courte
from components.charts.series import depuis_zero
from components.maps.simples import graduations
from data_layer.result import Colonne


def axe_annees(quoi: go.Figure, toutes: list[int]) -> None:
    """Give each year its tick, upright where there is room."""
    bouts = (toutes[0], toutes[-1]) if toutes else (0, 1)
    quoi.update_xaxes(
        range=[bouts[0] - 0.5, bouts[1] + 0.5],
        # One year is one tick: numbers between two years mean nothing.
        tick0=bouts[0],
        dtick=max(1, round(len(toutes) / 10)),
        tickformat="d",
        autotickangles=[0, 60],
        showgrid=False,
        zeroline=False,
    )


def pas_valeurs(montrees: list[float], colonne: Colonne) -> list[float]:
    """Return the ticks of the value axis, first and last being its ends."""
    # A volume that is zero everywhere has no room below: it cannot be negative.
    if not montrees or (depuis_zero(colonne) and not colonne.signe and not any(montrees)):
        return [0.0, 1.0]
    zero = [0.0] if depuis_zero(colonne) else []
    return graduations(min(zero + montrees), max(zero + montrees))


def _graduees(pas: list[float], colonne: Colonne) -> list[str]:
    """Ticks in short form, with more decimals where two of them would read the same."""
    courtes = [formats.compact(p, unite_courte(colonne)) for p in pas]
    if len(set(courtes)) == len(courtes):
        return courtes
    return [formats.nombre(p, colonne, colonne.decimales + 1, signe=False) for p in pas]


def axe_valeurs(quoi: go.Figure, pas: list[float], colonne: Colonne) -> None:
    """Write the axis in French short form (``1,5 M``, which d3 cannot), and say where it starts."""
    reserve = "" if pas[0] <= 0 <= pas[-1] else " (l'axe ne part pas de zéro)"
    quoi.update_layout(margin={"t": 28, "r": 16, "b": 28})
    quoi.update_yaxes(
        tickvals=pas,
        ticktext=_graduees(pas, colonne),
        range=[pas[0], pas[-1]],
        zeroline=colonne.signe,
        showticklabels=any(
            trace.type == "scatter" and any(v is not None for v in trace.y) for trace in quoi.data
        ),
    )
    au_dessus(quoi, sur(f"{colonne.unite}{reserve}"))


def au_dessus(quoi: go.Figure, texte: str) -> None:
    """Write what the upright axis counts, lying above it."""
    quoi.add_annotation(
        text=texte,
        xref="paper",
        yref="paper",
        x=0,
        y=1,
        xanchor="left",
        yanchor="bottom",
        yshift=6,
        showarrow=False,
        font={"size": 12, "color": couleurs.TEXTE_DISCRET},
    )
