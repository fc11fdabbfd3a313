"""A question asked of flows, the cube that answers it, and its SQL.

Sums of stays, of units and of keys by residence, by place of treatment, by activity, by year or by stratum.
SQL is compiled once per shape and cached; values are always bound.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from data_layer.disclosure import BITS_BAS, PREMIER, Brut, compter
from data_layer.flux import publie
from data_layer.flux.modele import TYPES_DE_SEJOUR
from data_layer.ouverture import moteur, nom_vue
from data_layer.warehouse import Jeu

Reels = NDArray[np.float64]
Filtre = tuple[str, tuple[str, ...]]
"""A column and the values kept."""
_JOINTS = {
    "lieux": ("residences", "residence"),
    "strates": ("bassins", "bassin"),
    "feuilles": ("parts_de_territoires", "territoire"),
}


class HorsFamille(ValueError):
    """What is asked is no cell of what is published."""


@dataclass(frozen=True, slots=True)
class QuestionFlux:
    """Sums by ``groupes`` over years.

    groupes: ``r.<zoning of residence>``, ``s.<column of sites>``, ``noeud``, ``annee`` or ``strate``.
    profondeur: depth of the rows that are nodes, or of the node kept where that is deeper. noeuds: first and
    last number of the subtree kept. types: types of stay. residence, lieu: what is kept of each. famille: the
    champ of the nodes. Where residences are not all of France, places of another région are one group a
    région, coded ``reg-11``, and a place that is kept keeps the residents of its own.
    """

    annees: tuple[int, ...]
    noeuds: tuple[int, int]
    profondeur: int
    groupes: tuple[str, ...]
    types: tuple[int, ...] = TYPES_DE_SEJOUR
    residence: Filtre | None = None
    lieu: Filtre | None = None
    famille: str = ""

    @property
    def cube(self) -> str:
        """The table that answers. Raises HorsFamille when what is asked is not published."""
        strates = "strate" in self.groupes
        de, vers = self._de, publie.lieu(self._colonnes("s", self.lieu))
        if not publie.publiee(de, vers, self.profondeur, self.types, self.famille, strates=strates):
            raise HorsFamille(self)
        if strates:
            return "strates"
        return "lieux" if de in ("code", "bv") else "feuilles"

    @property
    def _de(self) -> str:
        return publie.residence(self._colonnes("r", self.residence))

    @property
    def proche(self) -> bool:
        """Whether places are told one by one within the région of the residence only."""
        return self._de != publie.FRANCE

    def _colonnes(self, axe: str, filtre: Filtre | None) -> set[str]:
        dites = {c.partition(".")[2] for c in self.groupes if c.startswith(f"{axe}.")}
        return dites | ({filtre[0]} if filtre else set())

    @property
    def parametres(self) -> list[object]:
        """Values in the order of the placeholders of :func:`_compiler`."""
        gardees = [v for f in (self.residence, self.lieu) if f for v in f[1]]
        return [*self.annees, *self.noeuds, *self.types, *gardees]


@dataclass(frozen=True, eq=False, slots=True)
class Sommes:
    """Sums by group, arrays of length n; ``groupes``: one array of values for each column of the question."""

    groupes: tuple[NDArray[np.object_], ...]
    sejours: Brut
    unites: Reels

    def __len__(self) -> int:
        return len(self.unites)


def poser(jeu: Jeu, question: QuestionFlux) -> Sommes:
    """Ask the engine, or its memory. Raises HorsFamille when no cell of what is published answers."""
    texte, parametres = _texte(jeu, question), question.parametres
    return _sommer(texte, tuple(parametres), len(question.groupes))


# A portrait asks for the same sums under each of its views; what is asked names its build.
@lru_cache(maxsize=128)
def _sommer(texte: str, parametres: tuple[object, ...], axes: int) -> Sommes:
    lus = moteur().executer(texte, list(parametres))
    groupes = tuple(
        np.array(np.ma.asarray(lus[f"g{i}"]).tolist(), dtype=object) for i in range(axes)
    )
    n, unites, haute, basse = (
        np.ma.asarray(lus[c], dtype=np.float64).filled(0.0)
        for c in ("sejours", "unites", "cle_haute", "cle_basse")
    )
    for lue in (*groupes, n, unites, haute, basse):
        lue.flags.writeable = False
    return Sommes(groupes, compter(n, haute, basse), unites)


def vider() -> None:
    """Forget the sums kept in memory."""
    _sommer.cache_clear()


def _texte(jeu: Jeu, q: QuestionFlux) -> str:
    cube = q.cube
    vues = tuple(nom_vue(jeu, t) for t in (f"cube_{cube}", _JOINTS[cube][0], "sites", "noeuds"))
    residence, lieu = ((f[0], len(f[1])) if f else None for f in (q.residence, q.lieu))
    return _compiler(
        vues,
        _JOINTS[cube][1],
        len(q.annees),
        len(q.types),
        q.groupes,
        q.profondeur,
        residence,
        lieu,
        proche=q.proche,
    )


@lru_cache(maxsize=256)
def _compiler(
    vues: tuple[str, ...],
    partie: str,
    annees: int,
    types: int,
    groupes: tuple[str, ...],
    profondeur: int,
    residence: tuple[str, int] | None,
    lieu: tuple[str, int] | None,
    *,
    proche: bool,
) -> str:
    """The DuckDB SQL of a shape."""
    cube, parties, sites, noeuds = vues
    jointures = []
    if residence or any(c.startswith("r.") for c in groupes):
        jointures.append(f'JOIN "{parties}" r ON f.{partie} = r.{partie}')
    if lieu or any(c.startswith("s.") for c in groupes):
        jointures.append(f'JOIN "{sites}" s ON f.site = s.site')
    if "noeud" in groupes:
        jointures.append(
            f'JOIN "{noeuds}" h ON f.noeud BETWEEN h.noeud AND h.fin AND (h.profondeur = '
            f"{profondeur} OR h.profondeur < {profondeur} AND h.noeud = h.fin)"
        )
    conditions = [
        f"f.annee IN ({_places(annees)})",
        "f.noeud BETWEEN ? AND ?",
        f"f.type IN ({_places(types)})",
    ]
    if residence:
        conditions.append(f"r.{residence[0]} IN ({_places(residence[1])})")
    if lieu:
        conditions.append(f"s.{lieu[0]} IN ({_places(lieu[1])})")
        if proche and lieu[0] in publie.PROCHES:
            conditions.append("r.region = s.region")
    dits = [_groupe(c, proche=proche) for c in groupes]
    colonnes = [f"{dit} AS g{i}" for i, dit in enumerate(dits)]
    reste = f"coalesce(sum(f.cle) % {PREMIER}, 0)::BIGINT"
    sommes = [
        "coalesce(sum(f.sejours), 0)::DOUBLE AS sejours",
        "coalesce(sum(f.unites), 0)::DOUBLE AS unites",
        f"({reste} >> {BITS_BAS})::DOUBLE AS cle_haute",
        f"({reste} & {(1 << BITS_BAS) - 1})::DOUBLE AS cle_basse",
    ]
    par = f" GROUP BY {', '.join(dits)}" if dits else ""
    return (
        f'SELECT {", ".join((*colonnes, *sommes))} FROM "{cube}" f {" ".join(jointures)} '
        f"WHERE {' AND '.join(conditions)}{par}"
    )


def _groupe(colonne: str, *, proche: bool) -> str:
    if colonne == "noeud":
        return "h.noeud"
    if proche and colonne.startswith("s.") and colonne[2:] in publie.PROCHES:
        return (
            f"CASE WHEN r.region = s.region THEN {colonne} ELSE '{publie.AILLEURS}' || s.region END"
        )
    return colonne if "." in colonne else f"f.{colonne}"


def _places(nombre: int) -> str:
    return ", ".join("?" * nombre)
