"""What the frame shows: which ground fills the main map, and which zones stand in insets."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from components.francais import composer
from components.maps.lecture import compositions, dessinees, identifiant, partages
from data_layer.result import Resultat
from geodata.assemblage import TERRITOIRES
from geodata.contours import NiveauCarte, credits, geojson_comprime
from geodata.referentiel import departements
from geodata.zones import zones_administratives

Emprise = tuple[tuple[float, float], tuple[float, float]]
"""South-west then north-east corner, each (latitude, longitude) in degrees."""

COURONNE = ("dep-75", "dep-92", "dep-93", "dep-94")
_ILE = 1.0  # degrees of latitude
_METROPOLE: Emprise = ((41.3, -5.2), (51.15, 9.6))
_NIVEAUX: tuple[NiveauCarte, ...] = ("region", "departement")


@dataclass(frozen=True, slots=True)
class Encart:
    """An inset: ``cle`` names it (``974``, ``couronne``), ``zones`` are the ids it shows.

    ``parts``: the only départements of these territories that it shows, all of them when empty.
    """

    cle: str
    titre: str
    emprise: Emprise
    zones: tuple[str, ...]
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cadrage:
    """The main frame and its insets.

    ``cle`` changes with the ground shown. ``nationale``: all métropole is in the frame. ``hors``:
    land that is no row shows around the rows.
    """

    cle: str
    emprise: Emprise
    encarts: tuple[Encart, ...]
    nationale: bool
    hors: bool

    @property
    def tolerance(self) -> str:
        """How fine the outlines must be: an island that fills the screen needs the finest."""
        return "fin" if self.emprise[1][0] - self.emprise[0][0] < _ILE else "moyen"


def cadrer(resultat: Resultat) -> Cadrage:
    """Fit the main map on the rows in métropole, and put those overseas in insets.

    Rows overseas alone fill the main map, when there is one territory of them.

    Raises:
        ContoursAbsents: the geography was not built.
    """
    # A shared département is a shape of its own, among those of the territories.
    communs = {d: (d,) for d in partages(resultat)}
    ids = [*(identifiant(ligne) for ligne in dessinees(resultat)), *communs]
    faites = compositions(resultat) | communs
    outre_mer = _outre_mer(resultat.bloc.niveau, faites)
    loin = [zone for zone in ids if zone in outre_mer]
    ici = [zone for zone in ids if zone not in outre_mer]
    fonds = {fond for zone in ici for fond in faites.get(zone, (zone,))}
    nationale = len(fonds) > 60 or {"reg-53", "reg-76"} <= fonds
    if not ici and loin:
        ici, loin = loin[:1], loin[1:]

    def autour(zone: str) -> Emprise:
        return reunir(emprise_de(fond) for fond in faites.get(zone, (zone,)))

    emprise = _METROPOLE if nationale or not ici else reunir(autour(zone) for zone in ici)
    encarts = [Encart(*outre_mer[z], autour(z), (z,)) for z in sorted(loin)]
    if nationale and (proches := _couronne(resultat.bloc.niveau, faites)):
        petite = reunir(emprise_de(zone) for zone in COURONNE)
        encarts.append(Encart("couronne", "Petite couronne", petite, proches, COURONNE))
    cle = "metropole" if nationale else "-".join(ici)
    hors = not nationale and not set(ici) <= outre_mer.keys()
    return Cadrage(cle, emprise, tuple(encarts), nationale, hors)


def emprise_de(zone: str) -> Emprise:
    """Return the corners of a région or a département; those of métropole for anything else."""
    return next((e[zone] for n in _NIVEAUX if zone in (e := _emprises(n))), _METROPOLE)


def reunir(emprises: Iterable[Emprise]) -> Emprise:
    """Return the corners around all of them."""
    toutes = list(emprises)
    sud, ouest = min(e[0][0] for e in toutes), min(e[0][1] for e in toutes)
    nord, est = max(e[1][0] for e in toutes), max(e[1][1] for e in toutes)
    return (sud, ouest), (nord, est)


def credits_carte() -> tuple[str, ...]:
    """Return the credits of what a map draws: outlines and neighbours, not the population."""
    return tuple(composer(credit) for credit in credits() if not credit.startswith("Population"))


def _outre_mer(
    niveau: str | None, faites: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, str]]:
    """Return key and title of the inset of each zone overseas, by zone id.

    A territory there is known by its département: it may have a name that tells nobody where it lies.
    """
    loin = {f"dep-{d.code}": (d.code, d.libelle) for d in departements() if d.outre_mer}
    if niveau in TERRITOIRES:
        return {z: loin[c[0]] for z, c in faites.items() if c[0] in loin}
    if niveau == "departement":
        return loin
    regions = [f"reg-{d.region}" for d in departements() if d.outre_mer]
    zones = zones_administratives()
    return {z.id: (z.code, z.libelle) for i in regions if (z := zones.get(i)) is not None}


def _couronne(niveau: str | None, faites: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the zones too small to be seen around Paris; none where they are one territory."""
    if niveau == "departement":
        return COURONNE
    proches = tuple(z for z, c in faites.items() if not set(COURONNE).isdisjoint(c))
    return proches if len(proches) > 1 else ()


@lru_cache(maxsize=2)
def _emprises(niveau: NiveauCarte) -> dict[str, Emprise]:
    """Read the corners of every zone of a level from the lightest outlines, once."""
    contenu = json.loads(gzip.decompress(geojson_comprime(niveau, "large")))
    return {
        entite["properties"]["id"]: _coins(entite["geometry"]["coordinates"])
        for entite in contenu["features"]
    }


def _coins(polygones: list[Any]) -> Emprise:
    points = [point for anneaux in polygones for point in anneaux[0]]
    longitudes, latitudes = zip(*points, strict=True)
    return (min(latitudes), min(longitudes)), (max(latitudes), max(longitudes))
