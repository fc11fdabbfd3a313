"""What the warehouse hands out: immutable releases and datasets, and the refusals it can give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

Schema = Mapping[str, str]
"""Column name -> DuckDB type, in column order."""


def nom_table(fichier: str) -> str:
    """Return the table that a file is (a part of): its name before the first dot."""
    return fichier.partition(".")[0]


class ErreurEntrepot(Exception):
    """Base of the warehouse's errors; ``str()`` is a message in French for the person."""


class PublicationRefusee(ErreurEntrepot):
    """A build was refused; the release in force has not moved."""


class ReleaseAbimee(ErreurEntrepot):
    """A release is on disk but its manifest or its files do not hold together."""


class ReleaseInconnue(ErreurEntrepot):
    """No release of this id was ever published here."""


class ReleasePurgee(ErreurEntrepot):
    """This release was published here and has since been removed."""


@dataclass(frozen=True, slots=True)
class Fichier:
    """One Parquet file of a build: name, rows, bytes, SHA-256 in hexadecimal."""

    nom: str
    lignes: int
    octets: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Meta:
    """What is said of a dataset by who builds it.

    ``rapport`` must be JSON; ``schema_attendu`` (file name -> schema), when given, is what the
    build must have, exactly; ``sha256_source`` is that of the imported file.
    """

    source: str
    editeur: str
    licence: str
    credit: str
    millesime: str
    synthetique: bool = False
    rapport: Mapping[str, Any] = field(default_factory=dict)
    fichier_source: str | None = None
    sha256_source: str | None = None
    schema_attendu: Mapping[str, Schema] | None = None


@dataclass(frozen=True, slots=True)
class Jeu:
    """A dataset build. ``lignes`` is the rows of its fact table, the one which bears its name.

    A table is one file, ``<table>.parquet``, or several, ``<table>.<part>.parquet``, of the same columns.
    ``chemin`` is the absolute folder of the build, named by the hash of its content; ``schema``
    maps each file name to its columns; ``date_import`` carries its time zone (UTC).
    """

    name: str
    chemin: Path
    fichiers: tuple[Fichier, ...]
    lignes: int
    schema: Mapping[str, Schema]
    source: str
    licence: str
    editeur: str
    credit: str
    date_import: datetime
    millesime: str
    synthetique: bool
    rapport: Mapping[str, Any]
    fichier_source: str | None = None
    sha256_source: str | None = None

    @property
    def empreinte(self) -> str:
        """The hash of its content, which names its folder."""
        return self.chemin.name

    def fichier(self, nom: str) -> Path:
        """Return the path of one of its files (``"etablissements"``; ``.parquet`` may be left out).

        A part has its own name (``"faits.2021"``); for all the parts of a table, see :attr:`tables`.

        Raises KeyError when the dataset has no such file.
        """
        complet = nom if nom.endswith(".parquet") else f"{nom}.parquet"
        if complet not in self.schema:
            raise KeyError(complet)
        return self.chemin / complet

    @property
    def tables(self) -> Mapping[str, tuple[Path, ...]]:
        """Table name -> the paths of its parts, both in the order of names."""
        return _tables(self.chemin, tuple(self.schema))


@lru_cache(maxsize=32)
def _tables(chemin: Path, noms: tuple[str, ...]) -> Mapping[str, tuple[Path, ...]]:
    """Hundreds of files make thousands of paths: once a build, not once an answer."""
    tables: dict[str, tuple[Path, ...]] = {}
    for nom in sorted(noms):
        table = nom_table(nom)
        tables[table] = (*tables.get(table, ()), chemin / nom)
    return MappingProxyType(tables)


@dataclass(frozen=True, slots=True)
class Release:
    """A consistent set of dataset builds. ``date`` is the instant of publication (UTC)."""

    id: str
    date: datetime
    jeux: Mapping[str, Jeu]
    precedente: str | None


@dataclass(frozen=True, slots=True)
class Anomalie:
    """Something wrong in a release: which dataset, which file, what, in French."""

    jeu: str
    fichier: str | None
    message: str

    def __str__(self) -> str:
        lieu = self.jeu if self.fichier is None else f"{self.jeu}/{self.fichier}"
        return f"{lieu} : {self.message}"
