"""Communes and EPCI as zones: 36,000 of them, loaded on demand from the built geography."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from geodata.chemins import dossier_geodata
from geodata.referentiel import departement
from geodata.zones import Genre, Lien, Zone, Zones, zones_administratives

_NOM = "zones-communales.json.gz"


def zones_communales() -> Zones:
    """Return France, régions, départements, EPCI and communes in one index.

    The parents of a commune are its EPCI when it has one, its département, its région, France;
    those of an EPCI are all départements it reaches into. Where the geography was not built,
    the index holds the administrative zones alone. Kept once read: about 1 s the first time.
    """
    fichier = dossier_geodata() / _NOM
    try:
        return _zones(fichier, fichier.stat().st_mtime_ns)
    except FileNotFoundError:
        return zones_administratives()


def liens_epci() -> tuple[Lien, ...]:
    """Return the links of each EPCI to its départements, weighed by number of communes.

    Empty where the geography was not built.
    """
    fichier = dossier_geodata() / _NOM
    return tuple(_liens(_lire(fichier))) if fichier.is_file() else ()


@lru_cache(maxsize=1)
def _zones(fichier: Path, date: int) -> Zones:
    contenu = _lire(fichier)
    epci = [Zone(Genre.EPCI, siren, nom, _parents(codes)) for siren, nom, codes in contenu["epci"]]
    communes = [
        Zone(Genre.COMMUNE, code, nom, (*([f"epci-{e}"] if e else []), *_parents([dep])))
        for code, nom, dep, e in contenu["communes"]
    ]
    return zones_administratives().avec([*epci, *communes])


def _parents(codes_departements: list[str]) -> tuple[str, ...]:
    connus = [d for code in codes_departements if (d := departement(code)) is not None]
    zones = [f"dep-{d.code}" for d in connus] + [f"reg-{d.region}" for d in connus] + ["fr"]
    return tuple(dict.fromkeys(zones))


def _liens(contenu: dict[str, Any]) -> Iterator[Lien]:
    membres: dict[str, dict[str, int]] = {}
    for _, _, dep, siren in contenu["communes"]:
        if siren is not None:
            nombres = membres.setdefault(siren, {})
            nombres[dep] = nombres.get(dep, 0) + 1
    for siren, nombres in membres.items():
        total = sum(nombres.values())
        for dep, nombre in nombres.items():
            yield Lien(f"epci-{siren}", f"dep-{dep}", nombre / total)


def _lire(fichier: Path) -> dict[str, Any]:
    contenu: dict[str, Any] = json.loads(gzip.decompress(fichier.read_bytes()))
    return contenu
