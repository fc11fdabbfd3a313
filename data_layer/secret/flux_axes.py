"""The axes of flows: residences, places of treatment, activities, types of stay, each with its levels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from data_layer.flux.modele import JEU
from data_layer.warehouse import parquet

Codes = NDArray[np.int32]
RESIDENCES = ("code", "bv", "tds", "departement", "region", "france")
PROFONDEURS = ("1", "2", "3")
TYPES = ("type", "hc-hp")
PROCHES = ("fig", "fin", "departement", "tds")
"""Levels of place that tell those of the residents' own région; the others are told by région."""
ENSEMBLE: Mapping[int, int] = {1: 1, 2: 1, 3: 3, 4: 4}
"""Types of stay as they are read by default: complete and partial together."""
_OFFRE = ("secteur", "statut", "categorie")


@dataclass(frozen=True, eq=False, slots=True)
class AxesFlux:
    """Codes by level of each residence, site and node, by number (entry 0 of the first two unused).

    noms: the codes behind the numbers of a level, by axis and level, where cells are named by them.
    """

    residences: Mapping[str, Codes]
    lieux: Mapping[str, Codes]
    noeuds: Mapping[str, Codes]
    noms: Mapping[tuple[str, str], Mapping[str, int]]


def lire_axes(dossier: Path) -> AxesFlux:
    """Read ``residences``, ``sites`` and ``noeuds`` of a build."""
    with parquet.connexion() as con:

        def lire(table: str, numero: str, colonnes: tuple[str, ...]) -> list[tuple[str, ...]]:
            source = parquet.litteral(str(dossier / f"{table}.parquet"))
            lus = ", ".join(f"coalesce({c}::VARCHAR, '')" for c in colonnes)
            texte = f"SELECT {numero}, {lus} FROM read_parquet({source}) ORDER BY 1"
            return con.execute(texte).fetchall()

        residences = lire("residences", "residence", RESIDENCES[:-1])
        fichier = parquet.litteral(str(dossier / "noeuds.parquet"))
        colonnes = ("fig", "finess", "departement", "tds", "region", *_OFFRE)
        sites = lire("sites", "site", colonnes)
        texte = f"SELECT noeud, parent, profondeur FROM read_parquet({fichier}) ORDER BY 1"
        noeuds = con.execute(texte).fetchall()
    des_residences, noms_r = _coder(residences, RESIDENCES[:-1])
    des_sites, noms_l = _coder(sites, ("fig", "fin", "departement", "tds", "region", *_OFFRE))
    # One number for a région, whether people live or are treated there: near is told by it.
    regions = sorted({*noms_r["region"], *noms_l["region"]})
    numeros = {code: i for i, code in enumerate(regions, start=1)}
    for des, noms in ((des_residences, noms_r), (des_sites, noms_l)):
        communs = np.zeros(len(noms["region"]) + 1, dtype=np.int32)
        for code, rang in noms["region"].items():
            communs[rang] = numeros[code]
        des["region"], noms["region"] = communs[des["region"]], numeros
    des_residences["france"] = np.zeros_like(des_residences["code"])
    genre = _croiser(*(des_sites.pop(o) for o in _OFFRE))
    for zone in ("departement", "region"):
        des_sites[f"{zone}*genre"] = _croiser(des_sites[zone], genre)
    des_sites |= {"genre": genre, "france": np.zeros_like(genre)}
    par_axe = {("residence", n): v for n, v in noms_r.items()}
    par_axe |= {("lieu", n): v for n, v in noms_l.items()}
    return AxesFlux(des_residences, des_sites, _ancetres(noeuds), par_axe)


@dataclass(frozen=True, slots=True)
class ChampAnnee:
    """A champ that a year has rows of: first and last number of its nodes, how many rows."""

    champ: str
    annee: int
    noeuds: tuple[int, int]
    lignes: int


def lire_champs(dossier: Path) -> list[ChampAnnee]:
    """Return every champ of every year of a build, years in order."""
    noeuds = parquet.litteral(str(dossier / "noeuds.parquet"))
    trouves = []
    with parquet.connexion() as con:
        for fichier in sorted(dossier.glob(f"{JEU}.*.parquet")):
            annee = int(fichier.name.split(".")[1])
            lues = con.execute(
                "SELECT n.code, n.noeud, n.fin, count(*) FROM "
                f"read_parquet({parquet.litteral(str(fichier))}) f "
                f"JOIN read_parquet({noeuds}) n ON f.noeud BETWEEN n.noeud AND n.fin "
                "WHERE n.profondeur = 1 GROUP BY ALL"
            ).fetchall()
            trouves += [ChampAnnee(c, annee, (a, b), n) for c, a, b, n in lues]
    return trouves


def _coder(
    lignes: list[tuple[str, ...]], niveaux: tuple[str, ...]
) -> tuple[dict[str, Codes], dict[str, dict[str, int]]]:
    """A number for each code of each level: by number of the row, from 1."""
    taille = max((int(ligne[0]) for ligne in lignes), default=0) + 1
    codes, noms = {}, {}
    for i, niveau in enumerate(niveaux, start=1):
        noms[niveau] = {v: k for k, v in enumerate(sorted({x[i] for x in lignes}), start=1)}
        codes[niveau] = np.zeros(taille, dtype=np.int32)
        for ligne in lignes:
            codes[niveau][int(ligne[0])] = noms[niveau][ligne[i]]
    return codes, noms


def _croiser(*colonnes: Codes) -> Codes:
    return np.asarray(
        np.unique(np.stack(colonnes), axis=1, return_inverse=True)[1].reshape(-1), dtype=np.int32
    )


def _ancetres(noeuds: list[tuple[int, int | None, int]]) -> dict[str, Codes]:
    """The ancestor of each node at each depth; itself where it is not as deep."""
    taille = max((n for n, _, _ in noeuds), default=0) + 1
    parents, profondeurs = np.arange(taille), np.zeros(taille, dtype=np.int64)
    for noeud, parent, profondeur in noeuds:
        parents[noeud], profondeurs[noeud] = noeud if parent is None else parent, profondeur
    codes = {}
    montes = np.arange(taille)
    for p in reversed(PROFONDEURS):
        montes = np.where(profondeurs[montes] > int(p), parents[montes], montes)
        codes[p] = montes.astype(np.int32)
    return codes
