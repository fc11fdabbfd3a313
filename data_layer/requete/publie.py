"""Which stage of the family F answers a question: where its keys are, or that nothing published does.

Decided from the question alone, never from counts: a view outside the family is refused as a whole, zeros
included, since which of its rows exist would tell more than the family does.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from data_layer.catalogue.publication import Etage, Groupements, Publication
from data_layer.catalogue.schema import Cube
from data_layer.requete.faits import QuestionFaits

# What the code of a place tells, for any dataset: a territory of health may lie in several départements.
_DIT: Mapping[str, frozenset[str]] = {
    "france": frozenset(),
    "region": frozenset({"region"}),
    "departement": frozenset({"departement", "region"}),
    "tds": frozenset({"tds"}),
    "ght": frozenset({"ght"}),
    "departement*ght": frozenset({"departement", "region", "ght"}),
}
OFFRES = frozenset({"statut", "categorie", "classe"})
"""Columns that tell kinds of establishments."""
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


def etages(
    publication: Publication, question: QuestionFaits, cube: Cube | None, calendrier: Calendrier
) -> dict[int, Etage | None]:
    """Return the stage that answers a question in each of its years; None where none does."""
    return {a: _etage(publication, question, cube, calendrier, a) for a in question.annees}


def _etage(
    publication: Publication,
    question: QuestionFaits,
    cube: Cube | None,
    calendrier: Calendrier,
    annee: int,
) -> Etage | None:
    if cube is None:
        return None
    demande = colonnes(question)
    somme = _somme(question, demande)
    noms = ("mois",) if question.groupe == "mois" else calendrier.temps(annee, question.mois)
    for etage in publication.etages:
        if etage.croisement != question.croisement or cube.cle not in etage.tables:
            continue
        for nom in noms:
            if any(
                _tient(g, cube.profondeur, demande, nom, somme=somme) for g in etage.groupements
            ):
                return etage
    return None


def colonnes(question: QuestionFaits) -> frozenset[str]:
    """What a question asks of establishments: columns that it groups by or filters on."""
    genre, _, colonne = question.groupe.partition(":")
    demande = {c for c, _ in question.sur_etablissement}
    if genre in ("zone", "attribut"):
        demande.add(colonne)
    if genre == "composition":
        demande |= {"statut", "categorie"}
    if question.etabs is not None:
        demande.add("finess")
    return frozenset(demande)


def _somme(question: QuestionFaits, demande: Collection[str]) -> bool:
    """Whether cells of establishments may be added up: of those named, or under one filter at most.

    Classes, and filters crossed, would cut out of published sets some of 1 to 10 that nothing protects.
    """
    filtres = {*(c for c, _ in question.sur_etablissement), question.groupe.partition(":")[2]}
    offres = filtres & OFFRES
    return "finess" in demande or (len(offres) <= 1 and "classe" not in offres)


def _tient(
    g: Groupements, profondeur: int, demande: Collection[str], temps: str, *, somme: bool
) -> bool:
    """Whether group-bys hold what is asked as unions of their cells; ``somme``: of establishments too."""
    if profondeur not in g.profondeurs or "champ" not in g.champs or "liste" not in g.listes:
        return False
    if not _COMPOSENT[temps] & set(g.temps):
        return False
    return any(
        (zone == "etablissement" and somme)
        or set(demande) <= _DIT.get(zone, set()) | ({par} - {""})
        for zone in g.zones
        for par in g.par
    )
