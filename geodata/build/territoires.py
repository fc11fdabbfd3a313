"""What is known of a place once built: population of every zone, list of communes and EPCI."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from geodata.build.geojson import ecrire_json_gz
from geodata.build.tables import Communes, ecrire_parquet
from geodata.referentiel import departements

ANNEE = 2021
_COLONNES = ("pop", "pop_0_19", "pop_20_64", "pop_65p")


def ecrire_population(
    dossier: Path, communes: Communes, population: Mapping[str, tuple[int, ...]]
) -> int:
    """Write ``population.parquet`` and ``.json.gz``: persons by zone id; return zones counted.

    Totals of EPCI, départements, régions and France are sums of their communes. A code that
    is no commune today still counts in its département: its first characters tell it. Mayotte
    is not in this census base: no row for it, and France is without Mayotte.
    """
    epci = dict(zip(communes.codes, communes.epci, strict=True))
    region = {d.code: d.region for d in departements()}
    sommes: dict[str, list[int]] = defaultdict(lambda: [0] * len(_COLONNES))
    for code, valeurs in population.items():
        departement = code[:3] if code.startswith("97") else code[:2]
        zones = [f"dep-{departement}", f"reg-{region[departement]}", "fr"]
        if code in epci:
            zones.append(f"com-{code}")
        if epci.get(code):
            zones.append(f"epci-{epci[code]}")
        for zone in zones:
            sommes[zone] = [a + b for a, b in zip(sommes[zone], valeurs, strict=True)]
    triees = dict(sorted(sommes.items()))
    table: dict[str, Any] = {"zone": list(triees), "annee": [ANNEE] * len(triees)}
    for rang, nom in enumerate(_COLONNES):
        table[nom] = [valeurs[rang] for valeurs in triees.values()]
    ecrire_parquet(dossier / "population.parquet", table)
    ecrire_json_gz(dossier / "population.json.gz", {"annee": ANNEE, "zones": triees})
    return len(triees)


def ecrire_communes(
    dossier: Path, communes: Communes, epci: Mapping[str, str], contours: Any
) -> None:
    """Write ``communes.parquet``, ``epci.parquet`` and the list the zone index is read from.

    ``contours`` are the simplified polygons (EPSG:4326) in the order of ``communes``.
    """
    colonnes = {
        "code": communes.codes,
        "nom": communes.noms,
        "departement": communes.departements,
        "region": communes.regions,
        "epci": communes.epci,
        "population_municipale": communes.population,
    }
    ecrire_parquet(dossier / "communes.parquet", colonnes, contours)
    # An EPCI may straddle départements: each link tells how many communes it stands for.
    membres: dict[str, dict[str, int]] = {siren: {} for siren in epci}
    for siren, dep in zip(communes.epci, communes.departements, strict=True):
        if siren is not None:
            membres[siren][dep] = membres[siren].get(dep, 0) + 1
    liens = [(s, d, n) for s in sorted(membres) for d, n in sorted(membres[s].items())]
    table = {
        "siren": [s for s, _, _ in liens],
        "nom": [epci[s] for s, _, _ in liens],
        "departement": [d for _, d, _ in liens],
        "communes": [n for _, _, n in liens],
        "poids": [n / sum(membres[s].values()) for s, _, n in liens],
    }
    ecrire_parquet(dossier / "epci.parquet", table)
    lignes = zip(communes.codes, communes.noms, communes.departements, communes.epci, strict=True)
    zones = {
        "communes": list(lignes),
        "epci": [(s, epci[s], sorted(membres[s])) for s in sorted(epci)],
    }
    ecrire_json_gz(dossier / "zones-communales.json.gz", zones)
