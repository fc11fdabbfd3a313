"""Rows of a stage, year and axis of time, read from the cubes; counts as the questions count them.

One table a depth: stays are distinct at each depth of their own. A row is a place, a node, a champ, a list, a
run of months at the finest time of the stage, and a value of the crossing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import duckdb
import numpy as np

from data_layer.disclosure.systeme import Empreintes, Lignes, Reels
from data_layer.disclosure.treillis import Entiers, Groupement, Treillis
from data_layer.secret.axes import Axes, debut_de
from data_layer.warehouse import parquet

AxeTemps = Literal["sortie", "administration"]
AXES_DE_TEMPS: tuple[AxeTemps, ...] = ("sortie", "administration")
COMPTES_DITS: AxeTemps = "sortie"
"""The axis whose stays are answered; those of the other only protect the units administered."""


@dataclass(frozen=True, eq=False)
class Table:
    """Rows of one depth: values by axis, counts by (time level, list level), random numbers."""

    valeurs: tuple[Entiers, ...]
    comptes: Mapping[tuple[str, str], Reels]
    empreintes: Empreintes


@dataclass(frozen=True, eq=False)
class SourceCubes:
    """A :class:`data_layer.disclosure.systeme.Source` over the tables of each depth."""

    treillis: Treillis
    tables: Mapping[int, Table]

    def lignes(self, groupement: Groupement) -> Lignes:
        _, profondeur, _, liste, temps, _ = groupement
        table = self.tables[int(profondeur)]
        return Lignes(table.valeurs, table.empreintes, table.comptes[temps, liste])


def lire(
    con: duckdb.DuckDBPyConnection,
    cubes: Mapping[int, str],
    croisement: str | None,
    axe: AxeTemps,
    temps: Sequence[str],
    axes: Axes,
    treillis: Treillis,
    graine: int,
) -> SourceCubes:
    """Read the tables of a stage. ``cubes``: what to read of each depth, see :func:`lignes_de`.

    ``temps``: the levels of time that its group-bys use.

    Raises ValueError when cubes of two depths do not hold the same rows.
    """
    bruts = {
        p: _lire_table(con, lignes, croisement, axe, temps, axes.mois_connus)
        for p, lignes in cubes.items()
    }
    profonde = max(bruts)
    hasard = np.random.default_rng(graine)
    feuilles = bruts[profonde][0]
    empreintes = hasard.integers(0, 2**63, len(feuilles[0]), dtype=np.uint64)
    ancetres = axes.arbre.ancetres().astype(np.int64)
    tables = {}
    for p, (valeurs, comptes) in bruts.items():
        siennes = empreintes
        if p != profonde:
            siennes = _remonter(valeurs, feuilles, ancetres[p], empreintes)
        tables[p] = Table(valeurs, comptes, siennes)
    return SourceCubes(treillis, tables)


def colonne_de_compte(nom: str, croisement: str | None, liste: str) -> str:
    """The column of a cube that counts stays, once for each list or for all of them together."""
    if croisement == "indication":
        return f"{nom}_i"
    return nom if liste == "les-atu" else f"{nom}_l"


def lignes_de(dossier: Path, table: str, croisement: str | None, annee: int, axe: AxeTemps) -> str:
    """Return the SELECT of the rows of a cube that hold facts of a year on an axis of time.

    Columns of the cube, and ``fichier`` (year of discharge, which says its file), ``lieu`` and ``croise``.
    What is administered in December may leave in January.
    """
    annees = [annee] if axe == "sortie" else [annee, annee + 1]
    nom = colonne_de_compte("nombre" if axe == "sortie" else "adm", croisement, "liste")
    lieu = "lieu" if croisement else "etab AS lieu"
    morceaux = [
        f"SELECT * EXCLUDE ({'lieu' if croisement else 'etab'}), {lieu}, {a} AS fichier, "
        f"{croisement or '0::SMALLINT'} AS croise FROM read_parquet({parquet.litteral(str(chemin))}) "
        f"WHERE annee = {annee} AND {nom} > 0"
        for a in annees
        if (chemin := dossier / f"cube_{table}.{a}.parquet").exists()
    ]
    if not morceaux:
        raise ValueError(f"no file of cube_{table} holds {annee}")
    return " UNION ALL ".join(morceaux)


def _lire_table(
    con: duckdb.DuckDBPyConnection,
    lignes: str,
    croisement: str | None,
    axe: AxeTemps,
    temps: Sequence[str],
    mois_connus: int,
) -> tuple[tuple[Entiers, ...], dict[tuple[str, str], Reels]]:
    fin = debut_de(_plus_fin(temps), mois_connus)
    sommes = {
        (t, liste): _compte(croisement, axe, liste, debut_de(t, mois_connus))
        for t in temps
        for liste in ("liste", "les-atu")
    }
    colonnes = ", ".join(f"sum({s})::DOUBLE AS n{i}" for i, s in enumerate(sommes.values()))
    lus = con.execute(
        f"SELECT lieu, noeud, champ, liste, {_par_mois(fin)} AS temps, croise, {colonnes} "
        f"FROM ({lignes}) GROUP BY ALL ORDER BY ALL"
    ).fetchnumpy()
    cles = ("lieu", "noeud", "champ", "liste", "temps", "croise")
    valeurs = tuple(np.asarray(lus[c], dtype=np.int64) for c in cles)
    return valeurs, {c: np.asarray(lus[f"n{i}"]) for i, c in enumerate(sommes)}


def _compte(croisement: str | None, axe: AxeTemps, liste: str, debuts: Entiers) -> str:
    """What a row counts for: on the axis of administration, who was not there before in the run's year."""
    if axe == "sortie":
        return colonne_de_compte("nombre", croisement, liste)
    adm, deb = (colonne_de_compte(n, croisement, liste) for n in ("adm", "deb"))
    return f"CASE WHEN mois = {_par_mois(debuts)} THEN {adm} ELSE {deb} END"


def _par_mois(debuts: Entiers) -> str:
    return f"[{', '.join(str(d) for d in debuts[1:])}][mois]"


def _plus_fin(temps: Sequence[str]) -> str:
    """The finest of the levels of time; two that cut each other need the months themselves."""
    if "comparables" in temps and {"trimestre", "semestre"} & set(temps):
        return "mois"
    return min(temps, key=["mois", "trimestre", "semestre", "comparables", "annee"].index)


def _remonter(
    valeurs: tuple[Entiers, ...],
    feuilles: tuple[Entiers, ...],
    ancetres: Entiers,
    empreintes: Empreintes,
) -> Empreintes:
    """The random number of each row: the sum of those of the leaf rows in it."""
    montees = (feuilles[0], ancetres[feuilles[1]], *feuilles[2:])
    uniques, rang = np.unique(_serrer(montees), return_inverse=True)
    sommes = np.zeros(len(uniques), dtype=np.uint64)
    np.add.at(sommes, rang, empreintes)
    cles = _serrer(valeurs)
    places = np.searchsorted(uniques, cles)
    if (
        len(uniques) != len(cles)
        or not (uniques[np.minimum(places, len(uniques) - 1)] == cles).all()
    ):
        raise ValueError("cubes of two depths do not hold the same rows")
    return sommes[places]


def _serrer(valeurs: Sequence[Entiers]) -> Entiers:
    cle = np.zeros(len(valeurs[0]), dtype=np.int64)
    for colonne, taille in zip(valeurs, (1 << 15, 1 << 12, 4, 4, 16, 1 << 15), strict=True):
        cle = cle * taille + colonne
    return cle
