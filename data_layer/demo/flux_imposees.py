"""Cells of flows that published slides print: what hides others goes round them."""

from __future__ import annotations

from data_layer.demo.flux_calibration import marge_had, marge_ssr
from data_layer.secret.flux_famille import Imposee


def imposees() -> tuple[Imposee, ...]:
    """Lines and establishments of SSR, territoires and régions of HAD, in their years."""
    ssr, had = marge_ssr(), marge_had()
    etablissements = tuple(e.finess for e in ssr.etablissements)
    lignes = (("france", ()), ("genre", ()), ("fin", etablissements))
    return (
        Imposee("ssr", ssr.annees, ("region", (ssr.region,)), lignes),
        Imposee("had", (had.annee,), ("tds", had.codes()), (("france", ()),)),
        Imposee("had", (had.annee,), ("region", tuple(had.regions)), (("france", ()),)),
    )
