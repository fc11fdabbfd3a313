"""Smaller tables summed from the facts of flows: every count is additive, so each is a plain sum.

``lieux``: residence x site x node of depth 2. ``strates``: bassin x node of depth 2 x stratum, all sites
together, for rates. ``feuilles``: territoire x site x leaf, for shares and what leaves make. A *bassin* is
the part of a bassin de vie in a territoire de santé and a département, a *territoire* that of a territoire
de santé in a département: between them they tell every zone larger than a code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import duckdb

from data_layer.disclosure import PREMIER
from data_layer.flux.modele import JEU
from data_layer.warehouse import parquet

_SOMMES = (
    "sum(sejours)::INTEGER AS sejours, sum(unites)::INTEGER AS unites, "
    f"(sum(cle::HUGEINT) % {PREMIER})::BIGINT AS cle"
)
_MESURES: Mapping[str, str] = {"sejours": "INTEGER", "unites": "INTEGER", "cle": "BIGINT"}
CUBES: Mapping[str, tuple[str, ...]] = {
    "lieux": ("noeud", "type", "residence", "site"),
    "strates": ("noeud", "type", "bassin", "strate"),
    "feuilles": ("noeud", "type", "territoire", "site"),
}
"""Columns that each cube is grouped by and sorted on, its year apart."""
_TYPES: Mapping[str, str] = {
    **dict.fromkeys(("noeud", "residence", "site", "bassin", "territoire"), "SMALLINT"),
    **dict.fromkeys(("type", "strate"), "TINYINT"),
}
_ENSEMBLES: Mapping[str, Mapping[str, str]] = {
    "bassins": dict.fromkeys(("bv", "tds", "departement", "region"), "VARCHAR"),
    "parts_de_territoires": dict.fromkeys(("tds", "departement", "region"), "VARCHAR"),
}
_NUMERO: Mapping[str, str] = {"bassins": "bassin", "parts_de_territoires": "territoire"}


def schemas(annees: Iterable[int]) -> dict[str, Mapping[str, str]]:
    """Columns of every file that :func:`ecrire` writes, by name."""
    connues = list(annees)
    cubes = {
        f"cube_{nom}.{annee}.parquet": {
            "annee": "SMALLINT",
            **{c: _TYPES[c] for c in colonnes},
            **_MESURES,
        }
        for nom, colonnes in CUBES.items()
        for annee in connues
    }
    ensembles = {
        f"{nom}.parquet": {_NUMERO[nom]: "SMALLINT", **colonnes}
        for nom, colonnes in _ENSEMBLES.items()
    }
    return {**cubes, **ensembles}


def ecrire(dossier: Path, annees: list[int], progres: Callable[[int], object]) -> None:
    """Write the cubes of a build from its facts, keys included; ``progres`` is told each year done."""
    with parquet.connexion(dossier) as con:
        _numeroter(con, dossier)
        for annee in annees:
            faits = parquet.litteral(str(dossier / f"{JEU}.{annee}.parquet"))
            con.execute(f"CREATE OR REPLACE TEMP TABLE f AS FROM read_parquet({faits})")
            for nom, colonnes in CUBES.items():
                voulues = ", ".join(
                    _EXPRESSIONS.get((nom, c), f"f.{c}") + f" AS {c}" for c in colonnes
                )
                texte = (
                    f"SELECT f.annee, {voulues}, {_SOMMES} FROM f "
                    "JOIN residences r USING (residence) JOIN hauts h USING (noeud) "
                    f"GROUP BY ALL ORDER BY {', '.join(colonnes)}"
                )
                parquet.ecrire(con, texte, dossier / f"cube_{nom}.{annee}.parquet")
            progres(1)


_EXPRESSIONS: Mapping[tuple[str, str], str] = {
    ("lieux", "noeud"): "h.haut",
    ("strates", "noeud"): "h.haut",
    ("strates", "bassin"): "r.bassin",
    ("feuilles", "territoire"): "r.territoire",
}
"""Where a column of a cube is not that of the facts: the node of depth 2 above a leaf, parts of zonings."""


def _numeroter(con: duckdb.DuckDBPyConnection, dossier: Path) -> None:
    """Number bassins and territoires, write them, and say which each residence and leaf is in."""
    lues = parquet.litteral(str(dossier / "residences.parquet"))
    noeuds = parquet.litteral(str(dossier / "noeuds.parquet"))
    rangs = ", ".join(
        f"dense_rank() OVER (ORDER BY {', '.join(reversed(list(c)))})::SMALLINT AS {_NUMERO[nom]}"
        for nom, c in _ENSEMBLES.items()
    )
    con.execute(f"CREATE TEMP TABLE residences AS SELECT *, {rangs} FROM read_parquet({lues})")
    con.execute(
        "CREATE TEMP TABLE hauts AS SELECT b.noeud, coalesce(h.noeud, b.noeud) AS haut FROM "
        f"read_parquet({noeuds}) b LEFT JOIN read_parquet({noeuds}) h "
        "ON h.profondeur = 2 AND b.noeud BETWEEN h.noeud AND h.fin"
    )
    for nom, colonnes in _ENSEMBLES.items():
        numero = _NUMERO[nom]
        texte = f"SELECT DISTINCT {numero}, {', '.join(colonnes)} FROM residences ORDER BY {numero}"
        parquet.ecrire(con, texte, dossier / f"{nom}.parquet")
