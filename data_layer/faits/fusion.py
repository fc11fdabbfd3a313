"""A year written in several lots, brought back to what one lot would have given.

Lots bound the memory of a build; readers would pay for them, since each lot holds every node and every
place. Cubes of the lots add up: a stay is in one lot. Fact rows are sorted again over the whole year, and
cut by nodes: a question about a node or an establishment then reads few rows, however many lots there were.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from data_layer.catalogue.schema import Cube
from data_layer.faits import cubes
from data_layer.warehouse import parquet


def fusionner_cube(
    con: duckdb.DuckDBPyConnection, cube: Cube, lots: Sequence[Path], chemin: Path
) -> int:
    """Replace the parts of a cube by their sum, in the same order, at ``chemin``; return its rows."""
    neuf = chemin.with_suffix(".neuf")
    parquet.ecrire(con, cubes.somme(cube, _lire(lots)), neuf)
    for lot in lots:
        lot.unlink()
    neuf.rename(chemin)
    return parquet.lire_pied(chemin)[0]


def fusionner_faits(
    con: duckdb.DuckDBPyConnection,
    lots: Sequence[Path],
    chemins: Sequence[Path],
    ordre: Sequence[str],
) -> None:
    """Replace fact files by as many, each with a run of nodes, sorted by ``ordre`` over the whole year.

    ``chemins``: where they go, as many as ``lots``; one that would hold no row is not written.
    """
    source = _lire(lots)
    neufs: list[Path] = []
    for debut, fin in _coupes(con, source, len(lots)):
        neufs.append(chemins[len(neufs)].with_suffix(".neuf"))
        parquet.ecrire(
            con,
            f"SELECT * FROM {source} WHERE noeud BETWEEN {debut} AND {fin} "
            f"ORDER BY {', '.join(ordre)}",
            neufs[-1],
        )
    for lot in lots:
        lot.unlink()
    for neuf, chemin in zip(neufs, chemins, strict=False):
        neuf.rename(chemin)


def _coupes(con: duckdb.DuckDBPyConnection, source: str, morceaux: int) -> list[tuple[int, int]]:
    """First and last node of runs that hold about as many rows each."""
    lus = con.execute(
        f"SELECT min(noeud), max(noeud) FROM (SELECT noeud, least({morceaux} - 1, "
        f"floor({morceaux} * (sum(n) OVER (ORDER BY noeud) - n) / sum(n) OVER ())) AS morceau "
        f"FROM (SELECT noeud, count(*) AS n FROM {source} GROUP BY noeud)) "
        "GROUP BY morceau ORDER BY 1"
    ).fetchall()
    return [(int(debut), int(fin)) for debut, fin in lus]


def _lire(fichiers: Sequence[Path]) -> str:
    return f"read_parquet([{', '.join(parquet.litteral(str(f)) for f in fichiers)}])"
