"""The published numbers of flows, read from ``calibration_flux.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FICHIER = Path(__file__).with_name("calibration_flux.yaml")

Genre = tuple[str, str, str]
"""secteur, statut, categorie."""


@dataclass(frozen=True, slots=True)
class Etablissement:
    """A real establishment of the slide; ``journees``: days by year."""

    finess: str
    nom: str
    journees: Mapping[int, int]
    commune: str
    genre: Genre


@dataclass(frozen=True, slots=True)
class MargeSsr:
    """Days in SSR hc of the residents of a région: by genre and year, and of the first establishments."""

    region: str
    annees: tuple[int, ...]
    lignes: Mapping[Genre, Mapping[int, int]]
    etablissements: tuple[Etablissement, ...]

    def total(self, annee: int) -> int:
        """Days of all the residents."""
        return sum(ligne[annee] for ligne in self.lignes.values())


@dataclass(frozen=True, slots=True)
class Territoire:
    """A territoire de santé of the slide: rates are days per 1,000, as printed."""

    code: str
    libelle: str
    brut: Decimal
    standardise: Decimal
    indice_regional: Decimal
    indice_national: Decimal
    journees: int

    @property
    def region(self) -> str:
        """INSEE code."""
        return self.code[:2]

    def habitants(self) -> int:
        """The population that gives the printed crude rate."""
        return round(1000 * self.journees / self.brut)


@dataclass(frozen=True, slots=True)
class MargeHad:
    """Days in HAD: six territoires, the rest of their régions, rates per 1,000 of régions and France."""

    annee: int
    territoires: tuple[Territoire, ...]
    autres: Mapping[str, str]
    france: Decimal
    regions: Mapping[str, Decimal]

    def codes(self) -> tuple[str, ...]:
        """Every territoire of these régions, in order."""
        return tuple(sorted([t.code for t in self.territoires] + list(self.autres)))


@cache
def marge_ssr() -> MargeSsr:
    """Return the margins of « Activité - parts de marché SSR »."""
    lu = _lire()["ssr"]
    annees = tuple(lu["annees"])
    return MargeSsr(
        region=lu["region"],
        annees=annees,
        lignes={
            (s, st, c): dict(zip(annees, jours, strict=True)) for s, st, c, *jours in lu["lignes"]
        },
        etablissements=tuple(
            Etablissement(f, nom, dict(zip(annees, (a, b), strict=True)), commune, (s, st, c))
            for f, nom, a, b, commune, s, st, c in lu["etablissements"]
        ),
    )


@cache
def marge_had() -> MargeHad:
    """Return the margins of « Taux de recours HAD »."""
    lu = _lire()["had"]
    return MargeHad(
        annee=lu["annee"],
        territoires=tuple(
            Territoire(
                code, libelle, Decimal(brut), Decimal(std), Decimal(reg), Decimal(nat), jours
            )
            for code, libelle, brut, std, reg, nat, jours in lu["territoires"]
        ),
        autres=dict(lu["autres"]),
        france=Decimal(lu["france"]),
        regions={code: Decimal(taux) for code, taux in lu["regions"].items()},
    )


@cache
def communes_des_territoires() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return commune -> territoire, and département -> the territoire of its other communes."""
    nommes: dict[str, str] = {}
    defaut: dict[str, str] = {}
    for code, dit in _lire()["had"]["communes"].items():
        if "communes" in dit:
            nommes |= dict.fromkeys(dit["communes"], code)
        else:
            defaut[dit["departement"]] = code
    return nommes, defaut


def _lire() -> Any:
    return yaml.safe_load(_FICHIER.read_text("utf-8"))
