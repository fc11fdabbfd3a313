"""What the national map of communes shows, before it is a component."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from components import formats
from components.maps.cadrage import Emprise
from components.maps.classes import classer
from components.maps.coupures import Classes, Methode
from components.maps.lecture import AILLEURS, MASQUE, NON_TRANSMIS, VIDE
from components.maps.legende import HORS, PARTICULIERS, Entree, Legende, des_classes
from components.pivot import entete_colonne
from data_layer.result import Colonne, Statut
from geodata.decoupages import Decoupage

Gamme = Literal["seq", "div"]
Role = Literal["principale", "comparee", "choisie"]
Lieu = tuple[float, float]
"""Latitude, longitude, degrees."""

SANS_VALEUR, MASQUEE, NON_TRANSMISE, NON_DEMANDEE, HORS_REGION = 0, 8, 9, 10, 11
"""Classes other than the tones 1..7: those of assets/mosaique-tuiles.js."""
METROPOLE: Emprise = ((41.33, -5.2), (51.1, 9.65))
_SANS_TON = {
    Statut.MASQUE: MASQUEE,
    Statut.NON_TRANSMIS: NON_TRANSMISE,
    Statut.HORS_REGION: HORS_REGION,
}
_FONDS = {
    MASQUEE: MASQUE,
    NON_TRANSMISE: NON_TRANSMIS,
    HORS_REGION: AILLEURS,
    SANS_VALEUR: VIDE,
    NON_DEMANDEE: HORS,
}


@dataclass(frozen=True, slots=True)
class Contour:
    """An outlined zone: all units of ``codes`` in a division the geometry holds, or that of the colours.

    ``genre``: ``departement``, ``region``, ``commune``, or the genre of :attr:`Mosaique.decoupage`.
    """

    role: Role
    genre: str
    codes: tuple[str, ...]
    libelle: str = ""


@dataclass(frozen=True, slots=True)
class Repere:
    """Where the chosen establishment is: a dot of the colour of its zone."""

    role: Role
    lieu: Lieu
    libelle: str


@dataclass(frozen=True, slots=True)
class Cercle:
    """A circle whose area is ``valeur`` (above 0); ``cle`` comes back with a click on it."""

    lieu: Lieu
    valeur: float
    libelle: str
    cle: str = ""


@dataclass(frozen=True, slots=True)
class Trait:
    """A straight line from a residence to a place of care, as wide as its value (above 0)."""

    de: Lieu
    vers: Lieu
    valeur: float


@dataclass(frozen=True, slots=True)
class Cercles:
    """Proportional circles and what they measure."""

    points: tuple[Cercle, ...]
    colonne: Colonne


@dataclass(frozen=True, slots=True)
class Traits:
    """Flow lines and what they measure; those under ``seuil`` are counted in the legend, not drawn."""

    traits: tuple[Trait, ...]
    colonne: Colonne
    seuil: float = 0.0


@dataclass(frozen=True, slots=True)
class Mosaique:
    """A national map. ``classes``, ``valeurs``, ``statuts``: one a unit of ``decoupage``, in its order.

    ``classes``: tones 1..7, or one of the constants above. ``sans_lieu``: (name, value as written) of the
    zones that have no geometry. ``precisions``: more lines of the tooltip, by unit number. ``emprise``: what
    the map is fitted on. ``resume`` says what the map shows, for those who do not see it.
    """

    decoupage: Decoupage
    classes: bytes
    valeurs: tuple[float | None, ...]
    statuts: tuple[Statut, ...]
    colonne: Colonne
    legende: Legende
    titre: str
    sous_titre: str
    source: str
    resume: str
    gamme: Gamme = "seq"
    contours: tuple[Contour, ...] = ()
    reperes: tuple[Repere, ...] = ()
    cercles: Cercles | None = None
    traits: Traits | None = None
    sans_lieu: tuple[tuple[str, str], ...] = ()
    precisions: Mapping[int, tuple[str, ...]] | None = None
    emprise: Emprise = METROPOLE

    def __post_init__(self) -> None:
        tailles = {len(self.decoupage), len(self.classes), len(self.valeurs), len(self.statuts)}
        if len(tailles) != 1:
            raise ValueError(f"classes, values and statuses are one a unit: {sorted(tailles)}")


def aligner(
    decoupage: Decoupage, lus: Mapping[str, tuple[float | None, Statut]]
) -> tuple[tuple[float | None, ...], tuple[Statut, ...], tuple[str, ...]]:
    """Return values and statuses in the order of a division, and the codes it does not have.

    A unit that is not read has no value and is ``SANS_OBJET``.
    """
    rien = (None, Statut.SANS_OBJET)
    paires = [lus.get(code, rien) for code in decoupage.codes]
    inconnus = lus.keys() - set(decoupage.codes)
    return tuple(v for v, _ in paires), tuple(s for _, s in paires), tuple(sorted(inconnus))


def couper(
    valeurs: Iterable[float | None], colonne: Colonne, methode: Methode = Methode.QUANTILE
) -> Classes:
    """Return the classes of values, of all the maps that share them. A signed column is cut around zero."""
    neutre = 0.5 * 10.0 ** -formats.mise(colonne).decimales
    return classer(valeurs, methode, divergente=colonne.signe, neutre=neutre)


def colorier(
    valeurs: Sequence[float | None],
    statuts: Sequence[Statut],
    colonne: Colonne,
    methode: Methode = Methode.QUANTILE,
    coupees: Classes | None = None,
) -> tuple[bytes, Classes]:
    """Return the class of each unit, and the cuts: those given, else of these values."""
    coupees = coupees or couper(valeurs, colonne, methode)
    lues = np.array([math.nan if v is None else v for v in valeurs], dtype=float)
    vides = np.isnan(lues)
    faites = np.array([_SANS_TON.get(s, SANS_VALEUR) for s in statuts], dtype=np.uint8)
    if not vides.all():
        # Counts repeat themselves, and all the values of a class have its tone.
        distinctes, rangs = np.unique(lues[~vides], return_inverse=True)
        faites[~vides] = _tons(distinctes, coupees)[rangs]
    return faites.tobytes(), coupees


def _tons(distinctes: np.ndarray, coupees: Classes) -> np.ndarray:
    """Return the tone of each of several values ."""
    if coupees.divergente:
        return np.array([coupees.ton(float(v)) or SANS_VALEUR for v in distinctes], dtype=np.uint8)
    rangs = np.searchsorted(coupees.seuils, distinctes, side="right")
    return np.array(coupees.tons, dtype=np.uint8)[rangs]


def legender(
    classes: bytes,
    coupees: Classes,
    colonne: Colonne,
    contours: Sequence[Contour] = (),
    notes: Sequence[str] = (),
    reperes: Sequence[Repere] = (),
) -> Legende:
    """Return the legend: classes with bounds and counts, then every other ground that occurs."""
    fonds = {fond: classes.count(classe) for classe, fond in _FONDS.items()}
    autres = [
        Entree(fond, libelle, fonds[fond])
        for fond, libelle in (PARTICULIERS | {HORS: "Hors de la sélection"}).items()
        if fonds.get(fond)
    ]
    return Legende(
        entete_colonne(colonne),
        (*des_classes(coupees, colonne), *autres),
        tuple((c.role, c.libelle) for c in contours if c.libelle),
        tuple(notes),
        tuple((r.role, r.libelle) for r in reperes),
    )
