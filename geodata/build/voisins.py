"""Neighbouring land, drawn under the outlines: Natural Earth, from a TopoJSON package."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from geodata.build.contours import projeter

_FRANCE = "250"
# territory -> frame kept around it, in degrees: west, south, east, north
_CADRES = {"metropole": (-24.0, 35.0, 30.0, 58.0), "973": (-60.0, -2.0, -47.0, 9.0)}
# metres: Natural Earth and the communes do not agree on the border; neighbours are pushed
# under France where both are land, so that no sea shows between them.
_DEBORD, _SOUS_LA_FRANCE = 8_000.0, 300.0


def lire_pays(paquet: Path) -> dict[str, tuple[str, Any]]:
    """Return ISO 3166 numeric code -> (name, polygons in EPSG:4326) of countries near France."""
    with tarfile.open(paquet) as archive:
        membre = archive.extractfile("package/countries-10m.json")
        if membre is None:
            raise ValueError("countries-10m.json is not a file")
        topologie = json.load(membre)
    echelle, origine = (np.array(topologie["transform"][k]) for k in ("scale", "translate"))
    arcs = [np.cumsum(np.array(a), axis=0) * echelle + origine for a in topologie["arcs"]]
    tous = {
        pays["id"]: (pays["properties"]["name"], _polygones(pays, arcs))
        for pays in topologie["objects"]["countries"]["geometries"]
        if "id" in pays
    }
    return {code: entree for code, entree in tous.items() if not entree[1].is_empty}


def _polygones(pays: dict[str, Any], arcs: list[Any]) -> Any:
    """Decode one TopoJSON object: rings are lists of arcs, ~i is the arc i backwards."""
    listes = pays["arcs"] if pays["type"] == "MultiPolygon" else [pays["arcs"]]
    polygones = []
    for anneaux in listes:
        points = [
            np.concatenate([arcs[i] if i >= 0 else arcs[~i][::-1] for i in anneau])
            for anneau in anneaux
        ]
        # The smallest islets were flattened to a line by the quantisation of the source.
        points = [p for p in points if len(p) >= 4]
        if points and _est_proche(points[0]):
            polygones.append(shapely.Polygon(points[0], points[1:]))
    return shapely.make_valid(shapely.MultiPolygon(polygones))


def _est_proche(points: Any) -> bool:
    """Whether points reach into a frame: the rest of the world is not worth the time."""
    (ouest, sud), (est, nord) = points.min(axis=0), points.max(axis=0)
    return any(
        ouest <= e and est >= o and sud <= n and nord >= s for o, s, e, n in _CADRES.values()
    )


def autour(
    pays: dict[str, tuple[str, Any]], cle: str, epsg: int, france: Any
) -> dict[str, tuple[str, Any]]:
    """Return code -> (name, projected polygons) of the land around a territory, France cut out.

    ``france`` is the projected outline of the territory. Empty where the territory has no
    neighbour worth drawing (every DROM but Guyane).
    """
    if cle not in _CADRES:
        return {}
    fenetre = shapely.box(*_CADRES[cle])
    proches = {
        code: (nom, projeter(shapely.intersection(forme, fenetre), epsg))
        for code, (nom, forme) in pays.items()
        if shapely.intersects(forme, fenetre)
    }
    terre = shapely.union_all([shapely.buffer(forme, 1.0) for _, forme in proches.values()])
    interieur = shapely.buffer(france, -_SOUS_LA_FRANCE)
    voisins = {}
    for code, (nom, forme) in proches.items():
        if code == _FRANCE:
            continue
        ailleurs = [f for c, (_, f) in proches.items() if c not in (code, _FRANCE)]
        if shapely.distance(forme, france) < _DEBORD:
            pousse = shapely.intersection(shapely.buffer(forme, _DEBORD), terre)
            pousse = shapely.difference(pousse, shapely.union_all(ailleurs))
            voisin = shapely.difference(shapely.union(forme, pousse), interieur)
        else:
            voisin = forme
        voisins[code] = (nom, _surfaces(voisin))
    return {code: v for code, v in sorted(voisins.items()) if not v[1].is_empty}


def _surfaces(forme: Any) -> Any:
    """Keep the polygons of at least 4 km²; cutting leaves lines and crumbs."""
    parts = shapely.get_parts(shapely.make_valid(forme))
    return shapely.MultiPolygon([p for p in parts if p.geom_type == "Polygon" and p.area > 4.0e6])
