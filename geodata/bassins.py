"""Bassins de vie constructed for the demonstration: no registry carries the zoning of INSEE.

Method: poles are communes which draw people in: the largest of 13 km around, or at least 5,000
inhabitants unless a commune ten times larger, or one of 20,000 inhabitants, lies within 9 km. Each PMSI
code, whole, goes to the pole of its région that draws it most: the square root of the inhabitants,
divided by the square of the distance. The zoning is one of Portulan until the official table is imported.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

_RAYON_KM = 13.0
_OMBRE_KM = 9.0
_POLE = 5_000
_GRANDE_VILLE = 20_000
_DOMINATION = 10
_DISTANCE_MINIMALE_KM = 1.0
_KM_PAR_DEGRE = 111.2


@dataclass(frozen=True, slots=True)
class Lieu:
    """A PMSI code as bassins see it: where its largest commune is, and how many live there.

    ``commune`` is the INSEE code of that commune, ``habitants`` its population; ``longitude`` and
    ``latitude`` (degrees) its centre.
    """

    code: str
    region: str
    commune: str
    habitants: int
    longitude: float
    latitude: float


def construire_bassins(lieux: Iterable[Lieu]) -> dict[str, str]:
    """Return PMSI code -> INSEE code of the commune that is the pole of its bassin de vie.

    Each région has a pole at least, and a pole is in its own bassin. The order of ``lieux`` does
    not matter.
    """
    par_region: dict[str, list[Lieu]] = defaultdict(list)
    for lieu in sorted(lieux, key=lambda x: x.code):
        par_region[lieu.region].append(lieu)
    trouves: dict[str, str] = {}
    for groupe in par_region.values():
        trouves |= _dans_une_region(groupe)
    return dict(sorted(trouves.items()))


def _dans_une_region(lieux: Sequence[Lieu]) -> Mapping[str, str]:
    habitants = np.array([max(x.habitants, 1) for x in lieux], dtype=float)
    km = _distances(lieux)
    poles = _poles(habitants, km)
    attraits = np.sqrt(habitants[poles]) / np.maximum(km[:, poles], _DISTANCE_MINIMALE_KM) ** 2
    choisis = poles[np.argmax(attraits, axis=1)]
    choisis[poles] = poles
    return {lieu.code: lieux[int(pole)].commune for lieu, pole in zip(lieux, choisis, strict=True)}


def _distances(lieux: Sequence[Lieu]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Kilometres between all pairs, on a plane: a région is small enough."""
    latitudes = np.array([x.latitude for x in lieux])
    x = np.array([x.longitude for x in lieux]) * np.cos(np.radians(latitudes.mean()))
    points = np.column_stack((x, latitudes)) * _KM_PAR_DEGRE
    ecarts = points[:, None, :] - points[None, :, :]
    km: np.ndarray[tuple[int, int], np.dtype[np.float64]] = np.hypot(ecarts[..., 0], ecarts[..., 1])
    return km


def _poles(
    habitants: np.ndarray[tuple[int], np.dtype[np.float64]],
    km: np.ndarray[tuple[int, int], np.dtype[np.float64]],
) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    rangs = np.arange(len(habitants))
    # Equal populations: the first code is the larger.
    plus_grand = (habitants[None, :] > habitants[:, None]) | (
        (habitants[None, :] == habitants[:, None]) & (rangs[None, :] < rangs[:, None])
    )
    domine = plus_grand & (
        (habitants[None, :] >= _DOMINATION * habitants[:, None])
        | (habitants[None, :] >= _GRANDE_VILLE)
    )
    premiers = ~(plus_grand & (km < _RAYON_KM)).any(axis=1)
    villes = (habitants >= _POLE) & ~(domine & (km < _OMBRE_KM)).any(axis=1)
    trouves: np.ndarray[tuple[int], np.dtype[np.intp]] = np.flatnonzero(premiers | villes)
    return trouves
