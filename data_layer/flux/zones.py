"""The zones that a dataset of flows brings: where people live, and where they are treated."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from geodata.zones import Genre, Zone

Lire = Callable[[str, str], list[tuple[Any, ...]]]
"""Rows of a table of the dataset, for a list of columns."""


def zones_du_flux(lire: Lire) -> list[Zone]:
    """Territories, bassins de vie and PMSI codes, then legal entities and their sites."""
    return [*_zonages(lire), *_residences(lire), *_etablissements(lire)]


def _zonages(lire: Lire) -> list[Zone]:
    zones = []
    for genre, code, libelle, region, departements in lire(
        "zonages", "genre, code, libelle, region, departements"
    ):
        # A bassin de vie may cross départements: it is listed under that of its pole, whose code it has.
        atteints = [str(d) for d in departements]
        poles = [d for d in atteints if str(code).startswith(d)] or atteints
        du_pole = (f"dep-{poles[0]}",) if genre == "bv" and poles else ()
        parents = (*du_pole, f"reg-{region}", "fr")
        zones.append(Zone(Genre(str(genre)), str(code), str(libelle), parents))
    return zones


def _residences(lire: Lire) -> list[Zone]:
    lues = lire("residences", "code, libelle, bv, tds, departement, region")
    return [
        Zone(
            Genre.PMSI,
            str(code),
            str(libelle),
            (f"bv-{bv}", f"dep-{departement}", f"tds-{tds}", f"reg-{region}", "fr"),
        )
        for code, libelle, bv, tds, departement, region in lues
    ]


def _etablissements(lire: Lire) -> list[Zone]:
    lus = lire("sites", "fig, libelle, finess, raison_sociale, departement, region, tds, ville")
    entites: dict[str, Zone] = {}
    sites = []
    for fig, libelle, finess, raison, departement, region, tds, ville in lus:
        autour = (f"dep-{departement}", f"tds-{tds}", f"reg-{region}", "fr")
        # The entity is where its first site is.
        entites.setdefault(str(finess), Zone(Genre.ETABLISSEMENT, str(finess), str(raison), autour))
        sites.append(
            Zone(
                Genre.ETABLISSEMENT_GEOGRAPHIQUE,
                str(fig),
                str(libelle),
                (f"fin-{finess}", *autour),
                alias=(str(ville),),
            )
        )
    return [*entites.values(), *sites]
