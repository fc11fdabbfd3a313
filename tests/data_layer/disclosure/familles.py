"""Small linked families, by hand or by chance, and the sets of rows that their cells are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data_layer.disclosure import cacher as moteur
from data_layer.disclosure.cacher import Cache
from data_layer.disclosure.lignes_d_atomes import Lignes as Atomes
from data_layer.disclosure.systeme import Lignes, Systeme, composer
from data_layer.disclosure.treillis import Axe, Groupement, Treillis

Entiers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Table:
    """A source of rows that all count as many units under every group-by (a distinct count apart)."""

    treillis: Treillis
    valeurs: tuple[Entiers, ...]
    comptes: NDArray[np.float64]
    distincts: Mapping[Groupement, NDArray[np.float64]] = field(default_factory=dict)
    """Group-bys under which rows count otherwise: a stay of two products counts once above."""

    def lignes(self, groupement: Groupement) -> Lignes:
        empreintes = np.random.default_rng(7).integers(0, 2**63, len(self.comptes), dtype=np.uint64)
        return Lignes(self.valeurs, empreintes, self.distincts.get(groupement, self.comptes))


@dataclass(frozen=True, eq=False)
class Famille:
    """What is protected: rows, the weight of each published group-by, the one that refines them all."""

    table: Table
    groupements: Mapping[Groupement, float]
    fin: Groupement

    def systeme(self) -> Systeme:
        return composer(self.table, self.groupements, self.fin)

    def atomes(self, s: Systeme) -> Atomes:
        return Atomes(self.table.treillis, self.fin, list(self.groupements), s, s.valeurs)

    def indicateurs(self, groupement: Groupement) -> tuple[Entiers, Entiers]:
        """Codes of the cells of a group-by, and which rows each holds (cells, rows) in 0/1."""
        cle = self.table.treillis.cle(groupement, self.table.valeurs)
        codes = np.unique(cle)
        return codes, (codes[:, None] == cle[None, :]).astype(np.int64)


def axe(nom: str, **niveaux: Sequence[int]) -> Axe:
    return Axe(nom, {n: np.array(codes, dtype=np.int64) for n, codes in niveaux.items()})


def table(axes: Sequence[Axe], comptes: NDArray[np.int64]) -> Table:
    """Rows of a dense table of counts, one dimension an axis; what is 0 has no row."""
    pleines = np.nonzero(comptes)
    return Table(
        Treillis(tuple(axes)),
        tuple(v.astype(np.int64) for v in pleines),
        comptes[pleines].astype(float),
    )


def famille(t: Table, *, cachee: bool = False, sans: Sequence[Groupement] = ()) -> Famille:
    """Every combination of levels, the finest hidden where ``cachee``; finer levels weigh less."""
    niveaux = [list(a.niveaux) for a in t.treillis.axes]
    tous = list(product(*niveaux))
    fin = tuple(n[-1] for n in niveaux)
    poids = {
        g: float(4 ** sum(len(n) - n.index(x) for n, x in zip(niveaux, g, strict=True)))
        for g in tous
    }
    publies = {g: p for g, p in poids.items() if g not in sans and not (cachee and g == fin)}
    return Famille(t, publies, fin)


def au_hasard(graine: int, *, axes: int) -> Famille:
    """A family by chance: trees of levels, many zeros, many counts of 1 to 10, some large ones."""
    rng = np.random.default_rng(graine)
    tailles = rng.integers(2, 6 if axes == 2 else 4, axes)
    faits = [_arbre(rng, f"a{i}", int(n)) for i, n in enumerate(tailles)]
    petits, grands = rng.integers(1, 11, tailles), rng.integers(11, 80, tailles)
    sorte = rng.choice(3, size=tuple(tailles), p=rng.dirichlet([2.0, 3.0, 2.0]))
    comptes = np.select([sorte == 1, sorte == 2], [petits, grands], 0)
    comptes.flat[rng.integers(comptes.size)] += 1  # never empty
    complete = famille(table(faits, comptes), cachee=bool(rng.random() < 0.3))
    sommet = tuple(next(iter(a.niveaux)) for a in faits)
    # Some group-bys are not published: what is told across them has no relation of its own.
    garde = {
        g: p
        for g, p in complete.groupements.items()
        if g in (sommet, complete.fin) or rng.random() < 0.85
    }
    return Famille(complete.table, garde, complete.fin)


def _arbre(rng: np.random.Generator, nom: str, n: int) -> Axe:
    niveaux = {"tout": np.zeros(n, np.int64)}
    if n > 2 and rng.random() < 0.7:
        niveaux["groupe"] = np.sort(rng.integers(0, 2, n))
    if n > 3 and rng.random() < 0.3:
        niveaux["coupe"] = rng.integers(0, 2, n)  # cuts across the groups, as a GHT does
    niveaux["feuille"] = np.arange(n)
    return Axe(nom, niveaux)


def cacher(
    f: Famille, sensibles: NDArray[np.bool_] | None = None, graine: int = 0, **options: Any
) -> Cache:
    """Protect a family in one stage."""
    s = f.systeme()
    return moteur.cacher(s, f.atomes(s), sensibles=sensibles, graine=graine, **options)
