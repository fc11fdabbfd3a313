"""How much each région does, each year: stays with devices, stays and séances with drugs, HAD, SSR.

Without calibration, by the inhabitants alone. A calibration gives its own volumes, of the same form.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from data_layer.demo import dm_calendrier
from data_layer.demo.dm_produits import MEDICAMENT, PROGRAMME, URGENT
from data_layer.demo.poles import desservis
from geodata.referentiel import departements

# By thousand inhabitants, in an ordinary year at the level of the reference year.
_DM, _MED, _HAD, _SSR = 13.4, 35.0, 0.3, 0.16
_REFERENCE = 2020
_GRAINE, _ALEA = 20160102, 0.012

Volume = Callable[[str, int], float]
"""(région, year) -> stays, or stays and séances for drugs, at scale 1."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Volumes at scale 1: ``dm``, ``had`` and ``ssr`` count stays, ``med`` stays and séances of MCO."""

    dm: Volume
    med: Volume
    had: Volume
    ssr: Volume


@cache
def habitants() -> dict[str, float]:
    """Return thousands of inhabitants by région that treats them."""
    par_departement, somme = desservis(), dict[str, float]()
    for d in departements():
        somme[d.region] = somme.get(d.region, 0.0) + par_departement[d.code]
    return somme


def alea(nom: str, region: str, annee: int) -> float:
    """Return what a région owes to the year, near 1: no two of them grow alike."""
    graine = [_GRAINE, annee, *f"{nom}{region}".encode()]
    return float(np.random.default_rng(graine).lognormal(0, _ALEA))


def propre(quoi: str, region: str, sigma: float) -> float:
    """Return what is a région's own, every year, near 1, within two sigmas: no two of them are alike."""
    tire = np.random.default_rng([_GRAINE, *f"{quoi}{region}".encode()]).standard_normal()
    return float(np.exp(sigma * np.clip(tire, -2, 2)))


def annee_dm(annee: int) -> float:
    """Return what a year weighs for devices, against an ordinary one: months known, epidemic."""
    parts = [dm_calendrier.part_annuelle(annee, genre) for genre in (PROGRAMME, URGENT)]
    return sum(parts) / 2


def annee_med(annee: int) -> float:
    """Return the same for drugs."""
    return dm_calendrier.part_annuelle(annee, MEDICAMENT)


def plan_libre() -> Plan:
    """Return the plan that knows only inhabitants, growth and seasons."""

    def dm(region: str, annee: int) -> float:
        return (
            _DM
            * habitants()[region]
            * annee_dm(annee)
            * _croissance(dm_calendrier.CROISSANCE, annee)
            * alea("dm", region, annee)
        )

    def med(region: str, annee: int) -> float:
        return (
            _MED
            * habitants()[region]
            * annee_med(annee)
            * _croissance(dm_calendrier.CROISSANCE_MEDICAMENTS, annee)
            * alea("med", region, annee)
        )

    return Plan(dm, med, had, ssr)


def had(region: str, annee: int) -> float:
    """Return stays of HAD with drugs."""
    ordinaire = _HAD * habitants()[region] * annee_med(annee) * _croissance(0.07, annee)
    return ordinaire * alea("had", region, annee)


def ssr(region: str, annee: int) -> float:
    """Return stays of SSR with drugs of its own list."""
    ordinaire = _SSR * habitants()[region] * annee_med(annee) * _croissance(0.02, annee)
    return ordinaire * alea("ssr", region, annee)


def _croissance(taux: float, annee: int) -> float:
    return float((1 + taux) ** (annee - _REFERENCE))
