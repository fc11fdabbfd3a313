"""The address of a portrait, and the button that leads to it from the restitutions of flows."""

from __future__ import annotations

from dash.development.base_component import Component

from components.adresses import adresse_avec
from components.liens import lien
from components.portrait.declaration import CLES
from data_layer.selection import Selection
from geodata.zones import Genre, lire_id

CHEMIN = "/portrait"
GENRES = (Genre.FRANCE, Genre.REGION, Genre.DEPARTEMENT, Genre.TERRITOIRE_DE_SANTE)
"""Kinds of zone that have a portrait."""


def acceptee(zone: str) -> bool:
    """Whether a zone id is of a kind that has a portrait."""
    lu = lire_id(zone)
    return lu is not None and lu[0] in GENRES


def adresse_portrait(selection: Selection) -> str | None:
    """The portrait of the zone of a selection of flows, the same year and compared zone; None without one."""
    if selection.restitution.flux is None or not acceptee(selection.zone or ""):
        return None
    dits = {
        "zone": selection.zone or "",
        "vs": ",".join(z for z in selection.vs if acceptee(z)),
        "periode": str(selection.periode.fin),
        "maj": selection.maj or "",
    }
    adresse = CHEMIN
    for cle in CLES:
        adresse = adresse_avec(adresse, cle, dits[cle])
    return adresse


def bouton_portrait(selection: Selection) -> Component | None:
    """A button for the tools of a restitution; None where there is no portrait to lead to."""
    adresse = adresse_portrait(selection)
    return None if adresse is None else lien("Portrait de territoire", adresse, "bouton")
