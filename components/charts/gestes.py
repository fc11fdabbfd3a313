"""What a click on a mark does, for the keyboard too: the link of each row of a table twin."""

from __future__ import annotations

from collections.abc import Callable

from dash.development.base_component import Component

from components.liens import attributs, lien
from components.tables.jumelle import Action
from data_layer.result import Ligne, Resultat
from data_layer.selection import Selection

Vers = Callable[[Selection], str]
"""From a selection to its address."""


def vers_le_detail(resultat: Resultat, vers: Vers) -> Action | None:
    """Return the maker of links to what rows are made of; None where no row leads anywhere."""
    if not any(resultat.bloc.cibles):
        return None

    def detailler(ligne: Ligne) -> Component | None:
        if not ligne.cible:
            return None
        return lien(
            "Détailler",
            vers(resultat.selection.descendre(ligne.cible)),
            **attributs(aria_label=f"Détailler {ligne.libelle}"),
        )

    return detailler
