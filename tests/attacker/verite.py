"""The truth, read in the Parquet facts by plain DuckDB: who is sensitive, and what is known beforehand.

Nothing here goes through the project but the list of files of a build.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from tests.attacker.algebre import Entiers, P
from tests.attacker.registre import CROISEMENTS, SORTIE, Ensemble, Registre

SEUIL = 10
PROFONDEURS = range(8)
_COMBINAISON = (
    *("annee", "mois", "annee_adm", "mois_adm", "etab", "champ", "liste", "noeud"),
    *CROISEMENTS,
)
_ETAB = ("finess", "departement", "region", "ght", "tds", "statut", "categorie", "classe")
LIEUX: tuple[tuple[str, ...], ...] = (
    *((), ("region",), ("departement",), ("tds",), ("ght",), ("finess",)),
    *(("statut",), ("categorie",), ("region", "statut"), ("departement", "statut")),
    *(("region", "categorie"), ("departement", "categorie")),
)
"""Zones, and zones under a filter on their establishments."""

_BASE = 10_000
"""More than nodes, diagnoses, GHM or indications there are."""
_Comptes = tuple[tuple[str, ...], Entiers, Entiers, NDArray[np.bool_]]


@dataclass(frozen=True, slots=True)
class Tranche:
    """What cells are counted over: everything but the place, the product and the crossing."""

    axe: str
    annee: int
    mois: tuple[int, int]
    champs: frozenset[int]
    listes: frozenset[int]
    croisement: str | None = None

    @classmethod
    def de(cls, e: Ensemble) -> Tranche:
        genre = e.croisement[0] if e.croisement else None
        return cls(e.axe, e.annee, e.mois, e.champs, e.listes, genre)


@dataclass(frozen=True, slots=True)
class Cellule:
    """A cell: ``lieu`` (column -> value), its node, its crossing, its distinct stays."""

    tranche: Tranche
    lieu: tuple[tuple[str, str], ...]
    noeud: str
    croisement: str | None
    sejours: int


class Verite:
    """The facts of a build, and the register the attacker is given."""

    def __init__(self, fichiers: Mapping[str, Sequence[Path]]) -> None:
        self._con = duckdb.connect()
        self._con.execute("SET threads = 2")
        for nom in ("dm_medicaments", "etablissements", "noeuds"):
            self._vue(nom, fichiers)
        cles = ", ".join(_COMBINAISON)
        self._con.execute(
            f"CREATE TABLE combinaisons AS SELECT row_number() OVER (ORDER BY {cles}) - 1 AS rang, * "
            f"FROM (SELECT DISTINCT {cles} FROM dm_medicaments)"
        )
        self._con.execute(
            "CREATE TABLE faits AS SELECT f.*, c.rang, row_number() OVER (PARTITION BY c.rang) = 1 "
            f"AS premiere FROM dm_medicaments f JOIN combinaisons c USING ({cles})"
        )
        self.registre = self._registre(fichiers)
        self._lire()

    def combien(self, ensemble: Ensemble) -> int:
        """Distinct stays of a set of records."""
        rangs = self.registre.rangees(ensemble)
        self._con.register("voulus", {"rang": np.asarray(rangs, dtype=np.int64)})
        sql = "SELECT count(DISTINCT sejour) FROM faits JOIN voulus USING (rang)"
        ((n,),) = self._con.execute(sql).fetchall()
        return int(n)

    def somme(self, ensemble: Ensemble, mesure: str) -> float:
        """What a quantity (``montant``, ``consommation``) adds up to over a set of records."""
        return float(self._quantites[mesure][self.registre.rangees(ensemble)].sum())

    def sensibles(self, tranche: Tranche, cles: Entiers) -> tuple[int, list[Cellule]]:
        """How many cells of a slice hold 1 to 10 stays, and those on which the weights vanish."""
        combien = 0
        trouvees: list[Cellule] = []
        for lieu, codes, n, nulles in self._compter(tranche, cles):
            petites = n <= SEUIL
            combien += int(petites.sum())
            retenues = petites & nulles
            trouvees += self._cellules(tranche, lieu, codes[retenues], n[retenues])
        return combien, trouvees

    def grandes(self, tranche: Tranche) -> Iterator[Cellule]:
        """Cells of a slice that the primary rule alone would publish."""
        for lieu, codes, n, _ in self._compter(tranche):
            yield from self._cellules(tranche, lieu, codes[n > SEUIL], n[n > SEUIL])

    def _compter(self, tranche: Tranche, cles: Entiers | None = None) -> Iterator[_Comptes]:
        """Cells of a slice, one kind of place and one depth at a time: their codes, their distinct stays,
        and whether ``cles`` vanish there.

        A stay is of one establishment, hence of one place of each kind: distinct stays of a node are told
        apart once for all places. Sums of weights stay under 2^53, where floats are exact.
        """
        f, x = self._faits, tranche.croisement
        an, mois = ("annee", "mois") if tranche.axe == SORTIE else ("annee_adm", "mois_adm")
        dans = (
            (f[an] == tranche.annee) & (f[mois] >= tranche.mois[0]) & (f[mois] <= tranche.mois[1])
        )
        dans &= np.isin(f["champ"], list(tranche.champs)) & np.isin(
            f["liste"], list(tranche.listes)
        )
        rangs = np.flatnonzero(dans)
        croise = f[x][rangs].astype(np.int64) if x else np.zeros(len(rangs), dtype=np.int64)
        poids = None if cles is None else cles[:, f["rang"][rangs]] * f["premiere"][rangs]
        # Crossings are offered, filters apart, on the zones themselves.
        lieux = LIEUX[:6] if x else LIEUX
        for d in PROFONDEURS:
            noeud = f["ancetres"][d][rangs]
            la = noeud >= 0
            produit = noeud[la] * _BASE + croise[la]
            _, uns = np.unique(f["sejour"][rangs][la] * _BASE**2 + produit, return_index=True)
            for lieu in lieux:
                codes, place = np.unique(
                    self._lieux[lieu][f["etab"][rangs][la]] * _BASE**2 + produit,
                    return_inverse=True,
                )
                n = np.bincount(place[uns], minlength=len(codes))
                nulles = np.ones(len(codes), dtype=bool)
                for k in () if poids is None else poids:
                    nulles &= np.bincount(place, k[la], minlength=len(codes)) % P == 0
                yield lieu, codes, n, nulles

    def _cellules(
        self, tranche: Tranche, lieu: tuple[str, ...], codes: Entiers, n: Entiers
    ) -> Iterator[Cellule]:
        x = tranche.croisement
        for code, combien in zip(codes.tolist(), n.tolist(), strict=True):
            place, noeud, croise = code // _BASE**2, code // _BASE % _BASE, code % _BASE
            ou = tuple(zip(lieu, self._noms[lieu][place], strict=True))
            yield Cellule(
                tranche, ou, self._code[noeud], self._codes[x][croise] if x else None, combien
            )

    def ensemble(self, cellule: Cellule) -> Ensemble:
        """The set of records of a cell."""
        t, registre = cellule.tranche, self.registre
        etabs = registre.zone("fr")
        for colonne, valeur in cellule.lieu:
            etabs &= registre.parmi(colonne, (valeur or None,))
        croisement = (t.croisement, cellule.croisement or "") if t.croisement else None
        return Ensemble(
            t.axe, t.annee, t.mois, etabs, cellule.noeud, t.champs, t.listes, croisement
        )

    def _vue(self, nom: str, fichiers: Mapping[str, Sequence[Path]]) -> None:
        chemins = ", ".join(f"'{f}'" for f in fichiers[nom])
        self._con.execute(f"CREATE TABLE {nom} AS FROM read_parquet([{chemins}])")

    def _lire(self) -> None:
        """The facts as arrays, the nodes above each, and the places of the establishments."""
        noms = ", ".join(("sejour", "rang", "premiere", *_COMBINAISON))
        f = self._con.execute(f"SELECT {noms} FROM faits").fetchnumpy()
        self._faits: dict[str, Any] = {c: np.asarray(v, dtype=np.int64) for c, v in f.items()}
        sql = "SELECT sum(montant), sum(unites) FROM faits GROUP BY rang ORDER BY rang"
        montants, unites = np.array(self._con.execute(sql).fetchall(), dtype=np.float64).T
        self._quantites = {"montant": montants, "consommation": unites}
        ((sejours, lieux),) = self._con.execute(
            "SELECT count(DISTINCT sejour), count(DISTINCT (sejour, etab)) FROM faits"
        ).fetchall()
        assert sejours == lieux, "a stay of two establishments"
        noeuds = self.registre.noeuds
        self._code = {debut: code for code, (debut, _, _) in noeuds.items()}
        ancetres = np.full((len(PROFONDEURS), max(self._code) + 1), -1, dtype=np.int64)
        for debut, fin, profondeur in noeuds.values():
            ancetres[profondeur, debut : fin + 1] = debut
        self._faits["ancetres"] = ancetres[:, self._faits["noeud"]]
        self._lieux, self._noms = {}, {}
        for lieu in LIEUX:
            valeurs = {e: tuple(x[c] or "" for c in lieu) for e, x in self.registre.etabs.items()}
            self._noms[lieu] = sorted(set(valeurs.values()))
            rang = {nom: i for i, nom in enumerate(self._noms[lieu])}
            self._lieux[lieu] = np.zeros(max(valeurs) + 1, dtype=np.int64)
            for e, nom in valeurs.items():
                self._lieux[lieu][e] = rang[nom]

    def _registre(self, fichiers: Mapping[str, Sequence[Path]]) -> Registre:
        lus = self._con.execute(f"SELECT etab, {', '.join(_ETAB)} FROM etablissements").fetchall()
        noeuds = self._con.execute("SELECT code, noeud, fin, profondeur FROM noeuds").fetchall()
        self._codes: dict[str | None, dict[int, str]] = {}
        for genre in CROISEMENTS:
            self._vue(f"{genre}s", fichiers)
            paires = self._con.execute(f"SELECT {genre}, code FROM {genre}s").fetchall()
            self._codes[genre] = {0: "", **dict(paires)}
        support = self._con.execute("FROM combinaisons ORDER BY rang").fetchnumpy()
        return Registre(
            {e: dict(zip(_ETAB, x, strict=True)) for e, *x in lus},
            {("" if p == 0 else c): (n, f, p) for c, n, f, p in noeuds},
            {g: {c: n for n, c in self._codes[g].items()} for g in CROISEMENTS},
            {n: np.asarray(support[n], dtype=np.int64) for n in _COMBINAISON},
        )


def _liste(valeurs: frozenset[int]) -> str:
    return ", ".join(map(str, sorted(valeurs)))
