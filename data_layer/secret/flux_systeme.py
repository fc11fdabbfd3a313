"""The atoms of flows and their cells under each group-by of the family, as dense tables.

An *atom* is a residence, a site, a leaf and a type; a row also tells a stratum. Rows are in order of atoms,
then of strata. A *pair* is a residence and a site; an *act* a leaf and a type. The cell of an atom under a
group-by is one of a table (pairs as the group-by sees them) x (acts as it sees them), so that sums are
products of matrices and cells are found without a search.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array  # type: ignore[import-untyped]

from data_layer.disclosure.gate import SEUIL
from data_layer.disclosure.modulo import BITS_BAS, reunir
from data_layer.secret.flux_axes import PROCHES

Entiers = NDArray[np.int64]
Petits = NDArray[np.int32]
Codes = Petits
Reels = NDArray[np.float64]
Logiques = NDArray[np.bool_]
Groupe = tuple[str, str, str, str]
"""Levels of a group-by: residence, place, depth, types."""
MASQUE = 1
"""State of a cell that a world changes."""
R, L, A, T = range(4)


@dataclass(frozen=True, eq=False, slots=True)
class Faits:
    """Rows of a champ and a year, arrays of one length: codes by level of each axis come beside."""

    residence: Entiers
    site: Entiers
    noeud: Entiers
    type: Entiers
    strate: Entiers
    sejours: Entiers


@dataclass(eq=False)
class Table:
    """Pairs or acts as a group-by sees them: what each is in (n), how many there are."""

    de: Petits
    nombre: int

    def matrice(self) -> csr_array:
        """0/1, what is seen x what there is."""
        n = len(self.de)
        return csr_array((np.ones(n), (self.de, np.arange(n))), shape=(self.nombre, n))

    def dans(self, large: Table) -> Petits | None:
        """What each part of this table is in in another one (nombre); None where a part straddles two."""
        vers = np.zeros(self.nombre, dtype=np.int32)
        vers[self.de] = large.de
        return vers if bool((vers[self.de] == large.de).all()) else None


@dataclass(eq=False)
class Cellules:
    """The cells of a group-by: stays, state and price of each, tables (pairs seen, acts seen) laid flat."""

    groupe: Groupe
    paires: Table
    actes: Table
    poids: float
    effectifs: NDArray[np.float32]
    etat: NDArray[np.uint8]
    prix: NDArray[np.float32]
    prix_plein: NDArray[np.float32]

    def de(self, paires: Entiers, actes: Entiers) -> Entiers:
        """The cell of some pairs and acts (same shape)."""
        return np.asarray(
            self.paires.de[paires] * np.int64(self.actes.nombre) + self.actes.de[actes]
        )

    @property
    def sensibles(self) -> Logiques:
        return (self.effectifs > 0) & (self.effectifs <= SEUIL)


@dataclass(eq=False)
class Systeme:
    """A champ and a year. ``niveaux``: codes of each level by residence, site, leaf and type.

    residences, sites, actes: of each atom, as numbers from 0; ``feuilles`` x ``types`` make acts.
    """

    faits: Faits
    niveaux: tuple[Mapping[str, Petits], ...]
    famille: Mapping[Groupe, float]
    cellules: list[Cellules] = field(init=False)

    def __post_init__(self) -> None:
        f = self.faits
        valeurs = [
            np.unique(v, return_inverse=True) for v in (f.residence, f.site, f.noeud, f.type)
        ]
        self.codes = tuple(
            {n: c[uniques].astype(np.int32) for n, c in axe.items()}
            for (uniques, _), axe in zip(valeurs, self.niveaux, strict=True)
        )
        self.tailles = [len(uniques) for uniques, _ in valeurs]
        c, e, feuille, t = (v for _, v in valeurs)
        _, ne, nl, nt = self.tailles
        self.nombre_actes, acte = nl * nt, feuille * nt + t
        cle = ((c * ne + e) * self.nombre_actes + acte) * 8 + f.strate
        self.ordre = np.argsort(cle, kind="stable")
        cle = cle[self.ordre]
        self.sejours = f.sejours[self.ordre].astype(np.int32)
        atomes = cle >> 3
        debuts = np.flatnonzero(np.concatenate([[True], atomes[1:] != atomes[:-1]]))
        self.debuts = debuts.astype(np.int32)
        self.effectifs = np.add.reduceat(self.sejours, debuts)
        paires, self.actes = np.divmod(atomes[debuts], self.nombre_actes)
        premieres = np.flatnonzero(np.concatenate([[True], paires[1:] != paires[:-1]]))
        self.des_paires = np.stack(np.divmod(paires[premieres], ne))
        self.paires = np.cumsum(np.isin(np.arange(len(paires)), premieres)) - 1
        self.residences, self.sites = self.des_paires[:, self.paires]
        self._composer()

    def __len__(self) -> int:
        return len(self.debuts)

    @property
    def feuilles(self) -> Entiers:
        """The leaf of each act."""
        return np.arange(self.nombre_actes) // self.tailles[T]

    @property
    def types(self) -> Entiers:
        """The type of each act."""
        return np.arange(self.nombre_actes) % self.tailles[T]

    def _composer(self) -> None:
        self._tables: dict[tuple[int, str, str], Table] = {}
        self.cellules = []
        sommes = self.sommer(self.effectifs.astype(np.float64))
        for g, p in sorted(self.famille.items(), key=lambda x: -x[1]):
            n = sommes(g).reshape(-1)
            plein = np.where(n > SEUIL, n * p, 0.0).astype(np.float32)
            self.cellules.append(
                Cellules(
                    g,
                    self.table(0, *g[:2]),
                    self.table(1, *g[2:]),
                    p,
                    n.astype(np.float32),
                    np.zeros(len(n), dtype=np.uint8),
                    plein.copy(),
                    plein,
                )
            )

    def table(self, lequel: int, un: str, autre: str) -> Table:
        """Pairs (0) or acts (1) as two levels see them."""
        if (lequel, un, autre) not in self._tables:
            if lequel == 0:
                residences, sites = self.des_paires
                a, b = self.codes[R][un][residences], self.codes[L][autre][sites]
                if un != "france" and autre in PROCHES:
                    ailleurs = self.codes[L]["region"][sites]
                    loin = ailleurs != self.codes[R]["region"][residences]
                    b = np.where(loin, int(self.codes[L][autre].max()) + 1 + ailleurs, b)
            else:
                a, b = self.codes[A][un][self.feuilles], self.codes[T][autre][self.types]
            cle = a.astype(np.int64) * (int(b.max(initial=0)) + 1) + b
            uniques, de = np.unique(cle, return_inverse=True)
            self._tables[lequel, un, autre] = Table(de.astype(np.int32), len(uniques))
        return self._tables[lequel, un, autre]

    def sommer(self, des_atomes: Reels) -> _Sommes:
        """Sums of a measure of atoms by cell of any group-by."""
        return _Sommes(self, des_atomes)

    def cles(self, des_atomes: Entiers) -> _Cles:
        """Sums of keys of atoms by cell of any group-by."""
        bas = self.sommer((des_atomes & ((1 << BITS_BAS) - 1)).astype(np.float64))
        return _Cles(self.sommer((des_atomes >> BITS_BAS).astype(np.float64)), bas)


class _Sommes:
    def __init__(self, s: Systeme, des_atomes: Reels) -> None:
        self._s = s
        self._base = np.zeros((s.des_paires.shape[1], s.nombre_actes))
        self._base[s.paires, s.actes] = des_atomes
        self._connues: dict[tuple[str, str], Reels] = {}
        self._fins = self._base @ s.table(1, "2", "type").matrice().toarray().T
        fin = s.table(1, "2", "type")
        self._haut = np.zeros(fin.nombre, dtype=np.int64)
        self._haut[fin.de] = np.arange(s.nombre_actes)

    def __call__(self, g: Groupe) -> Reels:
        """Sums of a group-by (pairs seen, acts seen)."""
        s, (r, lieu, p, t) = self._s, g
        actes = s.table(1, p, t)
        if r in ("code", "bv"):
            # Leaves are not published so low: fewer columns to add up.
            reduit = np.zeros((self._fins.shape[1], actes.nombre))
            reduit[np.arange(len(self._haut)), actes.de[self._haut]] = 1
            return np.asarray(s.table(0, r, lieu).matrice() @ (self._fins @ reduit))
        if (r, lieu) not in self._connues:
            self._connues[r, lieu] = np.asarray(s.table(0, r, lieu).matrice() @ self._base)
        return np.asarray(self._connues[r, lieu] @ actes.matrice().toarray().T)


class _Cles:
    def __init__(self, haut: _Sommes, bas: _Sommes) -> None:
        self._haut, self._bas = haut, bas

    def __call__(self, g: Groupe) -> Entiers:
        return reunir(self._haut(g), self._bas(g))
