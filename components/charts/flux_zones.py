"""Flows between zones, read from the long block ``matrice``: which zones to draw, and each of their cells."""

from __future__ import annotations

from dataclasses import dataclass

from components import formats
from data_layer.flux.matrice import AILLEURS, HORS_REGION
from data_layer.result import Bloc, Ligne, Resultat, Statut
from geodata.zones import zones_administratives

BLOC = "matrice"
LIMITE = 25
AU_DELA = {AILLEURS: "Reste de la région", HORS_REGION: "Autres régions"}
"""Places that are told together, after the others."""


@dataclass(frozen=True, slots=True)
class ZonesDuGroupe:
    """Zones that flows run between, neighbours close to one another, and how many are left out.

    regions: how many régions they are all those of; 0 for the largest ones.
    """

    lignes: tuple[Ligne, ...]
    omises: int
    regions: int

    @property
    def codes(self) -> list[str]:
        return [li.code for li in self.lignes]

    @property
    def toutes(self) -> int:
        return len(self.lignes) + self.omises


def groupes(resultat: Resultat) -> list[int]:
    """Return the groups of rows between which no flow is told: one figure each."""
    return sorted(set(resultat.blocs[BLOC].groupes))


def zones_du_groupe(resultat: Resultat, groupe: int, limite: int = LIMITE) -> ZonesDuGroupe:
    """Return the zones of a group that do or use something: the largest, or the neighbours of chosen ones.

    Below régions, flows are told zone by zone within one: chosen zones are read among those of theirs.
    """
    lignes = [li for li in resultat.bloc.lignes() if li.groupe == groupe]
    actives = [li for li in lignes if _taille(li) > 0 or li.marque is not None or _masquee(li)]
    actives.sort(key=lambda li: (li.marque is None, -_taille(li), li.code))
    regions = {_region(li) for li in actives if li.marque is not None}
    if resultat.bloc.niveau == "region":
        regions = set()
    gardees = [li for li in actives if not regions or _region(li) in regions][:limite]
    return ZonesDuGroupe(
        tuple(sorted(gardees, key=_voisinage)), len(actives) - len(gardees), len(regions)
    )


def rangs_des_flux(bloc: Bloc) -> dict[str, int]:
    """Return the place of each cell in the block by code."""
    return {code: i for i, code in enumerate(bloc.codes)}


def reste_dit(zones: ZonesDuGroupe, noms: str) -> str:
    """Return ``les 25 départements de plus grand volume, sur 101``; empty when all are drawn."""
    if not zones.omises:
        return ""
    if zones.regions:
        return f"les {noms} {'des mêmes régions' if zones.regions > 1 else 'de la même région'}"
    nombre = formats.nombre(len(zones.lignes))
    return f"les {nombre} {noms} de plus grand volume, sur {formats.nombre(zones.toutes)}"


def _taille(ligne: Ligne) -> float:
    return sum(ligne.cellules[c].valeur or 0.0 for c in ("consommation", "production"))


def _masquee(ligne: Ligne) -> bool:
    cellules = (ligne.cellules[c] for c in ("consommation", "production"))
    return any(c.statut is Statut.MASQUE for c in cellules)


def _voisinage(ligne: Ligne) -> tuple[str, str]:
    """Zones of one région side by side: neighbours exchange most."""
    return _region(ligne), ligne.code


def _region(ligne: Ligne) -> str:
    zone = zones_administratives().get(ligne.zone)
    regions = [p for p in zone.parents if p.startswith("reg-")] if zone else []
    return regions[0] if regions else ligne.code[:2]
