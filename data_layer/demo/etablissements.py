"""Invented establishments: where they stand, what they are, numbers no real one can bear.

A real FINESS ends with a Luhn key, and all 1,709 numbers of the ATIH file do. The invented ones start
like those of their département and end with a wrong key.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geodata.referentiel import departements

# Thousands of inhabitants, rounded: only the proportions matter.
_POPULATION = """
01 663 02 528 03 335 04 166 05 141 06 1100 07 331 08 270 09 154 10 311 11 375 12 280 13 2050 14 695
15 144 16 352 17 660 18 302 19 240 2A 160 2B 183 21 535 22 605 23 116 24 415 25 547 26 520 27 599
28 431 29 920 30 755 31 1430 32 192 33 1650 34 1200 35 1100 36 218 37 612 38 1280 39 259 40 420
41 329 42 768 43 228 44 1460 45 682 46 174 47 331 48 77 49 822 50 495 51 564 52 171 53 306 54 732
55 182 56 770 57 1050 58 203 59 2610 60 830 61 278 62 1460 63 662 64 690 65 230 66 486 67 1150
68 768 69 1890 70 234 71 549 72 566 73 440 74 841 75 2130 76 1250 77 1440 78 1450 79 375 80 568
81 392 82 263 83 1100 84 562 85 692 86 440 87 373 88 362 89 334 90 140 91 1310 92 1630 93 1670
94 1420 95 1260 971 384 972 361 973 286 974 873 976 300
"""
_PREFIXES = {"971": "9701", "972": "9702", "973": "9703", "974": "9704", "976": "9805"}


@dataclass(frozen=True, slots=True)
class Profil:
    """A kind of establishment; medians of a full year.

    part: share of establishments. etalement: sigma of the log-normal size. hp0, hp_pente: share of
    partielle in 2015, gain a year. sans_seances: probability of none. duree: nights per complète.
    """

    libelle: str
    categorie: str
    secteur: str
    part: float
    sejours: float
    etalement: float
    hp0: float
    hp_pente: float
    seances: float
    sans_seances: float
    age: float
    duree: float
    hommes: float
    deces: float


PROFILS: tuple[Profil, ...] = (
    Profil(
        "CHU", "CHR/U", "public_PSPH", 0.022, 95e3, 0.6, 0.36, 0.009, 55e3, 0.0, 51, 5.6, 49, 1.6
    ),
    Profil(
        "CLCC", "CLCC", "public_PSPH", 0.017, 11e3, 0.5, 0.42, 0.012, 38e3, 0.0, 61, 5.4, 31, 2.1
    ),
    Profil("CH", "CH", "public_PSPH", 0.27, 11e3, 0.9, 0.26, 0.008, 4e3, 0.25, 54, 5.3, 47, 2.6),
    Profil(
        "Hôpital local", "CH", "public_PSPH", 0.12, 260, 0.8, 0.01, 0.0, 0, 0.9, 82, 13, 40, 9.5
    ),
    Profil(
        "Hôpital associatif",
        "PSPH/EBNL",
        "public_PSPH",
        0.1,
        3.4e3,
        1.1,
        0.36,
        0.01,
        900,
        0.4,
        60,
        5.6,
        45,
        3,
    ),
    Profil(
        "Clinique", "PRIVE", "prive_OQN", 0.33, 9e3, 0.8, 0.55, 0.013, 1.5e3, 0.45, 56, 3.9, 47, 0.5
    ),
    Profil(
        "Centre de dialyse",
        "PRIVE",
        "prive_OQN",
        0.09,
        0.05,
        2.0,
        0.6,
        0.0,
        11e3,
        0.0,
        66,
        1,
        59,
        0,
    ),
    Profil(
        "Centre ambulatoire",
        "PRIVE",
        "prive_OQN",
        0.051,
        1.2e3,
        0.9,
        1.0,
        0.0,
        0,
        0.9,
        48,
        0,
        40,
        0,
    ),
)


@dataclass(frozen=True, slots=True)
class Etablissements:
    """Arrays of length n. profil: position in PROFILS; texts are object arrays."""

    finess: NDArray[np.object_]
    libelle: NDArray[np.object_]
    profil: NDArray[np.int64]


def inventer(nombre: int, hasard: np.random.Generator) -> Etablissements:
    """Draw establishments over the 101 départements by population, at least two in each.

    The last one bears a number starting with 20, the Corsica of before: no département can be told.
    """
    codes = [d.code for d in departements()]
    population = populations()
    poids = np.array([population[code] for code in codes])
    socle = np.repeat(np.arange(len(codes)), 2)[: max(0, nombre - 1)]
    tires = hasard.choice(len(codes), size=max(0, nombre - 1 - len(socle)), p=poids / poids.sum())
    lieux = np.sort(np.concatenate([socle, tires]))
    rangs = np.arange(len(lieux)) - np.searchsorted(lieux, lieux) + 1
    parts = np.array([p.part for p in PROFILS])
    profil = hasard.choice(len(PROFILS), size=nombre, p=parts / parts.sum())
    finess = [
        numero(prefixe_finess(codes[lieu]), int(rang))
        for lieu, rang in zip(lieux, rangs, strict=True)
    ]
    noms = [d.libelle for d in departements()]
    libelles = [
        f"{PROFILS[p].libelle} de démonstration {rang:03d} ({noms[lieu]})"
        for p, lieu, rang in zip(profil, lieux, rangs, strict=False)
    ]
    return Etablissements(
        np.array([*finess, numero("20", 1)], dtype=object),
        np.array([*libelles, "Établissement de démonstration sans département"], dtype=object),
        profil,
    )


def populations() -> dict[str, float]:
    """Return thousands of inhabitants by département, rounded."""
    mots = _POPULATION.split()
    return dict(zip(mots[::2], map(float, mots[1::2]), strict=True))


def prefixe_finess(departement: str) -> str:
    """Return how a FINESS number of this département begins (``"97"`` alone says nothing)."""
    return _PREFIXES.get(departement, departement)


def numero(prefixe: str, rang: int) -> str:
    """Return an impossible FINESS: prefix, then down from 99…9, then a key which is wrong."""
    racine = f"{prefixe}{10 ** (8 - len(prefixe)) - rang}"
    return f"{racine}{(cle_luhn(racine) + 5) % 10}"


def cle_luhn(racine: str) -> int:
    """Return the Luhn key of the first eight characters of a FINESS."""
    chiffres = [int(c) for c in racine.replace("A", "1").replace("B", "2")]
    doubles = [d * 2 - 9 * (d > 4) for d in chiffres[-1::-2]]
    return -(sum(doubles) + sum(chiffres[-2::-2])) % 10
