"""The attacker at work: everything read is put together, then solved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from tests.attacker.algebre import Entiers, Systeme, deduit
from tests.attacker.bornes import Bornes
from tests.attacker.differences import Differences, entiere
from tests.attacker.lecture import AU_MOINS, MASQUE, OK, SUR_DEUX_AXES, TOTAL, Lu, Observation
from tests.attacker.registre import ADMINISTRATION, SORTIE, Ensemble, Registre
from tests.attacker.verite import SEUIL, Cellule, Tranche, Verite

_ECART = 1e-9
_PAR_ZONE = frozenset({"taux"})
"""Measures that the set of records does not settle alone."""
QUANTITES = ("montant", "consommation")
"""Measures that add up over records: how the reading of an address is checked."""
_COMPOSEES = ("statut=", "categorie=", "classe=", "pan-", "perimetre=constant")
"""What makes sets of establishments that the family may not hold."""
Etat = tuple[str, float | None, str]


@dataclass(frozen=True, slots=True)
class Bilan:
    """What solving gives.

    sensibles: sensitive cells in scope, of ``tranches`` slices. lineaires: those that are combinations of
    published sets. epinglees: sets whose count bounds pin. demandees: sets that some answer masked
    (baskets, perimeters, crossings, runs of months) and that are sensitive and combinations.
    """

    tranches: int
    sensibles: int
    lineaires: tuple[Cellule, ...]
    epinglees: tuple[Ensemble, ...]
    demandees: tuple[Ensemble, ...]

    def __str__(self) -> str:
        return (
            f"{self.sensibles} sensitive cells in {self.tranches} slices: {len(self.lineaires)} deduced "
            f"by linear algebra, {len(self.epinglees)} sets pinned by bounds, {len(self.demandees)} "
            f"masked answers deduced; by place, crossing and number of months: {self.sortes()}"
        )

    def sortes(self) -> Mapping[str, int]:
        """How many deduced cells of each sort, the most frequent ones."""
        compte = Counter(
            " ".join(
                (
                    "*".join(colonne for colonne, _ in c.lieu) or "france",
                    *((c.tranche.croisement,) if c.tranche.croisement else ()),
                    str(c.tranche.mois[1] - c.tranche.mois[0] + 1),
                )
            )
            for c in self.lineaires
        )
        return dict(compte.most_common(12))


@dataclass(eq=False, slots=True)
class Attaque:
    """Observations of a walk.

    fuites: direct leaks. contradictions: one cell read in two ways. caches: masked sets; ensembles: all, by
    key. sommes: quantities shown, by set and measure.
    """

    registre: Registre
    observations: int = 0
    fuites: list[str] = field(default_factory=list)
    contradictions: list[str] = field(default_factory=list)
    bornes: Bornes = field(default_factory=Bornes)
    differences: Differences = field(default_factory=Differences)
    caches: dict[int, Ensemble] = field(default_factory=dict)
    ensembles: dict[int, Ensemble] = field(default_factory=dict)
    sommes: dict[tuple[Ensemble, str], float] = field(default_factory=dict)
    _systemes: dict[tuple[str, int], Systeme] = field(default_factory=dict)
    _etats: dict[tuple[tuple[int, ...], str, str], Etat] = field(default_factory=dict)
    _tranches: set[Tranche] = field(default_factory=set)

    def lire(self, lus: Iterable[Lu]) -> None:
        """Take what answers say."""
        for lu in lus:
            self.fuites += lu.fuites
            self.bornes.observer(lu.observations, self.registre)
            self.differences.observer(lu.observations, self.registre)
            self.bornes.relier(lu.relations, self.registre)
            for o in lu.observations:
                self._observer(o)

    def _observer(self, o: Observation) -> None:
        self.observations += 1
        cles = [self.registre.cle(e) for e in o.ensembles]
        for e, cle in zip(o.ensembles, cles, strict=True):
            if not cle:
                continue
            self._tranches.add(Tranche.de(e))
            self.ensembles.setdefault(cle, e)
            if o.montree:
                systeme = self._systemes.setdefault((e.axe, e.annee), Systeme(len(self.registre)))
                systeme.publier(cle, self.registre.rangees(e))
        if o.lecture == TOTAL and o.statut == OK and o.mesure in QUANTITES and o.valeur is not None:
            self.sommes[o.ensemble, o.mesure] = o.valeur
        if o.lecture == TOTAL and o.statut in (MASQUE, AU_MOINS) and cles[0]:
            self.caches.setdefault(cles[0], o.ensemble)
        if o.mesure not in _PAR_ZONE and o.statut in (OK, MASQUE, AU_MOINS) and any(cles):
            self._accorder(o, cles)

    def _accorder(self, o: Observation, cles: list[int]) -> None:
        """The same records, the same status and the same value, wherever they are read.

        Of a part of a year, which levels are published is said by the question; so is whether filters and
        baskets are read by their members: only values must agree then.
        """
        if o.mesure == SUR_DEUX_AXES:
            autre = ADMINISTRATION if o.ensemble.axe == SORTIE else SORTIE
            cles = [*cles, *(self.registre.cle(replace(e, axe=autre)) for e in o.ensembles)]
        place = (tuple(cles), o.mesure, o.lecture)
        valeur = o.valeur if o.statut == OK else None
        avant = self._etats.setdefault(place, (o.statut, valeur, o.route))
        caches = [s in (MASQUE, AU_MOINS) for s in (avant[0], o.statut)]
        composee = any(x in o.route + avant[2] for x in _COMPOSEES)
        if (composee or not all(map(entiere, o.ensembles))) and caches[0] != caches[1]:
            return
        if caches[0] != caches[1] or not _egales(avant[1], valeur):
            self.contradictions.append(
                f"{o.mesure} ({o.lecture}) : {avant[0]} {avant[1]} dans « {avant[2]} », "
                f"{o.statut} {valeur} dans « {o.route} »"
            )

    def cles(self) -> Mapping[tuple[str, int], Entiers]:
        """Weights that vanish on what was published, by axis and year."""
        return {ou: systeme.cles() for ou, systeme in self._systemes.items()}

    def resoudre(self, verite: Verite) -> Bilan:
        """Look for sensitive cells among everything that the views asked are slices of."""
        cles = self.cles()
        sensibles, lineaires, tranches = 0, [], 0
        for tranche in self._tranches:
            if (tranche.axe, tranche.annee) in cles:
                tranches += 1
                n, trouvees = verite.sensibles(tranche, cles[tranche.axe, tranche.annee])
                sensibles += n
                lineaires += trouvees
        demandees = (
            e
            for e in self.caches.values()
            if (e.axe, e.annee) in cles and deduit(cles[e.axe, e.annee], self.registre.rangees(e))
        )
        return Bilan(
            tranches,
            sensibles,
            tuple(lineaires),
            tuple(self._epinglees(verite)),
            tuple(e for e in demandees if 0 < verite.combien(e) <= SEUIL),
        )

    def _epinglees(self, verite: Verite) -> Iterable[Ensemble]:
        """Sets whose count bounds pin, and which are sensitive."""
        for cle in self.bornes.propager():
            ensemble = self.ensembles.get(cle)
            if ensemble is not None and 0 < verite.combien(ensemble) <= SEUIL:
                yield ensemble


def _egales(a: float | None, b: float | None) -> bool:
    if a is None or b is None:
        return a is b
    return abs(a - b) <= _ECART * max(1.0, abs(a))
