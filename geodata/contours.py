"""The built outlines at run time: files read once, neither shapely nor Parquet."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from geodata.chemins import dossier_geodata

NiveauCarte = Literal["region", "departement"]
Tolerance = Literal["fin", "moyen", "large"]

COMMANDE = "make geodata"
MESSAGE_ABSENCE = (
    f"Les contours des territoires ne sont pas encore installés : lancez « {COMMANDE} », "
    "puis rechargez la page. Les tableaux et les graphiques restent disponibles."
)
_NOMS: dict[str, str] = {"region": "regions", "departement": "departements"}
_TOLERANCES = ("fin", "moyen", "large")


class ContoursAbsents(FileNotFoundError):
    """The geography was not built; the text is French and says which command to run."""


@dataclass(frozen=True, slots=True)
class Cadre:
    """A frame of a plate: ``x``, ``y``, ``largeur``, ``hauteur`` in units of the view box.

    ``chemins`` are SVG path data by zone id (fill-rule evenodd), ``centres`` where a label
    fits, ``voisins`` path data of neighbouring countries, drawn first. ``epsg``, ``ouest`` and
    ``nord`` (metres) place any other point of the same projection: see ``placer``.
    """

    cle: str
    titre: str
    x: float
    y: float
    largeur: float
    hauteur: float
    metres_par_unite: float
    epsg: int
    ouest: float
    nord: float
    chemins: dict[str, str]
    centres: dict[str, tuple[float, float]]
    voisins: tuple[str, ...]

    def placer(self, est: float, nord: float) -> tuple[float, float]:
        """Return where projected metres (``epsg``) lie in the view box."""
        x = self.x + (est - self.ouest) / self.metres_par_unite
        return x, self.y + (self.nord - nord) / self.metres_par_unite


@dataclass(frozen=True, slots=True)
class Planche:
    """A drawing of all France: view box ``0 0 largeur hauteur`` and its frames, métropole first."""

    largeur: float
    hauteur: float
    cadres: tuple[Cadre, ...]


@dataclass(frozen=True, slots=True)
class Population:
    """Persons of a zone at a census year; bands may miss the total by a few (rounded by IRIS)."""

    annee: int
    total: int
    de_0_a_19: int
    de_20_a_64: int
    de_65_et_plus: int


def contours_disponibles() -> bool:
    """Return whether the geography was built: one file looked at, no more."""
    return (dossier_geodata() / "manifeste.json").is_file()


def credits() -> tuple[str, ...]:
    """Return the sentences that credit the sources of the outlines; empty when not built."""
    if not contours_disponibles():
        return ()
    return tuple(json.loads(_octets("manifeste.json"))["credits"])


def geojson_comprime(niveau: NiveauCarte, tolerance: Tolerance = "moyen") -> bytes:
    """Return a gzipped GeoJSON FeatureCollection (EPSG:4326).

    Properties: ``id`` (zone id), ``code``, ``nom``, ``drom`` (bool), ``region`` (zone id).
    Raises ContoursAbsents when not built, ValueError on an unknown level or tolerance.
    """
    return _lire(*cle_contours(niveau, tolerance))


def geojson_partiel(niveau: NiveauCarte, tolerance: Tolerance, zones: tuple[str, ...]) -> bytes:
    """Return the same collection for some zones only, gzipped: what an inset or an outline needs.

    Unknown zones are left out. Raises like :func:`geojson_comprime`.
    """
    return _partiel(*cle_contours(niveau, tolerance), zones)


def adresse_contours(niveau: str, tolerance: str = "moyen", zones: tuple[str, ...] = ()) -> str:
    """Return the address that serves outlines; its ``v`` lets a browser keep them for ever."""
    parties = [f"zones={','.join(zones)}"] if zones else []
    parties += [f"v={version}"] if (version := version_contours()) else []
    suffixe = f"?{'&'.join(parties)}" if parties else ""
    return f"/geodata/{niveau}-{tolerance}.geojson{suffixe}"


def adresse_voisins() -> str:
    """Return the address of the neighbouring land."""
    version = version_contours()
    return f"/geodata/voisins.geojson?v={version}" if version else "/geodata/voisins.geojson"


def version_contours() -> str | None:
    """Return what changes when the geography is built anew, None when it was not built."""
    if not contours_disponibles():
        return None
    return hashlib.sha256(_octets("manifeste.json")).hexdigest()[:12]


def voisins_comprimes() -> bytes | None:
    """Return the neighbouring land as gzipped GeoJSON, or None where it could not be had."""
    return _octets("voisins.geojson.gz") if _existe("voisins.geojson.gz") else None


def chemins_svg(niveau: NiveauCarte) -> Planche:
    """Return the plate of a level, ready to be drawn as SVG.

    Raises ContoursAbsents when not built, ValueError on an unknown level.
    """
    if niveau not in _NOMS:
        raise ValueError(f"no plate for {niveau!r}")
    nom = f"planche-{_NOMS[niveau]}.json.gz"
    return _planche(*_cle(nom))


def population(zone_id: str) -> Population | None:
    """Return the population of ``fr``, a région, département, EPCI or commune, or None.

    None also when the geography was not built, and for Mayotte, absent from the source:
    France is then without Mayotte too.
    """
    if not _existe("population.json.gz"):
        return None
    annee, zones = _populations(*_cle("population.json.gz"))
    valeurs = zones.get(zone_id)
    return None if valeurs is None else Population(annee, *valeurs)


@lru_cache(maxsize=128)
def _partiel(fichier: Path, date: int, zones: tuple[str, ...]) -> bytes:
    collection = json.loads(gzip.decompress(fichier.read_bytes()))
    gardees = [f for f in collection["features"] if f["properties"]["id"] in zones]
    texte = json.dumps({**collection, "features": gardees}, ensure_ascii=False)
    return gzip.compress(texte.encode(), mtime=0)


def _existe(nom: str) -> bool:
    return (dossier_geodata() / nom).is_file()


def _cle(nom: str) -> tuple[Path, int]:
    """Return the file and its date: a geography built anew is read anew, without restart."""
    fichier = dossier_geodata() / nom
    try:
        return fichier, fichier.stat().st_mtime_ns
    except FileNotFoundError as erreur:
        raise ContoursAbsents(MESSAGE_ABSENCE) from erreur


def cle_contours(niveau: NiveauCarte, tolerance: Tolerance) -> tuple[Path, int]:
    """Return the file of a level and its date, which key what is made from it.

    Raises like :func:`geojson_comprime`.
    """
    if niveau not in _NOMS or tolerance not in _TOLERANCES:
        raise ValueError(f"no outlines for {niveau!r}, {tolerance!r}")
    return _cle(f"{_NOMS[niveau]}-{tolerance}.geojson.gz")


def _octets(nom: str) -> bytes:
    return _lire(*_cle(nom))


@lru_cache(maxsize=16)
def _lire(fichier: Path, date: int) -> bytes:
    return fichier.read_bytes()


@lru_cache(maxsize=4)
def _planche(fichier: Path, date: int) -> Planche:
    contenu = json.loads(gzip.decompress(fichier.read_bytes()))
    cadres = tuple(_cadre(cadre) for cadre in contenu["cadres"])
    return Planche(contenu["largeur"], contenu["hauteur"], cadres)


def _cadre(lu: dict[str, Any]) -> Cadre:
    return Cadre(
        **{k: lu[k] for k in ("cle", "titre", "x", "y", "largeur", "hauteur")},
        metres_par_unite=lu["metres_par_unite"],
        **lu["projection"],
        chemins=lu["chemins"],
        centres={zone: (x, y) for zone, (x, y) in lu["centres"].items()},
        voisins=tuple(lu["voisins"]),
    )


@lru_cache(maxsize=2)
def _populations(fichier: Path, date: int) -> tuple[int, dict[str, list[int]]]:
    contenu = json.loads(gzip.decompress(fichier.read_bytes()))
    return contenu["annee"], contenu["zones"]
