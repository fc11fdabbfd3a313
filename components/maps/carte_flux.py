"""The maps of flows: zones made of communes, coloured, with circles of establishments and lines of flows."""

from __future__ import annotations

from typing import Any

import dash
from dash import html
from dash.development.base_component import Component

from components import formats
from components.documents.commun import souche
from components.formats import FINE
from components.liens import attributs
from components.maps.curseur_annee import curseur_annee, regler_annee
from components.maps.donnees_flux import NIVEAUX, bloc_de, donnees, suffixes
from components.maps.etats import sans_contours
from components.maps.mosaique import mosaique, retouches_mosaique
from components.maps.mosaique_modele import Mosaique
from components.maps.presentation import barre_presentation
from components.tables.jumelle import table_jumelle
from data_layer.catalogue.schema import Flux
from data_layer.result import Bloc, Resultat
from geodata.mosaique import mosaique_disponible

MOULE = "mosaiques"
"""The type of the id that tells which maps are on the page."""
IDENTIFIANTS = ("mosaique-0", "mosaique-1")
LIGNES_MAX = 100
"""Rows of the twin of a map; the table view and the files have all of them."""


def dessine(resultat: Resultat) -> bool:
    """Whether rows are zones made of communes, which no outline stands for."""
    flux = resultat.selection.restitution.flux is not None
    return flux and resultat.bloc.nature == "zone" and resultat.bloc.niveau in NIVEAUX


def vue_mosaique(resultat: Resultat) -> Component:
    """One map, or two side by side that move together; each has its table twin."""
    if not mosaique_disponible():
        return sans_contours(resultat)
    cartes = donnees(resultat)
    jumelage = "cartes" if len(cartes) > 1 else ""
    presentee = resultat.selection.restitution.flux is Flux.CARTE
    actions = _actions(resultat)
    return html.Div(
        [
            *(barre_presentation() if presentee else ()),
            html.Div(
                [
                    mosaique(i, d, jumelage, a)
                    for i, d, a in zip(IDENTIFIANTS, cartes, actions, strict=False)
                ],
                id={"type": MOULE, "cle": moule(resultat)},
                className="mosaiques" + (" mosaiques-deux" if len(cartes) > 1 else ""),
                disable_n_clicks=True,
            ),
            *curseur_annee(resultat),
            *(
                html.Div(jumelle(bloc_de(resultat, i), d), id=f"mosaique-jumelle-{i}")
                for i, d in enumerate(cartes)
            ),
        ],
        className="vue-mosaique",
        disable_n_clicks=True,
    )


def _actions(resultat: Resultat) -> list[list[Component]]:
    """Return the buttons of each map: one picture holds them all, its button stands at the top right."""
    nombre = len(suffixes(resultat))
    quoi = "les deux cartes" if nombre > 1 else "la carte"
    png = html.Button(
        "PNG",
        type="button",
        className="bouton bouton-discret",
        title=f"Télécharger {quoi} au format PNG",
        **attributs(data_format="png", data_mosaique=souche(resultat, "carte")),
    )
    return [*([] for _ in range(nombre - 1)), [png]]


def moule(resultat: Resultat) -> str:
    """What a standing map cannot change: how many there are."""
    return str(len(suffixes(resultat)))


def retoucher(resultat: Resultat, ids: Any) -> bool:
    """Show another answer on the maps of the page, where they can; tell whether they did."""
    cles = [i.get("cle") for i in ids if isinstance(i, dict) and i.get("type") == MOULE]
    if not cles or cles != [moule(resultat)] or (lues := retouches(resultat)) is None:
        return False
    for cible, proprietes in lues:
        dash.set_props(cible, proprietes)
    return True


def retouches(resultat: Resultat) -> list[tuple[str, dict[str, Any]]] | None:
    """Ids and properties that show an answer on maps that stand; None when it has no map of communes."""
    if not dessine(resultat) or resultat.refus is not None or not mosaique_disponible():
        return None
    lues = []
    dites = zip(IDENTIFIANTS, donnees(resultat), _actions(resultat), strict=False)
    for rang, (identifiant, carte, actions) in enumerate(dites):
        lues += retouches_mosaique(identifiant, carte, actions)
        lues.append(
            (f"mosaique-jumelle-{rang}", {"children": jumelle(bloc_de(resultat, rang), carte)})
        )
    return [*lues, *regler_annee(resultat)]


def jumelle(bloc: Bloc, carte: Mosaique) -> html.Details:
    """The cells of a map as a table, those of the chosen zone first where they are too many for a page."""
    lignes = list(bloc.lignes())
    titre = carte.titre
    if len(lignes) > LIGNES_MAX:
        titre += f"{FINE}: les {LIGNES_MAX} premières lignes sur {formats.nombre(len(lignes))}"
    return table_jumelle(bloc, titre, lignes[:LIGNES_MAX], differee=True)
