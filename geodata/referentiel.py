"""The régions and départements as facts, present even when nothing was downloaded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

_FICHIER = Path(__file__).with_name("referentiel.yaml")
_FINESS = re.compile(r"(?:[0-9]{2}|2[AB])[0-9]{7}")
_FINESS_OUTRE_MER = {"9701": "971", "9702": "972", "9703": "973", "9704": "974", "9805": "976"}


@dataclass(frozen=True, slots=True)
class Region:
    """A région: INSEE code of two digits, label, texts which also find it."""

    code: str
    libelle: str
    alias: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Departement:
    """A département: INSEE code (``"01"``, ``"2A"``, ``"974"``), label, code of its région."""

    code: str
    libelle: str
    region: str

    @property
    def outre_mer(self) -> bool:
        """Whether it lies overseas (DROM)."""
        return self.code.startswith("97")


@lru_cache(maxsize=1)
def _lus() -> tuple[dict[str, Region], dict[str, Departement]]:
    declarees = yaml.safe_load(_FICHIER.read_text(encoding="utf-8"))["regions"]
    regions = {
        r["code"]: Region(r["code"], r["libelle"], tuple(r.get("alias", ()))) for r in declarees
    }
    departements = {
        code: Departement(code, libelle, r["code"])
        for r in declarees
        for code, libelle in r["departements"].items()
    }
    return regions, dict(sorted(departements.items()))


def regions() -> tuple[Region, ...]:
    """Return the 18 régions, by code."""
    return tuple(_lus()[0].values())


def departements() -> tuple[Departement, ...]:
    """Return the 101 départements, by code."""
    return tuple(_lus()[1].values())


def region(code: str) -> Region | None:
    """Return the région of this INSEE code, or None."""
    return _lus()[0].get(code)


def departement(code: str) -> Departement | None:
    """Return the département of this INSEE code, or None."""
    return _lus()[1].get(code)


def est_finess(texte: str) -> bool:
    """Whether a text has the form of a FINESS number, in capitals and without spaces.

    Nine digits, or ``2A`` or ``2B`` and seven digits; nothing says that the number was given.
    """
    return _FINESS.fullmatch(texte) is not None


def departement_du_finess(finess: str) -> str | None:
    """Return the INSEE code of the département a FINESS number was given in, or None.

    The rule, checked against the 1,710 numbers of the ATIH file of MCO activity 2015-2024:

    * métropole: the first two characters, ``2A`` and ``2B`` as such;
    * overseas: the first four, ``9701`` Guadeloupe (971), ``9702`` Martinique (972), ``9703``
      Guyane (973), ``9704`` La Réunion (974), ``9805`` Mayotte (976);
    * None for ``9705`` (Saint-Pierre-et-Miquelon, which is no département), for ``20`` (Corsica
      before it was parted: one establishment, which may be on either side), for any prefix
      that is no département, and for a text that is not a FINESS number of nine characters
      (a leading zero lost in a spreadsheet is not put back: it would be a guess).

    An establishment keeps its number when it moves, so this is where it was registered.
    """
    numero = finess.strip().upper()
    if not _FINESS.fullmatch(numero):
        return None
    if numero[:2] in ("97", "98"):
        return _FINESS_OUTRE_MER.get(numero[:4])
    return numero[:2] if numero[:2] in _lus()[1] else None
