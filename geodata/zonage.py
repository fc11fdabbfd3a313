"""Communes described, and the zonings that hold them: what PMSI codes and bassins de vie are known by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from geodata.communes_postales import Cas

CONSTRUIT = "construit"
OFFICIEL = "officiel"


@dataclass(frozen=True, slots=True)
class CommuneDecrite:
    """A commune: where it is, who lives there, which zones it counts in.

    ``superficie`` is km², ``longitude`` and ``latitude`` degrees (centre of the outline).
    ``population`` is persons in ``annee`` (2021; Mayotte 2017), the sum of IRIS; the bands are None
    for Mayotte, and may miss the total by a few (rounded at the source). ``population_2016`` is the
    population municipale, None until its file is imported or where the commune was not there.
    ``postal`` is the postal code it counts under, ``postaux`` are all of its postal codes.
    """

    code: str
    nom: str
    departement: str
    region: str
    code_geo: str
    bassin: str
    superficie: float
    longitude: float
    latitude: float
    annee: int
    population: int
    de_0_a_19: int | None
    de_20_a_64: int | None
    de_65_et_plus: int | None
    postaux: tuple[str, ...]
    postal: str | None = None
    population_2016: int | None = None


@dataclass(frozen=True, slots=True)
class CodeDecrit:
    """A PMSI code: ``libelle`` is its largest commune, ``longitude`` and ``latitude`` where that is.

    ``departement`` is the one its first two characters tell; ``etrangeres`` are those of its
    communes which are of another.
    """

    code: str
    libelle: str
    departement: str
    region: str
    bassin: str
    population: int
    superficie: float
    longitude: float
    latitude: float
    cas: Cas
    postaux: tuple[str, ...]
    communes: tuple[str, ...]
    etrangeres: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bassin:
    """A bassin de vie: INSEE code and label of its pole, the PMSI codes it is made of."""

    code: str
    libelle: str
    region: str
    departements: tuple[str, ...]
    population: int
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Zonage:
    """All of it, each by code; ``source_codes`` and ``source_bassins`` say where they come from."""

    communes: tuple[CommuneDecrite, ...]
    codes: tuple[CodeDecrit, ...]
    bassins: tuple[Bassin, ...]
    source_codes: str = CONSTRUIT
    source_bassins: str = CONSTRUIT


def en_json(zonage: Zonage) -> dict[str, Any]:
    """Return what :func:`depuis_json` reads back: columns by name, for each kind."""
    return {
        "source_codes": zonage.source_codes,
        "source_bassins": zonage.source_bassins,
        "communes": _colonnes(CommuneDecrite, zonage.communes),
        "codes": _colonnes(CodeDecrit, zonage.codes),
        "bassins": _colonnes(Bassin, zonage.bassins),
    }


def _colonnes(genre: Any, lignes: Sequence[Any]) -> dict[str, list[Any]]:
    return {f.name: [getattr(x, f.name) for x in lignes] for f in fields(genre)}


def depuis_json(contenu: Mapping[str, Any]) -> Zonage:
    """Return the zoning written by :func:`en_json`, raising KeyError or TypeError on anything else."""
    return Zonage(
        communes=tuple(_lignes(CommuneDecrite, contenu["communes"])),
        codes=tuple(replace(c, cas=Cas(c.cas)) for c in _lignes(CodeDecrit, contenu["codes"])),
        bassins=tuple(_lignes(Bassin, contenu["bassins"])),
        source_codes=contenu["source_codes"],
        source_bassins=contenu["source_bassins"],
    )


def _lignes(genre: Any, colonnes: Mapping[str, list[Any]]) -> Iterable[Any]:
    noms = [f.name for f in fields(genre)]
    suites = [
        [tuple(v) for v in colonnes[n]]
        if colonnes[n] and isinstance(colonnes[n][0], list)
        else colonnes[n]
        for n in noms
    ]
    return (genre(*ligne) for ligne in zip(*suites, strict=True))
