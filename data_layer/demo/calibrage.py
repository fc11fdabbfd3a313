"""The published margins as the generator uses them: read, checked, completed where nothing is printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from data_layer.demo.dm_plan import habitants, propre
from data_layer.demo.nomenclature import nomenclature
from geodata.referentiel import departements

ENSEMBLE, DISPOSITIFS = 2021, 2020
"""The year of the table of everything (months known), and that of devices (12 months)."""

AXES = ("ghm", "diagnostic", "sous-chapitre", "departement")
"""In the order they are settled: what is settled later leaves the earlier ones alone."""

_FICHIER = Path(__file__).with_name("calibration.yaml")

_PAR_SEJOUR, _TAUX_EMI = 0.055, 0.07
"""How régions without printed lines differ (sigmas): EUR by stay, share of the difference in them."""


@dataclass(frozen=True, slots=True)
class Total:
    """A line of a zone. None: not set."""

    sejours: int
    unites: int | None = None
    montant: int | None = None
    ecart: int | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Marge:
    """Printed rows of one breakdown of a région; the rest is one more item, deduced.

    codes: what is printed (K items). unites, montant, ecart: length K + 1, the last one for the rest;
    ecart is None where it is not printed.
    """

    axe: str
    codes: tuple[str, ...]
    unites: NDArray[np.int64]
    montant: NDArray[np.int64]
    ecart: NDArray[np.int64] | None

    def etiquettes(self, valeurs: NDArray[Any], de_code: Mapping[str, Any]) -> NDArray[np.int64]:
        """Return the item (0..K) of each value; ``de_code``: code -> value, missing codes are refused."""
        etiquette = np.full(len(valeurs), len(self.codes), dtype=np.int64)
        for rang, code in enumerate(self.codes):
            etiquette[valeurs == de_code[code]] = rang
        return etiquette


@dataclass(frozen=True, eq=False, slots=True)
class Calibration:
    """ensemble: everything, by région, 2021. dm: devices, by (région, year). marges: by région."""

    ensemble: Mapping[str, Total]
    dm: Mapping[tuple[str, int], Total]
    marges: Mapping[str, tuple[Marge, ...]]


@cache
def calibration() -> Calibration:
    """Return the margins of calibration.yaml."""
    lu = yaml.safe_load(_FICHIER.read_text(encoding="utf-8"))
    dm = _dispositifs(lu)
    regions = lu["dispositifs"]["total"]
    marges = {
        region: tuple(
            _marge(axe, lu["ventilations"][axe][region], dm[region, DISPOSITIFS])
            for axe in AXES
            if region in lu["ventilations"][axe]
        )
        for region in regions
    }
    return Calibration(_ensemble(lu["ensemble"]["lignes"]), dm, marges)


def _dispositifs(lu: Mapping[str, Any]) -> dict[tuple[str, int], Total]:
    """Return the lines of the year and of the year before, which the evolution in value gives."""
    dm: dict[tuple[str, int], Total] = {}
    for region, total in lu["dispositifs"]["total"].items():
        evolution = lu["dispositifs"]["evolution_valeur"][region]
        avant = [n - e for n, e in zip(total, evolution, strict=True)]
        dm[region, DISPOSITIFS] = Total(*total)
        dm[region, DISPOSITIFS - 1] = Total(*avant)
    for region, (sejours_avant, sejours, unites_avant, unites) in lu["inventees"].items():
        dm[region, DISPOSITIFS - 1] = Total(sejours_avant, unites_avant)
        dm[region, DISPOSITIFS] = Total(sejours, unites)
    return dm


def _marge(axe: str, lignes: Mapping[str, list[int]], total: Total) -> Marge:
    table = np.array([ligne[:3] for ligne in lignes.values()], dtype=np.int64)

    def fermee(colonne: int, somme: int | None) -> NDArray[np.int64]:
        if somme is None:
            raise ValueError(f"{axe}: a breakdown needs its total")
        valeurs = table[:, colonne]
        return np.append(valeurs, somme - valeurs.sum())

    avec_ecart = table.shape[1] > 2
    return Marge(
        axe,
        tuple(lignes),
        fermee(0, total.unites),
        fermee(1, total.montant),
        fermee(2, total.ecart) if avec_ecart else None,
    )


def _ensemble(lignes: Mapping[str, list[int]]) -> dict[str, Total]:
    """Return the line of every région: those printed, the others sharing what is left of France."""
    imprimees = {zone[4:]: valeurs for zone, valeurs in lignes.items() if zone != "fr"}
    reste = np.array(lignes["fr"]) - np.sum(list(imprimees.values()), axis=0)
    autres = sorted(set(habitants()) - set(imprimees))
    sejours = np.array([habitants()[region] for region in autres])
    montants = sejours * [propre("euros", region, _PAR_SEJOUR) for region in autres]
    ecarts = montants * [propre("emi", region, _TAUX_EMI) for region in autres]
    colonnes = [
        repartir(int(somme), poids).tolist()
        for somme, poids in zip(reste, (sejours, montants, ecarts), strict=True)
    ]
    for region, sejours, montant, ecart in zip(autres, *colonnes, strict=True):
        imprimees[region] = [sejours, montant, ecart]
    return {
        region: Total(sejours, None, montant, ecart)
        for region, (sejours, montant, ecart) in imprimees.items()
    }


def repartir(somme: int, poids: NDArray[np.float64]) -> NDArray[np.int64]:
    """Cut a whole number in proportion to weights: whole parts which add up to it."""
    bornes = np.rint(np.cumsum(poids) / poids.sum() * somme).astype(np.int64)
    return np.asarray(np.diff(bornes, prepend=0), dtype=np.int64)


def valeurs_des_codes(axe: str) -> dict[str, Any]:
    """Return what stands for each code of an axis in the columns: node, diagnostic, GHM, département."""
    n = nomenclature()
    if axe == "sous-chapitre":
        return {noeud.code: noeud.numero for noeud in n.noeuds if noeud.niveau == axe}
    if axe == "diagnostic":
        return {d.code: i for i, d in enumerate(n.diagnostics, start=1)}
    if axe == "ghm":
        return {g.code: i for i, g in enumerate(n.ghms, start=1)}
    return {d.code: d.code for d in departements()}
