"""The national map of communes as a component, and what a change of indicator replaces.

``assets/mosaique.js`` draws it. Geometry is read once by address; an indicator, a year, a division or an
outline is the attribute ``data-pose`` of the plan: :func:`retouches_mosaique` says what to send.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import dash_leaflet  # noqa: F401  (its script puts Leaflet in window.L)
from dash import dcc, html
from dash.development.base_component import Component

from components import formats
from components.charts.cadre import entete_figure
from components.formats import FINE, Mise, arrondir
from components.inerte import ecrire
from components.liens import attributs
from components.maps.cadrage import COURONNE, credits_carte, emprise_de, reunir
from components.maps.legende import rendre
from components.maps.mosaique_figures import legende_cercles, legende_traits
from components.maps.mosaique_modele import (
    HORS_REGION,
    MASQUEE,
    NON_DEMANDEE,
    NON_TRANSMISE,
    SANS_VALEUR,
    Cercles,
    Contour,
    Mosaique,
    Traits,
)
from data_layer.result import Colonne, Statut
from geodata import decoupages
from geodata.contours import adresse_voisins
from geodata.mosaique import adresse_mosaique
from geodata.referentiel import departements

_RESERVES = {Statut.AU_MOINS: "au-moins", Statut.APPROCHE: "approche"}
_MOTS = {
    SANS_VALEUR: formats.SANS_OBJET,
    MASQUEE: f"{formats.MASQUE} (secret statistique)",
    NON_TRANSMISE: formats.NON_TRANSMIS,
    NON_DEMANDEE: "hors de la sélection",
    HORS_REGION: formats.libelle_statut(Statut.HORS_REGION),
}


def mosaique(
    identifiant: str, donnees: Mosaique, jumelage: str = "", actions: Sequence[Component] = ()
) -> html.Figure:
    """Return the map, its insets, legend and source in one frame.

    ``identifiant`` starts the ids: ``<id>-plan`` (its ``data-pose`` is what is shown), ``<id>-entete``,
    ``<id>-legende``, ``<id>-source``, ``<id>-sans-lieu``, and the store ``<id>-clic``, which gets
    ``{"unite": 1.., "commune": 1.., "cercle": key or None, "heure": ms}`` (numbers of the division and of
    :func:`geodata.mosaique.repertoire`). Maps of the same ``jumelage`` move together. ``actions``: the
    buttons beside the title.
    """
    cadre = html.Div(
        [
            html.Div(
                _entete(donnees, actions), id=f"{identifiant}-entete", className="mosaique-entete"
            ),
            _plan(identifiant, donnees, jumelage),
            html.Div([_encart(*e) for e in _encarts()], className="carte-encarts"),
            html.Details(
                [
                    html.Summary("Légende"),
                    html.Div(_legende(donnees), id=f"{identifiant}-legende"),
                ],
                className="carte-legende",
                open=True,
            ),
            html.Div(
                [
                    html.Div(_sans_lieu(donnees), id=f"{identifiant}-sans-lieu"),
                    html.P(_source(donnees), id=f"{identifiant}-source", className="figure-source"),
                ],
                className="mosaique-pied",
            ),
        ],
        className="carte-cadre",
        **attributs(data_encarts="oui"),
    )
    clic = dcc.Store(id=f"{identifiant}-clic")
    return html.Figure([cadre, clic], className="figure carte mosaique", id=identifiant)


def retouches_mosaique(
    identifiant: str, donnees: Mosaique, actions: Sequence[Component] = ()
) -> list[tuple[str, dict[str, Any]]]:
    """Return (id, properties) that make a map of the page show something else, for ``dash.set_props``.

    No geometry is sent, and the page asks for none. The visitor's zoom stays, unless ``emprise`` changes.
    """
    return [
        (
            f"{identifiant}-plan",
            {"data-pose": pose(donnees), "aria-label": donnees.resume},
        ),
        (f"{identifiant}-entete", {"children": _entete(donnees, actions)}),
        (f"{identifiant}-legende", {"children": _legende(donnees)}),
        (f"{identifiant}-sans-lieu", {"children": _sans_lieu(donnees)}),
        (f"{identifiant}-source", {"children": _source(donnees)}),
    ]


def pose(donnees: Mosaique) -> str:
    """Return what a map shows as ``assets/mosaique.js`` reads it: one character a class, one text a value."""
    reserves = {
        i: _RESERVES[statut]
        for i, statut in enumerate(donnees.statuts, start=1)
        if statut in _RESERVES
    }
    decoupage = donnees.decoupage
    contenu: dict[str, Any] = {
        "decoupage": {"genre": decoupage.genre, "adresse": decoupage.adresse},
        "gamme": donnees.gamme,
        "classes": "".join(chr(48 + classe) for classe in donnees.classes),
        "valeurs": _textes(donnees.valeurs, donnees.colonne),
        "reserves": reserves,
        "mots": _MOTS,
        "mesure": donnees.colonne.court,
        "format": _format(donnees.colonne),
        "precisions": donnees.precisions or {},
        "contours": [_contour(c, donnees) for c in donnees.contours],
        "reperes": [[*r.lieu, r.role, r.libelle] for r in donnees.reperes],
        "cercles": _cercles(donnees.cercles),
        "lignes": _traits(donnees.traits),
        "emprise": donnees.emprise,
    }
    return ecrire(contenu)


def _textes(valeurs: Iterable[float | None], colonne: Colonne) -> str:
    """Write values to the decimals that are shown: they weigh less, and are rounded here."""
    decimales = formats.mise(colonne).decimales

    return ";".join("" if v is None else _texte(float(v), decimales) for v in valeurs)


def _texte(valeur: float, decimales: int) -> str:
    """Round as ``components.formats`` does, ten times as fast where nothing is half way."""
    if valeur.is_integer():
        return str(int(valeur))
    ecrit = repr(valeur)
    reste = ecrit.partition(".")[2][decimales:]
    if reste == "5" or "e" in ecrit:
        return f"{arrondir(valeur, decimales):f}"
    return f"{valeur:.{decimales}f}" if reste else ecrit


def _format(colonne: Colonne) -> dict[str, Any]:
    forme: Mise = formats.mise(colonne)
    return {"decimales": forme.decimales, "suffixe": forme.suffixe, "signe": forme.signe}


def _contour(contour: Contour, donnees: Mosaique) -> dict[str, Any]:
    propre = contour.genre == donnees.decoupage.genre
    decoupage = donnees.decoupage if propre else decoupages.inscrit(contour.genre)
    numeros = decoupage.numeros()
    return {
        "role": contour.role,
        "genre": "unite" if propre else contour.genre,
        "numeros": [numeros[code] for code in contour.codes if code in numeros],
    }


def _cercles(cercles: Cercles | None) -> dict[str, Any] | None:
    if cercles is None or not cercles.points:
        return None
    return {
        "mesure": cercles.colonne.court,
        "format": _format(cercles.colonne),
        "maximum": max(c.valeur for c in cercles.points),
        "points": [[*c.lieu, c.valeur, c.libelle, c.cle] for c in cercles.points],
    }


def _traits(traits: Traits | None) -> dict[str, Any] | None:
    montres = [t for t in traits.traits if t.valeur >= traits.seuil] if traits else []
    if not montres:
        return None
    return {
        "maximum": max(t.valeur for t in montres),
        "traits": [[*t.de, *t.vers, t.valeur] for t in montres],
    }


def _plan(identifiant: str, donnees: Mosaique, jumelage: str) -> html.Div:
    sol = {
        "large": adresse_mosaique("large.bin"),
        "fin": adresse_mosaique("fin.bin"),
        "communes": adresse_mosaique("communes.json"),
        "voisins": adresse_voisins(),
        "jumelage": jumelage,
        "clic": f"{identifiant}-clic",
    }
    plan = html.Div(
        id=f"{identifiant}-plan",
        className="mosaique-plan",
        role="application",
        tabIndex=0,
        disable_n_clicks=True,
        **attributs(
            aria_label=donnees.resume,
            aria_roledescription="carte",
            data_sol=ecrire(sol),
            data_pose=pose(donnees),
        ),
    )
    dit = html.P("Chargement de la carte…", className="mosaique-dit", role="status")
    nord = html.Div("N", className="mosaique-nord", role="img", **attributs(aria_label="Le nord"))
    return html.Div([plan, nord, dit], className="carte-plan")


def _encarts() -> list[tuple[str, str, Any]]:
    """Return key, title and corners of each inset: the DROM, then the heart of Île-de-France."""
    loin = [(d.code, d.libelle, emprise_de(f"dep-{d.code}")) for d in departements() if d.outre_mer]
    proche = reunir(emprise_de(zone) for zone in COURONNE)
    return [*loin, ("metropole", "Petite couronne", proche)]


def _encart(territoire: str, titre: str, emprise: Any) -> html.Div:
    # No tab stop: what an inset says by hover is in the table that goes with the map.
    petite = html.Div(
        className="mosaique-encart carte-encart-plan",
        role="img",
        disable_n_clicks=True,
        **attributs(
            aria_label=f"Encart{FINE}: {titre}",
            data_territoire=territoire,
            data_emprise=ecrire(emprise),
        ),
    )
    return html.Div([petite, html.P(titre)], className="carte-encart")


def _entete(donnees: Mosaique, actions: Sequence[Component]) -> Component:
    zones = [
        {"nom": c.libelle, "role": c.role}
        for c in donnees.contours
        if c.libelle and c.role != "choisie"
    ]
    cle = zones if len(zones) > 1 else ()
    return entete_figure(donnees.titre, donnees.sous_titre, actions, cle)


def _legende(donnees: Mosaique) -> list[Component]:
    return [
        *rendre(donnees.legende),
        *legende_cercles(donnees.cercles),
        *legende_traits(donnees.traits),
    ]


def _sans_lieu(donnees: Mosaique) -> list[Component]:
    """Return the zones that nothing on the map stands for, each with its value."""
    if not donnees.sans_lieu:
        return []
    dits = [html.Li([f"{nom}{FINE}: ", html.Strong(valeur)]) for nom, valeur in donnees.sans_lieu]
    return [html.P("Sans place sur la carte"), html.Ul(dits)]


def _source(donnees: Mosaique) -> str:
    return ". ".join([donnees.source, *credits_carte()])
