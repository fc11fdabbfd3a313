"""What two shown counts tell: a set less one inside it; and zeros that should not be told."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from tests.attacker.lecture import OK, TOTAL, Observation
from tests.attacker.registre import DERNIERE, Ensemble, Registre
from tests.attacker.verite import SEUIL

Tranche = tuple[str, int, str, frozenset[int], tuple[str, str] | None]
"""Axis, year, node, lists and crossing: what two sets must share, so that stays of both add up."""


@dataclass(eq=False, slots=True)
class Differences:
    """Shown counts by what they are of. zeros: sets of parts of a year that an answer says are empty, of a
    year in which they are not."""

    zeros: set[Ensemble] = field(default_factory=set)
    _comptes: dict[Tranche, dict[Ensemble, float]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    def observer(self, observations: Iterable[Observation], registre: Registre) -> None:
        """Take the shown counts of stays."""
        for o in observations:
            if o.mesure != "sejours" or o.lecture != TOTAL or o.statut != OK or o.valeur is None:
                continue
            e = o.ensemble
            if o.valeur:
                tranche = (e.axe, e.annee, e.noeud, e.listes, e.croisement)
                self._comptes[tranche][e] = o.valeur
            elif not entiere(e) and registre.cle(replace(e, mois=(1, 12))):
                self.zeros.add(e)

    def trouver(self) -> Iterator[tuple[Ensemble, Ensemble, float]]:
        """Shown sets of which one holds the other and 1 to 10 stays more."""
        for comptes in self._comptes.values():
            tries = sorted(comptes.items(), key=lambda x: x[1])
            valeurs = [n for _, n in tries]
            for i, (petit, n) in enumerate(tries):
                debut, fin = bisect_left(valeurs, n + 1), bisect_left(valeurs, n + SEUIL + 1)
                for grand, autre in tries[max(debut, i + 1) : fin]:
                    if _dans(petit, grand):
                        yield grand, petit, autre - n


def _dans(petit: Ensemble, grand: Ensemble) -> bool:
    return (
        petit.etabs <= grand.etabs
        and petit.champs <= grand.champs
        and grand.mois[0] <= petit.mois[0]
        and petit.mois[1] <= grand.mois[1]
    )


def entiere(e: Ensemble) -> bool:
    """Whether a set is of all the known months of its year."""
    annee, mois = DERNIERE
    return e.mois[0] == 1 and e.mois[1] >= (mois if e.annee == annee else 12)
