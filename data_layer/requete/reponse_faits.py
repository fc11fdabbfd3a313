"""Answering questions on facts: which cube, which counts of persons, and the tables they give."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np

from data_layer.catalogue.schema import Cube, Restitution
from data_layer.disclosure import compter, reunir_membres
from data_layer.engine import PARTIE
from data_layer.faits import par_etab, personnes, presences
from data_layer.ouverture import Ouverture, moteur, nom_vue
from data_layer.requete import faits, faits_personnes, publie
from data_layer.requete.publie import Calendrier, Voie
from data_layer.requete.tableau import Tableau, reels, textes

_ZONAGES = ("region", "departement", "tds", "ght")
_QUANTITES = ("sejours", "montant", "ecart", "consommation")
_COMPTES = {"sejours_distincts": "s", "sejours_administration": "a"}
"""Protecting counts -> the axis of time whose rows they are of."""
PATIENTS = "patients"

Colonnes = Mapping[str, Any]


class ReponseFaits:
    """Questions asked of the facts of one restitution, in an open release.

    What no cube of the release holds is not published: only persons are ever counted on the facts.
    """

    def __init__(self, restitution: Restitution, ouverture: Ouverture) -> None:
        self._restitution, self._jeu = restitution, ouverture.jeu(restitution)
        self._famille = [c for c in restitution.famille if f"cube_{c.cle}" in self._jeu.tables]
        self._du_lieu = self._jeu.schema.get("lieux.parquet", {}).keys()
        self._personnes = restitution.personnes if personnes.TABLE in self._jeu.tables else None
        publication = restitution.publication
        if publication is None:
            raise LookupError(f"{restitution.slug}: facts without a family of published cells")
        self._publication = publication
        contexte = ouverture.contexte(restitution)
        self._calendrier = Calendrier(contexte.etendue.fin, contexte.dernier_mois)
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
        par_annee = self._par_annee(question)
        if len(par_annee) == 1:
            return next(iter(par_annee.values()))
        return Tableau.reunir([t for _, t in sorted(par_annee.items())])

    def par_annee(self, question: faits.QuestionFaits) -> dict[int, Tableau]:
        """One answer for each year of the question, in one reading."""
        return self._par_annee(question)

    def refuse(self, question: faits.QuestionFaits) -> bool:
        """Whether nothing published answers a question in its last year."""
        return self._voies(question)[max(question.annees)] is None

    def _voies(self, question: faits.QuestionFaits) -> dict[int, Voie | None]:
        cube = faits.cube_pour(question, self._famille, self._du_lieu)
        emboites = _emboites(self.vue("etablissements"))
        return publie.voies(self._publication, question, cube, self._calendrier, emboites)

    def _par_annee(self, question: faits.QuestionFaits) -> dict[int, Tableau]:
        voies = self._voies(question)
        refusees = tuple(a for a, v in voies.items() if v is None)
        tableaux: dict[int, Tableau] = {}
        for membres, cles in self._par_sorte(question, voies).items():
            posee = replace(question, annees=tuple(a for a, _ in cles))
            cube = faits.cube_pour(posee, self._famille, self._du_lieu)
            assert cube is not None
            sommes = self._sommes(posee, cube, cles, membres)
            patients = self._patients(posee, cube)
            tableaux |= {
                a: _tableau(
                    _de(sommes, a),
                    patients and _de(patients, a),
                    membres=membres is not None,
                    zeros=self._calendrier.entiere(a, question),
                )
                for a in posee.annees
            }
        partielles = tuple(a for a in tableaux if not self._calendrier.entiere(a, question))
        for annees, base in ((partielles, True), (refusees, False)):
            if not annees:
                continue
            codes = self._codes_de_l_annee(replace(question, annees=annees))
            for a in annees:
                deja = tableaux[a] if base else None
                tableaux[a] = _completer(deja, codes[a], question.patients)
        return tableaux

    def _par_sorte(
        self, question: faits.QuestionFaits, voies: Mapping[int, Voie | None]
    ) -> dict[faits.Membres | None, tuple[tuple[int, str], ...]]:
        """Years and stages that one statement reads."""
        sortes: dict[faits.Membres | None, tuple[tuple[int, str], ...]] = {}
        for a, v in voies.items():
            if v is None:
                continue
            membres: faits.Membres | None = None
            if v.par_membres:
                membres = "annee" if self._calendrier.entiere(a, question) else "partie"
            sortes[membres] = (*sortes.get(membres, ()), (a, v.etage.cle))
        return sortes

    def _codes_de_l_annee(self, question: faits.QuestionFaits) -> dict[int, tuple[str, ...]]:
        """The rows of a part of a year: those of the whole year, which is published.

        Which of them are empty in the part would tell of it: zeros are shown of whole years only. Of a
        crossing, none.
        """
        if question.groupe == "mois":
            return {
                a: tuple(str(a * 100 + m) for m in self._calendrier.mois(a, question.mois))
                for a in question.annees
            }
        entiere = replace(question, mois=(1, 12))
        if question.croisement or entiere == question:
            return dict.fromkeys(question.annees, ())
        return {a: t.codes for a, t in self._par_annee(entiere).items()}

    def _sommes(
        self,
        question: faits.QuestionFaits,
        cube: Cube,
        cles: tuple[tuple[int, str], ...],
        membres: faits.Membres | None,
    ) -> Colonnes:
        forme = replace(self._forme(question, cube), cles=cles, membres=membres)
        return moteur().executer(faits.compiler(forme), faits.parametres(question, membres))

    def _patients(self, question: faits.QuestionFaits, cube: Cube) -> Colonnes | None:
        """Persons, apart from what the cube gives."""
        if not question.patients:
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
            avec_bornes=question.bornes is not None,
        )


@lru_cache(maxsize=16)
def _emboites(etablissements: str) -> frozenset[tuple[str, str]]:
    """Pairs of zonings of which the first tells the second, in the register that a view holds."""
    paires = list(permutations(_ZONAGES, 2))
    sql = ", ".join(
        f"count(DISTINCT (coalesce({a}, ''), coalesce({b}, ''))) = "
        f"count(DISTINCT coalesce({a}, '')) AS p{i}"
        for i, (a, b) in enumerate(paires)
    )
    lus = moteur().executer(f'SELECT {sql} FROM "{etablissements}"', [])
    return frozenset(p for i, p in enumerate(paires) if lus[f"p{i}"][0])


def _annee(fichier: Path) -> int | None:
    """The year of discharge of a part, ``<table>.<annee>[.<rang>].parquet``; None where there is none."""
    annee = fichier.name.split(".")[1]
    return int(annee) if annee.isdecimal() else None


def _de(colonnes: Colonnes, annee: int) -> Colonnes:
    """The rows of one year."""
    gardees = np.ma.asarray(colonnes["a"]) == annee
    return {nom: valeurs[gardees] for nom, valeurs in colonnes.items()}


def _tableau(sommes: Colonnes, patients: Colonnes | None, *, membres: bool, zeros: bool) -> Tableau:
    """Sums as a table, with their keys, or with how many ``membres`` they are of and how many are masked.

    ``zeros``: whether what is empty may be told from what is masked.
    """
    codes = textes(sommes["g"])
    rien = np.zeros(len(codes))
    effectifs = {}
    for c, axe in _COMPTES.items():
        n = reels(sommes[c])
        if membres:
            montres, masques = reels(sommes[f"montres_{axe}"]), reels(sommes[f"masques_{axe}"])
            effectifs[c] = reunir_membres(n, montres, masques)
            continue
        basse = reels(sommes[f"cle_{axe}_basse"])
        vides = (n == 0) & (not zeros)
        effectifs[c] = compter(n, reels(sommes[f"cle_{axe}_haute"]), np.where(vides, 1.0, basse))
    if patients is not None:
        lus = dict(zip(textes(patients["g"]), reels(patients[PATIENTS]).tolist(), strict=True))
        personnes = np.array([lus.get(c, 0.0) for c in codes], dtype=np.float64)
        # Persons have no keys of their own: they go with the stays that protect them.
        effectifs[PATIENTS] = compter(personnes, rien, rien)
    return Tableau(codes, effectifs, {}, rien, rien, {q: reels(sommes[q]) for q in _QUANTITES})


def _completer(deja: Tableau | None, codes: Sequence[str], patients: bool) -> Tableau:
    """A table with masked rows for the codes that it does not have."""
    presents = set(deja.codes) if deja is not None else set()
    absents = _masques(tuple(c for c in codes if c not in presents), patients)
    return absents if deja is None else Tableau.reunir([deja, absents])


def _masques(codes: tuple[str, ...], patients: bool) -> Tableau:
    """Rows that nothing published tells: no count, and a key that is not 0."""
    zeros, uns = np.zeros(len(codes)), np.ones(len(codes))
    comptes = (*_COMPTES, PATIENTS) if patients else tuple(_COMPTES)
    effectifs = {c: compter(zeros, zeros, uns) for c in comptes}
    return Tableau(codes, effectifs, {}, zeros, zeros, dict.fromkeys(_QUANTITES, zeros))
