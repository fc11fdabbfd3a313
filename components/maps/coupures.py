"""What a cut is made of: the methods, the classes they give, the places where values are cut."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import jenkspy
import numpy as np

PAS = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
"""Simple steps, to be multiplied by a power of ten."""


class Methode(StrEnum):
    """How values are cut; the value is what a control and an address may say."""

    QUANTILE = "quantile"
    EGALES = "egales"
    NATURELLES = "naturelles"

    @classmethod
    def lire(cls, texte: object) -> Methode:
        """Return the method of this name, quantile for anything else (forged payloads included)."""
        return next((m for m in cls if m.value == texte), cls.QUANTILE)


@dataclass(frozen=True, slots=True)
class Classes:
    """Consecutive classes over sorted bounds, in the measure's own unit.

    ``bornes``: n + 1 ascending numbers, lower one included, upper one excluded but for the last.
    ``effectifs``: how many shown values each holds, length n. ``tons``: its tone, 1..7.
    ``seuils``: what a value is compared with; signed when ``divergente``, and then compared by
    magnitude on their own side of zero. ``neutre``: magnitude below which a value is written as zero.
    """

    bornes: tuple[float, ...]
    effectifs: tuple[int, ...]
    tons: tuple[int, ...]
    divergente: bool
    seuils: tuple[float, ...]
    neutre: float = 0.0

    def __len__(self) -> int:
        return len(self.effectifs)

    def ton(self, valeur: float | None) -> int | None:
        """Return the tone (1..7) of a value, None when there is none to show."""
        if valeur is None or math.isnan(valeur) or not self.tons:
            return None
        if not self.divergente:
            return self.tons[int(np.searchsorted(self.seuils, valeur, side="right"))]
        return self._ton_signe(valeur)

    def _ton_signe(self, valeur: float) -> int:
        signe = 1 if valeur > 0 else -1
        du_cote = sorted((t for t in self.tons if (t - 4) * signe > 0), key=lambda t: abs(t - 4))
        if abs(valeur) < self.neutre or not valeur or not du_cote:
            return 4
        seuils = sorted(abs(s) for s in self.seuils if s * signe > 0)
        return du_cote[int(np.searchsorted(seuils, abs(valeur), side="right"))]


VIDE = Classes((), (), (), False, ())


def coupures(nettes: np.ndarray, methode: Methode, nombre: int) -> tuple[tuple[float, float], ...]:
    """Return, for each cut into ``nombre``, the last distinct value below it and the first one above."""
    distinctes = np.unique(nettes)
    if nombre < 2:
        return ()
    if distinctes.size <= nombre:
        rangs = list(range(1, distinctes.size))
    elif methode is Methode.NATURELLES:
        jenks = jenkspy.jenks_breaks(nettes, n_classes=nombre)
        rangs = [int(np.searchsorted(distinctes, b, side="right")) for b in jenks[1:-1]]
    elif methode is Methode.EGALES:
        fins = np.linspace(distinctes[0], distinctes[-1], nombre + 1)[1:-1]
        rangs = [int(r) for r in np.searchsorted(distinctes, fins, side="left")]
    else:
        premieres = [nettes[math.ceil(k * nettes.size / nombre)] for k in range(1, nombre)]
        rangs = [int(r) for r in np.searchsorted(distinctes, premieres, side="left")]
    utiles = sorted({r for r in rangs if 0 < r < distinctes.size})
    return tuple((float(distinctes[r - 1]), float(distinctes[r])) for r in utiles)


def effectifs(nettes: np.ndarray, seuils: Sequence[float]) -> tuple[int, ...]:
    """Count values between thresholds: ``len(seuils) + 1`` numbers."""
    rangs = np.searchsorted(seuils, nettes, side="right")
    return tuple(int(n) for n in np.bincount(rangs, minlength=len(seuils) + 1))
