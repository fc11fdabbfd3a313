"""The national map of communes, as arcs with a commune on either side, in a few hundred kilobytes.

A border is written once, whoever shares it: what is to its left, what is to its right, and its points on
a whole grid of Mercator pixels, each told from the one before. ``assets/mosaique-geometrie.js`` and
``geodata.mosaique.decoder`` read it. Communes are numbered from 1 in the order of their codes; 0 is outside.

    b"MOS1" | length of the heading (uint32, little-endian) | heading (JSON) | streams, one after the other

Streams (unsigned LEB128 integers; ``dx`` and ``dy`` zigzag): ``parts`` arcs a commune writes, those with
no commune before it on the other side, which keep it on their left; ``autres`` the number on their right
less its own, 0 for outside; ``tailles`` segments an arc; ``dx``, ``dy`` its first point from the last one of
the arc before, then each point from the one before (x to the east, y to the south).
"""

from __future__ import annotations

import gzip
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from geodata import referentiel
from geodata.build import contours
from geodata.build.tables import Communes
from geodata.mosaique import MAGIE, NIVEAUX, nom_du_niveau, nom_du_repertoire

Point = tuple[int, int]
_TOUR = 2 * math.pi * 6_378_137.0


@dataclass(frozen=True, slots=True)
class Finesse:
    """A level of detail: ``zoom`` whose pixels are the grid, tolerances on the ground in metres."""

    zoom: int
    metropole: float
    outre_mer: float


FINESSES = {"large": Finesse(10, 900.0, 120.0), "fin": Finesse(12, 100.0, 60.0)}
"""By level of :data:`geodata.mosaique.NIVEAUX`; islands in insets are drawn larger than métropole."""


@dataclass(frozen=True, slots=True)
class Arc:
    """A border between two communes, or a coast: ``gauche`` < ``droite`` unless this one is 0."""

    gauche: int
    droite: int
    points: tuple[Point, ...]


def ecrire(dossier: Path, communes: Communes, geometries: Any) -> None:
    """Write ``mosaique-<level>.bin.gz`` and ``mosaique.json.gz`` (codes and names, in their order).

    ``geometries``: polygons (EPSG:4326) of a coverage, in the order of ``communes``.
    """
    rangs = sorted(range(len(communes.codes)), key=communes.codes.__getitem__)
    codes = [communes.codes[i] for i in rangs]
    noms = [communes.noms[i] for i in rangs]
    par_departement = [communes.departements[i] for i in rangs]
    _ecrire_gz(dossier / nom_du_repertoire(), _json({"codes": codes, "noms": noms}))
    geometries = np.asarray(geometries, dtype=object)[rangs]
    for niveau in NIVEAUX:
        octets = encoder(par_departement, geometries, FINESSES[niveau])
        _ecrire_gz(dossier / nom_du_niveau(niveau), octets)


def encoder(departements: Sequence[str], geometries: Any, finesse: Finesse) -> bytes:
    """Return the file of polygons (EPSG:4326) in the order of their codes."""
    quantifies: list[Any] = [None] * len(geometries)
    territoires = []
    for territoire in contours.territoires():
        places = [i for i, d in enumerate(departements) if d in territoire.codes]
        if not places:
            continue
        faits = quantifier(geometries[places], finesse, outre_mer=territoire.cle != "metropole")
        for i, polygone in zip(places, faits, strict=True):
            quantifies[i] = polygone
        ouest, sud, est, nord = (float(v) for v in shapely.total_bounds(geometries[places]))
        parts = shapely.bounds(shapely.get_parts(faits))
        territoires.append(
            {
                "cle": territoire.cle,
                "titre": territoire.titre,
                "emprise": [[round(sud, 3), round(ouest, 3)], [round(nord, 3), round(est, 3)]],
                "large": int(np.max(parts[:, 2] - parts[:, 0])),
            }
        )
    arcs = list(arcs_de(quantifies))
    flux = _flux(arcs, len(quantifies))
    entete = {
        "communes": len(quantifies),
        "zoom": finesse.zoom,
        "arcs": len(arcs),
        "points": sum(len(a.points) for a in arcs),
        "departements": _departements(departements, geometries),
        "regions": [{"code": r.code, "nom": r.libelle} for r in referentiel.regions()],
        "territoires": territoires,
        "flux": {nom: len(octets) for nom, octets in flux.items()},
    }
    tete = _json(entete)
    tete += b" " * (-len(tete) % 4)
    return b"".join((MAGIE, len(tete).to_bytes(4, "little"), tete, *flux.values()))


def quantifier(geometries: Any, finesse: Finesse, *, outre_mer: bool) -> Any:
    """Return polygons simplified together, on the whole grid of the level (x east, y south).

    Their rings turn so that the inside is on the left of who walks them on the ground.
    """
    mercator = contours.projeter(geometries, 3857)
    _, sud, _, nord = shapely.total_bounds(geometries)
    etirement = 1 / math.cos(math.radians((sud + nord) / 2))
    tolerance = (finesse.outre_mer if outre_mer else finesse.metropole) * etirement
    simples = shapely.orient_polygons(shapely.coverage_simplify(mercator, tolerance))
    pas = 256 * 2**finesse.zoom / _TOUR

    def grille(xy: Any) -> Any:
        return np.column_stack(
            (np.rint((xy[:, 0] + _TOUR / 2) * pas), np.rint((_TOUR / 2 - xy[:, 1]) * pas))
        )

    return shapely.transform(simples, grille)


def arcs_de(polygones: Iterable[Any]) -> Iterator[Arc]:
    """Yield the arcs of quantised polygons numbered from 1, by their left, those that follow together."""
    cotes = _cotes(polygones)
    degres = Counter(bout for arete in cotes for bout in arete)
    traces: dict[int, list[tuple[Point, Point]]] = defaultdict(list)
    for (de, vers), (gauche, droite) in cotes.items():
        if droite and (not gauche or droite < gauche):
            traces[droite].append((vers, de))
        else:
            traces[gauche].append((de, vers))
    for numero in sorted(traces):
        suites: dict[Point, list[Point]] = defaultdict(list)
        for de, vers in traces[numero]:
            suites[de].append(vers)

        def en_face(de: Point, vers: Point, numero: int = numero) -> int:
            deux = cotes.get((de, vers)) or cotes[vers, de]
            return deux[0] if deux[1] == numero else deux[1]

        yield from _chaines(numero, suites, degres, en_face)


def _chaines(numero: int, suites: dict[Point, list[Point]], degres: Any, en_face: Any) -> Any:
    """Walk the edges of one commune into arcs, from where the last one ended when it can be."""
    noeuds = [p for p in suites if degres[p] != 2]
    fin: Point | None = None
    while suites:
        depart = fin if fin in suites else None
        while depart is None and noeuds:
            depart = candidat if (candidat := noeuds.pop()) in suites else None
        chemin = [depart if depart is not None else next(iter(suites))]
        droite = None
        while suivants := suites.get(chemin[-1]):
            cote = en_face(chemin[-1], suivants[-1])
            if droite is not None and (cote != droite or degres[chemin[-1]] != 2):
                break
            droite = cote
            vers = suivants.pop()
            if not suivants:
                del suites[chemin[-1]]
            chemin.append(vers)
        fin = chemin[-1]
        yield Arc(numero, droite or 0, tuple(chemin))


def _cotes(polygones: Iterable[Any]) -> dict[tuple[Point, Point], tuple[int, int]]:
    """Return what is on the left and on the right of each edge, once, in one of its directions.

    What lies on both sides of an edge is folded flat on it, and cancels out.
    """
    gauches: dict[tuple[Point, Point], list[int]] = defaultdict(list)
    for numero, polygone in enumerate(polygones, start=1):
        for part in shapely.get_parts(polygone):
            for anneau in (part.exterior, *part.interiors):
                xy = shapely.get_coordinates(anneau).astype(int).tolist()
                points = [(x, y) for x, y in xy]
                for de, vers in pairwise(points):
                    if de != vers:
                        gauches[de, vers].append(numero)
    cotes = {}
    for (de, vers), ici in gauches.items():
        if de > vers and (vers, de) in gauches:
            continue
        en_face = Counter(gauches.get((vers, de), ()))
        reste = Counter(ici)
        a, b = list((reste - en_face).elements()), list((en_face - reste).elements())
        if a or b:
            cotes[de, vers] = (a[0] if a else 0, b[0] if b else 0)
    return cotes


def _flux(arcs: Sequence[Arc], communes: int) -> dict[str, bytes]:
    nombres = Counter(arc.gauche for arc in arcs)
    parts = [nombres[n] for n in range(1, communes + 1)]
    autres = [arc.droite - arc.gauche if arc.droite else 0 for arc in arcs]
    tailles = [len(arc.points) - 1 for arc in arcs]
    points = np.array([p for arc in arcs for p in arc.points], dtype=np.int64).reshape(-1, 2)
    pas = np.diff(points, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    zigzag = np.where(pas < 0, -2 * pas - 1, 2 * pas)
    return {
        "parts": _leb128(parts),
        "autres": _leb128(autres),
        "tailles": _leb128(tailles),
        "dx": _leb128(zigzag[:, 0].tolist()),
        "dy": _leb128(zigzag[:, 1].tolist()),
    }


def _leb128(nombres: Iterable[int]) -> bytes:
    octets = bytearray()
    for reste in nombres:
        n = reste
        while n > 127:
            octets.append(n & 127 | 128)
            n >>= 7
        octets.append(n)
    return bytes(octets)


def _departements(codes: Sequence[str], geometries: Any) -> list[dict[str, Any]]:
    """Return each département with its first commune, and the largest circle where its name may lie.

    The order of communes keeps those of a département together. ``rayon`` is in degrees of latitude.
    """
    premiers: dict[str, int] = {}
    for numero, code in enumerate(codes, start=1):
        premiers.setdefault(code, numero)
    fiches = {d.code: d for d in referentiel.departements()}
    bornes = [*premiers.values(), len(codes) + 1]
    faits = []
    for rang, (code, premier) in enumerate(premiers.items()):
        forme = shapely.union_all(geometries[premier - 1 : bornes[rang + 1] - 1])
        rayon = shapely.maximum_inscribed_circle(forme, 0.01)
        longitude, latitude = shapely.get_coordinates(rayon)[0]
        faits.append(
            {
                "code": code,
                "nom": fiches[code].libelle,
                "region": fiches[code].region,
                "premier": premier,
                "centre": [round(float(latitude), 3), round(float(longitude), 3)],
                "rayon": round(float(shapely.length(rayon)), 3),
            }
        )
    return faits


def _json(contenu: Any) -> bytes:
    return json.dumps(contenu, ensure_ascii=False, separators=(",", ":")).encode()


def _ecrire_gz(chemin: Path, octets: bytes) -> None:
    chemin.write_bytes(gzip.compress(octets, compresslevel=9, mtime=0))
