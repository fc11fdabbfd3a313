"""What a click on a mark does, for the keyboard too: the link of each row of a table twin."""

from __future__ import annotations

from collections.abc import Callable

from dash.development.base_component import Component

from components.formats import FINE
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


def vers_la_part(selection: Selection, cle: str, code: str) -> Selection | None:
    """Return the selection that a slice of dimension ``cle`` leads to: its value alone is kept.

    None where the value is kept already, or is not one that may be asked: ``code`` may come from a browser.
    """
    suite = selection.filtrer(cle, (code,))
    gardee = suite.filtre_en_vigueur(cle) == (code,)
    return suite if gardee and suite != selection else None


def vers_les_parts(resultat: Resultat, cle: str, vers: Vers) -> Action | None:
    """Return the maker of links to each slice of block ``cle``; None where none leads anywhere."""
    choix = resultat.selection
    suites = {code: vers_la_part(choix, cle, code) for code in resultat.blocs[cle].codes}
    if not any(suites.values()):
        return None

    def filtrer(ligne: Ligne) -> Component | None:
        suite = suites[ligne.code]
        if suite is None:
            return None
        nom = f"Filtrer{FINE}: {ligne.libelle}"
        return lien("Filtrer", vers(suite), **attributs(aria_label=nom))

    return filtrer
