"""The small tables beside the facts: nomenclatures, establishments, territories, places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data_layer.demo.dm_etablissements import Cadre
from data_layer.demo.nomenclature import nomenclature
from data_layer.demo.territoires import territoires
from data_layer.disclosure.gate import SEUIL
from data_layer.warehouse import parquet

SCHEMAS: Mapping[str, Mapping[str, str]] = {
    "noeuds": {
        "noeud": "SMALLINT",
        "fin": "SMALLINT",
        "profondeur": "TINYINT",
        "code": "VARCHAR",
        "niveau": "VARCHAR",
        "libelle": "VARCHAR",
        "parent": "SMALLINT",
    },
    "diagnostics": {"diagnostic": "SMALLINT", "code": "VARCHAR", "libelle": "VARCHAR"},
    "ghms": {"ghm": "SMALLINT", "code": "VARCHAR", "libelle": "VARCHAR"},
    "indications": {
        "indication": "SMALLINT",
        "code": "VARCHAR",
        "libelle": "VARCHAR",
        "noeud": "SMALLINT",
        "liste": "TINYINT",
    },
    "territoires": {
        "genre": "VARCHAR",
        "code": "VARCHAR",
        "libelle": "VARCHAR",
        "region": "VARCHAR",
        "departements": "VARCHAR[]",
    },
    "lieux": {
        "lieu": "SMALLINT",
        "departement": "VARCHAR",
        "region": "VARCHAR",
        "statut": "VARCHAR",
        "categorie": "VARCHAR",
    },
    "etablissements": {
        "etab": "SMALLINT",
        "finess": "VARCHAR",
        "libelle": "VARCHAR",
        "alias": "VARCHAR[]",
        "departement": "VARCHAR",
        "region": "VARCHAR",
        "commune": "VARCHAR",
        "statut": "VARCHAR",
        "categorie": "VARCHAR",
        "classe": "VARCHAR",
        "ght": "VARCHAR",
        "tds": "VARCHAR",
    },
}
_CLASSES = ("moins-100k", "100k-1m", "1m-5m", "5m-20m", "plus-20m", "non-determinee")
_SEUILS = (1e5, 1e6, 5e6, 2e7)

Ligne = Sequence[Any]


def schemas() -> dict[str, Mapping[str, str]]:
    """Columns (name -> DuckDB type, in order) of each file that :func:`ecrire` writes."""
    return {f"{nom}.parquet": schema for nom, schema in SCHEMAS.items()}


def ecrire(
    dossier: Path, cadre: Cadre, montants: NDArray[np.int64], sejours: NDArray[np.int64]
) -> None:
    """Write every table. ``montants``, ``sejours``: EUR and distinct stays of the last complete year by
    etab (entry 0 unused)."""
    n = nomenclature()
    lignes: dict[str, Sequence[Ligne]] = {
        "noeuds": [
            (x.numero, x.fin, x.profondeur, x.code, x.niveau, x.libelle, x.parent) for x in n.noeuds
        ],
        "diagnostics": [(i, d.code, d.libelle) for i, d in enumerate(n.diagnostics, start=1)],
        "ghms": [(i, g.code, g.libelle) for i, g in enumerate(n.ghms, start=1)],
        "indications": [
            (i, x.code, x.libelle, x.noeud, x.liste) for i, x in enumerate(n.indications, start=1)
        ],
        "territoires": [
            (t.genre, t.code, t.libelle, t.region, list(t.departements)) for t in territoires()
        ],
        "lieux": [(i, *lieu) for i, lieu in enumerate(cadre.lieux, start=1)],
        "etablissements": _etablissements(cadre, montants, sejours),
    }
    with parquet.connexion() as con:
        for nom, contenu in lignes.items():
            schema = SCHEMAS[nom]
            colonnes = ", ".join(f'"{c}" {genre}' for c, genre in schema.items())
            con.execute(f"CREATE TABLE t ({colonnes})")
            con.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(schema))})", contenu)
            parquet.ecrire(con, "FROM t", dossier / f"{nom}.parquet")
            con.execute("DROP TABLE t")


def _etablissements(
    cadre: Cadre, montants: NDArray[np.int64], sejours: NDArray[np.int64]
) -> list[Ligne]:
    # A class is a bracket of an amount: where stays protect it, there is none.
    classes = np.where(
        (sejours[1:] >= 1) & (sejours[1:] <= SEUIL),
        len(_SEUILS) + 1,
        np.searchsorted(_SEUILS, montants[1:], side="right"),
    )
    colonnes = zip(
        cadre.finess,
        cadre.libelle,
        cadre.departement,
        cadre.region,
        cadre.commune,
        cadre.statut,
        cadre.categorie,
        classes.tolist(),
        cadre.ght,
        cadre.tds,
        strict=True,
    )
    return [
        (i, f, lib, [], dep, reg, com, st, cat, _CLASSES[cl], ght, tds)
        for i, (f, lib, dep, reg, com, st, cat, cl, ght, tds) in enumerate(colonnes, start=1)
    ]
