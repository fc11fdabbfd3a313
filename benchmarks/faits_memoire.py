"""The same clicks with the fact columns in memory, in pandas and in polars.

Both hold the facts alone, in the compact types of the files, and answer the main block only: rows and main
line, with the year before under an evolution, before masks, shares and ranks. So they do less than the door.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl

import data_layer
from benchmarks.faits_clics import SLUG, Clic
from data_layer import ouverture as ouvertures
from data_layer.catalogue.schema import Lecture
from data_layer.result import Resultat
from data_layer.selection import Selection, genre_de

_COLONNES = (
    *("annee", "mois", "annee_adm", "mois_adm", "etab", "champ", "patient", "diagnostic", "ghm"),
    *("noeud", "indication", "liste", "poids", "unites", "montant", "rep", "rep_l", "rep_i"),
)
_DE_ZONE = {"reg": "region", "dep": "departement", "tds": "tds", "ght": "ght", "fin": "finess"}


@dataclass(frozen=True, slots=True)
class Plan:
    """A selection in the terms of the facts: what to keep, what to group by, which bit counts stays."""

    annees: tuple[int, ...]
    mois: tuple[int, int]
    noeuds: tuple[int, int]
    champs: tuple[int, ...]
    listes: tuple[int, ...]
    etabs: tuple[int, ...] | None
    groupe: str
    masque: str
    bit: int
    patients: bool


class Memoire:
    """The fact columns of the live release as numpy arrays, and the small tables beside them."""

    def __init__(self) -> None:
        self._tables = ouvertures.ouvrir().release.jeux["dm_medicaments"].tables
        self._base = duckdb.connect(":memory:")
        etabs = self._lire("etablissements", "* REPLACE (coalesce(ght, '') AS ght)")
        self.etabs = etabs.df()
        self.noeuds = self._lire("noeuds", "noeud, fin, profondeur").fetchnumpy()
        self.colonnes = {c: self._une(c) for c in _COLONNES}

    def _lire(self, table: str, colonnes: str) -> duckdb.DuckDBPyConnection:
        liste = ", ".join(f"'{f}'" for f in self._tables[table])
        return self._base.execute(f"SELECT {colonnes} FROM read_parquet([{liste}])")

    def _une(self, colonne: str) -> Any:
        return np.asarray(self._lire("dm_medicaments", colonne).fetchnumpy()[colonne])

    def go(self) -> float:
        """GB of the arrays."""
        return float(sum(c.nbytes for c in self.colonnes.values())) / 1e9

    def plan(self, s: Selection) -> Plan:
        """How a selection reads in the facts."""
        noeuds, arbre = data_layer.contexte(s).noeuds, s.restitution.classification
        assert noeuds is not None and arbre is not None
        noeud, niveau = noeuds.get(s.noeud), arbre.niveau(s.niveau)
        assert noeud is not None
        valeurs = {d.cle: self._valeurs(s, d.cle) for d in s.restitution.filtres}
        champs, listes = valeurs["champ"] or (0,), valeurs["liste"]
        profondeur = arbre.profondeur_de(s.noeud)
        if s.par == "classification" and niveau is not None:
            profondeur = niveau.profondeur
        masque = "rep_i" if s.par == "indication" else "rep_l" if len(listes) == 1 else "rep"
        fin = s.periode.fin
        return Plan(
            (fin, fin - 1) if s.lecture is not Lecture.TOTAL else (fin,),
            s.periode.bornes_mois,
            (noeud.numero, noeud.fin),
            tuple(int(c) for c in champs),
            tuple(int(x) for x in listes),
            self._etabs(s, valeurs),
            _DE_ZONE[genre_de(s.niveau)] if s.par == "zone" else s.par,
            masque,
            1 << profondeur,
            s.unite == "patients",
        )

    def _valeurs(self, s: Selection, cle: str) -> tuple[str | int, ...]:
        dimension = s.restitution.dimension(cle)
        assert dimension is not None
        codes = s.filtre_en_vigueur(cle)
        return tuple(v for d in dimension.valeurs if d.code in codes for v in d.valeurs)

    def _etabs(self, s: Selection, valeurs: Mapping[str, Sequence[Any]]) -> tuple[int, ...] | None:
        """Establishments kept by the filters and, when rows lie in it, by the main zone."""
        gardes = np.ones(len(self.etabs), dtype=bool)
        for cle in ("statut", "categorie", "classe"):
            if valeurs[cle]:
                gardes &= self.etabs[cle].isin(valeurs[cle]).to_numpy()
        genre, _, code = (s.zone or "fr").partition("-")
        if genre in _DE_ZONE:
            gardes &= (self.etabs[_DE_ZONE[genre]] == code).to_numpy()
        return None if gardes.all() else tuple(self.etabs["etab"][gardes].tolist())

    def ancetre(self, bit: int) -> Any:
        """Node -> its ancestor at the depth of a bit (itself above it)."""
        profondeur, n = bit.bit_length() - 1, self.noeuds
        resultat = np.arange(len(n["noeud"]), dtype=np.int16)
        for numero, fin, p in zip(n["noeud"], n["fin"], n["profondeur"], strict=True):
            if p == profondeur:
                resultat[numero : fin + 1] = numero
        return resultat


def en_pandas(memoire: Memoire) -> Callable[[Plan], list[Any]]:
    """Answers by boolean masks and ``groupby`` over one frame."""
    table = pd.DataFrame(memoire.colonnes)

    def repondre(plan: Plan) -> list[Any]:
        garde = table["noeud"].between(*plan.noeuds) & table["champ"].isin(plan.champs)
        if plan.listes:
            garde &= table["liste"].isin(plan.listes)
        if plan.etabs is not None:
            garde &= table["etab"].isin(plan.etabs)
        rendus: list[Any] = []
        for annee in plan.annees:
            for axe in ("", "_adm"):
                quand = (table[f"annee{axe}"] == annee) & table[f"mois{axe}"].between(*plan.mois)
                lignes = table[garde & quand]
                groupe = _groupe_pandas(memoire, plan, lignes)
                if axe:
                    rendus.append(lignes["unites"].groupby(groupe).sum())
                    continue
                poids = lignes["poids"].where((lignes[plan.masque] & plan.bit) != 0, 0)
                sommes = {"sejours": poids, "montant": lignes["montant"]}
                rendus.append(pd.DataFrame(sommes).groupby(groupe).sum())
                if plan.patients:
                    rendus.append(lignes["patient"].groupby(groupe).nunique())
        return rendus

    return repondre


def _groupe_pandas(memoire: Memoire, plan: Plan, lignes: pd.DataFrame) -> Any:
    if plan.groupe == "classification":
        return memoire.ancetre(plan.bit)[lignes["noeud"].to_numpy()]
    if plan.groupe in _COLONNES:
        return lignes[plan.groupe]
    return lignes["etab"].map(memoire.etabs.set_index("etab")[plan.groupe])


def en_polars(memoire: Memoire) -> Callable[[Plan], list[Any]]:
    """Answers by lazy filters and ``group_by`` over one frame, on all the threads of polars."""
    table = pl.DataFrame(memoire.colonnes).lazy()
    zones = {c: pl.Series(memoire.etabs[c].tolist(), dtype=pl.String) for c in _DE_ZONE.values()}
    numeros = pl.Series(memoire.etabs["etab"].tolist(), dtype=pl.Int16)
    etabs = pl.DataFrame({"etab": numeros, **zones}).lazy()

    def repondre(plan: Plan) -> list[Any]:
        garde = pl.col("noeud").is_between(*plan.noeuds) & pl.col("champ").is_in(plan.champs)
        if plan.listes:
            garde &= pl.col("liste").is_in(plan.listes)
        if plan.etabs is not None:
            garde &= pl.col("etab").is_in(plan.etabs)
        designe = (pl.col(plan.masque) & plan.bit) != 0
        rendus: list[Any] = []
        for annee in plan.annees:
            for axe in ("", "_adm"):
                quand = (pl.col(f"annee{axe}") == annee) & pl.col(f"mois{axe}").is_between(
                    *plan.mois
                )
                # Its sums keep 32 bits, which the amounts of a large release exceed.
                sommes = [pl.col("unites").cast(pl.Int64).sum()]
                if not axe:
                    sommes = [pl.col("montant").cast(pl.Int64).sum()]
                    sommes += [pl.col("poids").cast(pl.Int64).filter(designe).sum()]
                    sommes += [pl.col("patient").n_unique()] if plan.patients else []
                lignes = table.filter(garde & quand)
                rendus.append(_grouper_polars(memoire, plan, lignes, etabs).agg(sommes))
        return list(pl.collect_all(rendus))

    return repondre


def _grouper_polars(memoire: Memoire, plan: Plan, lignes: Any, etabs: Any) -> Any:
    if plan.groupe == "classification":
        ancetre = pl.Series(memoire.ancetre(plan.bit))
        return lignes.with_columns(g=pl.lit(ancetre).gather(pl.col("noeud"))).group_by("g")
    if plan.groupe in _COLONNES:
        return lignes.group_by(plan.groupe)
    return lignes.join(etabs, on="etab").group_by(plan.groupe)


def montant(rendus: Sequence[Any]) -> int:
    """The amount of all rows of the first year, in which both libraries must agree."""
    return int(rendus[0]["montant"].sum())


def montant_de_la_porte(resultat: Resultat) -> list[int]:
    """The same amount as the door says it, when it shows it as it is."""
    tete = resultat.blocs["classement"].tetes[0]
    if resultat.selection.lecture is not Lecture.TOTAL or "montant" not in tete.cellules:
        return []
    valeur = tete.cellules["montant"].valeur
    return [] if valeur is None else [round(valeur)]


def echantillon(clics: Sequence[Clic], nombre: int = 30) -> list[Clic]:
    """Clicks drawn among those shown as tables, which ask for the main block only."""
    tableaux = [c for c in clics if "vue=" not in c.requete]
    return random.Random(1).sample(tableaux, min(nombre, len(tableaux)))


def plan_de(memoire: Memoire, clic: Clic) -> Plan:
    """The plan of a click."""
    return memoire.plan(data_layer.lire(SLUG, clic.requete).selection)
