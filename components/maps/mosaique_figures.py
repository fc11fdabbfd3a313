"""What explains circles and flow lines: three samples at the very sizes of the map."""

from __future__ import annotations

import math

from dash import html
from dash.development.base_component import Component

from components import formats
from components.maps.mosaique_modele import Cercles, Traits
from components.maps.simples import longueur_echelle
from components.pivot import entete_colonne

RAYON, LARGEUR = 26.0, 9.0
"""Radius of the largest circle and width of the widest line, px: those of assets/mosaique-couches.js."""
_PAS = 4


def echantillons(maximum: float, *, entiers: bool) -> list[float]:
    """Return at most three simple values, the largest first, none above ``maximum``; whole when asked."""
    valeurs: list[float] = []
    for rang in range(3):
        valeur = longueur_echelle(maximum / _PAS**rang)
        if valeur not in valeurs and not (entiers and valeur < 1):
            valeurs.append(valeur)
    return valeurs


def legende_cercles(cercles: Cercles | None) -> list[Component]:
    """Return the key of proportional circles: their area is the value."""
    if cercles is None or not cercles.points:
        return []
    maximum = max(c.valeur for c in cercles.points)
    entiers = not formats.mise(cercles.colonne).decimales
    lignes = [
        _ligne(
            "mosaique-cercle",
            2 * max(1.5, RAYON * math.sqrt(valeur / maximum)),
            formats.nombre(valeur, cercles.colonne),
        )
        for valeur in echantillons(maximum, entiers=entiers)
    ]
    titre = html.P(entete_colonne(cercles.colonne), className="carte-legende-titre")
    return [titre, html.Ul(lignes, className="carte-entrees mosaique-tailles")]


def legende_traits(traits: Traits | None) -> list[Component]:
    """Return the key of flow lines, and how many are under the threshold."""
    if traits is None or not traits.traits:
        return []
    titre = html.P(entete_colonne(traits.colonne), className="carte-legende-titre")
    montres = [t.valeur for t in traits.traits if t.valeur >= traits.seuil]
    parties: list[Component] = [titre]
    if montres:
        maximum = max(montres)
        entiers = not formats.mise(traits.colonne).decimales
        lignes = [
            _ligne(
                "mosaique-trait",
                max(0.6, LARGEUR * valeur / maximum),
                formats.nombre(valeur, traits.colonne),
            )
            for valeur in echantillons(maximum, entiers=entiers)
        ]
        parties.append(html.Ul(lignes, className="carte-entrees mosaique-tailles"))
    if caches := len(traits.traits) - len(montres):
        seuil = formats.nombre(traits.seuil, traits.colonne)
        pluriel = "s" * (caches > 1)
        dit = f"{formats.nombre(caches)} flux de moins de {seuil} non dessiné{pluriel}."
        parties.append(html.P(dit, className="carte-note"))
    return parties


def _ligne(classe: str, taille: float, libelle: str) -> html.Li:
    px = f"{taille:.1f}px"
    style = {"width": px, "height": px} if classe == "mosaique-cercle" else {"height": px}
    marque = html.Span(html.Span(className=classe, style=style), className="mosaique-marque")
    return html.Li([marque, html.Span(libelle)])
