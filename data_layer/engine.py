"""The DuckDB side: one in-process database, one cursor per thread, Parquet behind views.

Nothing outside ``data_layer`` imports this module (a test holds it).
"""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from data_layer.warehouse.modele import ErreurEntrepot


class FichiersDisparus(ErreurEntrepot):
    """What a view reads is no longer there."""


# One DuckDB thread per query: with as many server threads as cores, parallelism inside a query only adds
# contention. What the largest group-bys take together is bounded, so that a worker stays under 1 GiB; beyond,
# they spill. A release has hundreds of files: their footers are read once.
REGLAGES: Mapping[str, str] = {
    "threads": "1",
    "parquet_metadata_cache": "true",
    "memory_limit": "512MB",
    "temp_directory": str(Path(tempfile.gettempdir(), f"portulan-duckdb-{os.getpid()}")),
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
            duckdb.Error: the query is wrong.
        """
        try:
            return dict(self._curseur().execute(sql, list(parametres)).fetchnumpy())
        except (duckdb.IOException, duckdb.CatalogException) as erreur:
            raise FichiersDisparus(
                "Les fichiers de cette publication ne sont plus lisibles : elle a pu être retirée. "
                "Rouvrez la page sur les données en vigueur."
            ) from erreur
