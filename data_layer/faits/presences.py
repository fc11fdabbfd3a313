"""Counts of persons under any filter: those who come to one place add up, the others are kept by name.

Most persons come, in a year and for a node, to one establishment under one champ and one list: they are
counted there, by month like in :mod:`data_layer.faits.personnes`, and these counts add up over
establishments, champs and lists. The few who come to several are rows of ``plusieurs``, to be counted
distinct. In one establishment, under one champ and one list, all persons add up.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

from data_layer.catalogue.schema import Personnes
from data_layer.warehouse import parquet

TABLE, PLUSIEURS = "presences", "plusieurs"
_PLACE = {
    "annee": "SMALLINT",
    "profondeur": "TINYINT",
    "noeud": "SMALLINT",
    "etab": "SMALLINT",
    "champ": "TINYINT",
    "liste": "TINYINT",
}
SCHEMAS: Mapping[str, Mapping[str, str]] = {
    TABLE: _PLACE
    | {"mois": "TINYINT", "avant": "TINYINT", "patients": "INTEGER", "seuls": "INTEGER"},
    PLUSIEURS: _PLACE | {"patient": "INTEGER", "venues": "SMALLINT"},
}
"""``seuls``: those of ``patients`` who come nowhere else that year for the node. ``venues``: bit m - 1 for
month m."""
_PAR = "profondeur, noeud, etab, champ, liste"


def ecrire(con: duckdb.DuckDBPyConnection, dossier: Path, annee: int, declarees: Personnes) -> None:
    """Write ``presences.<annee>.parquet`` and ``plusieurs.<annee>.parquet``.

    ``con`` holds the tables ``presences`` of that year and ``suites`` that ``personnes.ecrire`` makes.
    """
    con.execute(
        "CREATE TEMP TABLE comptees (profondeur TINYINT, noeud SMALLINT, etab SMALLINT, champ TINYINT, "
        "liste TINYINT, venues SMALLINT, patients INTEGER, seuls INTEGER)"
    )
    con.execute(
        "CREATE TEMP TABLE nommees (profondeur TINYINT, noeud SMALLINT, etab SMALLINT, champ TINYINT, "
        "liste TINYINT, patient INTEGER, venues SMALLINT)"
    )
    for p in declarees.profondeurs:
        con.execute(
            "CREATE TEMP TABLE lieux_de_chacun AS "
            "SELECT *, count(*) OVER (PARTITION BY noeud, patient) AS n "
            f"FROM (SELECT {p} AS profondeur, a{p} AS noeud, etab, champ, liste, patient, "
            "bit_or(venues) AS venues FROM presences GROUP BY ALL)"
        )
        con.execute(
            f"INSERT INTO comptees SELECT {_PAR}, venues, count(*), count(*) FILTER (n = 1) "
            "FROM lieux_de_chacun GROUP BY ALL"
        )
        con.execute(
            f"INSERT INTO nommees SELECT {_PAR}, patient, venues FROM lieux_de_chacun WHERE n > 1"
        )
        con.execute("DROP TABLE lieux_de_chacun")
    _ranger(
        con,
        f"(SELECT {annee} AS annee, {_PAR}, mois, avant, sum(patients) AS patients, sum(seuls) AS seuls "
        "FROM comptees JOIN suites USING (venues) GROUP BY ALL)",
        dossier / f"{TABLE}.{annee}.parquet",
        TABLE,
    )
    _ranger(
        con,
        f"(SELECT {annee} AS annee, * FROM nommees)",
        dossier / f"{PLUSIEURS}.{annee}.parquet",
        PLUSIEURS,
    )
    con.execute("DROP TABLE comptees; DROP TABLE nommees")


def _ranger(con: duckdb.DuckDBPyConnection, source: str, chemin: Path, table: str) -> None:
    """Write rows in a whole order: the same rows, the same bytes."""
    schema = SCHEMAS[table]
    colonnes = ", ".join(f"CAST({nom} AS {genre}) AS {nom}" for nom, genre in schema.items())
    parquet.ecrire(con, f"SELECT {colonnes} FROM {source} ORDER BY {', '.join(schema)}", chemin)
