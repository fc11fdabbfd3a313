"""The family of flows: which crossings are published, what hiding a stay of their cells costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from data_layer.flux.modele import PROFONDEUR_FINE, PROFONDEURS_FINES
from data_layer.secret.flux_axes import ENSEMBLE, PROFONDEURS, TYPES, AxesFlux, Codes
from data_layer.secret.flux_systeme import Cellules, Faits, Groupe, L, Logiques, R, Systeme

_ZONES = ("tds", "departement", "region")
_GENRES = ("departement*genre", "region*genre")
_DE_RESIDENCE = {"code": 1.0, "bv": 2, "tds": 6, "departement": 8, "region": 30, "france": 100}
_DE_LIEU = {
    "fig": 1.0,
    "fin": 1.2,
    "tds": 6.0,
    "departement": 8.0,
    "region": 30.0,
    "departement*genre": 2.0,
    "region*genre": 4.0,
    "genre": 15.0,
    "france": 100.0,
}
_DE_PROFONDEUR = {"1": 6.0, "2": 2.0, "3": 1.0}
_DE_TYPE = {"hc-hp": 1.0, "type": 0.6}
_IMPOSEE = 1e4
"""What a cell printed elsewhere weighs more."""


@dataclass(frozen=True, slots=True)
class Imposee:
    """Cells printed elsewhere: worlds go round them. Zones and places by code; no place is any of a level.

    residence, lieu: a level and the codes meant; none of them for all.
    """

    champ: str
    annees: tuple[int, ...]
    residence: tuple[str, tuple[str, ...]]
    lieux: tuple[tuple[str, tuple[str, ...]], ...]
    profondeurs: tuple[str, ...] = ("1",)


def fines(champ: str) -> tuple[str, ...]:
    """Depths that codes and bassins de vie are told by."""
    return PROFONDEURS[: PROFONDEURS_FINES.get(champ, PROFONDEUR_FINE)]


def groupes(champ: str) -> dict[Groupe, float]:
    """Return the group-bys of the family of a champ and the weight of a stay of their cells."""
    fine = fines(champ)
    voulus = {
        # Consumption.
        *product(("code",), ("france",), fine, ("hc-hp",)),
        *product(("bv",), ("france",), fine, TYPES),
        *product(_ZONES, ("france",), ("1", "2"), TYPES),
        *product(("region", "france"), ("france",), PROFONDEURS, TYPES),
        # Production.
        *product(("france",), ("fin", "fig", "genre", *_GENRES, *_ZONES), ("1", "2"), TYPES),
        *product(("france",), ("fin", "genre"), ("3",), ("hc-hp",)),
        # From codes to establishments.
        *product(("code",), ("fin", "fig", "departement", "region"), fine, ("hc-hp",)),
        # Shares, and flows from zone to zone.
        *product(_ZONES, ("fin", "fig", "genre"), ("1", "2"), TYPES),
        *product(("region",), ("fin", "genre"), ("3",), ("hc-hp",)),
        *((z, z, p, t) for z in _ZONES for p in ("1", "2") for t in TYPES),
    }
    return {g: poids(g) for g in sorted(voulus)}


def ouvrir(f: Faits, axes: AxesFlux, champ: str) -> Systeme:
    """Return the cells of the family of a champ and a year."""
    types = {
        "type": np.arange(5, dtype=np.int32),
        "hc-hp": np.array([0, *(ENSEMBLE[t] for t in (1, 2, 3, 4))], dtype=np.int32),
    }
    niveaux = (axes.residences, axes.lieux, axes.noeuds, types)
    presents = [
        {n: codes[np.unique(v)] for n, codes in axe.items()}
        for axe, v in zip(niveaux, (f.residence, f.site, f.noeud, f.type), strict=True)
    ]
    return Systeme(f, niveaux, distincts(groupes(champ), presents))


def poids(g: Groupe) -> float:
    """What hiding a stay of a group-by costs: large zones, plain views and upper nodes are what is read."""
    residence, lieu, profondeur, types = g
    return _DE_RESIDENCE[residence] * _DE_LIEU[lieu] * _DE_PROFONDEUR[profondeur] * _DE_TYPE[types]


def distincts(
    voulus: Mapping[Groupe, float], niveaux: Sequence[Mapping[str, Codes]]
) -> dict[Groupe, float]:
    """Group-bys that tell other cells than one before: levels of an axis may be names of one partition.

    ``niveaux``: codes by level of each axis, of what the facts hold.
    """
    canons: list[dict[str, str]] = []
    for axe in niveaux:
        vus: dict[bytes, str] = {}
        canons.append(
            {
                niveau: vus.setdefault(
                    np.unique(codes, return_inverse=True)[1].astype(np.int32).tobytes(), niveau
                )
                for niveau, codes in axe.items()
            }
        )
    gardes: dict[Groupe, float] = {}
    for g, p in voulus.items():
        canon: Groupe = tuple(c[n] for c, n in zip(canons, g, strict=True))  # type: ignore[assignment]
        gardes[canon] = max(gardes.get(canon, 0.0), p)
    return gardes


def imposer(
    s: Systeme, axes: AxesFlux, imposees: Sequence[Imposee]
) -> list[tuple[Cellules, Logiques]]:
    """Make imposed cells of large zones so dear that worlds go round them; changes prices. Return them."""
    cheres = []
    for i in imposees:
        niveau, codes = i.residence
        zones = [
            axes.noms["residence", niveau][c] for c in codes if c in axes.noms["residence", niveau]
        ]
        for lieu, places in i.lieux:
            noms = axes.noms.get(("lieu", lieu), {})
            lieux = [noms[c] for c in places if c in noms]
            for c in s.cellules:
                if c.groupe[:2] != (niveau, lieu) or c.groupe[2] not in i.profondeurs:
                    continue
                la = np.isin(s.codes[R][niveau][s.des_paires[0]], zones)
                if places:
                    la &= np.isin(s.codes[L][lieu][s.des_paires[1]], lieux)
                vues = np.zeros((c.paires.nombre, c.actes.nombre), dtype=bool)
                vues[c.paires.de[la]] = True
                cheres.append((c, vues.reshape(-1) & (c.effectifs > 0)))
                for prix in (c.prix, c.prix_plein):
                    prix[cheres[-1][1]] *= _IMPOSEE
    return cheres
