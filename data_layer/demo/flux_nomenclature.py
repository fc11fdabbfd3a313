"""The classification of flows, read from ``nomenclatures/flux.yaml``: nodes, and what their volumes are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from data_layer.flux.modele import CHAMPS

Reels = NDArray[np.float64]

RACINE = "Tous champs"
CATEGORIES = ("ch", "chr", "clcc", "ebnl", "prive")
"""Order of the attractions in the file; ``autre-public`` draws like ``ch``."""

_FICHIER = Path(__file__).parent / "nomenclatures" / "flux.yaml"
_NIVEAUX = {
    "mco": ("domaine", "racine"),
    "had": ("mpp", ""),
    "ssr": ("cm", "gn"),
    "psy": ("cat", ""),
}


@dataclass(frozen=True, slots=True)
class Noeud:
    """A node in preorder; ``fin`` is the last number of its subtree."""

    numero: int
    fin: int
    profondeur: int
    code: str
    niveau: str
    libelle: str
    parent: int | None


@dataclass(frozen=True, slots=True)
class Groupe:
    """A node of depth 2, at which residents choose where to go.

    portee: km at which attraction falls by e; attrait: by category, in the order of ``CATEGORIES``.
    """

    noeud: int
    champ: str
    portee: float
    attrait: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Feuille:
    """A leaf. sejours: type -> stays a year in France; ages: relative rates by band; femmes: share of
    women at equal numbers of men and women; unites: type -> units of one stay (1 when not counted)."""

    noeud: int
    groupe: int
    champ: str
    sejours: Mapping[int, float]
    ages: tuple[float, ...]
    femmes: float
    unites: Mapping[int, float]

    def profil(self) -> Reels:
        """Relative rates by stratum, length 8."""
        return np.outer(self.ages, [2 * (1 - self.femmes), 2 * self.femmes]).ravel()


@dataclass(frozen=True, slots=True)
class Nomenclature:
    """Nodes in preorder, groups and leaves in the order of their nodes (``Feuille.groupe``: position)."""

    noeuds: tuple[Noeud, ...]
    groupes: tuple[Groupe, ...]
    feuilles: tuple[Feuille, ...]


@cache
def nomenclature() -> Nomenclature:
    """Return the classification. Raises ValueError when the file contradicts itself."""
    contenu = yaml.safe_load(_FICHIER.read_text("utf-8"))
    if tuple(contenu) != CHAMPS:
        raise ValueError(f"champs are {CHAMPS}, in this order")
    noeuds: list[Noeud] = []
    groupes: list[Groupe] = []
    feuilles: list[Feuille] = []

    def ajouter(
        profondeur: int, code: str, niveau: str, libelle: str, parent: int | None, taille: int
    ) -> int:
        numero = len(noeuds)
        noeuds.append(Noeud(numero, numero + taille, profondeur, code, niveau, libelle, parent))
        return numero

    ajouter(0, "", "tout", RACINE, None, sum(map(_taille, contenu.values())))
    for champ, dit in contenu.items():
        if [g[0] for g in dit["groupes"]] != list(dit["feuilles"]):
            raise ValueError(f"{champ}: groups and leaves do not go together")
        pere = ajouter(1, champ, "champ", dit["libelle"], 0, _taille(dit) - 1)
        for code, libelle, portee, attrait in dit["groupes"]:
            lignes = dit["feuilles"][code]
            seule = lignes[0][0] == "-"
            niveaux = _NIVEAUX[champ]
            groupe = ajouter(2, code, niveaux[0], libelle, pere, 0 if seule else len(lignes))
            groupes.append(Groupe(groupe, champ, float(portee), tuple(map(float, attrait))))
            for ligne in lignes:
                n = groupe if seule else ajouter(3, ligne[0], niveaux[1], ligne[1], groupe, 0)
                feuilles.append(_feuille(n, len(groupes) - 1, champ, ligne))
    if len({n.code for n in noeuds}) < len(noeuds):
        raise ValueError("a code of the classification is written twice")
    return Nomenclature(tuple(noeuds), tuple(groupes), tuple(feuilles))


def _taille(dit: Mapping[str, Any]) -> int:
    """The nodes of a champ, itself counted."""
    lignes = [ligne for groupe in dit["feuilles"].values() for ligne in groupe]
    return 1 + len(dit["groupes"]) + sum(1 for ligne in lignes if ligne[0] != "-")


def _feuille(noeud: int, groupe: int, champ: str, ligne: list[Any]) -> Feuille:
    _, _, milliers, ages, femmes, *reste = ligne
    sejours = {int(t): 1000 * float(n) for t, n in milliers.items()}
    unites = dict.fromkeys(sejours, 1.0) | (reste[0] if reste else {})
    if set(unites) != set(sejours) or len(ages) != 4 or not 0 <= femmes <= 1:
        raise ValueError(f"bad leaf of flows: {ligne}")
    return Feuille(noeud, groupe, champ, sejours, tuple(map(float, ages)), float(femmes), unites)
