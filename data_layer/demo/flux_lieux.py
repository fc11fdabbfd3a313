"""What a place of residence is, and the places of a machine without geography: one a territory.

Real with the geography: communes, their places, their IRIS populations of 2021 in three bands. Without it,
only the rounded number of inhabitants of each département and where it lies are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data_layer.demo.flux_calibration import communes_des_territoires
from data_layer.demo.poles import populations
from data_layer.demo.territoires import par_departement
from geodata.ecriture_codes import prefixe
from geodata.referentiel import departement, departements

Textes = NDArray[np.object_]
Reels = NDArray[np.float64]

RAYON = 6371.0
"""km."""
_BANDES = (0.235, 0.556, 0.209)
"""0-19, 20-64, 65+ in France, INSEE, 1 January 2021 (rounded): for places without IRIS bands."""
_BANDES_OUTRE_MER = {
    "971": (0.242, 0.553, 0.205),
    "972": (0.218, 0.560, 0.222),
    "973": (0.417, 0.523, 0.060),
    "974": (0.298, 0.573, 0.129),
    "976": (0.545, 0.427, 0.028),
}
"""The same overseas, where populations are younger or, in Antilles, emptied of young adults."""

# Longitude and latitude of each département, to 0.1 degree: only for a machine without geography.
_CENTRES = """
01 5.3 46.1 02 3.6 49.6 03 3.2 46.4 04 6.2 44.1 05 6.3 44.7 06 7.1 43.9 07 4.4 44.8 08 4.6 49.6 09
1.5 42.9 10 4.2 48.3 11 2.4 43.1 12 2.7 44.3 13 5.1 43.5 14 -0.4 49.1 15 2.7 45.1 16 0.2 45.7 17
-0.7 45.8 18 2.5 47.1 19 1.9 45.4 2A 9.0 41.9 2B 9.2 42.4 21 4.8 47.4 22 -2.9 48.4 23 2.0 46.1 24
0.7 45.1 25 6.4 47.2 26 5.2 44.7 27 1.0 49.1 28 1.4 48.4 29 -4.1 48.3 30 4.2 44.0 31 1.2 43.4 32
0.5 43.7 33 -0.6 44.8 34 3.4 43.6 35 -1.6 48.2 36 1.6 46.8 37 0.7 47.3 38 5.6 45.3 39 5.7 46.7 40
-0.8 44.0 41 1.4 47.6 42 4.2 45.7 43 3.8 45.1 44 -1.7 47.4 45 2.3 47.9 46 1.6 44.6 47 0.5 44.4 48
3.5 44.5 49 -0.6 47.4 50 -1.3 49.1 51 4.2 48.9 52 5.2 48.1 53 -0.7 48.1 54 6.2 48.8 55 5.4 49.0 56
-2.8 47.8 57 6.7 49.0 58 3.5 47.1 59 3.2 50.4 60 2.4 49.4 61 0.1 48.6 62 2.3 50.5 63 3.1 45.7 64
-0.8 43.3 65 0.2 43.1 66 2.5 42.6 67 7.6 48.7 68 7.3 47.9 69 4.6 45.9 70 6.1 47.6 71 4.5 46.6 72
0.2 48.0 73 6.4 45.5 74 6.4 46.0 75 2.3 48.9 76 1.0 49.7 77 2.9 48.6 78 1.8 48.8 79 -0.3 46.6 80
2.3 50.0 81 2.2 43.8 82 1.3 44.1 83 6.2 43.5 84 5.2 44.0 85 -1.3 46.7 86 0.5 46.6 87 1.2 45.9 88
6.4 48.2 89 3.6 47.8 90 6.9 47.6 91 2.2 48.5 92 2.2 48.8 93 2.5 48.9 94 2.5 48.8 95 2.1 49.1 971
-61.4 16.2 972 -61.0 14.7 973 -53.2 4.0 974 55.5 -21.1 976 45.1 -12.8
"""


@dataclass(frozen=True, eq=False, slots=True)
class Residences:
    """Arrays of length n in order of région, département, code. bandes: n x 3, inhabitants of 2021."""

    code: Textes
    libelle: Textes
    departement: Textes
    region: Textes
    bv: Textes
    tds: Textes
    longitude: Reels
    latitude: Reels
    bandes: Reels
    communes: tuple[tuple[str, ...], ...]
    bassins: Mapping[str, tuple[str, str]]
    origine: str

    def __len__(self) -> int:
        return len(self.code)


@dataclass(frozen=True, eq=False, slots=True)
class Lieu:
    """A residence before it is numbered; ``communes``: INSEE codes, the largest first."""

    code: str
    libelle: str
    departement: str
    bv: str
    tds: str
    longitude: float
    latitude: float
    bandes: tuple[float, float, float]
    communes: tuple[str, ...]


Bassins = Mapping[str, tuple[str, str]]
"""Code of a bassin de vie -> its label, its région."""


def assembler(lieux: list[Lieu], bassins: Bassins, origine: str) -> Residences:
    """Number residences. ``origine``: ``codes`` or ``departements``."""
    regions = {d.code: d.region for d in departements()}
    lieux = sorted(lieux, key=lambda x: (regions[x.departement], x.departement, x.code))

    def colonne(valeurs: Iterable[str]) -> Textes:
        return np.array(list(valeurs), dtype=object)

    return Residences(
        code=colonne(x.code for x in lieux),
        libelle=colonne(x.libelle for x in lieux),
        departement=colonne(x.departement for x in lieux),
        region=colonne(regions[x.departement] for x in lieux),
        bv=colonne(x.bv for x in lieux),
        tds=colonne(x.tds for x in lieux),
        longitude=np.array([x.longitude for x in lieux]),
        latitude=np.array([x.latitude for x in lieux]),
        bandes=np.array([x.bandes for x in lieux], dtype=float),
        communes=tuple(x.communes for x in lieux),
        bassins=bassins,
        origine=origine,
    )


def sphere(longitude: Reels, latitude: Reels) -> Reels:
    """Unit vectors (n x 3) of degrees."""
    lon, lat = np.radians(longitude), np.radians(latitude)
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def distances(de: Reels, vers: Reels) -> Reels:
    """km between unit vectors: len(de) x len(vers)."""
    return np.asarray(RAYON * np.arccos(np.clip(de @ vers.T, -1, 1)))


def territoire(code_departement: str, communes: tuple[str, ...]) -> str:
    """The code of the territoire de santé of communes of one département."""
    nommes, defaut = communes_des_territoires()
    for code in communes:
        if code in nommes:
            return nommes[code]
    return defaut.get(code_departement) or par_departement("tds")[code_departement]


def sans_geographie() -> Residences:
    """One residence a territoire de santé of each département, at its centre; it is its own bassin de vie."""
    mots, habitants = _CENTRES.split(), populations()
    centres = {
        d: (float(x), float(y)) for d, x, y in zip(*(mots[i::3] for i in range(3)), strict=True)
    }
    nommes, _ = communes_des_territoires()
    lieux: list[Lieu] = []
    bassins: dict[str, tuple[str, str]] = {}
    for d in departements():
        autres = sorted({t for commune, t in nommes.items() if commune.startswith(d.code)})
        x, y = centres[d.code]
        for rang, tds in enumerate([territoire(d.code, ()), *autres]):
            # In Guyane what is not printed is small; elsewhere territoires are about alike.
            petit = 0.05 if d.code == "973" else 0.3
            part = petit if rang else 1 - petit * len(autres)
            code = f"{prefixe(d.code)}C{rang + 1:02d}"
            jeunes, adultes, ages = bandes_inconnues(d.code, 1000 * habitants[d.code] * part)
            # Territoires of one département must differ: their printed rates could not be held otherwise.
            vieillis = (0.1 if rang else 0.0) * ages
            bandes = (jeunes - vieillis, adultes, ages + vieillis)
            bassins[code] = (d.libelle, d.region)
            lieux.append(Lieu(code, d.libelle, d.code, code, tds, x + 0.2 * rang, y, bandes, ()))
    return assembler(lieux, bassins, "departements")


def bandes_inconnues(code_departement: str, nombre: float) -> tuple[float, float, float]:
    """Bands of ``nombre`` inhabitants of a place without IRIS data."""
    b = _BANDES_OUTRE_MER.get(code_departement, _BANDES)
    return (nombre * b[0], nombre * b[1], nombre * b[2])


def nom_departement(code: str) -> str:
    """Its label, or the code."""
    connu = departement(code)
    return connu.libelle if connu else code
