"""Territories drawn from the départements they are made of: shared borders cancel, no geometry library.

The outlines are a coverage (``geodata.build.contours``): two neighbours hold the very same points along
their common border, one in each direction. An edge and its reverse therefore cancel, and what is left is
the outline of the union, exact at every tolerance.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from math import atan2
from pathlib import Path
from typing import Any

from geodata.contours import Tolerance, cle_contours, version_contours
from geodata.referentiel import departements

Point = tuple[float, float]
Anneau = list[Point]
Groupes = tuple[tuple[str, tuple[str, ...]], ...]
"""Pairs (zone id, ids of its départements): what a territory is made of, in a form that can be a key."""

TERRITOIRES = ("tds", "ght")
"""Kinds of zone that are drawn so, as written in their ids."""
_GROUPE = re.compile(r"[0-9A-Za-z]{1,64}:[0-9AB]{2,3}(?:\.[0-9AB]{2,3})*")


def dissoudre(anneaux: Iterable[Sequence[Sequence[float]]]) -> list[Anneau]:
    """Return the rings of the union of closed rings that share their borders point by point.

    Interiors must lie on one side of all rings, and stay there. Rings are closed and simple: where two
    of them touch, they stay two.
    """
    restes: Counter[tuple[Point, Point]] = Counter()
    for anneau in anneaux:
        for de, vers in pairwise((x, y) for x, y in anneau):
            if restes[vers, de]:
                restes[vers, de] -= 1
            elif de != vers:
                restes[de, vers] += 1
    suites: dict[Point, list[Point]] = defaultdict(list)
    for de, vers in restes.elements():
        suites[de].append(vers)
    return [anneau for depart in list(suites) for anneau in _depuis(depart, suites)]


def _depuis(depart: Point, suites: dict[Point, list[Point]]) -> Iterable[Anneau]:
    """Walk all that leaves a point, taking edges away; a point met again closes a ring."""
    while suites[depart]:
        chemin, places = [depart], {depart: 0}
        avant, ici = depart, suites[depart].pop()
        while True:
            if (debut := places.get(ici)) is None:
                places[ici] = len(chemin)
                chemin.append(ici)
            else:
                yield [*chemin[debut:], ici]
                for point in chemin[debut + 1 :]:
                    del places[point]
                del chemin[debut + 1 :]
                if not debut:
                    break
            avant, ici = ici, _suivant(avant, ici, suites[ici])


def _suivant(avant: Point, ici: Point, suites: list[Point]) -> Point:
    """Take the edge most to the left: where outlines touch, the walk stays on its own side."""
    if len(suites) == 1:
        return suites.pop()
    dx, dy = ici[0] - avant[0], ici[1] - avant[1]

    def virage(vers: Point) -> float:
        ex, ey = vers[0] - ici[0], vers[1] - ici[1]
        return atan2(dx * ey - dy * ex, dx * ex + dy * ey)

    choisi = max(suites, key=virage)
    suites.remove(choisi)
    return choisi


def assembler(
    entites: Sequence[Mapping[str, Any]], groupes: Groupes, *, autour: bool = False
) -> list[dict[str, Any]]:
    """Return one GeoJSON feature a group, with what it is made of in ``departements``.

    ``autour``: the départements of no group follow, as they are. Unknown départements are left out, and
    so is a group that has no other.
    """
    par_id = {entite["properties"]["id"]: entite for entite in entites}
    faites = []
    for zone, composition in groupes:
        parts = [par_id[d] for d in composition if d in par_id]
        if parts:
            faites.append(_entite(zone, parts))
    pris = {d for _, composition in groupes for d in composition}
    restes = [dict(e) for i, e in par_id.items() if i not in pris] if autour else []
    return [*faites, *restes]


def _entite(zone: str, parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    polygones = [p for part in parts for p in part["geometry"]["coordinates"]]
    if len(parts) > 1:
        polygones = _polygones(dissoudre(anneau for p in polygones for anneau in p))
    proprietes = {
        "id": zone,
        "code": zone.partition("-")[2],
        "nom": zone,
        "departements": [part["properties"]["id"] for part in parts],
    }
    geometrie = {"type": "MultiPolygon", "coordinates": polygones}
    return {"type": "Feature", "id": zone, "properties": proprietes, "geometry": geometrie}


def _polygones(anneaux: Sequence[Anneau]) -> list[list[Anneau]]:
    """Put each hole (clockwise) in the smallest shell around it."""
    coques = sorted((a for a in anneaux if aire(a) > 0), key=aire)
    polygones = [[coque] for coque in coques]
    for trou in (a for a in anneaux if aire(a) < 0):
        # The middle of an edge: a corner may be where the hole touches the shell of another.
        milieu = (trou[0][0] + trou[1][0]) / 2, (trou[0][1] + trou[1][1]) / 2
        autour = next(
            (p for p in polygones if -aire(trou) < aire(p[0]) and _dans(milieu, p[0])), None
        )
        if autour is not None:
            autour.append(trou)
    return polygones


def aire(anneau: Sequence[Sequence[float]]) -> float:
    """Return the signed area of a closed ring: positive when it turns counter-clockwise."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(anneau)) / 2


def _dans(point: Point, anneau: Sequence[Sequence[float]]) -> bool:
    x, y = point
    dedans = False
    for a, b in pairwise(anneau):
        if (a[1] > y) != (b[1] > y) and x < a[0] + (y - a[1]) * (b[0] - a[0]) / (b[1] - a[1]):
            dedans = not dedans
    return dedans


def geojson_assemble(tolerance: Tolerance, groupes: Groupes, *, autour: bool = False) -> bytes:
    """Return a gzipped GeoJSON FeatureCollection (EPSG:4326) of territories; see :func:`assembler`.

    Raises ContoursAbsents when the geography was not built, ValueError on an unknown tolerance.
    """
    return _assemble(*cle_contours("departement", tolerance), groupes, autour)


@lru_cache(maxsize=64)
def _assemble(fichier: Path, date: int, groupes: Groupes, autour: bool) -> bytes:
    entites = assembler(_entites(fichier, date), groupes, autour=autour)
    texte = json.dumps(
        {"type": "FeatureCollection", "features": entites},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return gzip.compress(texte.encode(), compresslevel=6, mtime=0)


@lru_cache(maxsize=2)
def _entites(fichier: Path, date: int) -> list[dict[str, Any]]:
    entites: list[dict[str, Any]] = json.loads(gzip.decompress(fichier.read_bytes()))["features"]
    return entites


def adresse_assemblage(
    genre: str, tolerance: str, compositions: Mapping[str, Sequence[str]], *, autour: bool = False
) -> str:
    """Return the address that serves territories: their composition is in it, so it never changes.

    ``/geodata/ght-moyen.geojson?de=D01:01.74,D02:02&autour=1&v=…``, codes without their prefixes.
    """
    groupes = ",".join(
        f"{zone.partition('-')[2]}:{'.'.join(d.removeprefix('dep-') for d in composition)}"
        for zone, composition in sorted(compositions.items())
    )
    parties = [f"de={groupes}", *(["autour=1"] if autour else [])]
    parties += [f"v={version}"] if (version := version_contours()) else []
    return f"/geodata/{genre}-{tolerance}.geojson?{'&'.join(parties)}"


def lire_groupes(genre: str, texte: str) -> Groupes:
    """Read the ``de`` of :func:`adresse_assemblage`, as written by anybody.

    Raises:
        ValueError: not of that form, an unknown département, or one in two groups.
    """
    ecrits = texte.split(",")
    if not all(_GROUPE.fullmatch(groupe) for groupe in ecrits):
        raise ValueError("groups are written code:01.74,code:02")
    paires = [groupe.split(":") for groupe in ecrits]
    codes = [code for _, composition in paires for code in composition.split(".")]
    connus = {d.code for d in departements()}
    # Each département once: whatever is asked, an answer costs no more than a map of France.
    if len(set(codes)) < len(codes) or not connus.issuperset(codes):
        raise ValueError("each département is known, and in one group only")
    if len({code for code, _ in paires}) < len(paires):
        raise ValueError("each group is written once")
    return tuple(
        (f"{genre}-{code}", tuple(f"dep-{d}" for d in composition.split(".")))
        for code, composition in paires
    )
