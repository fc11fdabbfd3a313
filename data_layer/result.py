"""What comes back through the door: an immutable, masked result.

A :class:`Resultat` is made of named blocks. A block is a set of rows and, per measure, one
:class:`Cellules`: values, shares of the zone's total, and a status for each row. Values that may not be
shown are absent (NaN): whoever holds a result cannot leak what it does not contain.

Blocks are *long*: one row speaks of one zone. Two zones side by side, by catégorie, are two rows with
the same ``code`` and another ``zone``; a view that wants column pairs pivots them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from data_layer.catalogue.schema import Format, Mesure
from data_layer.selection.modele import Selection
from data_layer.statuts import RANG_STATUT, STATUTS, Statut
from geodata.zones import Zone

__all__ = [
    "RANG_STATUT",
    "STATUTS",
    "Bloc",
    "Cellule",
    "Cellules",
    "Colonne",
    "Ligne",
    "Provenance",
    "Refus",
    "Resultat",
    "Statut",
]


@dataclass(frozen=True, eq=False, slots=True)
class Cellules:
    """One measure over the rows of a block, all arrays of length ``n``.

    valeurs: float64, NaN where nothing may be shown. parts: float64 in 0..1 or None where a share has
    no meaning. indices: float64, 100 where the value is that of the zone, None for measures read
    otherwise. statuts: int8 positions in :data:`STATUTS`. marges: how far above the value the truth
    may lie, from public bounds (0 when exact, inf when a part was never sent).
    """

    valeurs: NDArray[np.float64]
    statuts: NDArray[np.int8]
    parts: NDArray[np.float64] | None = None
    marges: NDArray[np.float64] | None = None
    indices: NDArray[np.float64] | None = None

    def statut(self, i: int) -> Statut:
        return STATUTS[int(self.statuts[i])]

    def valeur(self, i: int) -> float | None:
        v = float(self.valeurs[i])
        return None if np.isnan(v) else v

    def cellule(self, i: int) -> Cellule:
        return Cellule(self.valeur(i), self.part(i), self.statut(i), self.marge(i), self.indice(i))

    def marge(self, i: int) -> float:
        return 0.0 if self.marges is None or np.isnan(self.marges[i]) else float(self.marges[i])

    def part(self, i: int) -> float | None:
        return _ou_rien(self.parts, i)

    def indice(self, i: int) -> float | None:
        return _ou_rien(self.indices, i)


def _ou_rien(valeurs: NDArray[np.float64] | None, i: int) -> float | None:
    return None if valeurs is None or np.isnan(valeurs[i]) else float(valeurs[i])


@dataclass(frozen=True, slots=True)
class Colonne:
    """A measure as it is read in this result: under ``evol`` its unit is %, under ``evol_val`` signed."""

    cle: str
    libelle: str
    court: str
    unite: str
    format: Format
    decimales: int
    mesure: Mesure
    signe: bool = False


@dataclass(frozen=True, slots=True)
class Cellule:
    """One cell; see :class:`Cellules` for its fields."""

    valeur: float | None
    part: float | None
    statut: Statut
    marge: float = 0.0
    indice: float | None = None


@dataclass(frozen=True, slots=True)
class Ligne:
    """A row as a view reads it. ``groupe``: 0 under the main zone, 1.. under the compared ones.

    ``zone`` is the id the numbers concern; ``cible`` the zone id that drilling or comparing would take
    (None when the row is no zone); ``rang`` on the block's leading measure, None when it has no rank;
    ``marque`` the place among the chosen zones (0 main, 1.. compared) when the row *is* one of them.
    """

    code: str
    libelle: str
    zone: str
    groupe: int
    rang: int | None
    cible: str | None
    marque: int | None
    remarques: tuple[str, ...]
    cellules: Mapping[str, Cellule]


@dataclass(frozen=True, eq=False, slots=True)
class Bloc:
    """A named table of rows: ``classement``, ``evolution``…

    ``tetes`` are the main lines, one per chosen zone, in the order main, compared…; ``lignes`` the rows
    in the order asked by ``tri`` (masked rows last, by label). ``nature`` is what rows are (``zone``,
    ``categorie``, ``secteur``, ``annee``) and ``niveau`` their depth when they are zones.
    ``compositions``: ids of the départements of each territory among the rows, by zone id. ``positions``:
    longitude and latitude of rows that are drawn as points or as the ends of lines, by code.
    """

    cle: str
    titre: str
    nature: str
    niveau: str | None
    colonnes: tuple[Colonne, ...]
    meneuse: str
    tetes: tuple[Ligne, ...]
    codes: tuple[str, ...]
    libelles: tuple[str, ...]
    zones: tuple[str, ...]
    groupes: tuple[int, ...]
    rangs: tuple[int | None, ...]
    cibles: tuple[str | None, ...]
    marques: tuple[int | None, ...]
    remarques: Mapping[int, tuple[str, ...]]
    cellules: Mapping[str, Cellules]
    compositions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    positions: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.codes)

    def ligne(self, i: int) -> Ligne:
        return Ligne(
            self.codes[i],
            self.libelles[i],
            self.zones[i],
            self.groupes[i],
            self.rangs[i],
            self.cibles[i],
            self.marques[i],
            self.remarques.get(i, ()),
            {cle: c.cellule(i) for cle, c in self.cellules.items()},
        )

    def lignes(self) -> Iterator[Ligne]:
        return (self.ligne(i) for i in range(len(self)))

    def colonne(self, cle: str) -> Colonne:
        return next(c for c in self.colonnes if c.cle == cle)

    def statuts_presents(self, cle: str | None = None) -> frozenset[Statut]:
        """Statuses that occur among the rows, for a legend (all measures when ``cle`` is None)."""
        cles = [cle] if cle else list(self.cellules)
        return frozenset(STATUTS[s] for c in cles for s in np.unique(self.cellules[c].statuts))


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the figures come from, for every screen and every file."""

    source: str
    editeur: str
    licence: str
    credit: str
    millesime: str
    mise_a_jour: str
    version: str
    synthetique: bool
    geographie: str = ""


@dataclass(frozen=True, slots=True)
class Refus:
    """Rows asked for that are outside what is published: why, and the nearest selections that are in it.

    ``propositions``: a label and a selection each, the nearest first. ``titre``: what to do, where it is no
    secret that refuses but a choice that is missing.
    """

    raison: str
    propositions: tuple[tuple[str, Selection], ...]
    titre: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class Resultat:
    """The answer to one selection: what every view, download and the API are built from.

    ``part_masquee``: share (0..1) of the volume that the rows do not show (of facts, a step that it does
    not exceed), None when
    it cannot be said. ``sens_ligne``: the sentence that says what one row means.
    """

    titre: str
    sous_titre: str
    selection: Selection
    zones: tuple[Zone, ...]
    blocs: Mapping[str, Bloc]
    principal: str
    provenance: Provenance
    part_masquee: float | None
    sens_ligne: str
    remarques: tuple[str, ...] = field(default=())
    refus: Refus | None = None

    @property
    def bloc(self) -> Bloc:
        """The main block, the one the table shows."""
        return self.blocs[self.principal]

    @property
    def moment(self) -> str:
        """When the figures are of: the period chosen, or the vintage of what has its own."""
        choix = self.selection
        return self.provenance.millesime if choix.hors_activite else choix.periode.libelle
