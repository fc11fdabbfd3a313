"""How the family F answers a question: cell by cell, by what its establishments show, or not at all.

Decided from the question alone, never from counts. Rows that are cells of the family, or unions of those that
one filter tells apart, show what their keys allow. Other sets of establishments (a basket, two filters, a
perimeter) say no more than their members do one by one: nothing can be made of them that the family does
not say. A view of which even the members are outside is refused as a whole, zeros included, since which of
its rows exist would tell more than the family does.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from data_layer.catalogue.publication import Etage, Groupements, Publication
from data_layer.catalogue.schema import Cube
from data_layer.requete.faits import QuestionFaits

# What the code of a place tells, for any dataset; what else lies in what is read in its register.
_DIT: Mapping[str, frozenset[str]] = {
    "france": frozenset(),
    "region": frozenset({"region"}),
    "departement": frozenset({"departement", "region"}),
    "tds": frozenset({"tds"}),
    "ght": frozenset({"ght"}),
    "departement*ght": frozenset({"departement", "region", "ght"}),
}
# Runs of months from the shortest: one is made of those before it which end where it does.
_COMPOSENT: Mapping[str, frozenset[str]] = {
    "mois": frozenset({"mois"}),
    "trimestre": frozenset({"mois", "trimestre"}),
    "semestre": frozenset({"mois", "trimestre", "semestre"}),
    "comparables": frozenset({"mois", "comparables"}),
    "annee": frozenset({"annee"}),
}


@dataclass(frozen=True, slots=True)
class Calendrier:
    """The last year of a dataset, and how many of its months it holds."""

    derniere: int
    mois_connus: int

    def mois(self, annee: int, mois: tuple[int, int]) -> range:
        """The months of a run that a year holds."""
        connus = self.mois_connus if annee == self.derniere else 12
        return range(mois[0], min(mois[1], connus) + 1)

    def entiere(self, annee: int, question: QuestionFaits) -> bool:
        """Whether a question is about all that is known of a year, taken as a whole."""
        return question.groupe != "mois" and self.temps(annee, question.mois) == ("annee",)

    def temps(self, annee: int, mois: tuple[int, int]) -> tuple[str, ...]:
        """How a run of months of a year may be called, the plainest name first."""
        premier, dernier = mois
        connus = self.mois_connus if annee == self.derniere else 12
        if premier == 1 and dernier >= connus:
            return ("annee",)
        noms = []
        if annee == self.derniere - 1 and mois == (1, self.mois_connus):
            noms.append("comparables")
        for nom, pas in (("semestre", 6), ("trimestre", 3), ("mois", 1)):
            if (premier - 1) % pas == 0 and (dernier % pas == 0 or dernier == connus):
                noms.append(nom)
        return tuple(noms)


class Voie(NamedTuple):
    """Where the keys of an answer are; ``par_membres``: of each establishment, which are then added up."""

    etage: Etage
    par_membres: bool


def voies(
    publication: Publication,
    question: QuestionFaits,
    cube: Cube | None,
    calendrier: Calendrier,
    emboites: Collection[tuple[str, str]] = (),
) -> dict[int, Voie | None]:
    """Return how a question is answered in each of its years; None where nothing published does.

    ``emboites``: zonings of which one tells the other, as found in the register of the dataset.
    """
    return {a: _voie(publication, question, cube, calendrier, emboites, a) for a in question.annees}


def _voie(
    publication: Publication,
    question: QuestionFaits,
    cube: Cube | None,
    calendrier: Calendrier,
    emboites: Collection[tuple[str, str]],
    annee: int,
) -> Voie | None:
    if cube is None:
        return None
    noms = ("mois",) if question.groupe == "mois" else calendrier.temps(annee, question.mois)
    for etage in publication.etages:
        if etage.croisement != question.croisement or cube.cle not in etage.tables:
            continue
        ici = [g for g in etage.groupements if _au_moment(g, cube.profondeur, noms)]
        if any(_tient(g, question, emboites) for g in ici):
            return Voie(etage, par_membres=False)
        if any("etablissement" in g.zones for g in ici):
            return Voie(etage, par_membres=True)
    return None


def _au_moment(g: Groupements, profondeur: int, noms: Collection[str]) -> bool:
    """Whether group-bys hold a depth over a run of months, under any of its names."""
    if profondeur not in g.profondeurs or "champ" not in g.champs:
        return False
    return any(_COMPOSENT[nom] & set(g.temps) for nom in noms)


def _tient(g: Groupements, question: QuestionFaits, emboites: Collection[tuple[str, str]]) -> bool:
    """Whether the rows of a question are cells of group-bys, or unions that their columns tell."""
    filtres = [c for c, valeurs in question.sur_etablissement if c != "finess" or len(valeurs) > 1]
    if question.groupe == "zone:finess" or len(filtres) < len(question.sur_etablissement):
        return "etablissement" in g.zones
    genre, _, colonne = question.groupe.partition(":")
    demande = {*filtres, *([colonne] if genre in ("zone", "attribut") else [])}
    return question.etabs is None and any(
        demande <= _dits(zone, emboites) | ({par} - {""})
        for zone in g.zones
        if zone in _DIT  # establishments add up by members alone
        for par in g.par
    )


def _dits(zone: str, emboites: Collection[tuple[str, str]]) -> frozenset[str]:
    """What the code of a place tells, which zonings that it lies in included."""
    dits = _DIT[zone]
    return dits | {grande for petite, grande in emboites if petite in dits}
