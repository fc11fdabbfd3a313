"""The fact rows a second time, in order of establishments: what is asked of one place reads little.

The first order, by node, serves what is asked of one product everywhere. Rows and columns are the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from data_layer.faits.modele import COLONNES
from data_layer.warehouse import parquet

TABLE = "par_etab"
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
            f"SELECT * FROM read_parquet([{source}]) ORDER BY {ordre}",
            dossier / f"{TABLE}.{annee}.parquet",
        )
