"""The map of communes at run time: its files, their order, and which unit each commune is of.

A commune is known by its number, from 1, in the order of the codes; 0 is what lies outside. The files are
written by ``geodata.build.mosaique``, which also says how they read.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from geodata.chemins import dossier_geodata
from geodata.contours import MESSAGE_ABSENCE, ContoursAbsents, version_contours

MAGIE = b"MOS1"
NIVEAUX = ("large", "fin")
"""Levels of detail, the lightest first: what all France needs, then what a département does."""
SANS_UNITE = 0
"""The unit of a commune which is of none: units are numbered from 1."""

Numeros = np.ndarray[tuple[int], np.dtype[np.uint16]]


@dataclass(frozen=True, slots=True)
class Repertoire:
    """The communes in their order: ``codes[i]`` and ``noms[i]`` are those of number i + 1."""

    codes: tuple[str, ...]
    noms: tuple[str, ...]

    def numeros(self) -> dict[str, int]:
        """Return the number of each code."""
        return {code: i for i, code in enumerate(self.codes, start=1)}


@dataclass(frozen=True, slots=True)
class Mosaique:
    """A decoded level: arcs with ``gauche`` and ``droite`` commune numbers, 0 outside.

    ``bornes``: length arcs + 1, arc k has ``points[bornes[k]:bornes[k + 1]]``; points (n, 2) are whole
    Mercator pixels of ``entete["zoom"]``, x to the east and y to the south.
    """

    entete: dict[str, Any]
    gauche: np.ndarray[Any, Any]
    droite: np.ndarray[Any, Any]
    bornes: np.ndarray[Any, Any]
    points: np.ndarray[Any, Any]


def nom_du_niveau(niveau: str) -> str:
    """Return the name of the file of a level of detail."""
    return f"mosaique-{niveau}.bin.gz"


def nom_du_repertoire() -> str:
    """Return the name of the file of codes and names."""
    return "mosaique.json.gz"


def mosaique_disponible() -> bool:
    """Return whether the map of communes was built."""
    return all(
        (dossier_geodata() / nom).is_file()
        for nom in (nom_du_repertoire(), *map(nom_du_niveau, NIVEAUX))
    )


def mosaique_comprimee(niveau: str) -> bytes:
    """Return the gzipped arcs of a level of detail.

    Raises ContoursAbsents when not built, ValueError on an unknown level.
    """
    if niveau not in NIVEAUX:
        raise ValueError(f"no level {niveau!r}")
    return _lire(*_cle(nom_du_niveau(niveau)))


def repertoire_comprime() -> bytes:
    """Return the gzipped JSON of codes and names. Raises ContoursAbsents when not built."""
    return _lire(*_cle(nom_du_repertoire()))


def repertoire() -> Repertoire:
    """Return the communes in their order. Raises ContoursAbsents when not built."""
    return _repertoire(*_cle(nom_du_repertoire()))


def unites(unite_de: Callable[[str], int] | Mapping[str, int]) -> Numeros:
    """Return the unit (1 and up) of each commune, in their order; :data:`SANS_UNITE` where none.

    ``unite_de`` gives that of a commune code; a code that a mapping does not have is of no unit.
    Raises ContoursAbsents when not built, OverflowError beyond 65,535 units.
    """
    lire = unite_de if callable(unite_de) else lambda c: unite_de.get(c, SANS_UNITE)
    return np.array([lire(code) for code in repertoire().codes], dtype="<u2")


def adresse_mosaique(fichier: str) -> str:
    """Return the address of ``large.bin``, ``fin.bin`` or ``communes.json``, kept for ever by browsers."""
    version = version_contours()
    return f"/geodata/mosaique-{fichier}" + (f"?v={version}" if version else "")


def decoder(octets: bytes) -> Mosaique:
    """Read a level, not compressed. Raises ValueError when it is none."""
    if octets[:4] != MAGIE:
        raise ValueError("not a mosaic")
    debut = 8 + int.from_bytes(octets[4:8], "little")
    entete = json.loads(octets[8:debut])
    flux = {}
    for nom, taille in entete["flux"].items():
        flux[nom] = np.fromiter(_leb128(octets[debut : debut + taille]), dtype=np.int64)
        debut += taille
    gauche = np.repeat(np.arange(1, entete["communes"] + 1), flux["parts"])
    droite = np.where(flux["autres"] == 0, 0, gauche + flux["autres"])
    bornes = np.concatenate(([0], np.cumsum(flux["tailles"] + 1)))
    pas = [np.where(flux[n] & 1, -(flux[n] + 1) // 2, flux[n] // 2) for n in ("dx", "dy")]
    return Mosaique(entete, gauche, droite, bornes, np.cumsum(np.column_stack(pas), axis=0))


def _leb128(octets: bytes) -> Iterator[int]:
    n = rang = 0
    for octet in octets:
        n |= (octet & 127) << rang
        rang += 7
        if octet < 128:
            yield n
            n = rang = 0


def _cle(nom: str) -> tuple[Path, int]:
    fichier = dossier_geodata() / nom
    try:
        return fichier, fichier.stat().st_mtime_ns
    except FileNotFoundError as erreur:
        raise ContoursAbsents(MESSAGE_ABSENCE) from erreur


@lru_cache(maxsize=len(NIVEAUX) + 1)
def _lire(fichier: Path, date: int) -> bytes:
    return fichier.read_bytes()


@lru_cache(maxsize=1)
def _repertoire(fichier: Path, date: int) -> Repertoire:
    contenu = json.loads(gzip.decompress(_lire(fichier, date)))
    return Repertoire(tuple(contenu["codes"]), tuple(contenu["noms"]))
