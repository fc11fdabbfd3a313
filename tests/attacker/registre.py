"""What the attacker knows beforehand: public registers, and which combinations exist.

Zeros are shown, so the attacker is taken to know the *support*: the combinations of attributes that some
stay record has (``data_layer`` assumes the same). He knows no count and no amount of any of them. A set of
records is then a set of rows of the support, and two descriptions of one set are one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

SORTIE, ADMINISTRATION = "sortie", "administration"
AXES = (SORTIE, ADMINISTRATION)
CHAMPS: Mapping[str, frozenset[int]] = {
    "mco": frozenset({0}),
    "mco-had": frozenset({0, 1}),
    "had": frozenset({1}),
    "ssr": frozenset({2}),
}
LISTES: Mapping[str, frozenset[int]] = {
    "les": frozenset({0}),
    "les-atu": frozenset({0, 1}),
    "atu": frozenset({1}),
}
TOUTES_LISTES = frozenset({0, 1, 2})
GENRES: Mapping[str, str] = {
    "reg": "region",
    "dep": "departement",
    "tds": "tds",
    "ght": "ght",
    "fin": "finess",
}
CROISEMENTS = ("diagnostic", "ghm", "indication")
Rangees = NDArray[np.int64]


DERNIERE = (2021, 6)
"""The last month sent."""


@dataclass(frozen=True, slots=True)
class Ensemble:
    """A set of records as an address describes it. ``mois``: first and last, on ``axe``."""

    axe: str
    annee: int
    mois: tuple[int, int]
    etabs: frozenset[int]
    noeud: str
    champs: frozenset[int]
    listes: frozenset[int]
    croisement: tuple[str, str] | None = None


@dataclass(eq=False, slots=True)
class Registre:
    """Public registers and the support.

    etabs: number -> its columns. noeuds: code ('' for the root) -> first and last number of its subtree,
    depth. croisements: kind -> code -> number. support: column -> array, one entry a combination.
    """

    etabs: Mapping[int, Mapping[str, str | None]]
    noeuds: Mapping[str, tuple[int, int, int]]
    croisements: Mapping[str, Mapping[str, int]]
    support: Mapping[str, NDArray[Any]]
    paniers: dict[str, frozenset[int]] = field(default_factory=dict)
    _rangees: dict[Ensemble, Rangees] = field(default_factory=dict)
    _places: dict[frozenset[int], NDArray[np.bool_]] = field(default_factory=dict)
    _zones: dict[str, frozenset[int]] = field(default_factory=dict)
    _tranches: dict[tuple[str, int], Mapping[str, NDArray[Any]]] = field(default_factory=dict)
    _sceaux: NDArray[np.uint64] = field(init=False)

    def __post_init__(self) -> None:
        hasard = np.random.default_rng(20191231)
        self._sceaux = hasard.integers(1, 2**63, len(self), dtype=np.uint64)

    def __len__(self) -> int:
        return len(self.support["etab"])

    def zone(self, zone: str) -> frozenset[int]:
        """Establishments of a zone."""
        if zone not in self._zones:
            genre, _, code = zone.partition("-")
            if genre == "pan":
                return self.paniers[zone]
            self._zones[zone] = (
                frozenset(self.etabs)
                if zone == "fr"
                else self.parmi(GENRES[genre], (code or None,))
            )
        return self._zones[zone]

    def parmi(self, colonne: str, valeurs: Sequence[str | None]) -> frozenset[int]:
        """Establishments whose column holds one of these values."""
        return frozenset(e for e, x in self.etabs.items() if x[colonne] in valeurs)

    def constants(self, annees: Sequence[int], champs: frozenset[int]) -> frozenset[int]:
        """Establishments that discharged someone in each of these years."""
        s = self.support
        dans = np.isin(s["champ"], list(champs))
        par_annee = [set(s["etab"][dans & (s["annee"] == a)].tolist()) for a in annees]
        return frozenset(set.intersection(*par_annee)) if par_annee else frozenset()

    def rangees(self, ensemble: Ensemble) -> Rangees:
        """Sorted positions in the support of a set of records."""
        if ensemble not in self._rangees:
            t = self._tranche(ensemble.axe, ensemble.annee)
            debut, fin, _ = self.noeuds[ensemble.noeud]
            dans = self._place(ensemble.etabs)[t["etab"]]
            dans = dans & (t["noeud"] >= debut) & (t["noeud"] <= fin)
            dans &= (t["m"] >= ensemble.mois[0]) & (t["m"] <= ensemble.mois[1])
            for nom, gardes in (("champ", ensemble.champs), ("liste", ensemble.listes)):
                if len(gardes) < 3:
                    dans &= np.isin(t[nom], list(gardes))
            if ensemble.croisement is not None:
                genre, code = ensemble.croisement
                dans &= t[genre] == self.croisements[genre][code]
            self._rangees[ensemble] = t["rang"][dans]
        return self._rangees[ensemble]

    def cle(self, ensemble: Ensemble) -> int:
        """What stands for a set, however it is described; 0 for one without records."""
        rangees = self.rangees(ensemble)
        if not len(rangees):
            return 0
        axe = 1 if ensemble.axe == ADMINISTRATION else 0
        return int(self._sceaux[rangees].sum()) * 2 + axe

    def sceau(self, rangees: Rangees) -> int:
        """The seal of a set of positions: those of disjoint sets add up (modulo 2^64)."""
        return int(self._sceaux[rangees].sum())

    def _place(self, etabs: frozenset[int]) -> NDArray[np.bool_]:
        if etabs not in self._places:
            place = np.zeros(max(self.etabs) + 1, dtype=bool)
            place[list(etabs)] = True
            self._places[etabs] = place
        return self._places[etabs]

    def _tranche(self, axe: str, annee: int) -> Mapping[str, NDArray[Any]]:
        """The combinations of a year on an axis."""
        if (axe, annee) not in self._tranches:
            s = self.support
            an, m = ("annee", "mois") if axe == SORTIE else ("annee_adm", "mois_adm")
            rang = np.flatnonzero(s[an] == annee)
            noms = ("etab", "noeud", "champ", "liste", *CROISEMENTS)
            self._tranches[axe, annee] = {
                "rang": rang,
                "m": s[m][rang],
                **{n: s[n][rang] for n in noms},
            }
        return self._tranches[axe, annee]
