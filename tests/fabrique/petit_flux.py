"""A small dataset of flows, written in about a second: six départements, three years and one more of HAD.

Keys are 0 unless told otherwise: what is masked is then what counts 1 to 10 (tests/data_layer/flux/mondes.py
gives it worlds).
Types of stay, a bassin de vie across two départements, a legal entity in two, a code without a stay, a code
without old men: what real data hold is there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from data_layer.flux import cubes
from data_layer.flux.modele import FAITS, JEU, STRATES, TABLES
from data_layer.warehouse import Meta, parquet

ANNEES = (2018, 2019, 2020, 2021)
PREMIERE = {"had": 2018}
"""The first year of a champ, 2019 where it says none."""
REGIONS: Mapping[str, tuple[str, ...]] = {
    "24": ("37", "41"),
    "44": ("54", "55"),
    "53": ("29", "35"),
}
CODES_PAR_DEPARTEMENT = 8
NOEUDS: Sequence[tuple[int, int, int, str, str, str, int | None]] = (
    (0, 13, 0, "", "tout", "Tous champs", None),
    (1, 5, 1, "mco", "champ", "MCO", 0),
    (2, 4, 2, "dom-01", "domaine", "Digestif", 1),
    (3, 3, 3, "rac-06C04", "racine", "Interventions majeures sur l'intestin", 2),
    (4, 4, 3, "rac-06K04", "racine", "Endoscopies digestives", 2),
    (5, 5, 2, "dom-02", "domaine", "Orthopédie", 1),
    (6, 7, 1, "had", "champ", "HAD", 0),
    (7, 7, 2, "mpp-04", "mpp", "Soins palliatifs", 6),
    (8, 11, 1, "ssr", "champ", "SSR", 0),
    (9, 11, 2, "cm-08", "cm", "Affections du système ostéoarticulaire", 8),
    (10, 10, 3, "gn-0803", "gn", "Fractures du membre inférieur", 9),
    (11, 11, 3, "gn-0872", "gn", "Lésions articulaires", 9),
    (12, 13, 1, "psy", "champ", "PSY", 0),
    (13, 13, 2, "cat-f3", "categorie", "Troubles de l'humeur", 12),
)
_FEUILLES = (
    *((3, 1, 1, 1.0), (4, 2, 1, 1.0), (5, 1, 1, 0.8), (5, 2, 1, 0.3), (5, 3, 1, 0.4)),
    *((7, 1, 12, 0.3), (10, 1, 30, 0.3), (11, 1, 25, 0.2), (11, 2, 6, 0.15)),
    *((13, 1, 20, 0.3), (13, 4, 1, 0.5)),
)
"""Leaf, type of stay, units a stay, how usual."""
_GENRES = (
    *(("daf", "public", "ch"), ("daf", "public", "chr"), ("oqn", "prive", "prive")),
    *(("daf", "pnl", "ebnl"), ("oqn", "pnl", "ebnl")),
)
SANS_SEJOUR, SANS_VIEUX = "29080", "35070"
"""Codes where nobody goes to hospital, and where no man of 75 or more lives (alone in their bassins)."""

Colonnes = dict[str, Any]


@dataclass(frozen=True, eq=False)
class PetitFlux:
    """Columns of the small tables, and of the facts of each year."""

    tables: Mapping[str, Colonnes]
    faits: Mapping[int, Colonnes]


def fabriquer(graine: int = 5) -> PetitFlux:
    """Draw it: always the same."""
    hasard = np.random.default_rng(graine)
    deps = [(d, r) for r, ds in REGIONS.items() for d in ds]
    residences = _residences(deps)
    sites = _sites(deps)
    n = len(residences["code"])
    taille = hasard.integers(200, 3000, n)
    # Each place has its own ages, so that crude and standardised rates part.
    ages = np.array([24, 23, 56, 58, 10, 12, 8, 13]) * hasard.uniform(0.7, 1.4, (n, STRATES))
    personnes = [
        (taille[:, None] * ages / 204 * (1 + 0.01 * i)).astype(int) for i in range(len(ANNEES))
    ]
    for p in personnes:
        p[residences["code"].index(SANS_VIEUX), 6] = 0
    populations = {
        "annee": np.repeat(ANNEES, n * STRATES),
        "residence": np.tile(np.repeat(np.arange(1, n + 1), STRATES), len(ANNEES)),
        "strate": np.tile(np.arange(STRATES), n * len(ANNEES)),
        "personnes": np.concatenate([p.ravel() for p in personnes]),
    }
    faits = {a: _faits(hasard, a, residences, sites, taille) for a in ANNEES}
    tables = {
        "residences": residences,
        "zonages": _zonages(residences),
        "populations": populations,
        "sites": sites,
        "noeuds": {c: [x[i] for x in NOEUDS] for i, c in enumerate(TABLES["noeuds"])},
    }
    return PetitFlux(tables, faits)


def _residences(deps: Sequence[tuple[str, str]]) -> Colonnes:
    residences: Colonnes = {c: [] for c in TABLES["residences"]}
    for i, (dep, region) in enumerate(deps):
        for k in range(CODES_PAR_DEPARTEMENT + (dep == "29")):
            # The last codes of Loir-et-Cher belong to a bassin of Indre-et-Loire.
            bassin = "37002" if (dep, k) == ("41", 7) else f"{dep}{min(k, 8) // 3:03d}"
            valeurs = {
                "residence": len(residences["code"]) + 1,
                "code": f"{dep}{k:02d}0",
                "libelle": f"Commune {dep}-{k}",
                "departement": dep,
                "region": region,
                "bv": {SANS_SEJOUR: "29009", SANS_VIEUX: "35009"}.get(f"{dep}{k:02d}0", bassin),
                "tds": _tds(i, region),
                "longitude": 1.0 + i,
                "latitude": 46.0 + k / 10,
                "communes": [f"{dep}{k:03d}"],
            }
            for c, v in valeurs.items():
                residences[c].append(v)
    return residences


def _tds(rang: int, region: str) -> str:
    """One territory a région, two in Bretagne."""
    return f"{region}T01" if rang % 2 == 0 or region != "53" else f"{region}T02"


def _sites(deps: Sequence[tuple[str, str]]) -> Colonnes:
    sites: Colonnes = {c: [] for c in TABLES["sites"]}
    for i, (dep, region) in enumerate(deps):
        # Three kinds a département; the hospital has two sites, one of them next door in Lorraine.
        for k, (secteur, statut, categorie) in enumerate(
            (_GENRES[0], _GENRES[1 + i % 2 * 2], _GENRES[2 + i % 2 * 2])
        ):
            for s in range(2 if k == 0 else 1):
                ou = i + 1 if (dep, s) == ("54", 1) else i
                valeurs = {
                    "site": len(sites["fig"]) + 1,
                    "fig": f"{dep}000{k}{s}9",
                    "libelle": f"Site {dep}-{k}-{s}",
                    "finess": f"{dep}000{k}008",
                    "raison_sociale": f"Établissement {dep}-{k}",
                    "commune": f"{deps[ou][0]}000",
                    "ville": f"Commune {deps[ou][0]}-{k // 2}",
                    "departement": deps[ou][0],
                    "region": region,
                    "tds": _tds(ou, region),
                    "secteur": secteur,
                    "statut": statut,
                    "categorie": categorie,
                    "longitude": 1.0 + ou,
                    "latitude": 46.0,
                }
                for c, v in valeurs.items():
                    sites[c].append(v)
    return sites


def _zonages(residences: Colonnes) -> Colonnes:
    lus: dict[tuple[str, str], tuple[str, set[str]]] = {}
    for i in range(len(residences["code"])):
        for genre in ("bv", "tds"):
            cle = genre, residences[genre][i]
            lus.setdefault(cle, (residences["region"][i], set()))[1].add(
                residences["departement"][i]
            )
    return {
        "genre": [g for g, _ in lus],
        "code": [c for _, c in lus],
        "libelle": [f"{'Bassin de vie' if g == 'bv' else 'Territoire'} {c}" for g, c in lus],
        "region": [r for r, _ in lus.values()],
        "departements": [sorted(d) for _, d in lus.values()],
    }


def _champ(feuille: int) -> str:
    return next(c for n, fin, p, c, *_ in NOEUDS if p == 1 and n <= feuille <= fin)


def _faits(
    hasard: np.random.Generator,
    annee: int,
    residences: Colonnes,
    sites: Colonnes,
    taille: np.ndarray,
) -> Colonnes:
    """Near sites take most, one far away a little."""
    lignes: list[tuple[int, ...]] = []
    deps, lieux = np.array(residences["departement"]), np.array(sites["departement"])
    for feuille, genre, duree, frequence in _FEUILLES:
        if annee < PREMIERE.get(_champ(feuille), 2019):
            continue
        for r in range(len(deps)):
            if residences["code"][r] == SANS_SEJOUR:
                continue
            attrait = np.where(lieux == deps[r], 1.0, 0.02)
            attendu = taille[r] * 0.04 * attrait / attrait.sum() * frequence
            for s in np.flatnonzero(hasard.random(len(lieux)) < 0.8):
                n = hasard.poisson(attendu[s] * np.array([1, 1, 3, 3, 2, 2, 3, 3]) / 18)
                lignes += [
                    (r + 1, s + 1, feuille, genre, k, int(x), int(x) * duree)
                    for k, x in enumerate(n)
                    if x
                ]
    noms = ("residence", "site", "noeud", "type", "strate", "sejours", "unites")
    tableau = np.array(lignes, dtype=np.int64)
    return {"annee": np.full(len(lignes), annee), **dict(zip(noms, tableau.T, strict=True))}


def ecrire(dossier: Path, petit: PetitFlux | None = None) -> Meta:
    """Write it with its cubes into an empty folder of the warehouse."""
    petit = petit or fabriquer()
    with parquet.connexion() as con:
        for nom, colonnes in petit.tables.items():
            _deposer(con, dossier / f"{nom}.parquet", TABLES[nom], colonnes)
        for annee, colonnes in petit.faits.items():
            avec = {
                **colonnes,
                "cle": colonnes.get("cle", np.zeros(len(colonnes["site"]), np.int64)),
            }
            _deposer(con, dossier / f"{JEU}.{annee}.parquet", {**FAITS, "cle": "BIGINT"}, avec)
    cubes.ecrire(dossier, list(petit.faits), lambda _: None)
    return Meta(
        source="Petit jeu d'essai",
        editeur="Portulan",
        licence="Sans objet",
        credit="Petit jeu d'essai",
        millesime=f"{min(petit.faits)}-{max(petit.faits)}",
        synthetique=True,
        rapport={},
    )


def _deposer(con: Any, fichier: Path, schema: Mapping[str, str], colonnes: Colonnes) -> None:
    """Numbers are read where they are; the few small tables of texts go row by row."""
    if all(isinstance(colonnes[c], np.ndarray) for c in schema):
        con.register("colonnes", {c: np.asarray(colonnes[c], dtype=np.int64) for c in schema})
        lues = ", ".join(f'"{c}"::{t} AS "{c}"' for c, t in schema.items())
        parquet.ecrire(con, f"SELECT {lues} FROM colonnes", fichier)
        con.unregister("colonnes")
        return
    declares = ", ".join(f'"{c}" {t}' for c, t in schema.items())
    con.execute(f"CREATE TABLE t ({declares})")
    lignes = list(zip(*(list(colonnes[c]) for c in schema), strict=True))
    con.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(schema))})", lignes)
    parquet.ecrire(con, "FROM t", fichier)
    con.execute("DROP TABLE t")
