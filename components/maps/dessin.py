"""Outlines of a plate in drawing units: those of all France, or a part of it drawn larger."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from components.maps.cadrage import Cadrage, Emprise
from components.maps.territoires import (
    centre_d_anneau,
    centre_de,
    chemin_de,
    chemins_des_territoires,
)
from geodata.assemblage import Groupes, assembler
from geodata.contours import NiveauCarte, chemins_svg, geojson_comprime, voisins_comprimes

LARGEUR, HAUTEUR = 1_000.0, 800.0
_RAYON_TERRE = 6_378_137.0
_MARGE = 24.0
_COTE_ENCART = 150.0
_PIED = 28.0


@dataclass(frozen=True, slots=True)
class Dessin:
    """One frame: path data by zone id and level, neighbours first; lengths in drawing units.

    ``pied``: the height of the strip at its foot that is kept for the scale bar.
    """

    cle: str
    titre: str
    x: float
    y: float
    largeur: float
    hauteur: float
    metres_par_unite: float
    chemins: Mapping[str, str]
    centres: Mapping[str, tuple[float, float]]
    voisins: Sequence[str]
    pied: float = 0.0


def dessiner(niveau: NiveauCarte, cadrage: Cadrage, groupes: Groupes = ()) -> list[Dessin]:
    """Return the frames of a result, the main one first, in a space of 1,000 by 800 units.

    All France comes as it was built (one projection a territory); a part of it is projected here.
    ``groupes``: territories to draw beside régions and départements.

    Raises:
        ContoursAbsents: the geography was not built.
    """
    if cadrage.nationale:
        return _national(niveau, groupes)
    gauche = _COTE_ENCART + 8 if cadrage.encarts else 0.0
    boite = (gauche, 0.0, LARGEUR - gauche, HAUTEUR)
    dessins = [_local("metropole", "", cadrage.emprise, boite, groupes)]
    for rang, encart in enumerate(cadrage.encarts):
        boite = (0.0, rang * (_COTE_ENCART + 8), _COTE_ENCART, _COTE_ENCART)
        dessins.append(_local(encart.cle, encart.titre, encart.emprise, boite, groupes))
    return dessins


def _national(niveau: NiveauCarte, groupes: Groupes) -> list[Dessin]:
    regions = {cadre.cle: cadre for cadre in chemins_svg("region").cadres}
    # The frames of départements have the same projections, and one more for the petite couronne.
    departements = zip(
        chemins_svg("departement").cadres, chemins_des_territoires(groupes), strict=True
    )
    territoires = {cadre.cle: chemins for cadre, chemins in departements}
    return [
        Dessin(
            c.cle,
            c.titre,
            c.x,
            c.y,
            c.largeur,
            c.hauteur,
            c.metres_par_unite,
            {
                **(regions[c.cle].chemins if c.cle in regions else {}),
                **c.chemins,
                **territoires.get(c.cle, {}),
            },
            _avec_territoires(c.centres, groupes),
            c.voisins,
        )
        for c in chemins_svg(niveau).cadres
    ]


def _avec_territoires(
    centres: Mapping[str, tuple[float, float]], groupes: Groupes
) -> dict[str, tuple[float, float]]:
    places = ((zone, centre_de(composition, centres)) for zone, composition in groupes)
    return {**centres, **{zone: place for zone, place in places if place is not None}}


def _local(
    cle: str,
    titre: str,
    emprise: Emprise,
    boite: tuple[float, float, float, float],
    groupes: Groupes,
) -> Dessin:
    """Draw the ground of ``emprise`` in a box (x, y, width, height), as on screen (Mercator)."""
    x, y, largeur, hauteur = boite
    (sud, ouest), (nord, est) = emprise
    coins = _mercator(ouest, sud), _mercator(est, nord)
    haut, bas = (18.0, 0.0) if titre else (0.0, _PIED)
    marge = _MARGE if largeur > 300 else 8.0
    pas = max(
        (coins[1][0] - coins[0][0]) / (largeur - 2 * marge),
        (coins[1][1] - coins[0][1]) / (hauteur - haut - bas - 2 * marge),
    )
    milieu = [(coins[0][i] + coins[1][i]) / 2 for i in (0, 1)]

    def placer(point: Sequence[float]) -> tuple[float, float]:
        est_, nord_ = _mercator(point[0], point[1])
        return (
            x + largeur / 2 + (est_ - milieu[0]) / pas,
            y + haut + (hauteur - haut - bas) / 2 - (nord_ - milieu[1]) / pas,
        )

    fenetre = (x - 2, y - 2, x + largeur + 2, y + hauteur + 2)
    zones: dict[str, str] = {}
    centres: dict[str, tuple[float, float]] = {}
    territoires = assembler(_entites("departement"), groupes)
    for entite in (*_entites("region"), *_entites("departement"), *territoires):
        anneaux = _anneaux(entite, placer)
        if _dedans(anneaux, fenetre):
            identifiant = entite["properties"]["id"]
            zones[identifiant] = chemin_de(anneaux)
            centres[identifiant] = centre_d_anneau(anneaux)
    autour = [_anneaux(entite, placer) for entite in _entites("voisins")]
    return Dessin(
        cle,
        titre,
        x,
        y,
        largeur,
        hauteur,
        pas * math.cos(math.radians((sud + nord) / 2)),
        zones,
        _avec_territoires(centres, groupes),
        [chemin_de(a) for a in autour if _dedans(a, fenetre)],
        bas,
    )


@lru_cache(maxsize=3)
def _entites(niveau: str) -> list[dict[str, Any]]:
    octets = voisins_comprimes() if niveau == "voisins" else geojson_comprime(niveau, "moyen")  # type: ignore[arg-type]
    return json.loads(gzip.decompress(octets))["features"] if octets else []


def _mercator(longitude: float, latitude: float) -> tuple[float, float]:
    nord = math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))
    return _RAYON_TERRE * math.radians(longitude), _RAYON_TERRE * nord


def _anneaux(entite: dict[str, Any], placer: Any) -> list[list[tuple[float, float]]]:
    return [
        [placer(point) for point in anneau]
        for polygone in entite["geometry"]["coordinates"]
        for anneau in polygone
    ]


def _dedans(
    anneaux: list[list[tuple[float, float]]], fenetre: tuple[float, float, float, float]
) -> bool:
    points = [point for anneau in anneaux for point in anneau]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    ouest, nord, est, sud = fenetre
    return min(xs) < est and max(xs) > ouest and min(ys) < sud and max(ys) > nord
