"""The map of rows that have no outline: establishments are not drawn, where they stand is.

Drilling on a map ends here: the chosen zones stay in sight, outlined among their neighbours, and one
button leads to the table of what they hold.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile

from dash import html
from dash.development.base_component import Component

from components import formats, francais
from components.charts.cadre import entete_figure
from components.charts.gestes import vers_le_detail
from components.charts.graphe import role, source
from components.charts.lignes import valeur_exacte
from components.charts.titres import ou_quand
from components.formats import FINE
from components.liens import attributs, lien
from components.maps.cadrage import Cadrage, credits_carte, emprise_de, reunir
from components.maps.couches import FORMES, contours_choisis, formes
from components.maps.etats import Vers, cartes_proches
from components.maps.lecture import colonne_meneuse, lignes, nom_de_zone
from components.maps.legende import HORS
from components.maps.plans import fond_de_carte
from components.tables.jumelle import table_jumelle
from data_layer.catalogue.schema import Vue
from data_layer.result import Resultat
from data_layer.selection import niveau_de
from geodata.assemblage import TERRITOIRES
from geodata.contours import adresse_contours, contours_disponibles
from geodata.zones import Genre, Zone, zones_administratives

_SITUE = "situe"
"""The ground of a chosen zone, in assets/carte.js."""


def situation(resultat: Resultat, vers: Vers) -> Component | None:
    """Return the map that says where the chosen zones lie, with the way to their establishments.

    None where rows are no establishments, where a zone has no place (France, a basket), or where the
    outlines were not built.
    """
    bloc = resultat.bloc
    if (bloc.nature, bloc.niveau) != ("zone", "etablissement") or not contours_disponibles():
        return None
    # The main zone must have a place; a compared one without (France, a basket) is not drawn.
    lieux = tuple(takewhile(_departements, map(_lieu, resultat.zones)))
    if not lieux:
        return None
    titre = f"Établissements {francais.enumere([francais.de(z) for z in resultat.zones])}"
    cle = [{"nom": z.libelle, "role": role(i)} for i, z in enumerate(resultat.zones)]
    montrees, action = lignes(bloc), vers_le_detail(resultat, vers)
    return html.Figure(
        [
            html.Div(
                [
                    html.Div(
                        [
                            entete_figure(
                                titre, ou_quand(resultat), zones=cle if len(cle) > 1 else []
                            ),
                            _suite(resultat, vers),
                        ],
                        id="carte-entete",
                    ),
                    html.Div(_plan(resultat, lieux), className="carte-plan"),
                    html.P(
                        ". ".join([source(resultat), *credits_carte()]), className="figure-source"
                    ),
                ],
                className="carte-cadre",
                **attributs(data_encarts="aucun"),
            ),
            table_jumelle(bloc, titre, montrees, action=action, differee=True),
        ],
        className="figure carte carte-situation",
        id="figure-carte",
    )


def _suite(resultat: Resultat, vers: Vers) -> Component:
    """Say why nothing is coloured, then the ways on: the table first."""
    nombre = len(resultat.bloc)
    s = "s" * (nombre > 1)
    dit = (
        f"{formats.nombre(nombre)} établissement{s}{FINE}: la carte situe {_dits(resultat)}, "
        "le tableau donne leurs chiffres."
    )
    tableau = vers(resultat.selection.avec(vue=Vue.TABLEAU))
    return html.Div(
        [
            html.P(dit),
            html.Div(
                [
                    lien("Voir les établissements en tableau", tableau, "bouton"),
                    *(lien(nom, vers(but), "bouton") for nom, but in cartes_proches(resultat)),
                ],
                className="etat-actions",
            ),
        ],
        className="carte-suite",
        role="status",
    )


def _dits(resultat: Resultat) -> str:
    return francais.enumere([francais.sujet(zone) for zone in resultat.zones])


def _plan(resultat: Resultat, lieux: tuple[Zone, ...]) -> Component:
    """The chosen zones tinted among the départements around, each of which leads to its own."""
    choisis = list(dict.fromkeys(d for zone in lieux for d in _departements(zone)))
    emprise = reunir(emprise_de(d) for d in choisis)
    cadrage = Cadrage(
        "situation-" + "-".join(z.id for z in lieux), emprise, (), nationale=False, hors=True
    )
    autres = [z.id for z in zones_administratives().toutes(Genre.DEPARTEMENT)]
    teintes = {
        "fonds": {**dict.fromkeys(autres, HORS), **dict.fromkeys(choisis, _SITUE)},
        "textes": {d: [nom_de_zone(d), "Cliquer pour voir ses établissements"] for d in autres}
        | _bulles(resultat, lieux),
        "garde": None,
        "noms": True,
    }
    couches = [
        formes(adresse_contours("departement", cadrage.tolerance), FORMES, teintes),
        *contours_choisis(replace(resultat, zones=lieux), tolerance=cadrage.tolerance),
    ]
    return fond_de_carte(couches, cadrage, f"Carte de situation{FINE}: {_dits(resultat)}.")


def _bulles(resultat: Resultat, lieux: tuple[Zone, ...]) -> dict[str, list[str]]:
    """The tooltip of each chosen département: its name, then the value of the zone around it."""
    colonne = colonne_meneuse(resultat)
    bulles: dict[str, list[str]] = {}
    for tete, lieu in zip(resultat.bloc.tetes, lieux, strict=False):
        for departement in _departements(lieu):
            valeur = f"{colonne.court}, {tete.libelle}{FINE}: {valeur_exacte(tete, colonne)}"
            bulles.setdefault(departement, [nom_de_zone(departement)]).append(valeur)
    return bulles


def _lieu(zone: Zone) -> Zone:
    """The zone that is outlined for a chosen one: itself, or the département of an establishment."""
    departements = (z for p in zone.parents if (z := zones_administratives().get(p)) is not None)
    return next(departements, zone) if zone.genre is Genre.ETABLISSEMENT else zone


def _departements(zone: Zone) -> tuple[str, ...]:
    """The départements a zone covers; none for one that has no place of its own on a map."""
    if zone.genre is Genre.DEPARTEMENT:
        return (zone.id,)
    if zone.genre is Genre.REGION:
        return tuple(z.id for z in zones_administratives().enfants(zone.id, Genre.DEPARTEMENT))
    return zone.composition if niveau_de(zone.id) in TERRITOIRES else ()
