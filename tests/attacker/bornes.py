"""What follows from counts being whole and positive: a few rounds of bound propagation.

Unknowns are the stays of sets of records. A published count is exact; a hidden one is at least 1, since
the set is known not to be empty. Rows that cover their main line bound it and are bounded by it: they add up
where a stay stands on one row alone; of products, ``max(rows) <= main <= sum(rows)``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tests.attacker.lecture import AU_MOINS, OK, TOTAL, Observation, Relation
from tests.attacker.registre import Registre

INFINI = float("inf")
TOURS = 6


@dataclass(eq=False, slots=True)
class Bornes:
    """Bounds of the stays of each set, by its key."""

    bas: dict[int, float] = field(default_factory=dict)
    haut: dict[int, float] = field(default_factory=dict)
    relations: list[tuple[int, tuple[int, ...], bool]] = field(default_factory=list)

    def observer(self, observations: Iterable[Observation], registre: Registre) -> None:
        """Take what counts say: values, and « au moins N »."""
        for o in observations:
            if o.mesure != "sejours" or o.lecture != TOTAL:
                continue
            cle = registre.cle(o.ensemble)
            if not cle:
                continue
            self._serrer(cle, 1, INFINI)
            if o.statut in (OK, AU_MOINS) and o.valeur is not None:
                self._serrer(cle, o.bas, o.haut)

    def relier(self, relations: Iterable[Relation], registre: Registre) -> None:
        """Keep the relations whose rows are exactly the records of their main line, each once."""
        for r in relations:
            lignes = [x for x in (registre.rangees(e) for e in r.lignes) if len(x)]
            tete = registre.rangees(r.tete)
            if len(lignes) < 2 or sum(map(len, lignes)) != len(tete):
                continue
            if sum(registre.sceau(x) for x in lignes) % 2**64 != registre.sceau(tete):
                continue
            cles = tuple(c for c in (registre.cle(e) for e in r.lignes) if c)
            self.relations.append((registre.cle(r.tete), cles, r.additive))

    def propager(self) -> Mapping[int, int]:
        """Return the sets whose count is pinned though it was not shown, with that count."""
        montres = {c for c, b in self.bas.items() if b == self.haut[c]}
        for tete, lignes, _ in self.relations:
            for cle in (tete, *lignes):
                self._serrer(cle, 1, INFINI)
        for _ in range(TOURS):
            changees = [self._tour(*r) for r in self.relations]
            if not any(changees):
                break
        return {c: int(b) for c, b in self.bas.items() if b == self.haut[c] and c not in montres}

    def _tour(self, tete: int, lignes: tuple[int, ...], additive: bool) -> bool:
        bas = sum(self.bas[c] for c in lignes)
        haut = sum(self.haut[c] for c in lignes)
        plancher = bas if additive else max(self.bas[c] for c in lignes)
        change = self._serrer(tete, plancher, haut)
        for c in lignes:
            autres = haut - self.haut[c] if haut < INFINI else INFINI
            if haut == INFINI and self.haut[c] == INFINI:
                autres = sum(self.haut[x] for x in lignes if x != c)
            plafond = self.haut[tete] - (bas - self.bas[c] if additive else 0)
            change |= self._serrer(c, self.bas[tete] - autres, plafond)
        return change

    def _serrer(self, cle: int, bas: float, haut: float) -> bool:
        avant = self.bas.get(cle, 0.0), self.haut.get(cle, INFINI)
        self.bas[cle], self.haut[cle] = max(avant[0], bas), min(avant[1], haut)
        return avant != (self.bas[cle], self.haut[cle])
