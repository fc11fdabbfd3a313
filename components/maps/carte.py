"""The interactive map of a result: régions or départements in tones, insets, legend, twin."""

from __future__ import annotations

import hashlib
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.adresses import adresse, adresse_fichier
from components.charts.cadre import entete_figure
from components.charts.gestes import vers_le_detail
from components.charts.graphe import role, source
from components.charts.titres import ou_quand, titre_mesure
from components.documents.commun import souche
from components.liens import attributs
from components.maps import carte_flux
from components.maps.cadrage import Cadrage, cadrer, credits_carte
from components.maps.classes import Methode
from components.maps.couches import TEINTES, adresse_formes, hideout, teintes
from components.maps.etats import Vers, VersFichier, non_tracable, sans_contours
from components.maps.lecture import colonne_meneuse, lignes, tracable
from components.maps.legende import legende
from components.maps.plans import encarts, plan, resume_carte
from components.maps.situation import situation
from components.tables.jumelle import retouches_jumelle, table_jumelle
from data_layer.result import Resultat
from geodata.contours import contours_disponibles

SOL = "carte-sol"
"""The type of the id that tells which ground is drawn."""

_METHODES = {
    Methode.QUANTILE: "Effectifs égaux",
    Methode.EGALES: "Étendues égales",
    Methode.NATURELLES: "Seuils naturels",
}


def carte(
    resultat: Resultat,
    methode: Methode = Methode.QUANTILE,
    vers: Vers = adresse,
    vers_fichier: VersFichier = adresse_fichier,
) -> Component:
    """Return the map of the main block, else where its zones lie, else why there is no map.

    Ids: ``carte-formes`` and ``{"type": "carte-encart", "cle": …}`` (shapes, with ``clickData``),
    ``carte-teintes`` (colours to lay on them), ``carte-legende``, ``{"type": "carte-methode", "cle": …}``.
    A change of method needs :func:`recolorer` alone.
    """
    if carte_flux.dessine(resultat):
        return carte_flux.vue_mosaique(resultat)
    if not tracable(resultat):
        situee = situation(resultat, vers)
        return non_tracable(resultat, vers) if situee is None else situee
    if not contours_disponibles():
        return sans_contours(resultat)
    cadrage, pose = cadrer(resultat), hideout(resultat, methode)
    return html.Figure(
        [
            html.Div(
                [
                    html.Div(_entete(resultat, vers_fichier), id="carte-entete"),
                    html.Div(
                        plan(resultat, pose, cadrage),
                        id={"type": SOL, "cle": sol(resultat)},
                        className="carte-plan",
                    ),
                    encarts(resultat, pose, cadrage),
                    _legende(resultat, methode, cadrage),
                    html.P(_sources(resultat), id="carte-sources", className="figure-source"),
                ],
                className="carte-cadre",
                **attributs(data_encarts="oui" if cadrage.encarts else "aucun"),
            ),
            # The plate, for paper only: assets/impression.js fills it, the title is in it.
            html.Img(id="carte-papier", className="carte-papier", alt=""),
            _jumelle(resultat, vers),
            dcc.Store(id=TEINTES),
        ],
        className="figure carte",
        id="figure-carte",
    )


def sol(resultat: Resultat) -> str | None:
    """Return what the drawn ground depends on: its frame, level and outlined zones.

    Two results with the same one differ in colours and words only: :func:`retouches` is enough. None
    when there is no map to draw.
    """
    if not tracable(resultat) or not contours_disponibles():
        return None
    cadrage = cadrer(resultat)
    formes = adresse_formes(resultat, cadrage.tolerance)
    dit = "|".join((cadrage.cle, formes, *(z.id for z in resultat.zones)))
    return hashlib.sha256(dit.encode()).hexdigest()[:16]


def retouches(
    resultat: Resultat,
    methode: Methode,
    vers: Vers = adresse,
    vers_fichier: VersFichier = adresse_fichier,
) -> list[tuple[str, dict[str, Any]]]:
    """Return (id, properties) of what changes on a map whose ground stays: no outline is drawn again.

    Raises:
        ContoursAbsents: the geography was not built.
    """
    pose, legendes = recolorer(resultat, methode)
    return [
        (TEINTES, {"data": pose}),
        ("carte-legende", {"children": legendes}),
        ("carte-entete", {"children": _entete(resultat, vers_fichier)}),
        ("carte-sources", {"children": _sources(resultat)}),
        *retouches_jumelle(_jumelle(resultat, vers)),
        ("carte-groupe", {"aria-label": resume_carte(resultat)}),
    ]


def _entete(resultat: Resultat, vers_fichier: VersFichier) -> Component:
    titre, sous_titre = titre_mesure(resultat, colonne_meneuse(resultat)), ou_quand(resultat)
    planche = vers_fichier(resultat.selection, "carte.svg")
    return entete_figure(titre, sous_titre, _boutons(planche, resultat), _zones(resultat))


def _jumelle(resultat: Resultat, vers: Vers) -> html.Details:
    titre = titre_mesure(resultat, colonne_meneuse(resultat))
    rangees, action = lignes(resultat.bloc), vers_le_detail(resultat, vers)
    return table_jumelle(resultat.bloc, titre, rangees, action=action, differee=True)


def recolorer(resultat: Resultat, methode: Methode) -> tuple[dict[str, Any], list[Component]]:
    """Return what a change of method replaces: the colours of all shapes, and the legend.

    Raises:
        ContoursAbsents: the geography was not built (there is no control then).
    """
    return teintes(resultat, methode), legende(resultat, methode, hors=cadrer(resultat).hors)


def _legende(resultat: Resultat, methode: Methode, cadrage: Cadrage) -> Component:
    # Plain buttons: the radio items of Dash nest one control in another, which readers stumble on.
    choix = html.Div(
        [
            html.Button(
                nom,
                id={"type": "carte-methode", "cle": m.value},
                type="button",
                **attributs(aria_pressed="true" if m is methode else "false", data_methode=m.value),
            )
            for m, nom in _METHODES.items()
        ],
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


def _boutons(lien_planche: str, resultat: Resultat) -> tuple[html.Button, ...]:
    """Return the buttons that fetch the plate; ``assets/images.js`` answers them."""
    plan = {
        "data_svg": lien_planche,
        "data_fichier": souche(resultat, "carte"),
    }
    return tuple(
        html.Button(
            libelle,
            type="button",
            className="bouton bouton-discret",
            title=f"Télécharger la carte au format {libelle}",
            **attributs(data_format=libelle.lower(), **plan),
        )
        for libelle in ("PNG", "SVG")
    )


def _zones(resultat: Resultat) -> list[dict[str, str]]:
    if len(resultat.zones) < 2:
        return []
    return [{"nom": z.libelle, "role": role(i)} for i, z in enumerate(resultat.zones)]


def _sources(resultat: Resultat) -> str:
    return ". ".join([source(resultat), *credits_carte()])
