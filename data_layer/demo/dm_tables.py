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
from data_layer.faits.modele import NOEUDS
from data_layer.warehouse import parquet

SCHEMAS: Mapping[str, Mapping[str, str]] = {
    "noeuds": NOEUDS,
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
        "tds": "VARCHAR",
        "ght": "VARCHAR",
        "statut": "VARCHAR",
        "categorie": "VARCHAR",
        "classe": "VARCHAR",
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
_ASSEZ = 30
"""Stays that give a class: were it 11, having none would tell that a masked total is 1 to 10."""

Ligne = Sequence[Any]


def schemas() -> dict[str, Mapping[str, str]]:
    """Columns (name -> DuckDB type, in order) of each file that :func:`ecrire` writes."""
    return {f"{nom}.parquet": schema for nom, schema in SCHEMAS.items()}


Lieu = tuple[str, str, str, str | None, str, str, str]
"""Columns of the table ``lieux``, its number apart."""


def classer(montants: NDArray[np.int64], sejours: NDArray[np.int64]) -> list[str]:
    """The class of each establishment. ``montants``, ``sejours``: EUR and distinct stays of the last
    complete year by etab (entry 0 unused)."""
    classes = np.where(
        sejours[1:] < _ASSEZ,
        len(_SEUILS) + 1,
        np.searchsorted(_SEUILS, montants[1:], side="right"),
    )
    return [_CLASSES[classe] for classe in classes.tolist()]


def placer(cadre: Cadre, classes: Sequence[str]) -> tuple[tuple[Lieu, ...], NDArray[np.int16]]:
    """The places, in order of région and département, and that of each etab: length n + 1, numbers from
    1, entry 0 unused."""
    colonnes = (cadre.departement, cadre.region, cadre.tds, cadre.ght, cadre.statut)
    places: list[Lieu] = list(
        zip(*(c.tolist() for c in (*colonnes, cadre.categorie)), classes, strict=True)
    )
    lieux = tuple(sorted(set(places), key=lambda x: (x[1], *(cle or "" for cle in x))))
    rang = {lieu: i for i, lieu in enumerate(lieux, start=1)}
    return lieux, np.array([0, *(rang[place] for place in places)], dtype=np.int16)


def ecrire(dossier: Path, cadre: Cadre, classes: Sequence[str], lieux: Sequence[Lieu]) -> None:
    """Write every table; ``classes`` by establishment, ``lieux`` as :func:`placer` numbers them."""
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
        "lieux": [(i, *lieu) for i, lieu in enumerate(lieux, start=1)],
        "etablissements": _etablissements(cadre, classes),
    }
    with parquet.connexion() as con:
        for nom, contenu in lignes.items():
            schema = SCHEMAS[nom]
            colonnes = ", ".join(f'"{c}" {genre}' for c, genre in schema.items())
            con.execute(f"CREATE TABLE t ({colonnes})")
            con.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(schema))})", contenu)
            parquet.ecrire(con, "FROM t", dossier / f"{nom}.parquet")
            con.execute("DROP TABLE t")


def _etablissements(cadre: Cadre, classes: Sequence[str]) -> list[Ligne]:
    colonnes = zip(
        cadre.finess,
        cadre.libelle,
        cadre.departement,
        cadre.region,
        cadre.commune,
        cadre.statut,
        cadre.categorie,
        classes,
        cadre.ght,
        cadre.tds,
        strict=True,
    )
    return [
        (i, f, lib, [], dep, reg, com, st, cat, cl, ght, tds)
        for i, (f, lib, dep, reg, com, st, cat, cl, ght, tds) in enumerate(colonnes, start=1)
    ]
