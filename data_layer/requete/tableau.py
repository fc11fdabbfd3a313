"""What the engine answers to a question, before the gate: sums by code. Never leaves the layer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data_layer.disclosure import Brut, BrutMoyenne
from data_layer.engine import Moteur
from data_layer.requete.question import Question

Reels = NDArray[np.float64]
_BORNES = ("bas", "haut", "publies", "masques", "absents")


@dataclass(frozen=True, eq=False, slots=True)
class Tableau:
    """Sums by code, arrays of length n.

    ``effectifs``: counts, those that protect among them. ``quantites``: amounts that a count protects.
    ``incomplets``: rows that cover a part of their year only; ``mois_min``: the fewest months, 0 when
    the source does not say.
    """

    codes: tuple[str, ...]
    effectifs: Mapping[str, Brut]
    moyennes: Mapping[str, BrutMoyenne]
    mois_min: Reels
    incomplets: Reels
    quantites: Mapping[str, Reels] = field(default_factory=dict)

    def aligner(self, codes: Sequence[str]) -> Tableau:
        """The same sums in the order of ``codes``; a code without rows gets empty sums."""
        place = {code: i for i, code in enumerate(self.codes)}
        positions = np.array([place.get(c, -1) for c in codes], dtype=np.intp)
        return self._par(
            tuple(codes), lambda x: np.where(positions >= 0, np.append(x, 0.0)[positions], 0.0)
        )

    def sommer(self, codes: Sequence[str]) -> Tableau:
        """One row: the sum of these codes."""
        voulus = set(codes)
        garde = np.array([c in voulus for c in self.codes], dtype=bool)
        somme = self._par(("",), lambda x: np.array([x[garde].sum()]))
        lignes = garde & (self.incomplets > 0)
        return replace(somme, mois_min=np.array([self.mois_min[lignes].min(initial=12.0)]))

    @classmethod
    def reunir(cls, tableaux: Sequence[Tableau]) -> Tableau:
        """The rows of tables of the same measures end to end; their codes differ."""
        premier = tableaux[0]

        def bout_a_bout(lus: Sequence[Any]) -> Any:
            champs = (np.concatenate([getattr(x, c.name) for x in lus]) for c in fields(lus[0]))
            return type(lus[0])(*champs)

        return cls(
            tuple(code for t in tableaux for code in t.codes),
            {m: bout_a_bout([t.effectifs[m] for t in tableaux]) for m in premier.effectifs},
            {m: bout_a_bout([t.moyennes[m] for t in tableaux]) for m in premier.moyennes},
            np.concatenate([t.mois_min for t in tableaux]),
            np.concatenate([t.incomplets for t in tableaux]),
            {m: np.concatenate([t.quantites[m] for t in tableaux]) for m in premier.quantites},
        )

    def dit(self) -> bool:
        """Whether every count is exact and told by its keys: then so are their sums."""
        return all(b.dite.all() and not b.masques.any() for b in self.effectifs.values())

    def presents(self) -> NDArray[np.bool_]:
        """Which rows the source speaks of."""
        vus = np.zeros(len(self.codes), dtype=bool)
        for brut in self.effectifs.values():
            vus |= brut.publies + brut.masques + brut.absents > 0
        return vus

    def a_zero(self, lignes: NDArray[np.bool_]) -> Tableau:
        """The same sums; where nothing speaks of one of these rows, it is an exact zero.

        In a table of facts what is not there did not happen, where the place or product is known otherwise.
        """
        poses = lignes & ~self.presents()
        bruts = {
            m: replace(b, publies=np.where(poses, 1.0, b.publies))
            for m, b in self.effectifs.items()
        }
        return replace(self, effectifs=bruts)

    def vide(self) -> Tableau:
        """The same codes with nothing in them: a period the dataset does not cover."""
        return self._par(self.codes, np.zeros_like)

    def _par(self, codes: tuple[str, ...], f: Callable[[Reels], Reels]) -> Tableau:
        def convertir(objet: Any) -> Any:
            return type(objet)(*(f(getattr(objet, c.name)) for c in fields(objet)))

        return Tableau(
            codes,
            {m: convertir(b) for m, b in self.effectifs.items()},
            {m: convertir(b) for m, b in self.moyennes.items()},
            f(self.mois_min),
            f(self.incomplets),
            {m: f(v) for m, v in self.quantites.items()},
        )


def poser(moteur: Moteur, question: Question) -> Tableau:
    """Ask the engine a question grouped by exactly one column.

    Rows whose group is unknown (NULL) have the code ``""``.
    """
    reponse = moteur.executer(question.sql, question.parametres)
    forme = question.forme

    def colonne(nom: str, absent: float = 0.0) -> Reels:
        return reels(reponse[nom], absent)

    sans_cle = np.zeros(len(reponse["mois_min"]))
    effectifs = {
        m: Brut(
            **{nom: colonne(f"{m}_{nom}") for nom in _BORNES},
            cle_haute=sans_cle,
            cle_basse=sans_cle,
        )
        for m in forme.effectifs
    }
    moyennes = {
        m: BrutMoyenne(*(colonne(f"{m}_{f.name}") for f in fields(BrutMoyenne)))
        for m, _ in forme.moyennes
    }
    return Tableau(
        textes(reponse[forme.groupes[0]]),
        effectifs,
        moyennes,
        colonne("mois_min", 12.0),
        colonne("incomplets"),
    )


def reels(colonne: Any, absent: float = 0.0) -> Reels:
    """A column of the engine as doubles, NULL replaced."""
    return np.asarray(np.ma.filled(np.ma.asarray(colonne, dtype=np.float64), absent))


def textes(colonne: Any) -> tuple[str, ...]:
    """A column of the engine as texts, NULL as ``""``."""
    lus = np.ma.asarray(colonne).tolist()
    return tuple("" if c is None or c is np.ma.masked else str(c) for c in lus)
