"""Answering questions on facts: which cube, which counts of persons, and the tables they give."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from data_layer.catalogue.schema import Cube, Restitution
from data_layer.disclosure import compter
from data_layer.engine import PARTIE
from data_layer.faits import par_etab, personnes, presences
from data_layer.ouverture import Ouverture, moteur, nom_vue
from data_layer.requete import faits, faits_personnes
from data_layer.requete.tableau import Tableau, reels, textes

_QUANTITES = ("sejours", "montant", "ecart", "consommation")
_COMPTES = ("sejours_distincts", "sejours_administration")
PATIENTS = "patients"

Colonnes = Mapping[str, Any]


class ReponseFaits:
    """Questions asked of the facts of one restitution, in an open release.

    A release published before a cube was declared does without it: the facts answer all.
    """

    def __init__(self, restitution: Restitution, ouverture: Ouverture) -> None:
        self._restitution, self._jeu = restitution, ouverture.jeu(restitution)
        self._famille = [c for c in restitution.famille if f"cube_{c.cle}" in self._jeu.tables]
        self._du_lieu = self._jeu.schema.get("lieux.parquet", {}).keys()
        self._personnes = restitution.personnes if personnes.TABLE in self._jeu.tables else None
        self._bornes: dict[tuple[str, str | int], tuple[int, int]] = {}

    def vue(self, table: str, annees: Collection[int] = ()) -> str:
        """The engine's view over a table of the dataset, or over its parts of some years of discharge.

        A large release has thousands of row groups: those of other years would cost their look.
        """
        entiere, toutes = nom_vue(self._jeu, table), self._jeu.tables[table]
        parties = [f for f in toutes if _annee(f) in annees]
        if not parties or len(parties) == len(toutes):
            return entiere
        nom = f"{entiere}{PARTIE}{'-'.join(str(a) for a in sorted(annees))}"
        moteur().vue(nom, parties)
        return nom

    def ensemble(self, question: faits.QuestionFaits) -> Tableau:
        """The answer, all years of the question in one table (its groups say which)."""
        cube = faits.cube_pour(question, self._famille, self._du_lieu)
        return _tableau(self._sommes(question, cube), self._patients(question, cube))

    def par_annee(self, question: faits.QuestionFaits) -> dict[int, Tableau]:
        """One answer for each year of the question, in one reading where a cube answers."""
        cube = faits.cube_pour(question, self._famille, self._du_lieu)
        if cube is None:
            return {a: self.ensemble(replace(question, annees=(a,))) for a in question.annees}
        sommes, patients = self._sommes(question, cube), self._patients(question, cube)
        return {a: _tableau(_de(sommes, a), patients and _de(patients, a)) for a in question.annees}

    def _sommes(self, question: faits.QuestionFaits, cube: Cube | None) -> Colonnes:
        if cube is None:
            question = self._bornee(question)
        forme = self._forme(question, cube)
        return moteur().executer(faits.compiler(forme), faits.parametres(question, cube))

    def _patients(self, question: faits.QuestionFaits, cube: Cube | None) -> Colonnes | None:
        """Persons, apart where a cube gives the rest; the facts count them along with it."""
        if not question.patients or cube is None:
            return None
        return moteur().executer(*self._requete_de_personnes(question, cube))

    def _requete_de_personnes(
        self, question: faits.QuestionFaits, cube: Cube
    ) -> faits_personnes.Requete:
        """Stored counts where they answer, by zone then by establishment; else the facts."""
        declarees, annees = self._personnes, question.annees
        if declarees is not None and faits_personnes.repondent(question, declarees):
            comptes = self.vue(personnes.TABLE, annees)
            return faits_personnes.sur_comptes(question, comptes, self.vue("etablissements"))
        if presences.TABLE in self._jeu.tables and faits_personnes.presences_repondent(
            question, declarees
        ):
            forme = self._forme(question, cube)
            vues = (self.vue(t, annees) for t in (presences.TABLE, presences.PLUSIEURS))
            return faits_personnes.sur_presences(question, forme, *vues)
        question = self._bornee(question)
        return faits_personnes.sur_faits(question, self._forme(question, None))

    def _faits(self, question: faits.QuestionFaits) -> str:
        """The order of the facts that suits a question: by establishment in one place, else by node."""
        if par_etab.TABLE in self._jeu.tables and faits.etroite(question):
            return par_etab.TABLE
        return self._restitution.jeu

    def _bornee(self, question: faits.QuestionFaits) -> faits.QuestionFaits:
        """The same question, with the first and last establishments of its place where it is small."""
        if self._faits(question) != par_etab.TABLE:
            return question
        lieu = faits.lieu_etroit(question)
        if lieu is None:
            etabs = question.etabs or (0,)
            return replace(question, bornes=(min(etabs), max(etabs)))
        if lieu not in self._bornes:
            sql = (
                "SELECT coalesce(min(etab), 0) AS debut, coalesce(max(etab), 0) AS fin "
                f'FROM "{self.vue("etablissements")}" WHERE {lieu[0]} = ?'
            )
            lus = moteur().executer(sql, [lieu[1]])
            self._bornes[lieu] = int(lus["debut"][0]), int(lus["fin"][0])
        return replace(question, bornes=self._bornes[lieu])

    def _forme(self, question: faits.QuestionFaits, cube: Cube | None) -> faits.Forme:
        arbre = self._restitution.classification
        assert arbre is not None
        table = f"cube_{cube.cle}" if cube else self._faits(question)
        return faits.Forme(
            vue=self.vue(table, faits.annees_lues(question)),
            etablissements=self.vue("lieux" if cube and cube.lieu == "lieu" else "etablissements"),
            arbre=self.vue(arbre.table),
            cube=cube,
            groupe=question.groupe,
            profondeur=question.profondeur,
            annees=len(question.annees),
            sur_fait=tuple((c, len(v)) for c, v in question.sur_fait),
            sur_etablissement=tuple((c, len(v)) for c, v in question.sur_etablissement),
            suffixe=faits.suffixe(question),
            avec_etabs=question.etabs is not None,
            patients=question.patients and cube is None,
            avec_bornes=question.bornes is not None,
        )


def _annee(fichier: Path) -> int | None:
    """The year of discharge of a part, ``<table>.<annee>[.<rang>].parquet``; None where there is none."""
    annee = fichier.name.split(".")[1]
    return int(annee) if annee.isdecimal() else None


def _de(colonnes: Colonnes, annee: int) -> Colonnes:
    """The rows of one year."""
    gardees = np.ma.asarray(colonnes["a"]) == annee
    return {nom: valeurs[gardees] for nom, valeurs in colonnes.items()}


def _tableau(sommes: Colonnes, patients: Colonnes | None) -> Tableau:
    codes = textes(sommes["g"])
    presents, zeros = np.ones(len(codes)), np.zeros(len(codes))
    comptes = {c: reels(sommes[c]) for c in _COMPTES}
    if patients is not None:
        lus = dict(zip(textes(patients["g"]), reels(patients[PATIENTS]).tolist(), strict=True))
        comptes[PATIENTS] = np.array([lus.get(c, 0.0) for c in codes], dtype=np.float64)
    elif PATIENTS in sommes:
        comptes[PATIENTS] = reels(sommes[PATIENTS])
    return Tableau(
        codes,
        {c: compter(n, presents) for c, n in comptes.items()},
        {},
        zeros,
        zeros,
        {q: reels(sommes[q]) for q in _QUANTITES},
    )
