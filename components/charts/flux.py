"""The figures of flows: which ones a restitution draws, in which order."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dash import html

from components.charts.flux_vues_croisees import vues_croisees
from components.charts.flux_vues_parts import vues_parts
from components.charts.flux_vues_taux import vues_taux
from components.charts.gestes import Vers
from data_layer.catalogue.schema import Flux
from data_layer.result import Resultat

_VUES: Mapping[Flux, Callable[[Resultat, Vers], list[html.Figure]]] = {
    Flux.TAUX: vues_taux,
    Flux.PARTS: vues_parts,
    Flux.CROISEE: vues_croisees,
}


def vues_flux(resultat: Resultat, vers: Vers) -> list[html.Figure]:
    """Return the figures of a restitution of flows, none where it has no row."""
    if not len(resultat.bloc):
        return []
    flux = resultat.selection.restitution.flux
    assert flux is not None
    return _VUES[flux](resultat, vers)
