"""Several clients at once on the loopback: threads of this process, one connection an answer."""

from __future__ import annotations

import statistics
import time
import urllib.request
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

Appel = str | urllib.request.Request
ADRESSE_API = "/api/v1/r/activite-mco.json?"


@dataclass(frozen=True, slots=True)
class Charge:
    """What some clients got: seconds of each answer, its bytes, the whole duration, the failures."""

    durees: tuple[float, ...]
    octets: int
    total: float
    echecs: int

    @property
    def debit(self) -> float:
        return len(self.durees) / self.total

    @property
    def mediane(self) -> float:
        return 1e3 * statistics.median(self.durees)

    @property
    def p95(self) -> float:
        return 1e3 * statistics.quantiles(self.durees, n=20)[-1]

    def plus(self, autre: Charge) -> Charge:
        return Charge(
            self.durees + autre.durees,
            self.octets + autre.octets,
            self.total + autre.total,
            self.echecs + autre.echecs,
        )


def demander(adresse: Appel) -> tuple[float, int]:
    """(seconds, bytes) of one answer, on a connection of its own.

    Raises:
        OSError: no answer, or a status of 400 and above.
    """
    debut = time.perf_counter()
    with urllib.request.urlopen(adresse, timeout=60) as reponse:
        octets = len(reponse.read())
    return time.perf_counter() - debut, octets


def charger(adresses: Sequence[Appel], clients: int) -> Charge:
    """Ask every address once, ``clients`` at a time."""

    def une(adresse: Appel) -> tuple[float, int] | None:
        try:
            return demander(adresse)
        except OSError:
            return None

    debut = time.perf_counter()
    with ThreadPoolExecutor(clients) as fils:
        reponses = list(fils.map(une, adresses))
    bonnes = [r for r in reponses if r]
    durees = tuple(d for d, _ in bonnes)
    octets = sum(o for _, o in bonnes)
    return Charge(durees, octets, time.perf_counter() - debut, len(reponses) - len(bonnes))


def par_tours(
    base: str, requetes: Sequence[str], clients: int, tours: int = 4
) -> Mapping[str, Charge]:
    """The API on ``requetes`` and ``/healthz`` as often, by turns: the machine's speed drifts."""
    sommes: dict[str, Charge] = {}
    for tour in range(tours):
        part = requetes[tour::tours]
        lots = {
            "activite-mco.json": [base + ADRESSE_API + r for r in part],
            "/healthz": [f"{base}/healthz"] * len(part),
        }
        for nom, lot in lots.items():
            charge = charger(lot, clients)
            sommes[nom] = sommes[nom].plus(charge) if nom in sommes else charge
    return sommes
