"""What the nomenclatures of the demonstration are made of: frozen, without behaviour of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data_layer.faits.modele import Arbre

LES, ATU, SSR = 0, 1, 2
"""Lists a product may be billed on (column ``liste``)."""


@dataclass(frozen=True, slots=True)
class Noeud:
    """A node of the classification. Figures are those of leaves (0 elsewhere).

    poids: frequency of use, in thousands of stays or séances a year, one scale for all leaves.
    prix: EUR per unit. unites: mean units per use. evolution: yearly growth (0.05 = +5 %).
    champs: 0 MCO, 1 HAD, 2 SSR. entree_les: (year, month) a drug moved from ATU to LES, None for
    LES all along; a month after the data means still ATU. In SSR the list is always ``SSR``.
    """

    numero: int
    fin: int
    profondeur: int
    code: str
    niveau: str
    libelle: str
    parent: int | None
    poids: float = 0.0
    prix: float = 0.0
    unites: float = 0.0
    evolution: float = 0.0
    champs: tuple[int, ...] = ()
    entree_les: tuple[int, int] | None = None

    @property
    def feuille(self) -> bool:
        """Return whether the node is a product code."""
        return self.poids > 0

    def liste(self, annee: int, mois: int) -> int:
        """Return the list (LES or ATU) of the product outside SSR in one month."""
        return ATU if self.entree_les and (annee, mois) < self.entree_les else LES


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A main diagnosis, ICD-10 on 3 characters."""

    code: str
    libelle: str


@dataclass(frozen=True, slots=True)
class Ghm:
    """A group of stays; ``seance``: chemotherapy, dialysis... (category 28)."""

    code: str
    libelle: str
    seance: bool


@dataclass(frozen=True, slots=True)
class Indication:
    """Why a drug is given: one UCD (``noeud``, its number), one list (LES or ATU)."""

    code: str
    libelle: str
    noeud: int
    liste: int


@dataclass(frozen=True, slots=True)
class Affinite:
    """A stay in which a product is used: diagnostic and ghm are ids from 1.

    The weights of a product's affinities sum to 1.
    """

    diagnostic: int
    ghm: int
    poids: float
    seance: bool


@dataclass(frozen=True, eq=False, slots=True)
class Nomenclature:
    """All of it. Ids of diagnostics, ghms and indications are positions + 1.

    affinites: number of each leaf -> its stays.
    """

    noeuds: tuple[Noeud, ...]
    diagnostics: tuple[Diagnostic, ...]
    ghms: tuple[Ghm, ...]
    indications: tuple[Indication, ...]
    affinites: Mapping[int, tuple[Affinite, ...]]
    arbre: Arbre

    @property
    def feuilles(self) -> tuple[Noeud, ...]:
        """Return the product codes, in preorder."""
        return tuple(noeud for noeud in self.noeuds if noeud.feuille)
