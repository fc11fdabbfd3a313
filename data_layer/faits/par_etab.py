"""The fact rows a second time, in order of establishments: what is asked of one place reads little.

The first order, by node, serves what is asked of one product everywhere. Rows are the same; the number of the
stay, a quarter of the bytes, is left out: masks count stays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from data_layer.faits.construction import SCHEMA_FAITS
from data_layer.faits.modele import COLONNES
from data_layer.warehouse import parquet

TABLE = "par_etab"
SCHEMA: Mapping[str, str] = {nom: genre for nom, genre in SCHEMA_FAITS.items() if nom != "sejour"}
_PREMIERES = ("annee", "etab", "noeud", "sejour")


def ecrire(
    con: duckdb.DuckDBPyConnection, dossier: Path, faits: Mapping[int, Sequence[Path]]
) -> None:
    """Write ``par_etab.<annee>.parquet`` from the fact files of each year; the same rows, the same bytes."""
    ordre = ", ".join([*_PREMIERES, *(c for c in COLONNES if c not in _PREMIERES)])
    for annee, fichiers in faits.items():
        source = ", ".join(parquet.litteral(str(f)) for f in fichiers)
        parquet.ecrire(
            con,
            f"SELECT {', '.join(SCHEMA)} FROM read_parquet([{source}]) ORDER BY {ordre}",
            dossier / f"{TABLE}.{annee}.parquet",
        )
