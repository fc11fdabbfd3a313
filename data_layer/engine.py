"""The DuckDB side: one in-process database, one cursor per thread, Parquet behind views.

Nothing outside ``data_layer`` imports this module (a test holds it).
"""

from __future__ import annotations

import atexit
import os
import shutil
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from data_layer.warehouse.modele import ErreurEntrepot
from data_layer.warehouse.parquet import litteral
from geodata.chemins import dossier_var


class FichiersDisparus(ErreurEntrepot):
    """What a view reads is no longer there."""


class MemoireEpuisee(ErreurEntrepot):
    """Too many wide questions at once for the memory the engine may take."""


# One DuckDB thread per query: with as many server threads as cores, parallelism inside a query only adds
# contention. What the largest group-bys take together is bounded, so that a worker stays under 1 GiB; beyond,
# they spill. A release has hundreds of files: their footers are read once.
REGLAGES: Mapping[str, str] = {
    "threads": "1",
    "parquet_metadata_cache": "true",
    "memory_limit": "512MB",
}
PARTIE = "#"
"""In the name of a view, before what tells which parts of the table it reads."""
Colonnes = dict[str, Any]
"""Column name -> numpy array (masked where NULL), all of the same length."""


class Moteur:
    """An in-memory DuckDB that reads Parquet. Safe between threads: each has its own cursor."""

    def __init__(self) -> None:
        self._base = duckdb.connect(":memory:")
        for nom, valeur in REGLAGES.items():
            self._base.execute(f"SET {nom} = '{valeur}'")
        # What spills are rows of stays: they stay beside the data, where nobody else reads.
        self._tampon = dossier_var().absolute() / "tampon" / str(os.getpid())
        self._base.execute(f"SET temp_directory = {litteral(str(self._tampon))}")
        self._local = threading.local()
        self._verrou = threading.Lock()
        self._vues: set[str] = set()

    def _curseur(self) -> duckdb.DuckDBPyConnection:
        curseur: duckdb.DuckDBPyConnection | None = getattr(self._local, "curseur", None)
        if curseur is None:
            curseur = self._local.curseur = self._base.cursor()
        return curseur

    def vue(self, nom: str, fichiers: Sequence[Path]) -> None:
        """Declare a view over Parquet files; done once per name (a name carries its build's hash)."""
        with self._verrou:
            if nom in self._vues:
                return
            if not self._vues:
                self._tampon.mkdir(mode=0o700, parents=True, exist_ok=True)
                atexit.register(shutil.rmtree, self._tampon, ignore_errors=True)
            liste = ", ".join("'" + str(f).replace("'", "''") + "'" for f in fichiers)
            self._base.execute(f'CREATE VIEW "{nom}" AS SELECT * FROM read_parquet([{liste}])')
            self._vues.add(nom)

    def oublier(self, noms: Sequence[str]) -> None:
        """Drop views of purged builds, and those over parts of the same tables."""
        oubliees = set(noms)
        with self._verrou:
            for nom in [v for v in self._vues if v.partition(PARTIE)[0] in oubliees]:
                self._base.execute(f'DROP VIEW IF EXISTS "{nom}"')
                self._vues.discard(nom)

    def executer(self, sql: str, parametres: Sequence[object] = ()) -> Colonnes:
        """Run a query and drain it: one array per column, NULL as masked entries.

        Raises:
            FichiersDisparus: the view or its files are gone (a purge since the release was opened).
            MemoireEpuisee: what is asked at this moment does not fit.
            duckdb.Error: the query is wrong.
        """
        try:
            return dict(self._curseur().execute(sql, list(parametres)).fetchnumpy())
        except duckdb.OutOfMemoryException as erreur:
            raise MemoireEpuisee(
                "Le serveur traite trop de questions larges à la fois : attendez un instant, puis "
                "redemandez, ou choisissez une période ou une zone moins étendue."
            ) from erreur
        except (duckdb.IOException, duckdb.CatalogException) as erreur:
            raise FichiersDisparus(
                "Les fichiers de cette publication ne sont plus lisibles : elle a pu être retirée. "
                "Rouvrez la page sur les données en vigueur."
            ) from erreur
