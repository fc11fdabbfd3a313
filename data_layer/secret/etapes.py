"""Protecting one year on one axis of time: stage after stage, each on top of what the earlier ones decided."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from data_layer.catalogue.publication import Etage
from data_layer.catalogue.schema import Cube
from data_layer.disclosure.protection import Figes, Protection, proteger
from data_layer.disclosure.systeme import composer
from data_layer.disclosure.treillis import Entiers, Groupement, Treillis
from data_layer.secret import famille, source
from data_layer.secret.axes import PRODUIT, Axes
from data_layer.secret.famille import FamilleEtage
from data_layer.secret.source import AxeTemps

_GRAINE = 20221219
_VALEURS_MAX = (1 << 15) - 1


@dataclass(frozen=True, eq=False, slots=True)
class Etape:
    """A protected stage of one year and axis of time."""

    etage: Etage
    treillis: Treillis
    famille: FamilleEtage
    protection: Protection
    secondes: float

    def cles_de(self, groupement: Groupement) -> tuple[Entiers, Entiers]:
        """Packed codes of the cells of a group-by and their keys."""
        cellules = self.protection.systeme.cellules[groupement]
        return cellules.cles, self.protection.cles[cellules.ensembles]


@dataclass(frozen=True, eq=False)
class Annee:
    """What a year is protected from: the build's folder, the cubes by key, the axes, the year to be compared."""

    dossier: Path
    cubes: Mapping[str, Cube]
    axes: Axes
    annee: int
    comparables: bool

    def lignes(self, cle: str, croisement: str | None, axe: AxeTemps) -> str:
        return source.lignes_de(self.dossier, cle, croisement, self.annee, axe)

    def par_profondeur(self, etage: Etage) -> dict[int, str]:
        """The cube of each depth under the crossing of a stage."""
        return {
            c.profondeur: c.cle for c in self.cubes.values() if c.croisement == etage.croisement
        }


def proteger_annee(
    annee: Annee,
    etages: Sequence[Etage],
    axe: AxeTemps,
    con: duckdb.DuckDBPyConnection,
    progres: Callable[[str], object],
) -> list[Etape]:
    """Protect the stages of a year on one axis of time, in order."""
    etapes: dict[str, Etape] = {}
    for etage in etages:
        if not famille.groupements(etage, comparables=annee.comparables):
            continue
        precedentes = [etapes[cle] for cle in etage.suit]
        etapes[etage.cle] = _proteger_etage(annee, etage, precedentes, axe, con)
        progres(etage.cle)
    return list(etapes.values())


def _proteger_etage(
    annee: Annee,
    etage: Etage,
    precedentes: Sequence[Etape],
    axe: AxeTemps,
    con: duckdb.DuckDBPyConnection,
) -> Etape:
    debut = time.monotonic()
    treillis = annee.axes.treillis(_VALEURS_MAX if etage.croisement else None)
    propres = famille.groupements(etage, comparables=annee.comparables)
    cubes = annee.par_profondeur(etage)
    connus = [g for p in precedentes for g in p.famille.propres if int(g[PRODUIT]) in cubes]
    siens = famille.famille_de(propres, connus, treillis)
    lignes = {p: annee.lignes(cubes[p], etage.croisement, axe) for p in siens.profondeurs}
    lues = source.lire(
        con, lignes, etage.croisement, axe, siens.temps, annee.axes, treillis, _graine(annee, etage)
    )
    s = composer(lues, {**siens.propres, **dict.fromkeys(siens.repris, 1.0)}, siens.fin)
    figes = _figer(s.cellules, siens.repris, precedentes, treillis)
    protection = proteger(s, figes=figes, graine=_graine(annee, etage))
    return Etape(etage, treillis, siens, protection, time.monotonic() - debut)


def _graine(annee: Annee, etage: Etage) -> int:
    return _GRAINE + 1000 * annee.annee + sum(etage.cle.encode())


def _figer(
    cellules: Mapping[Groupement, Any],
    repris: Sequence[Groupement],
    precedentes: Sequence[Etape],
    treillis: Treillis,
) -> Figes:
    """Find in earlier stages the cells that this one shares with them, with their masks and keys."""
    ensembles, masques, cles = [], [], []
    taille = treillis.axes[-1].taille
    for g in repris:
        etape = next(p for p in precedentes if g in p.famille.propres)
        leurs = etape.protection.systeme.cellules[g]
        # The crossing is the last axis, at its value 0: without it codes are the same.
        sienne = cellules[g]
        trouves = leurs.trouver(sienne.cles // taille * etape.treillis.axes[-1].taille)
        if (trouves < 0).any():
            raise ValueError(f"stages {etape.etage.cle}: cells of {g} are not the same")
        ensembles.append(sienne.ensembles)
        masques.append(etape.protection.masque[trouves])
        cles.append(etape.protection.cles[trouves])
    if not ensembles:
        vide = np.zeros(0, dtype=np.int64)
        return Figes(vide, vide.astype(bool), vide)
    tous, premiers = np.unique(np.concatenate(ensembles), return_index=True)
    return Figes(tous, np.concatenate(masques)[premiers], np.concatenate(cles)[premiers])
