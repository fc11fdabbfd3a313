"""Timing by turns: the machine's speed drifts, so what is compared runs alternately."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mesure:
    """Durations of one candidate, in milliseconds."""

    nom: str
    durees: tuple[float, ...]

    @property
    def mediane(self) -> float:
        return statistics.median(self.durees)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.durees, n=20)[-1]


def a_tour_de_role(
    candidats: Mapping[str, Callable[[], object]], tours: int = 15, chauffe: int = 2
) -> dict[str, Mesure]:
    """Run every candidate in turn, ``tours`` times after ``chauffe`` warm-ups."""
    durees: dict[str, list[float]] = {nom: [] for nom in candidats}
    for tour in range(tours + chauffe):
        for nom, faire in candidats.items():
            debut = time.perf_counter()
            faire()
            if tour >= chauffe:
                durees[nom].append(1e3 * (time.perf_counter() - debut))
    return {nom: Mesure(nom, tuple(d)) for nom, d in durees.items()}


def rapport(mesures: Mapping[str, Mesure], temoin: str) -> float:
    """The median of the pair-by-pair ratios of the first candidate to ``temoin``."""
    premiere = next(iter(mesures.values()))
    paires = zip(premiere.durees, mesures[temoin].durees, strict=True)
    return statistics.median(a / b for a, b in paires)
