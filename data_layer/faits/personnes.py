"""Counts of distinct persons, stored: they add up over no zone, no product and no month.

One row says how many persons come in month ``mois`` of a year, for a node and in a zone, who had last come
that year in month ``avant`` (0: they had not). The persons of a run of months are those who come in it and
had not come in it before: the sum of the rows of these months with ``avant`` before its first. So any
run is a sum, for one zone of any level and one node, under the default filters. Under others, see
:mod:`data_layer.faits.presences`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import duckdb

from data_layer.catalogue.schema import Personnes
from data_layer.faits import presences
from data_layer.warehouse import parquet

TABLE = "personnes"
NIVEAUX = ("", "region", "departement", "tds", "ght", "finess")
"""Columns of ``etablissements`` that persons are counted by; the empty one is all of them."""
SCHEMA: Mapping[str, str] = {
    "annee": "SMALLINT",
    "mois": "TINYINT",
    "avant": "TINYINT",
    "niveau": "VARCHAR",
    "code": "VARCHAR",
    "profondeur": "TINYINT",
    "noeud": "SMALLINT",
    "patients": "INTEGER",
}
SCHEMAS: Mapping[str, Mapping[str, str]] = {TABLE: SCHEMA, **presences.SCHEMAS}
"""Columns of each table that :func:`ecrire` writes, and their DuckDB types."""


def ecrire(
    con: duckdb.DuckDBPyConnection,
    dossier: Path,
    faits: Mapping[int, Sequence[Path]],
    declarees: Personnes,
) -> None:
    """Write ``personnes.<annee>.parquet`` and the tables of ``presences`` from the fact files of each year.

    ``dossier`` holds ``etablissements`` and ``noeuds``. A person of an establishment without a territory is
    counted under the empty code. The tables that it makes in ``con`` are gone at the end.
    """
    _tables(con, dossier, declarees)
    for annee, fichiers in sorted(faits.items()):
        chemin = dossier / f"{TABLE}.{annee}.parquet"
        con.execute(_venues(annee, fichiers, declarees))
        presences.ecrire(con, dossier, annee, declarees)
        for requete in _comptes(declarees):
            con.execute(requete)
        colonnes = ", ".join(f"CAST({c} AS {genre}) AS {c}" for c, genre in SCHEMA.items())
        parquet.ecrire(
            con,
            f"SELECT {colonnes} FROM (SELECT {annee} AS annee, mois, avant, niveau, code, "
            "profondeur, noeud, sum(n) AS patients FROM comptes JOIN suites USING (venues) "
            "GROUP BY ALL) ORDER BY annee, niveau, profondeur, noeud, code, mois, avant",
            chemin,
        )
        con.execute("DROP TABLE presences; DROP TABLE comptes")
    con.execute("DROP TABLE suites; DROP TABLE zones; DROP TABLE ancetres")


def _tables(con: duckdb.DuckDBPyConnection, dossier: Path, declarees: Personnes) -> None:
    """Zones of each establishment, ancestors of the leaves, and what months follow one another."""
    etablissements, noeuds = (
        f"read_parquet({parquet.litteral(str(dossier / f'{table}.parquet'))})"
        for table in ("etablissements", "noeuds")
    )
    codes = ", ".join(f"coalesce({n}, '') AS {n}" for n in NIVEAUX if n)
    con.execute(f"CREATE TEMP TABLE zones AS SELECT etab, {codes} FROM {etablissements}")
    profondeurs = ", ".join(
        f"max(h.noeud) FILTER (h.profondeur <= {p}) AS a{p}" for p in declarees.profondeurs
    )
    con.execute(
        f"CREATE TEMP TABLE ancetres AS SELECT b.noeud, {profondeurs} FROM {noeuds} r "
        f"JOIN {noeuds} b ON b.noeud BETWEEN r.noeud AND r.fin "
        f"JOIN {noeuds} h ON b.noeud BETWEEN h.noeud AND h.fin "
        f"WHERE r.code = {parquet.litteral(declarees.noeud)} GROUP BY b.noeud"
    )
    con.execute("CREATE TEMP TABLE suites (venues SMALLINT, mois TINYINT, avant TINYINT)")
    con.register("toutes", _suites())
    con.execute("INSERT INTO suites SELECT venues, mois, avant FROM toutes")
    con.unregister("toutes")


def _suites() -> dict[str, object]:
    """For each set of months (bit m - 1 for month m): its months, each with the one before in it."""
    import numpy as np

    lignes = [(venues, *suite) for venues in range(1, 1 << 12) for suite in _mois(venues)]
    return dict(zip(("venues", "mois", "avant"), np.array(lignes, dtype=np.int16).T, strict=True))


def _mois(venues: int) -> Iterator[tuple[int, int]]:
    avant = 0
    for mois in range(1, 13):
        if venues >> (mois - 1) & 1:
            yield mois, avant
            avant = mois


def _venues(annee: int, fichiers: Sequence[Path], declarees: Personnes) -> str:
    """The months in which each person comes, by establishment, champ, list and node of the deepest depth."""
    source = ", ".join(parquet.litteral(str(f)) for f in fichiers)
    profondeurs = ", ".join(f"a{p}" for p in declarees.profondeurs)
    return (
        f"CREATE TEMP TABLE presences AS SELECT patient, etab, champ, liste, {profondeurs}, "
        f"bit_or(1::SMALLINT << (mois - 1)) AS venues FROM read_parquet([{source}]) "
        f"JOIN ancetres USING (noeud) WHERE annee = {annee} GROUP BY ALL"
    )


def _comptes(declarees: Personnes) -> Iterator[str]:
    """How many persons have each set of months, by zone of each level and node of each depth."""
    yield (
        "CREATE TEMP TABLE comptes (niveau VARCHAR, code VARCHAR, profondeur TINYINT, "
        "noeud SMALLINT, venues SMALLINT, n INTEGER)"
    )
    champs, listes = (", ".join(map(str, v)) for v in (declarees.champ, declarees.liste))
    for p in declarees.profondeurs:
        for niveau in NIVEAUX:
            code = f"z.{niveau}" if niveau else "''"
            yield (
                f"INSERT INTO comptes SELECT '{niveau}', code, {p}, noeud, venues, count(*) "
                f"FROM (SELECT patient, {code} AS code, a{p} AS noeud, bit_or(venues) AS venues "
                f"FROM presences JOIN zones z USING (etab) WHERE champ IN ({champs}) "
                f"AND liste IN ({listes}) GROUP BY ALL) GROUP BY ALL"
            )
