"""The dataset ``activite_mco``: names, schema, and the raw rows it is built from.

Two files. ``activite_mco.parquet``: one row is a year x sector x FINESS.
``etablissements.parquet``: one row is a FINESS.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data_layer.sources.masquage import Entiers

NOM = "activite_mco"
COMPTES = ("sejours", "sejours_hc", "sejours_hp", "seances")
MOYENNES = ("age_moyen", "dms", "part_hommes", "part_deces")
POURCENTAGES = ("part_hommes", "part_deces")
SECTEURS = ("public_PSPH", "prive_OQN")
CATEGORIES = ("CH", "CHR/U", "CLCC", "PSPH/EBNL", "PRIVE")
NON_RENSEIGNEE = "non_renseignee"

SCHEMA_FAITS: dict[str, str] = {
    "annee": "SMALLINT",
    "secteur": "VARCHAR",
    "categorie": "VARCHAR",
    "finess": "VARCHAR",
    "departement": "VARCHAR",
    "region": "VARCHAR",
    "mois": "TINYINT",
    **{
        f"{m}{suffixe}": genre
        for m in COMPTES
        for suffixe, genre in (
            ("", "INTEGER"),
            ("_statut", "TINYINT"),
            ("_plancher", "INTEGER"),
            ("_plafond", "INTEGER"),
        )
    },
    **dict.fromkeys(MOYENNES, "DOUBLE"),
    "moyennes_poids": "INTEGER",
}
SCHEMA_ETABLISSEMENTS: dict[str, str] = {
    "finess": "VARCHAR",
    "libelle": "VARCHAR",
    "alias": "VARCHAR[]",
    "categorie": "VARCHAR",
    "secteurs": "VARCHAR[]",
    "departement": "VARCHAR",
    "region": "VARCHAR",
    "annee_min": "SMALLINT",
    "annee_max": "SMALLINT",
}
SCHEMAS = {f"{NOM}.parquet": SCHEMA_FAITS, "etablissements.parquet": SCHEMA_ETABLISSEMENTS}


@dataclass(frozen=True, slots=True)
class Observations:
    """Raw rows, arrays of one length n; nothing is masked beyond what the source masked.

    Texts are object arrays. mois: 1..12, or 0 when the source does not say. Counts are int64 with
    the codes of :mod:`data_layer.sources.nombres` and must be coherent. Means are float64 with NaN:
    years, days, %, %, over stays and séances together. libelle: the name in that row.
    """

    annee: NDArray[np.int16]
    secteur: NDArray[np.object_]
    categorie: NDArray[np.object_]
    finess: NDArray[np.object_]
    libelle: NDArray[np.object_]
    mois: NDArray[np.int8]
    sejours: Entiers
    sejours_hc: Entiers
    sejours_hp: Entiers
    seances: Entiers
    age_moyen: NDArray[np.float64]
    dms: NDArray[np.float64]
    part_hommes: NDArray[np.float64]
    part_deces: NDArray[np.float64]
