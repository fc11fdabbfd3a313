"""Dissolves communes into départements and régions, simplified so that borders stay shared.

Method: each territory is projected (métres), its communes are mended into an exact coverage
(GEOS coverage cleaning), the coverage is dissolved, then simplified as a whole (Visvalingam
and Whyatt on each border once), so that two neighbours keep the very same line. Régions are
dissolved from the simplified départements, so that both levels share their lines too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from pyproj import Transformer

from geodata.build.tables import Communes
from geodata.referentiel import departements

Polygones = dict[str, Any]  # code -> polygon or multipolygon

# metres: a border loses the corners whose triangle is smaller than this, squared.
TOLERANCES = {"fin": 100.0, "moyen": 600.0, "large": 1_500.0}
# square metres: islands smaller than this are left out, unless they are all of a département.
_ILE_MINIMALE = {"fin": 0.0, "moyen": 1.0e6, "large": 1.0e7}
# square metres: enclaves smaller than this go to the département around them.
_ENCLAVE_MINIMALE = {"fin": 1.0e5, "moyen": 5.0e5, "large": 5.0e6}
# metres: a hole no wider between communes is a fault of the source or a basin, and is filled.
# Llívia, a Spanish town within Pyrénées-Orientales, is wider and stays out.
_JOUR_MAXIMAL = 400.0
_METRES_PAR_DEGRE = 111_200.0


@dataclass(frozen=True, slots=True)
class Territoire:
    """A part of France drawn in one projection (EPSG code, metres)."""

    cle: str
    titre: str
    epsg: int
    codes: frozenset[str]


def territoires() -> tuple[Territoire, ...]:
    """Return métropole and the five DROM, each with the official projection of the place."""
    tous = {d.code: d for d in departements()}
    drom = {"971": 5490, "972": 5490, "973": 2972, "974": 2975, "976": 4471}
    metropole = Territoire("metropole", "Métropole", 2154, frozenset(tous) - frozenset(drom))
    return (
        metropole,
        *(Territoire(c, tous[c].libelle, epsg, frozenset({c})) for c, epsg in drom.items()),
    )


@lru_cache
def _transformation(depuis: int, vers: int) -> Callable[[Any], Any]:
    transformateur = Transformer.from_crs(depuis, vers, always_xy=True)
    return lambda xy: np.column_stack(transformateur.transform(xy[:, 0], xy[:, 1]))


def projeter(geometries: Any, vers: int, depuis: int = 4326) -> Any:
    """Return geometries of EPSG ``depuis`` in EPSG ``vers`` (x before y)."""
    return shapely.transform(geometries, _transformation(depuis, vers))


def reparer(communes: Communes, territoire: Territoire) -> tuple[list[int], Any]:
    """Return positions of the communes of a territory and their mended projected polygons."""
    positions = [i for i, d in enumerate(communes.departements) if d in territoire.codes]
    projetees = projeter(communes.geometries[positions], territoire.epsg)
    return positions, shapely.coverage_clean(projetees, gap_width=_JOUR_MAXIMAL)


def dissoudre(codes: Iterable[str], polygones: Any) -> Polygones:
    """Return one polygon per code from a valid coverage, by code."""
    groupes: dict[str, list[Any]] = {}
    for code, polygone in zip(codes, polygones, strict=True):
        groupes.setdefault(code, []).append(polygone)
    return {code: shapely.coverage_union_all(groupes[code]) for code in sorted(groupes)}


def simplifier(polygones: Polygones, tolerance: str) -> Polygones:
    """Return the coverage simplified at one of TOLERANCES, small islands and enclaves left out."""
    entiers = _sans_miettes(polygones, _ENCLAVE_MINIMALE[tolerance])
    geometries = np.array(list(entiers.values()), dtype=object)
    simples = shapely.coverage_simplify(geometries, TOLERANCES[tolerance])
    return _sans_ilots(dict(zip(polygones, simples, strict=True)), _ILE_MINIMALE[tolerance])


def _sans_miettes(polygones: Polygones, seuil: float) -> Polygones:
    """Fill the small holes of each polygon, and drop the parts of others that lay in them."""
    trous = [
        shapely.Polygon(anneau)
        for polygone in shapely.get_parts(list(polygones.values()))
        for anneau in polygone.interiors
    ]
    combles = [trou for trou in trous if trou.area < seuil]
    if not combles:
        return polygones
    arbre = shapely.STRtree(combles)
    entiers: Polygones = {}
    for code, polygone in polygones.items():
        parts = shapely.get_parts(polygone)
        dedans, _ = arbre.query(shapely.point_on_surface(parts), predicate="intersects")
        restes = np.delete(parts, np.unique(dedans))
        entiers[code] = shapely.multipolygons([_sans_trous(part, seuil) for part in restes])
    return entiers


def _sans_trous(polygone: Any, seuil: float) -> Any:
    gardes = [a for a in polygone.interiors if shapely.Polygon(a).area >= seuil]
    return shapely.Polygon(polygone.exterior, gardes)


def _sans_ilots(polygones: Polygones, seuil: float) -> Polygones:
    """Leave out small islands of the whole; enclaves, which touch a neighbour, are kept."""
    masses = shapely.get_parts(shapely.coverage_union_all(list(polygones.values())))
    ilots = [masse for masse in masses if masse.area < seuil]
    if not ilots:
        return polygones
    arbre = shapely.STRtree(ilots)
    gardes: Polygones = {}
    for code, polygone in polygones.items():
        parts = shapely.get_parts(polygone)
        touche, _ = arbre.query(shapely.point_on_surface(parts), predicate="intersects")
        restes = np.delete(parts, np.unique(touche))
        gardes[code] = polygone if not len(restes) else shapely.multipolygons(restes)
    return gardes


def en_regions(par_departement: Mapping[str, Any]) -> Polygones:
    """Return the régions dissolved from départements of any one tolerance."""
    region = {d.code: d.region for d in departements()}
    return dissoudre((region[code] for code in par_departement), par_departement.values())


def contours_codes(codes: Iterable[str], communes: Any, metres: float = 0.0) -> Polygones:
    """Return one polygon per code, dissolved from communes (EPSG:4326), borders shared.

    ``communes`` are polygons of a coverage, in the order of ``codes``; ``metres`` is the tolerance
    of the simplification, 0 for none. Small islands stay: a code may be nothing else.
    """
    fusion = dissoudre(codes, communes)
    if not metres:
        return fusion
    # Degrees of latitude: a border that goes north to south loses a little less than asked.
    degres = metres / _METRES_PAR_DEGRE
    simples = shapely.coverage_simplify(np.array(list(fusion.values()), dtype=object), degres)
    return dict(zip(fusion, simples, strict=True))
