"""The maps of a portrait: the map of communes of the house, small, around the zone."""

from __future__ import annotations

from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from components import formats, francais
from components.formats import FINE
from components.inerte import marque
from components.maps.cadrage import Emprise, emprise_de, reunir
from components.maps.donnees_flux import donnees
from components.maps.etats import sans_contours
from components.maps.mosaique import mosaique
from components.maps.mosaique_modele import METROPOLE
from components.portrait.declaration import Panneau
from components.portrait.titres import abaisser
from components.refus import etat_refus
from components.tables.jumelle import table_jumelle
from data_layer import contexte
from data_layer.result import Ligne, Resultat
from geodata.mosaique import mosaique_disponible
from geodata.zones import Genre, Zone

LIGNES_MAX = 60
"""Rows of the twin of a map: codes of the zone, those of most first; the restitution has all of them."""


def carte(resultat: Resultat, panneau: Panneau, zone: Zone) -> Component:
    """One map under the title of its panel, and its twin; ``zone`` is that of the page."""
    if (rien := _rien(resultat)) is not None:
        return html.Div([html.H3(panneau.titre), abaisser(rien)])
    dessinee = replace(
        donnees(resultat)[0],
        titre=f"{panneau.titre}, {resultat.selection.periode.fin}",
        sous_titre=resultat.zones[0].libelle,
        emprise=_emprise(zone, resultat),
    )
    figure = abaisser(mosaique(f"portrait-{panneau.cle}", dessinee), 3)
    if zone.genre is not Genre.FRANCE:
        sans_encarts(figure)
    lignes = dedans(resultat, zone)
    jumelle = table_jumelle(
        resultat.bloc,
        f"{dessinee.titre}, codes géographiques de la zone",
        lignes,
        [resultat.bloc.meneuse],
    )
    return html.Div(
        [
            figure,
            html.Div(jumelle, **marque(f"{panneau.cle}-jumelle")),
        ],
        className="portrait-carte",
    )


def _emprise(zone: Zone, resultat: Resultat) -> Emprise:
    """The frame of every map of a page: its zone; of a territory, the départements its codes are in."""
    if zone.genre is Genre.FRANCE:
        return METROPOLE
    if zone.genre is not Genre.TERRITOIRE_DE_SANTE:
        return emprise_de(zone.id)
    codes = contexte(resultat.selection).zones.enfants(zone.id, Genre.PMSI)
    autour = {p for z in codes for p in z.parents if p.startswith("dep-")}
    return reunir(emprise_de(d) for d in sorted(autour)) if autour else METROPOLE


def _rien(resultat: Resultat) -> Component | None:
    """What stands where there is no map."""
    if (refuse := etat_refus(resultat)) is not None:
        return refuse
    return None if mosaique_disponible() else sans_contours(resultat)


def lecture_de_la_carte(resultat: Resultat, zone: Zone) -> str:
    """How the highest code of the zone is read on a map; empty where none is shown."""
    colonne = resultat.bloc.colonne(resultat.bloc.meneuse)
    montrees = [li for li in dedans(resultat, zone) if li.cellules[colonne.cle].valeur is not None]
    if not montrees:
        return ""
    premiere = montrees[0]
    valeur = formats.cellule(premiere.cellules[colonne.cle], colonne)
    unite = "" if formats.mise(colonne).suffixe else f" {colonne.unite.rstrip('.')}"
    pole = f", à {premiere.remarques[0]}" if premiere.remarques else ""
    return (
        f"Lecture{FINE}: en {resultat.selection.periode.fin}, parmi les codes géographiques de la zone, "
        f"la valeur la plus élevée est celle de {francais.cite(premiere.libelle)}{FINE}: "
        f"{valeur}{unite}{pole}."
    )


def sans_encarts(figure: Component) -> None:
    """Take the insets away: what is around one zone needs no other territory beside it."""
    for noeud in figure._traverse():  # type: ignore[no-untyped-call]
        if getattr(noeud, "className", None) == "carte-encarts":
            noeud.children = []


def dedans(resultat: Resultat, zone: Zone) -> list[Ligne]:
    """The rows that are codes of the zone; in France, all of them; no more than :data:`LIGNES_MAX`."""
    lignes = resultat.bloc.lignes()
    if zone.genre is Genre.FRANCE:
        return list(lignes)[:LIGNES_MAX]
    codes = {z.code for z in contexte(resultat.selection).zones.enfants(zone.id, Genre.PMSI)}
    return [li for li in lignes if li.code in codes][:LIGNES_MAX]
