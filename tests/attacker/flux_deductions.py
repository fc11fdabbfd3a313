"""What figures of flows give back together: subtraction, then bounds, over every set that was asked.

Two sets that are the same rows are one unknown. Rows of a table that make up a set asked elsewhere add up
to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array  # type: ignore[import-untyped]

from tests.attacker.flux_lus import Lu

_PASSES = 30
_LARGE = 1e12


@dataclass(eq=False)
class Attaque:
    """sejours: true stays of each row, by year; only used to weigh sets once known, and to judge."""

    sejours: dict[int, NDArray[np.int64]]
    lus: int = 0
    fausses: list[str] = field(default_factory=list)
    montrees: dict[tuple[int, bytes], bool] = field(default_factory=dict)
    ensembles: dict[tuple[int, bytes], NDArray[np.int64]] = field(default_factory=dict)
    blocs: dict[str, list[tuple[int, bytes]]] = field(default_factory=dict)

    def lire(self, lus: Iterable[Lu], unites: dict[int, NDArray[np.int64]]) -> None:
        for lu in lus:
            self.lus += 1
            if not len(lu.rangees):
                continue
            cle = lu.annee, lu.rangees.tobytes()
            self.ensembles[cle] = lu.rangees
            self.montrees[cle] = self.montrees.get(cle, False) or lu.montre
            self.blocs.setdefault(lu.bloc, []).append(cle)
            if lu.valeur is not None:
                vraies = (self.sejours if lu.en_sejours else unites)[lu.annee]
                if lu.valeur != vraies[lu.rangees].sum():
                    self.fausses.append(f"{lu.bloc} : {lu.valeur}")

    def resoudre(self) -> Bilan:
        """Work out all that can be, a year at a time."""
        bilans = [self._une_annee(a) for a in sorted({a for a, _ in self.ensembles})]
        return Bilan(*(sum(x) for x in zip(*(b.nombres() for b in bilans), strict=True)))

    def _une_annee(self, annee: int) -> Bilan:
        cles = [c for c in self.ensembles if c[0] == annee]
        rang = {c: i for i, c in enumerate(cles)}
        n = np.array([self.sejours[annee][self.ensembles[c]].sum() for c in cles], dtype=float)
        connu = np.array([self.montrees[c] for c in cles])
        montres_petits = int((connu & (n <= 10)).sum())
        tailles = np.array([len(self.ensembles[c]) for c in cles])
        total = len(self.sejours[annee])
        tous = _matrice([self.ensembles[c] for c in cles], total)
        relations = []
        for membres in {tuple(dict.fromkeys(b)) for b in self.blocs.values() if b[0][0] == annee}:
            relations += _relations([rang[c] for c in membres], tous, tailles)
        etait = connu.copy()
        soustraits = _soustraire(relations, connu)
        bas, haut = np.where(connu, n, 1.0), np.where(connu, n, _LARGE)
        _encadrer(relations, bas, haut)
        assert (bas <= n).all() and (n <= haut).all(), "bounds miss the truth"
        petits = ~etait & (n <= 10)
        return Bilan(
            len(cles),
            int(petits.sum()),
            len(relations),
            montres_petits,
            int((petits & soustraits).sum()),
            int((petits & ~soustraits & (haut - bas < 1)).sum()),
        )


@dataclass(frozen=True, slots=True)
class Bilan:
    """Sets asked, masked ones of 1 to 10, sums found; then of 1 to 10: shown, subtracted, bounded to one."""

    ensembles: int
    petits: int
    relations: int
    montres: int
    soustraits: int
    epingles: int

    def nombres(self) -> tuple[int, ...]:
        return tuple(getattr(self, c) for c in self.__slots__)

    @property
    def trouves(self) -> int:
        return self.montres + self.soustraits + self.epingles


_Relation = tuple[int, NDArray[np.intp]]


def _matrice(ensembles: list[NDArray[np.int64]], total: int) -> csr_array:
    """Sets x rows of the facts, in 0/1."""
    debuts = np.concatenate([[0], np.cumsum([len(e) for e in ensembles])])
    colonnes = np.concatenate(ensembles)
    return csr_array((np.ones(len(colonnes)), colonnes, debuts), shape=(len(ensembles), total))


def _relations(membres: list[int], tous: csr_array, tailles: NDArray[np.int64]) -> list[_Relation]:
    """Sets that some rows of one table make up, which ones: those side by side never overlap."""
    places = np.array(membres)
    siens = tous[places]
    # Nested rows (kinds of establishments) do: each is put beside those no larger that do not meet it.
    if (siens.sum(axis=0) > 1).any():
        return [
            r for lot in _sans_recouvrement(places, siens) for r in _relations(lot, tous, tailles)
        ]
    communes = (tous @ siens.T).tocsr()
    entiers = communes.copy()
    lignes = np.repeat(np.arange(communes.shape[0]), np.diff(communes.indptr))
    dedans = communes.data == tailles[places[communes.indices]]
    couverts = np.bincount(lignes[dedans], entiers.data[dedans], communes.shape[0])
    trouvees = []
    for p in np.flatnonzero(couverts == tailles):
        ici = slice(communes.indptr[p], communes.indptr[p + 1])
        parts = places[communes.indices[ici][dedans[ici]]]
        if len(parts) > 1:
            trouvees.append((int(p), parts))
    return trouvees


def _sans_recouvrement(places: NDArray[np.intp], siens: csr_array) -> list[list[int]]:
    """Rows of a nested table by layers of rows that do not overlap, the smallest first."""
    couches: list[list[int]] = []
    occupees: list[NDArray[np.bool_]] = []
    ordre = np.argsort(np.diff(siens.indptr), kind="stable")
    for i in ordre:
        colonnes = siens.indices[siens.indptr[i] : siens.indptr[i + 1]]
        for couche, vues in zip(couches, occupees, strict=True):
            if not vues[colonnes].any():
                couche.append(int(places[i]))
                vues[colonnes] = True
                break
        else:
            vues = np.zeros(siens.shape[1], dtype=bool)
            vues[colonnes] = True
            couches.append([int(places[i])])
            occupees.append(vues)
    return couches


def _soustraire(relations: list[_Relation], connu: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Learn from totals but for one part, and from parts; changes ``connu``, returns what was learnt."""
    avant = connu.copy()
    appris = True
    while appris:
        appris = False
        for total, parts in relations:
            inconnues = parts[~connu[parts]]
            if connu[total] and len(inconnues) == 1:
                connu[inconnues] = appris = True
            elif not connu[total] and not len(inconnues):
                connu[total] = appris = True
    return connu & ~avant


def _encadrer(
    relations: list[_Relation], bas: NDArray[np.float64], haut: NDArray[np.float64]
) -> None:
    for _ in range(_PASSES):
        avant = bas.sum() - haut.sum()
        for total, parts in relations:
            b, h = bas[parts].sum(), haut[parts].sum()
            bas[total], haut[total] = max(bas[total], b), min(haut[total], h)
            haut[parts] = np.minimum(haut[parts], haut[total] - (b - bas[parts]))
            bas[parts] = np.maximum(bas[parts], bas[total] - (h - haut[parts]))
        if bas.sum() - haut.sum() <= avant:
            return
