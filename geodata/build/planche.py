"""A cartographic plate: métropole, the five DROM and Paris, as SVG paths in one drawing.

All lengths of the plate are in units of its view box, 1,000 wide; y grows downwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from geodata.build.contours import TOLERANCES, Territoire

LARGEUR, HAUTEUR = 1_000, 800
_COLONNE, _MARGE, _TITRE = 150.0, 8.0, 18.0
_COURONNE = frozenset({"75", "92", "93", "94"})


@dataclass(frozen=True, slots=True)
class Cadre:
    """A frame of the plate: where it lies, which ground it shows (metres of ``epsg``)."""

    cle: str
    titre: str
    x: float
    y: float
    largeur: float
    hauteur: float
    epsg: int
    ouest: float
    nord: float
    metres_par_unite: float

    def tolerance(self) -> str:
        """Return the coarsest tolerance whose faults stay under half a unit."""
        bonnes = [t for t, m in TOLERANCES.items() if m <= 0.5 * self.metres_par_unite]
        return max(bonnes, key=TOLERANCES.__getitem__, default="fin")

    def en_unites(self, points: Any) -> Any:
        """Return projected points (n, 2) as points of the plate, in tenths of a unit, whole."""
        x = self.x + (points[:, 0] - self.ouest) / self.metres_par_unite
        y = self.y + (self.nord - points[:, 1]) / self.metres_par_unite
        return np.rint(np.column_stack((x, y)) * 10).astype(int)

    def emprise(self) -> Any:
        """Return the ground shown, as a rectangle in projected metres."""
        est = self.ouest + self.largeur * self.metres_par_unite
        sud = self.nord - self.hauteur * self.metres_par_unite
        return shapely.box(self.ouest, sud, est, self.nord)


def cadres(territoires: Mapping[str, tuple[Territoire, Any]], couronne: bool) -> list[Cadre]:
    """Return the frames of the plate; ``territoires`` gives the finest polygons by code.

    DROM stand in a column on the left, each at its own scale; the enlargement of Paris and
    the petite couronne lies over the sea west of Cotentin.
    """
    faits = []
    drom = [cle for cle in territoires if cle != "metropole"]
    pas = HAUTEUR / len(drom)
    for rang, cle in enumerate(drom):
        territoire, polygones = territoires[cle]
        boite = (0.0, rang * pas, _COLONNE, pas - _MARGE)
        faits.append(_cadre(cle, territoire.titre, territoire.epsg, polygones.values(), boite))
    territoire, polygones = territoires["metropole"]
    gauche = _COLONNE + _MARGE
    boite = (gauche, 0.0, LARGEUR - gauche, HAUTEUR - _MARGE)
    metropole = _cadre("metropole", "", territoire.epsg, polygones.values(), boite)
    faits.insert(0, metropole)
    if couronne:
        zoom = [polygones[code] for code in sorted(_COURONNE)]
        boite = (gauche + _MARGE, _MARGE, 165.0, 150.0)
        faits.append(_cadre("couronne", "Petite couronne", territoire.epsg, zoom, boite))
    return faits


def _cadre(
    cle: str, titre: str, epsg: int, polygones: Any, boite: tuple[float, float, float, float]
) -> Cadre:
    """Fit polygons in a box, centred, with room above for the title when there is one."""
    x, y, largeur, hauteur = boite
    haut = _TITRE if titre else 0.0
    ouest, sud, est, nord = shapely.total_bounds(list(polygones))
    metres = max(
        (est - ouest) / (largeur - 2 * _MARGE), (nord - sud) / (hauteur - haut - 2 * _MARGE)
    )
    centre_x, centre_y = (ouest + est) / 2, (sud + nord) / 2
    return Cadre(
        cle=cle,
        titre=titre,
        x=x,
        y=y,
        largeur=largeur,
        hauteur=hauteur,
        epsg=epsg,
        ouest=centre_x - largeur / 2 * metres,
        nord=centre_y + (hauteur + haut) / 2 * metres,
        metres_par_unite=metres,
    )


def dessiner(
    cadre: Cadre, niveau: str, polygones: Mapping[str, Any], voisins: Any
) -> dict[str, Any]:
    """Return a frame ready for JSON: its place, its projection, paths and centres by zone id.

    A centre is the middle of the largest circle within the largest part: a label fits there.
    """
    fenetre = cadre.emprise()
    visibles = {c: p for c, p in polygones.items() if shapely.intersects(p, fenetre)}
    if cadre.cle == "couronne":
        visibles = {c: p for c, p in visibles.items() if c in _COURONNE}
    return {
        "cle": cadre.cle,
        "titre": cadre.titre,
        "x": round(cadre.x, 1),
        "y": round(cadre.y, 1),
        "largeur": round(cadre.largeur, 1),
        "hauteur": round(cadre.hauteur, 1),
        "metres_par_unite": round(cadre.metres_par_unite, 3),
        "projection": {"epsg": cadre.epsg, "ouest": cadre.ouest, "nord": cadre.nord},
        "chemins": {f"{niveau}-{c}": chemin(cadre, p) for c, p in visibles.items()},
        "centres": {f"{niveau}-{c}": _centre(cadre, p) for c, p in visibles.items()},
        "voisins": [trace for v in _coupes(cadre, voisins) if (trace := chemin(cadre, v))],
    }


def _coupes(cadre: Cadre, voisins: Any) -> Any:
    """Neighbours cut at the frame, coarser than the zones: they are only a background."""
    if not voisins:
        return []
    simples = shapely.coverage_simplify(voisins, 0.5 * cadre.metres_par_unite)
    return shapely.intersection(simples, cadre.emprise())


def chemin(cadre: Cadre, forme: Any) -> str:
    """Return the SVG path of polygons: relative moves of a tenth of a unit, holes by evenodd."""
    morceaux = []
    for polygone in shapely.get_parts(forme):
        if polygone.geom_type != "Polygon" or polygone.is_empty:
            continue
        for anneau in (polygone.exterior, *polygone.interiors):
            points = cadre.en_unites(shapely.get_coordinates(anneau)[:-1])
            change = np.any(np.diff(points, axis=0) != 0, axis=1)
            points = points[np.concatenate(([True], change))]
            if len(points) > 2:
                traits = "".join(_paire(dx, dy) for dx, dy in np.diff(points, axis=0))
                morceaux.append(f"M{_paire(*points[0]).lstrip()}l{traits.lstrip()}Z")
    return "".join(morceaux)


def _paire(x: int, y: int) -> str:
    return f" {_nombre(x)}{'' if y < 0 else ','}{_nombre(y)}".replace(" -", "-")


def _nombre(dixiemes: int) -> str:
    """Write tenths as SVG likes them shortest: 0.5 is .5, 3.0 is 3."""
    signe, valeur = "-" if dixiemes < 0 else "", abs(int(dixiemes))
    entier, decimale = divmod(valeur, 10)
    if not decimale:
        return f"{signe}{entier}"
    return f"{signe}{entier or ''}.{decimale}"


def _centre(cadre: Cadre, forme: Any) -> list[float]:
    plus_grand = max(shapely.get_parts(forme), key=lambda p: p.area)
    rayon = shapely.maximum_inscribed_circle(plus_grand, cadre.metres_par_unite)
    point = cadre.en_unites(shapely.get_coordinates(rayon)[:1])[0]
    return [float(point[0]) / 10, float(point[1]) / 10]
