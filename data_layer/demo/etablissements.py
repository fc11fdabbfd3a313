"""Invented establishments: where they stand, what they are, numbers no real one can bear.

A real FINESS ends with a Luhn key, and all 1,709 numbers of the ATIH file do. The invented ones start
like those of their département and end with a wrong key.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data_layer.demo.poles import CHU, CLCC, populations
from geodata.referentiel import departements

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
        "CHU", "CHR/U", "public_PSPH", 0.022, 95e3, 0.45, 0.36, 0.009, 55e3, 0.0, 51, 5.6, 49, 1.6
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
    profil[: len(lieux)] = _placer(profil[: len(lieux)], np.array(codes)[lieux], rangs)
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


def _placer(
    profil: NDArray[np.int64], departement: NDArray[np.str_], rangs: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the same profiles, exchanged: university hospitals and cancer centres where there are some.

    The first establishments of a département come first; each département then has a hospital and a
    clinique, as long as there are enough.
    """
    noms, libre = [p.libelle for p in PROFILS], np.full(len(profil), True)
    profil = profil.copy()

    def donner(nom: str, ou: NDArray[np.int64]) -> None:
        ont = np.flatnonzero(libre & (profil == noms.index(nom)))
        ou = ou[: len(ont)]
        sans, de_trop = np.setdiff1d(ou, ont), np.setdiff1d(ont, ou)
        cedent = de_trop[: len(sans)]
        profil[sans], profil[cedent] = profil[cedent], profil[sans]
        libre[ou] = False

    for nom, sieges in (("CHU", CHU), ("CLCC", CLCC)):
        ordre = np.array([sieges.index(d) if d in sieges else -1 for d in departement.tolist()])
        possibles = np.flatnonzero(libre & (ordre >= 0))
        donner(nom, possibles[np.lexsort((ordre[possibles], rangs[possibles]))])
    for nom in ("CH", "Clinique"):
        possibles = np.flatnonzero(libre)
        _, premiers = np.unique(departement[possibles], return_index=True)
        donner(nom, possibles[premiers])
    return profil


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
