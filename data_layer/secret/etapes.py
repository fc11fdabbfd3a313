"""Protecting one year on one axis of time: stage after stage, each on top of the earlier ones."""

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
from data_layer.disclosure.intervalles import sans_jeu
from data_layer.disclosure.protection import Figes, Protection, ProtectionImpossible, proteger
from data_layer.disclosure.systeme import Systeme, composer
from data_layer.disclosure.treillis import Entiers, Groupement, Treillis
from data_layer.secret import famille, source
from data_layer.secret.axes import PRODUIT, Axes
from data_layer.secret.famille import FamilleEtage
from data_layer.secret.source import AxeTemps, SourceCubes

Exigees = dict[Groupement, Entiers]
"""By group-by, the codes (without the crossing) of cells that later stages need masked."""

_GRAINE = 20221219
_RETOURS = 12
"""Times that stages may send earlier ones back to work; two or three do."""
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


@dataclass(frozen=True, eq=False, slots=True)
class Composee:
    """A stage before it is protected: its rows, axes, group-bys and linked cells."""

    source: SourceCubes
    treillis: Treillis
    famille: FamilleEtage
    systeme: Systeme


@dataclass(frozen=True, eq=False)
class Annee:
    """What a year is protected from.

    ``dossier``: the folder of the build. ``comparables``: whether the months that the last year holds are
    read in this one too.
    """

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
    """Protect the stages of a year on one axis of time, in order.

    A stage may find that an earlier one shows too much for it: that one is then protected again with those
    cells masked. Raises ProtectionImpossible; ``progres`` is told each stage as it is done.
    """
    voulus = [e for e in etages if famille.groupements(e, comparables=annee.comparables)]
    exigees = _prevoir(annee, voulus, axe, con)
    etapes: dict[str, Etape] = {}
    for _ in range(_RETOURS):
        for etage in voulus:
            if etage.cle not in etapes:
                precedentes = [etapes[cle] for cle in etage.suit]
                etapes[etage.cle] = _proteger_etage(annee, etage, precedentes, axe, con, exigees)
                progres(etage.cle)
        reclamees = _reclamees(list(etapes.values()))
        if not reclamees:
            return list(etapes.values())
        _exiger(exigees, reclamees)
        _reprendre(etapes, reclamees)
    raise ProtectionImpossible(
        f"stages of {annee.annee} still ask one another after {_RETOURS} rounds"
    )


def _reclamees(etapes: Sequence[Etape]) -> dict[Groupement, Entiers]:
    """What stages ask of earlier ones: codes of cells, without the crossing."""
    voulues: dict[Groupement, list[Entiers]] = {}
    for etape in etapes:
        for g in etape.famille.repris if len(etape.protection.reclamees) else ():
            cellules = etape.protection.systeme.cellules[g]
            ici = np.isin(cellules.ensembles, etape.protection.reclamees)
            if ici.any():
                codes = cellules.cles[ici] // etape.treillis.axes[-1].taille
                voulues.setdefault(g, []).append(codes)
    return {g: np.unique(np.concatenate(codes)) for g, codes in voulues.items()}


def _exiger(exigees: Exigees, neuves: Mapping[Groupement, Entiers]) -> None:
    for g, codes in neuves.items():
        exigees[g] = np.union1d(exigees[g], codes) if g in exigees else codes


def _reprendre(etapes: dict[str, Etape], reclamees: Mapping[Groupement, Entiers]) -> None:
    """Forget the stages that hold what is asked, and those that follow them."""
    oubliees: set[str] = set()
    for cle, etape in etapes.items():
        if set(etape.etage.suit) & oubliees or any(g in etape.famille.propres for g in reclamees):
            oubliees.add(cle)
    for cle in oubliees:
        del etapes[cle]


def _prevoir(
    annee: Annee, etages: Sequence[Etage], axe: AxeTemps, con: duckdb.DuckDBPyConnection
) -> Exigees:
    """Cells that a stage must mask, whatever it thinks of them, for the sake of those that follow it.

    A later stage cannot mask what an earlier one shows: what would leave it no room is masked beforehand.
    """
    exigees: dict[Groupement, list[Entiers]] = {}
    for etage in etages:
        if not etage.suit:
            continue
        avant = [e for e in etages if e.cle in etage.suit]
        precedents = [
            g for e in avant for g in famille.groupements(e, comparables=annee.comparables)
        ]
        c = composer_etape(annee, etage, precedents, axe, con)
        serres = sans_jeu(c.systeme)
        for g in c.famille.repris:
            cellules = c.systeme.cellules[g]
            cles = cellules.cles[serres[cellules.ensembles]]
            exigees.setdefault(g, []).append(cles // c.treillis.axes[-1].taille)
    return {g: np.unique(np.concatenate(cles)) for g, cles in exigees.items()}


def composer_etape(
    annee: Annee,
    etage: Etage,
    precedents: Sequence[Groupement],
    axe: AxeTemps,
    con: duckdb.DuckDBPyConnection,
) -> Composee:
    """Link the cells of a stage, with those of earlier group-bys that its atoms make.

    ``precedents``: group-bys of the stages that it follows. Raises ValueError as :func:`famille.famille_de`
    and :func:`source.lire` do.
    """
    treillis = annee.axes.treillis(_VALEURS_MAX if etage.croisement else None)
    propres = famille.groupements(etage, comparables=annee.comparables)
    cubes = annee.par_profondeur(etage)
    connus = [g for g in precedents if int(g[PRODUIT]) in cubes]
    siens = famille.famille_de(propres, connus, treillis)
    lignes = {p: annee.lignes(cubes[p], etage.croisement, axe) for p in siens.profondeurs}
    lues = source.lire(
        con, lignes, etage.croisement, axe, siens.temps, annee.axes, treillis, _graine(annee, etage)
    )
    s = composer(lues, {**siens.propres, **dict.fromkeys(siens.repris, 1.0)}, siens.fin)
    return Composee(lues, treillis, siens, s)


def _proteger_etage(
    annee: Annee,
    etage: Etage,
    precedentes: Sequence[Etape],
    axe: AxeTemps,
    con: duckdb.DuckDBPyConnection,
    exigees: Exigees,
) -> Etape:
    debut = time.monotonic()
    connus = [g for p in precedentes for g in p.famille.propres]
    c = composer_etape(annee, etage, connus, axe, con)
    treillis, siens, s = c.treillis, c.famille, c.systeme
    figes = _figer(s.cellules, siens.repris, precedentes, treillis)
    primaires = np.zeros(len(s), dtype=bool)
    for g in siens.propres:
        if g in exigees:
            cellules = s.cellules[g]
            exigee = np.isin(cellules.cles // treillis.axes[-1].taille, exigees[g])
            primaires[cellules.ensembles[exigee]] = True
    protection = proteger(s, figes=figes, primaires=primaires, graine=_graine(annee, etage))
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
