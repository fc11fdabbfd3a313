"""The interactive map of a result: régions or départements in tones, insets, legend, twin."""

from __future__ import annotations

from typing import Any

import dash_leaflet as dl
from dash import dcc, html
from dash.development.base_component import Component

from components.adresses import adresse, adresse_fichier
from components.charts.cadre import entete_figure
from components.charts.graphe import role, source
from components.charts.lignes import valeur_exacte
from components.charts.titres import ou_quand, titre_mesure
from components.formats import FINE
from components.liens import lien
from components.maps.cadrage import Cadrage, Encart, cadrer, credits_carte
from components.maps.classes import Methode
from components.maps.couches import FORMES, contours_choisis, formes, hideout, restreindre, voisins
from components.maps.etats import Vers, non_tracable, sans_contours
from components.maps.lecture import colonne_meneuse, tracable
from components.maps.legende import legende
from components.tables.jumelle import Action, table_jumelle
from data_layer.result import Ligne, Resultat
from geodata.contours import contours_disponibles

_METHODES = {
    Methode.QUANTILE: "Effectifs égaux",
    Methode.EGALES: "Étendues égales",
    Methode.NATURELLES: "Seuils naturels",
}
_FIGEE = {
    "zoomControl": False,
    "dragging": False,
    "touchZoom": False,
    "scrollWheelZoom": False,
    "doubleClickZoom": False,
    "boxZoom": False,
    "keyboard": False,
}


def carte(
    resultat: Resultat, methode: Methode = Methode.QUANTILE, vers: Vers = adresse
) -> Component:
    """Return the map of the main block, or the state that says why there is none.

    ``vers`` writes the address of a selection. Ids: ``carte-formes``
    and ``{"type": "carte-encart", "cle": …}`` (shapes, with ``clickData``), ``carte-legende``,
    ``carte-methode``. A change of method needs :func:`recolorer` alone.
    """
    if not tracable(resultat):
        return non_tracable(resultat, vers)
    if not contours_disponibles():
        return sans_contours(resultat)
    cadrage, teintes = cadrer(resultat), hideout(resultat, methode)
    titre, sous_titre = titre_mesure(resultat, colonne_meneuse(resultat)), ou_quand(resultat)
    return html.Figure(
        [
            html.Div(
                [
                    entete_figure(titre, sous_titre, _boutons(resultat), _zones(resultat)),
                    html.Div(_plan(resultat, teintes, cadrage), className="carte-plan"),
                    _encarts(resultat, teintes, cadrage),
                    _legende(resultat, methode, cadrage),
                    html.Figcaption(_sources(resultat), className="figure-source"),
                ],
                className="carte-cadre",
                **({} if cadrage.encarts else {"data-encarts": "aucun"}),
            ),
            table_jumelle(resultat.bloc, titre, action=_action(resultat, vers)),
        ],
        className="figure carte",
        id="figure-carte",
    )


def recolorer(
    resultat: Resultat, methode: Methode
) -> tuple[dict[str, Any], list[dict[str, Any]], list[Component]]:
    """Return what a change of method replaces: hideout of the shapes, of each inset, legend.

    Raises:
        ContoursAbsents: the geography was not built (there is no control then).
    """
    cadrage = cadrer(resultat)
    teintes = hideout(resultat, methode)
    encarts = [restreindre(teintes, encart.zones) for encart in cadrage.encarts]
    return teintes, encarts, legende(resultat, methode, hors=cadrage.hors)


def resume_carte(resultat: Resultat) -> str:
    """Return what the map says in a sentence or two, for those who do not see it."""
    colonne = colonne_meneuse(resultat)
    montrees = [li for li in resultat.bloc.lignes() if li.cellules[colonne.cle].valeur is not None]
    if not montrees:
        return f"Carte, {colonne.libelle}{FINE}: aucune valeur ne peut être montrée."
    ordre = sorted(montrees, key=lambda li: li.cellules[colonne.cle].valeur or 0.0)
    haut, bas = (f"{li.libelle}, {valeur_exacte(li, colonne)}" for li in (ordre[-1], ordre[0]))
    return (
        f"Carte, {colonne.libelle}, {len(resultat.bloc)} zones{FINE}; la plus haute{FINE}: {haut}"
        f"{FINE}; la plus basse{FINE}: {bas}. Le tableau qui suit donne toutes les valeurs."
    )


def _plan(resultat: Resultat, teintes: dict[str, Any], cadrage: Cadrage) -> Component:
    tolerance, niveau = "moyen", resultat.bloc.niveau
    plan = dl.Map(
        [
            voisins("metropole"),
            formes(niveau, FORMES, teintes, tolerance),
            *contours_choisis(resultat, tolerance=tolerance),
            dl.ScaleControl(position="bottomleft", imperial=False, maxWidth=120),
        ],
        id="carte-plan",
        bounds=[list(coin) for coin in cadrage.emprise],
        boundsOptions={"padding": [14, 14]},
        attributionControl=False,
        scrollWheelZoom=False,
        zoomSnap=0.25,
        minZoom=4,
        maxZoom=11,
        className="carte-leaflet",
        style={"height": "100%"},
        trackViewport=False,
    )
    return html.Div(plan, key=cadrage.cle, role="group", **{"aria-label": resume_carte(resultat)})


def _encarts(resultat: Resultat, teintes: dict[str, Any], cadrage: Cadrage) -> Component:
    return html.Div(
        [_encart(resultat, teintes, encart) for encart in cadrage.encarts],
        className="carte-encarts",
    )


def _encart(resultat: Resultat, teintes: dict[str, Any], encart: Encart) -> Component:
    petite = dl.Map(
        [
            *([voisins(encart.cle)] if encart.cle in ("973", "03") else []),
            formes(
                resultat.bloc.niveau,
                {"type": "carte-encart", "cle": encart.cle},
                restreindre(teintes, encart.zones),
                "moyen",
            ),
            *contours_choisis(resultat, tolerance="moyen", zones=encart.zones),
        ],
        bounds=[list(coin) for coin in encart.emprise],
        boundsOptions={"paddingTopLeft": [5, 18], "paddingBottomRight": [5, 5]},
        attributionControl=False,
        zoomSnap=0,
        className="carte-leaflet",
        style={"height": "100%"},
        trackViewport=False,
        **_FIGEE,
    )
    return html.Div(
        [html.Div(petite, className="carte-encart-plan"), html.P(encart.titre)],
        key=encart.cle,
        className="carte-encart",
    )


def _legende(resultat: Resultat, methode: Methode, cadrage: Cadrage) -> Component:
    choix = dcc.RadioItems(
        id="carte-methode",
        options=[{"value": m.value, "label": nom} for m, nom in _METHODES.items()],
        value=methode.value,
        className="carte-methodes",
    )
    return html.Details(
        [
            html.Summary("Légende"),
            html.Div(legende(resultat, methode, hors=cadrage.hors), id="carte-legende"),
            html.Fieldset([html.Legend("Classes"), choix], className="carte-choix"),
        ],
        className="carte-legende",
        open=True,
    )


def _action(resultat: Resultat, vers: Vers) -> Action:
    """Return the link of each row of the twin: what a click on the map does, for the keyboard."""

    def descendre(ligne: Ligne) -> Component | None:
        if ligne.cible is None:
            return None
        return lien(
            "Détailler",
            vers(resultat.selection.descendre(ligne.cible)),
            **{"aria-label": f"Détailler {ligne.libelle}"},
        )

    return descendre


def _boutons(resultat: Resultat) -> tuple[html.Button, ...]:
    """Return the buttons that fetch the plate; ``assets/images.js`` answers them."""
    plan = {"data-svg": adresse_fichier(resultat.selection, "carte.svg")}
    plan["data-fichier"] = f"portulan-{resultat.selection.slug}-carte"
    return tuple(
        html.Button(
            libelle,
            type="button",
            className="bouton bouton-discret",
            title=f"Télécharger la carte au format {libelle}",
            **{"data-format": libelle.lower(), **plan},
        )
        for libelle in ("PNG", "SVG")
    )


def _zones(resultat: Resultat) -> list[dict[str, str]]:
    if len(resultat.zones) < 2:
        return []
    return [{"nom": z.libelle, "role": role(i)} for i, z in enumerate(resultat.zones)]


def _sources(resultat: Resultat) -> str:
    return ". ".join([source(resultat), *credits_carte()])
