"""Territories on a plate: the outlines of their départements, shared borders taken away."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from components.maps.lecture import compositions
from data_layer.result import Resultat
from geodata.assemblage import Anneau, Groupes, Point, aire, dissoudre
from geodata.contours import chemins_svg

_NOMBRE = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")


def groupes_du_plan(resultat: Resultat) -> Groupes:
    """Return what to draw beside régions and départements: territories that are rows, or chosen."""
    choisies = {zone.id: zone.composition for zone in resultat.zones if zone.composition}
    faites = choisies | compositions(resultat)
    return tuple(
        (zone, composition)
        for zone, composition in sorted(faites.items())
        if all(part.startswith("dep-") for part in composition)
    )


@lru_cache(maxsize=8)
def chemins_des_territoires(groupes: Groupes) -> list[dict[str, str]]:
    """Return path data by zone id for each frame of the plate of départements, in its order.

    Raises:
        ContoursAbsents: the geography was not built.
    """
    return [
        {
            zone: chemin
            for zone, composition in groupes
            if (chemin := _uni([cadre.chemins[d] for d in composition if d in cadre.chemins]))
        }
        for cadre in chemins_svg("departement").cadres
    ]


def _uni(chemins: Sequence[str]) -> str:
    """Return the outline of the union of paths written by ``geodata.build.planche``."""
    if len(chemins) < 2:
        return "".join(chemins)
    # Tenths of a unit, as integers: two neighbours meet exactly.
    anneaux = dissoudre(anneau for chemin in chemins for anneau in _lire(chemin))
    return chemin_de([[(x / 10, y / 10) for x, y in anneau] for anneau in anneaux])


def _lire(chemin: str) -> list[Anneau]:
    """Read closed rings (tenths of a unit) from relative moves: ``M12.5,3l-.4,.6 1,0Z``."""
    anneaux = []
    for trace in chemin.split("Z")[:-1]:
        nombres = [round(float(n) * 10) for n in _NOMBRE.findall(trace)]
        x = y = 0
        anneau: Anneau = []
        for dx, dy in zip(nombres[::2], nombres[1::2], strict=True):
            x, y = x + dx, y + dy
            anneau.append((x, y))
        anneaux.append([*anneau, anneau[0]])
    return anneaux


def chemin_de(anneaux: Sequence[Anneau]) -> str:
    """Return closed rings as SVG path data, to a tenth of a unit."""
    return "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in a) + "Z" for a in anneaux)


def centre_de(composition: Sequence[str], centres: Mapping[str, Point]) -> Point | None:
    """Return where the name of a territory fits: the middle of its most central département."""
    places = [centres[d] for d in composition if d in centres]
    if not places:
        return None
    milieu = [sum(place[i] for place in places) / len(places) for i in (0, 1)]
    return min(places, key=lambda place: math.dist(place, milieu))


def centre_d_anneau(anneaux: Sequence[Anneau]) -> Point:
    """Return the centroid of the largest ring."""
    anneau = max(anneaux, key=lambda a: abs(aire(a)))
    surface = aire(anneau)
    if not surface:
        return anneau[0]
    cotes = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in pairwise(anneau)]
    x, y = (sum((a[i] + b[i]) * croix for a, b, croix in cotes) / (6 * surface) for i in (0, 1))
    return x, y
