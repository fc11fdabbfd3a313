"""One line of the ATIH file, field by field: what each column is called and how it is read."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeVar

from data_layer.sources.nombres import (
    NombreIllisible,
    lire_decimal,
    lire_effectif,
    lire_pourcentage,
)
from data_layer.sources.schema_mco import CATEGORIES, NON_RENSEIGNEE, SECTEURS

COLONNES: dict[str, str] = {
    "annee": "annee",
    "secteurrequete": "secteur_requete",
    "categorie": "Catégorie",
    "finess": "Finess",
    "raisonsociale": "Raison Sociale",
    "periode": "Période",
    "nombredesejoursseancestotal": "Nombre de séjoursséances total",
    "nombredesejoursenhospitcomplete": "Nombre de séjours en hospit complète",
    "nombredesejoursenhospitpartielle": "Nombre de séjours en hospit partielle",
    "nombredeseances": "Nombre de séances",
    "sexeratio%homme": "Sexe ratio (% homme)",
    "agemoyen": "Age moyen",
    "dureemoyennedesejour": "Durée moyenne de séjour",
    "%deces": "% décès",
}
"""Key of each column (see :func:`data_layer.sources.fichiers.cle_colonne`) -> name in the file."""

_CLES_COMPTES = tuple(COLONNES)[6:10]
_LECTURES_MOYENNES: dict[str, tuple[str, Callable[[str], float]]] = {
    "age_moyen": ("agemoyen", lambda texte: lire_decimal(texte, 130.0)),
    "dms": ("dureemoyennedesejour", lambda texte: lire_decimal(texte, 3660.0)),
    "part_hommes": ("sexeratio%homme", lire_pourcentage),
    "part_deces": ("%deces", lire_pourcentage),
}
_ANNEE = re.compile(r"20[0-9]{2}|2100")
_FINESS = re.compile(r"[0-9A-Z]{9}")
_PERIODE = re.compile(r"M(?:0?[1-9]|1[0-2])")
_SECTEUR = re.compile("|".join(map(re.escape, SECTEURS)))
_CATEGORIES = {**{c: c for c in CATEGORIES}, "PRIVÉ": "PRIVE", "": NON_RENSEIGNEE}
_T = TypeVar("_T")

Champs = Mapping[str, str]
"""The texts of one line, by key of column."""


class Ligne(NamedTuple):
    """The row of an establishment: where it stood, its key, its label, and all that must agree.

    mois is 0 when the source gives none. comptes: see :mod:`data_layer.sources.nombres`. moyennes: None
    when empty (None equals itself, NaN does not).
    """

    numero: int
    cle: tuple[int, str, str]
    libelle: str
    categorie: str
    mois: int
    comptes: tuple[int, ...]
    moyennes: tuple[float | None, ...]

    def contenu(self) -> tuple[object, ...]:
        """Return what two rows of one key must share to be the same row."""
        return self[3:]


def lire_ligne(numero: int, champs: Champs) -> Ligne:
    """Return the row of an establishment.

    Raises NombreIllisible(column, text) on the first field which cannot be read.
    """
    annee, secteur = lire_annee_et_secteur(champs)
    finess = _lire(champs, "finess", lambda texte: _code(texte.upper(), _FINESS))
    categorie = champs["categorie"].strip()
    return Ligne(
        numero,
        (annee, secteur, finess),
        # A label goes to screens and workbooks: one line, no control character.
        " ".join("".join(c if c.isprintable() else " " for c in champs["raisonsociale"]).split())
        or finess,
        _CATEGORIES.get(categorie, categorie),
        _lire(champs, "periode", _mois),
        tuple(_lire(champs, cle, lire_effectif) for cle in _CLES_COMPTES),
        tuple(lire_moyennes(champs).values()),
    )


def lire_annee_et_secteur(champs: Champs) -> tuple[int, str]:
    """Return year (2000 to 2100) and sector. Raises NombreIllisible(column, text)."""
    annee = _lire(champs, "annee", lambda texte: int(_code(texte, _ANNEE)))
    return annee, _lire(champs, "secteurrequete", lambda texte: _code(texte, _SECTEUR))


def lire_moyennes(champs: Champs) -> dict[str, float | None]:
    """Return the four means by name, None when empty. Raises NombreIllisible(column, text)."""
    lues = {nom: _lire(champs, cle, lire) for nom, (cle, lire) in _LECTURES_MOYENNES.items()}
    return {nom: None if math.isnan(valeur) else valeur for nom, valeur in lues.items()}


def _lire(champs: Champs, cle: str, lecture: Callable[[str], _T]) -> _T:
    """Read one field; the error then names the column as the file does."""
    try:
        return lecture(champs[cle])
    except NombreIllisible:
        raise NombreIllisible(COLONNES[cle], champs[cle]) from None


def _code(texte: str, motif: re.Pattern[str]) -> str:
    if not motif.fullmatch(texte.strip()):
        raise NombreIllisible(texte)
    return texte.strip()


def _mois(texte: str) -> int:
    return int(_code(texte.upper(), _PERIODE)[1:]) if texte.strip() else 0
