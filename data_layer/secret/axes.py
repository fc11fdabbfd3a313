"""The axes of a fact dataset: places, products, champs, lists, months, and one crossing.

Codes of a level are the same in every stage and every year, so that stages recognise the cells they share.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

from data_layer.disclosure.treillis import Axe, Entiers, Treillis
from data_layer.faits.modele import PROFONDEUR_MAX, Arbre
from data_layer.warehouse import parquet

_ZONES = ("region", "departement", "tds", "ght")
_OFFRES = ("statut", "categorie", "classe")
_CHAMPS = {"champ": [0, 1, 2], "mco-had": [0, 0, 2]}
_LISTES = {"liste": [0, 1, 2], "les-atu": [0, 0, 2]}
TEMPS = ("annee", "comparables", "semestre", "trimestre", "mois")
OFFRE = "*".join(_OFFRES)
"""The level that tells kinds of établissements apart, whatever their place."""
SANS_CROISEMENT, CROISE = "tous", "valeur"
LIEU, PRODUIT, CHAMP, LISTE, MOMENT, CROISEMENT = range(6)
"""Places of the axes in a group-by."""


@dataclass(frozen=True, eq=False)
class Axes:
    """What stages are built on. ``etabs``, ``lieux``: axis of places by number of establishment or of place.

    lieu_de_etab: place of each establishment (entry 0 unused). mois_connus: how many months the last year of
    the dataset holds. codes: by zoning or offer, the number of each code.
    """

    etabs: Axe
    lieux: Axe
    lieu_de_etab: Entiers
    arbre: Arbre
    mois_connus: int
    codes: Mapping[str, Mapping[str, int]]

    def treillis(self, croises: int | None) -> Treillis:
        """Return the axes of a stage: over establishments, or over places crossed with ``croises`` values."""
        valeurs = np.arange((croises or 0) + 1)
        ancetres = self.arbre.ancetres().astype(np.int64)
        return Treillis(
            (
                self.etabs if croises is None else self.lieux,
                Axe("produit", {str(p): ancetres[p] for p in range(PROFONDEUR_MAX + 1)}),
                Axe("champ", {c: np.array(v) for c, v in _CHAMPS.items()}),
                Axe("liste", {c: np.array(v) for c, v in _LISTES.items()}),
                Axe("temps", {t: debut_de(t, self.mois_connus) for t in TEMPS}),
                Axe("croisement", {SANS_CROISEMENT: valeurs * 0, CROISE: valeurs}),
            )
        )


def lire_axes(dossier: Path, arbre: Arbre, mois_connus: int) -> Axes:
    """Read ``etablissements`` and ``lieux`` of a build; a place without a territory is in one of its own."""
    with parquet.connexion() as con:
        etabs = _table(con, dossier / "etablissements.parquet", "etab")
        lieux = _table(con, dossier / "lieux.parquet", "lieu")
    # From 1: the unused entry must not pass for a place, or levels would seem to cut one another.
    codes = {c: {v: i for i, v in enumerate(sorted(set(etabs[c])), start=1)} for c in etabs}
    des_etabs, des_lieux = (
        _niveaux({c: np.array([0, *(codes[c][v] for v in t[c])], np.int64) for c in t})
        for t in (etabs, lieux)
    )
    des_etabs["etablissement"] = np.arange(len(des_etabs["france"]))
    rang = {place: i for i, place in enumerate(zip(*lieux.values(), strict=True), start=1)}
    lieu = np.array([0, *(rang[place] for place in zip(*etabs.values(), strict=True))], np.int64)
    return Axes(Axe("lieu", des_etabs), Axe("lieu", des_lieux), lieu, arbre, mois_connus, codes)


def debut_de(temps: str, mois_connus: int) -> Entiers:
    """First month of the run that holds each month 0..12, at a level of time (entry 0 unused)."""
    mois = np.maximum(np.arange(13), 1)
    if temps == "comparables":
        return np.where(mois <= mois_connus, 1, mois_connus + 1)
    pas = {"mois": 1, "trimestre": 3, "semestre": 6, "annee": 12}[temps]
    return (mois - 1) // pas * pas + 1


def _table(con: duckdb.DuckDBPyConnection, fichier: Path, numero: str) -> dict[str, list[str]]:
    colonnes = (*_ZONES, *_OFFRES)
    lus = ", ".join(f"coalesce({c}, '') AS {c}" for c in colonnes)
    source = parquet.litteral(str(fichier))
    lignes = con.execute(f"SELECT {lus} FROM read_parquet({source}) ORDER BY {numero}").fetchall()
    return {c: [ligne[i] for ligne in lignes] for i, c in enumerate(colonnes)}


def _niveaux(colonnes: Mapping[str, Entiers]) -> dict[str, Entiers]:
    """Each zoning alone, the parts of GHT in départements, then zonings crossed with each offer."""
    zones = {"france": np.zeros_like(colonnes["region"]), **{z: colonnes[z] for z in _ZONES}}
    croises = {f"{z}*{o}": codes * 10 + colonnes[o] for z, codes in zones.items() for o in _OFFRES}
    parts = {"departement*ght": colonnes["departement"] * 1000 + colonnes["ght"]}
    genres = np.unique(np.stack([colonnes[o] for o in _OFFRES]), axis=1, return_inverse=True)[1]
    return zones | parts | croises | {OFFRE: genres.reshape(-1).astype(np.int64)}
