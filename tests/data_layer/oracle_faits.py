"""An independent, slow recomputation of the facts: plain Python sets over their raw columns.

No mask, no cube, no code of the project: stays and patients are told apart by sets, nodes by climbing from
parent to parent. It gives exact sums; :mod:`tests.data_layer.oracle_lecture` says what may be shown of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import duckdb

COLONNES_ZONE = {
    "reg": "region",
    "dep": "departement",
    "tds": "tds",
    "ght": "ght",
    "fin": "finess",
}
CHAMPS = {"mco": {0}, "mco-had": {0, 1}, "had": {1}, "ssr": {2}}
LISTES = {"les": {0}, "les-atu": {0, 1}, "atu": {1}}


Mois = tuple[int, int]
"""A year and a month."""


class Fait(NamedTuple):
    """One raw row; the masks are not read."""

    annee: int
    mois: int
    annee_adm: int
    mois_adm: int
    etab: int
    champ: int
    sejour: int
    patient: int
    diagnostic: int
    ghm: int
    noeud: int
    indication: int
    liste: int
    poids: int
    unites: int
    montant: int
    ecart: int


@dataclass(slots=True)
class Somme:
    """What a group holds: stays by discharge, units by administration."""

    sejours: dict[int, int] = field(default_factory=dict)
    patients: set[int] = field(default_factory=set)
    presents: set[int] = field(default_factory=set)
    montant: int = 0
    ecart: int = 0
    unites: int = 0


@dataclass(frozen=True)
class Demande:
    """A selection as its address says it, None and empty texts being left out of it."""

    zone: str = "fr"
    vs: str = ""
    noeud: str = ""
    par: str = "zone"
    niveau: str = ""
    annee: int = 2021
    mois: tuple[int, int] = (1, 6)
    champ: str = "mco"
    liste: str = "les"
    statut: tuple[str, ...] = ()
    categorie: tuple[str, ...] = ()
    classe: tuple[str, ...] = ()
    lecture: str = "total"
    unite: str = "sejours"
    pour: str = ""
    perimetre: str = ""
    vue: str = "tableau"

    def requete(self) -> str:
        """Its address, the dependent keys out of order on purpose."""
        periode = f"{self.annee}-{self.mois[0]:02d}..{self.annee}-{self.mois[1]:02d}"
        paires = {"unite": self.unite, "vue": self.vue, "lecture": self.lecture, "zone": self.zone}
        paires |= {"vs": self.vs, "noeud": self.noeud, "par": self.par, "niveau": self.niveau}
        paires |= {"periode": periode, "pour": self.pour, "perimetre": self.perimetre}
        paires |= {c: ",".join(getattr(self, c)) for c in ("statut", "categorie", "classe")}
        if famille(self.noeud) != "dm":
            paires["champ"] = self.champ
        if famille(self.noeud) == "med" and self.champ != "ssr":
            paires["liste"] = self.liste
        return "&".join(f"{c}={v}" for c, v in paires.items() if v)


def famille(noeud: str) -> str:
    """``tout``, ``dm`` or ``med``, from the form of a code."""
    if not noeud:
        return "tout"
    return "dm" if noeud == "dm" or noeud.startswith("lpp-") else "med"


class Base:
    """The raw rows of a build, by month of discharge and by month of administration."""

    def __init__(self, fichiers: Mapping[str, Sequence[Path]]) -> None:
        self._fichiers = fichiers
        self.sorties: dict[Mois, list[Fait]] = defaultdict(list)
        self.poses: dict[Mois, list[Fait]] = defaultdict(list)
        for ligne in self._lire("dm_medicaments", ", ".join(Fait._fields)):
            fait = Fait(*ligne)
            self.sorties[fait.annee, fait.mois].append(fait)
            self.poses[fait.annee_adm, fait.mois_adm].append(fait)
        colonnes = (
            "finess",
            "departement",
            "region",
            "statut",
            "categorie",
            "classe",
            "ght",
            "tds",
        )
        lus = self._lire("etablissements", f"etab, {', '.join(colonnes)}")
        self.etabs = {e: dict(zip(colonnes, reste, strict=True)) for e, *reste in lus}
        self.libelles = {
            nom: {0: "", **dict(self._lire(table, f"{nom}, code"))}
            for nom, table in (
                ("diagnostic", "diagnostics"),
                ("ghm", "ghms"),
                ("indication", "indications"),
            )
        }
        noeuds = self._lire("noeuds", "noeud, code, niveau, parent")
        self.niveau_de = {code: niveau for _, code, niveau, _ in noeuds}
        self.lignees = self._lignees(noeuds)
        self.territoires = {
            f"{genre}-{code}": [f"dep-{d}" for d in deps]
            for genre, code, deps in self._lire("territoires", "genre, code, departements")
        }
        self.paniers: dict[str, tuple[str, ...]] = {}

    def _lire(self, table: str, colonnes: str) -> list[tuple]:
        fichiers = [str(f) for f in self._fichiers[table]]
        with duckdb.connect() as con:
            return con.execute(f"SELECT {colonnes} FROM read_parquet(?)", [fichiers]).fetchall()

    @staticmethod
    def _lignees(noeuds: list[tuple]) -> dict[int, dict[str, str]]:
        """Level -> code above (and at) each node; the root has no code in addresses."""
        parents = {n: p for n, _, _, p in noeuds}
        nom = {n: (niveau, "" if p is None else code) for n, code, niveau, p in noeuds}
        lignees = {}
        for depart in parents:
            haut, lignee = depart, {}
            while haut is not None:
                lignee[nom[haut][0]] = nom[haut][1]
                haut = parents[haut]
            lignees[depart] = lignee
        return lignees

    def sous(self, noeud: str) -> set[int]:
        """Numbers of the nodes at or below a code."""
        return {n for n, lignee in self.lignees.items() if noeud in lignee.values()}

    def membres(self, zone: str) -> set[int]:
        """Numbers of the establishments of a zone."""
        if zone == "fr":
            return set(self.etabs)
        genre, _, code = zone.partition("-")
        if genre == "pan":
            return {e for e, x in self.etabs.items() if x["finess"] in self.paniers[code]}
        return {e for e, x in self.etabs.items() if x[COLONNES_ZONE[genre]] == code}


class Sommes:
    """Sums of one selection over any year, months, establishments and grouping."""

    def __init__(self, base: Base, d: Demande) -> None:
        self.base, self.d = base, d
        self.noeuds = base.sous(d.noeud)
        self._gardes: dict[tuple[bool, Mois], list[Fait]] = {}

    def par(
        self,
        cle: Callable[[Fait], str],
        annee: int,
        mois: tuple[int, int],
        zone: str,
        libre: str = "",
        parmi: set[int] | None = None,
    ) -> dict[str, Somme]:
        """Sums by ``cle``; ``libre``: a filter left out; ``parmi``: establishments kept."""
        sommes: dict[str, Somme] = defaultdict(Somme)
        etabs = self._etabs(zone, libre)
        if parmi is not None:
            etabs &= parmi
        champs = {0, 1, 2} if libre == "champ" else CHAMPS[self.d.champ]
        for m in range(mois[0], mois[1] + 1):
            for f in self._faits(True, (annee, m)):
                if f.etab in etabs and f.champ in champs:
                    s = sommes[cle(f)]
                    s.sejours[f.sejour] = f.poids
                    s.patients.add(f.patient)
                    s.montant += f.montant
                    s.ecart += f.ecart
            for f in self._faits(False, (annee, m)):
                if f.etab in etabs and f.champ in champs:
                    s = sommes[cle(f)]
                    s.presents.add(f.sejour)
                    s.unites += f.unites
        return sommes

    def _faits(self, sortie: bool, mois: Mois) -> list[Fait]:
        """Rows of one month, on one axis, of the node and of the list; filtered once."""
        if (sortie, mois) not in self._gardes:
            listes = {0, 1, 2}
            if famille(self.d.noeud) == "med" and self.d.champ != "ssr":
                listes = LISTES[self.d.liste]
            tous = (self.base.sorties if sortie else self.base.poses).get(mois, ())
            self._gardes[sortie, mois] = [
                f for f in tous if f.noeud in self.noeuds and f.liste in listes
            ]
        return self._gardes[sortie, mois]

    def constants(self, annees: Sequence[int]) -> set[int]:
        """Establishments with stays of the champ, any product, in each year, whole."""
        champs = CHAMPS[self.d.champ]
        par_annee = [
            {
                f.etab
                for m in range(1, 13)
                for f in self.base.sorties.get((a, m), ())
                if f.champ in champs
            }
            for a in annees
        ]
        return set.intersection(*par_annee)

    def _etabs(self, zone: str, libre: str) -> set[int]:
        etabs = self.base.membres(zone)
        for cle in ("statut", "categorie", "classe"):
            codes = getattr(self.d, cle)
            if codes and cle != libre:
                etabs = {e for e in etabs if self.base.etabs[e][cle] in codes}
        return etabs
