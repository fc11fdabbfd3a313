"""The fact of flows: one row a residence, a site, an activity, a type of stay, a stratum and a year.

A residence is a PMSI geographic code; a site is an establishment (FINESS géographique) of a legal entity
(FINESS juridique). ``sejours`` counts stays (or séances, or persons followed for acts) and protects;
``unites`` is what the champ counts: stays or séances in MCO, days in HAD, SSR and PSY, acts in PSY.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from data_layer.faits.modele import NOEUDS

JEU = "flux"
CHAMPS = ("mco", "had", "ssr", "psy")
"""Codes of depth 1 of the classification, in its order."""
PROFONDEUR_FEUILLES = 3
"""Depth of the deepest leaves (racine de GHM, GN); HAD and PSY end one level above."""
PROFONDEURS_FINES: Mapping[str, int] = {"mco": 2}
"""Depth down to which PMSI codes and bassins de vie are told, by champ."""
PROFONDEUR_FINE = 1
"""The same, of the other champs, whose counts are small."""

TYPES: Mapping[int, str] = {1: "hc", 2: "hp", 3: "seances", 4: "actes"}
"""Types of stay: complete (PSY: full time, HAD: all), partial or ambulatory, séances (MCO), acts (PSY)."""
TYPES_DE_SEJOUR = (1, 2)
"""Those that are stays: read together by default, séances and acts apart."""

AGES = ("0-19", "20-64", "65-74", "75+")
SEXES = ("hommes", "femmes")
STRATES = len(AGES) * len(SEXES)
"""Stratum = 2 x position of the age band + position of the sex, from 0."""

FAITS: Mapping[str, str] = {
    "annee": "SMALLINT",
    "residence": "SMALLINT",
    "site": "SMALLINT",
    "noeud": "SMALLINT",
    "type": "TINYINT",
    "strate": "TINYINT",
    "sejours": "INTEGER",
    "unites": "INTEGER",
}
"""Columns of ``flux.<annee>.parquet``, sorted by noeud, type, residence, site, strate; no row of 0 stays."""

TABLES: Mapping[str, Mapping[str, str]] = {
    "residences": {
        "residence": "SMALLINT",
        "code": "VARCHAR",
        "libelle": "VARCHAR",
        "departement": "VARCHAR",
        "region": "VARCHAR",
        "bv": "VARCHAR",
        "tds": "VARCHAR",
        "longitude": "DOUBLE",
        "latitude": "DOUBLE",
        "communes": "VARCHAR[]",
    },
    "zonages": {
        "genre": "VARCHAR",
        "code": "VARCHAR",
        "libelle": "VARCHAR",
        "region": "VARCHAR",
        "departements": "VARCHAR[]",
    },
    "populations": {
        "annee": "SMALLINT",
        "residence": "SMALLINT",
        "strate": "TINYINT",
        "personnes": "INTEGER",
    },
    "sites": {
        "site": "SMALLINT",
        "fig": "VARCHAR",
        "libelle": "VARCHAR",
        "finess": "VARCHAR",
        "raison_sociale": "VARCHAR",
        "commune": "VARCHAR",
        "ville": "VARCHAR",
        "departement": "VARCHAR",
        "region": "VARCHAR",
        "tds": "VARCHAR",
        "secteur": "VARCHAR",
        "statut": "VARCHAR",
        "categorie": "VARCHAR",
        "longitude": "DOUBLE",
        "latitude": "DOUBLE",
    },
    "noeuds": NOEUDS,
}
"""The small tables beside the facts; numbers start at 1, ``noeud`` at 0 (the root), in preorder.

zonages: ``bv`` (bassins de vie) and ``tds`` (territoires de santé) by genre and code, with the départements
they reach into. A residence lies in one of each; ``bv`` may cross départements, ``tds`` stay in a région.
sites: ``secteur`` is daf or oqn; ``statut`` public, pnl (private, non profit) or prive; ``categorie`` ch,
chr, autre-public, clcc, ebnl or prive.
"""

PART_DES_75 = 0.46
"""Of those of 65 and over, how many are 75 and over: 9.6 of 20.9 % in France (INSEE, 2021)."""
PART_DES_75_OUTRE_MER: Mapping[str, float] = {
    **{"971": 0.40, "972": 0.42, "973": 0.31, "974": 0.38, "976": 0.33},
}
"""The same, in the DROM, whose old inhabitants are younger."""


def strate(age: int, sexe: int) -> int:
    """The number of a stratum, from the positions of its age band and sex."""
    return len(SEXES) * age + sexe


def ages_des_strates() -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The position of the age band of each stratum, length ``STRATES``."""
    return np.arange(STRATES) // len(SEXES)
