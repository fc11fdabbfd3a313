"""Writes outlines as GeoJSON of few decimals, ready to be served compressed."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from geodata.build.contours import Polygones
from geodata.referentiel import departements


def ecrire_json_gz(chemin: Path, contenu: Any, effort: int = 9) -> None:
    """Write compact UTF-8 JSON, gzipped (``effort`` 1 to 9); the same content gives the same bytes."""
    texte = json.dumps(contenu, ensure_ascii=False, separators=(",", ":"))
    chemin.write_bytes(gzip.compress(texte.encode(), compresslevel=effort, mtime=0))


def collection(
    niveau: str, polygones: Polygones, noms: Mapping[str, str], decimales: int
) -> dict[str, Any]:
    """Return a GeoJSON FeatureCollection (EPSG:4326) of a level, "dep" or "reg"."""
    region = {d.code: d.region for d in departements()}
    drom = {d.region for d in departements() if d.outre_mer}
    entites = []
    for code, polygone in polygones.items():
        code_region = region[code] if niveau == "dep" else code
        proprietes = {
            "id": f"{niveau}-{code}",
            "code": code,
            "nom": noms[code],
            "drom": code_region in drom,
            "region": f"reg-{code_region}",
        }
        entites.append(entite(f"{niveau}-{code}", polygone, proprietes, decimales))
    return {"type": "FeatureCollection", "features": entites}


def entite(
    identifiant: str, geometrie: Any, proprietes: dict[str, Any], decimales: int
) -> dict[str, Any]:
    """Return a GeoJSON Feature, coordinates rounded; repeated points are dropped."""
    polygones = []
    for polygone in shapely.get_parts(shapely.orient_polygons(geometrie)):
        anneaux = [polygone.exterior, *polygone.interiors]
        points = [_arrondi(shapely.get_coordinates(a), decimales) for a in anneaux]
        # An islet may shrink to a line once rounded; GeoJSON wants four points in a ring.
        if len(points[0]) >= 4:
            polygones.append([p for p in points if len(p) >= 4])
    return {
        "type": "Feature",
        "id": identifiant,
        "properties": proprietes,
        "geometry": {"type": "MultiPolygon", "coordinates": polygones},
    }


def _arrondi(points: Any, decimales: int) -> list[list[float]]:
    arrondis = np.round(points, decimales)
    change = np.any(np.diff(arrondis, axis=0) != 0, axis=1)
    return [[float(x), float(y)] for x, y in arrondis[np.concatenate(([True], change))]]
