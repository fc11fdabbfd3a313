"""Reading Parquet footers and writing Parquet, with DuckDB alone.

pyarrow.parquet is kept out on purpose: a process which used it sometimes aborts at exit on the
machine this was written on, after its work is done. DuckDB also writes no embedded Arrow schema,
which other engines refuse.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import duckdb

from data_layer.warehouse.modele import Schema

# 20 blocks of DuckDB's 2,048 rows: small enough that statistics prune a year by département.
LIGNES_PAR_GROUPE = 40_960


class ParquetIllisible(Exception):
    """The file is not a Parquet file which DuckDB can read; ``str()`` says why, in English."""


def connexion(dossier_temporaire: Path | None = None) -> duckdb.DuckDBPyConnection:
    """Return an in-memory DuckDB connection which never goes to the network.

    With a folder, sorts larger than 1 GB spill into it. One thread: same rows, same bytes.
    """
    con = duckdb.connect(
        ":memory:",
        config={
            "threads": 1,
            "autoinstall_known_extensions": False,
            # A check must read the disk, not what was there a moment ago.
            "enable_external_file_cache": False,
        },
    )
    if dossier_temporaire is not None:
        con.execute("SET memory_limit = '1GB'")
        con.execute(f"SET temp_directory = {litteral(str(dossier_temporaire))}")
    return con


def _lecteur() -> duckdb.DuckDBPyConnection:
    """Return a cursor for one read: opening a connection costs more than reading a footer."""
    return _connexion_du_processus(os.getpid()).cursor()


@lru_cache(maxsize=1)
def _connexion_du_processus(pid: int) -> duckdb.DuckDBPyConnection:
    """Return the reading connection, by process: it must not be carried over a fork."""
    return connexion()


def litteral(texte: str) -> str:
    """Return the text as a SQL string literal, for the few places which take no parameter."""
    return "'" + texte.replace("'", "''") + "'"


def ecrire(
    con: duckdb.DuckDBPyConnection,
    requete: str,
    chemin: Path,
    dits: Mapping[str, str] | None = None,
) -> None:
    """Write the rows of a query as Parquet (zstd, statistics, dictionaries), in their order.

    ``dits``: key-value metadata of the footer.
    """
    cles = ", ".join(f'"{cle}": {litteral(texte)}' for cle, texte in (dits or {}).items())
    con.execute(
        f"COPY ({requete}) TO {litteral(str(chemin))} "
        f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {LIGNES_PAR_GROUPE}"
        f"{f', KV_METADATA {{{cles}}}' if cles else ''})"
    )


def lire_pied(chemin: Path) -> tuple[int, Schema]:
    """Return the rows and the columns (name -> DuckDB type) said by the footer; reads no data.

    Raises ParquetIllisible.
    """
    fichier = litteral(str(chemin))
    try:
        with _lecteur() as con:
            pied = con.execute(f"SELECT num_rows FROM parquet_file_metadata({fichier})").fetchone()
            colonnes = con.execute(f"DESCRIBE SELECT * FROM read_parquet({fichier})").fetchall()
    except duckdb.Error as erreur:
        raise ParquetIllisible(str(erreur)) from erreur
    return int(pied[0]) if pied else 0, {nom: genre for nom, genre, *_ in colonnes}


def lire_tout(chemin: Path) -> int:
    """Decode every value of the file and return the rows found. Raises ParquetIllisible."""
    try:
        with _lecteur() as con:
            ligne = con.execute(
                f"SELECT count(*), bit_xor(hash(f)) FROM read_parquet({litteral(str(chemin))}) f"
            ).fetchone()
    except duckdb.Error as erreur:
        raise ParquetIllisible(str(erreur)) from erreur
    return int(ligne[0]) if ligne else 0


def sha256_fichier(chemin: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal. Raises OSError."""
    with chemin.open("rb") as flux:
        return hashlib.file_digest(flux, "sha256").hexdigest()
