"""Protecting one year on one axis of time: zones over the year and its months, then each crossing on top."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

from data_layer.catalogue.publication import Etage
from data_layer.catalogue.schema import Cube
from data_layer.disclosure.cacher import Cache, cacher
from data_layer.disclosure.lignes_d_atomes import Lignes, Place
from data_layer.disclosure.systeme import Systeme, composer
from data_layer.disclosure.treillis import Groupement, Treillis
from data_layer.secret import famille, recherche, source
from data_layer.secret.axes import (
    CHAMP,
    CROISEMENT,
    LIEU,
    LISTE,
    MOMENT,
    PRODUIT,
    SANS_CROISEMENT,
    Axes,
)
from data_layer.secret.heritage import Trace, reprendre
from data_layer.secret.source import AxeTemps, SourceCubes

_GRAINE = 20221219
_TOURS, _PERDRE = 5, 2
"""Times that crossings may ask the zones for worlds, and after how many cells are hidden with all theirs."""
_VALEURS_MAX = (1 << 15) - 1


@dataclass(frozen=True, eq=False, slots=True)
class Etape:
    """A protected stage of one year and axis of time. ``secondes``: what it took."""

    etage: Etage
    treillis: Treillis
    propres: Mapping[Groupement, float]
    fin: Groupement
    cache: Cache
    secondes: float


@dataclass(frozen=True, eq=False, slots=True)
class Composee:
    """A stage before it is protected: its rows, axes and linked cells.

    propres: its group-bys and their weights. repris: those of earlier stages, added as published.
    """

    source: SourceCubes
    treillis: Treillis
    propres: Mapping[Groupement, float]
    repris: tuple[Groupement, ...]
    fin: Groupement
    systeme: Systeme


@dataclass(frozen=True, slots=True)
class _Demande:
    """What a crossing cannot hide by itself: its stage, the value crossed, where it is in the zones.

    atome: values of an atom of the crossing, meant at the levels ``fin``. tout: what its world must leave.
    """

    etage: str
    valeur: int
    atome: tuple[int, ...]
    fin: Groupement
    tout: Groupement


@dataclass(frozen=True, eq=False)
class Annee:
    """What a year is protected from: the folder of the build, cubes by key, axes, whether it is compared."""

    dossier: Path
    cubes: Mapping[str, Cube]
    axes: Axes
    annee: int
    comparables: bool

    def lignes(self, cle: str, croisement: str | None, axe: AxeTemps) -> str:
        """The SELECT of the rows of a cube, see :func:`data_layer.secret.source.lignes_de`."""
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
    """Protect the stages of a year on one axis of time, in order; ``progres`` is told each one's key.

    What a crossing cannot hide because of what zones show is asked of these, and all is done again.
    Raises AssertionError when that does not end, or keys and masks disagree: nothing must be published then.
    """
    demandes: list[_Demande] = []
    perdues: list[_Demande] = []
    for tour in range(_TOURS):
        zones, traces = _proteger_zones(annee, etages[0], demandes, perdues, axe, con)
        progres(zones.etage.cle)
        etapes = [zones]
        for etage in etages[1:]:
            etapes.append(_proteger_croisement(annee, etage, traces, axe, con))
            progres(etage.cle)
        neuves = [_demander(e, p) for e in etapes[1:] for p in e.cache.orphelins]
        if not neuves:
            return etapes
        if tour < _PERDRE:
            demandes += neuves
        else:
            perdues += neuves
    raise AssertionError(f"crossings of {annee.annee} still ask zones for worlds")


def composer_etape(
    annee: Annee,
    etage: Etage,
    precedents: Sequence[Groupement],
    axe: AxeTemps,
    con: duckdb.DuckDBPyConnection,
) -> Composee:
    """Link the cells of a stage, with those of the group-bys ``precedents`` that its atoms make.

    Raises ValueError as :func:`famille.plus_fin` and :func:`source.lire` do.
    """
    lues, repris = _lire(annee, etage, precedents, axe, con)
    propres = famille.groupements(etage, comparables=annee.comparables)
    fin = famille.plus_fin(propres, lues.treillis)
    s = composer(lues, {**propres, **dict.fromkeys(repris, 1.0)}, fin)
    return Composee(lues, lues.treillis, propres, repris, fin, s)


def _lire(
    annee: Annee,
    etage: Etage,
    precedents: Sequence[Groupement],
    axe: AxeTemps,
    con: duckdb.DuckDBPyConnection,
) -> tuple[SourceCubes, tuple[Groupement, ...]]:
    """Read the rows of a stage; those of ``precedents`` that its atoms make."""
    treillis = annee.axes.treillis(_VALEURS_MAX if etage.croisement else None)
    propres = famille.groupements(etage, comparables=annee.comparables)
    fin = famille.plus_fin(propres, treillis)
    cubes = annee.par_profondeur(etage)
    repris = tuple(
        g
        for g in dict.fromkeys(precedents)
        if g not in propres and int(g[PRODUIT]) in cubes and famille.connu(treillis, fin, g)
    )
    tous = (*propres, *repris, fin)
    lignes = {
        p: annee.lignes(cubes[p], etage.croisement, axe)
        for p in sorted({int(g[PRODUIT]) for g in tous})
    }
    temps = tuple(dict.fromkeys(g[MOMENT] for g in tous))
    graine = _graine(annee, etage)
    lues = source.lire(con, lignes, etage.croisement, axe, temps, annee.axes, treillis, graine)
    return lues, repris


def _proteger_zones(
    annee: Annee,
    etage: Etage,
    demandes: Sequence[_Demande],
    perdues: Sequence[_Demande],
    axe: AxeTemps,
    con: duckdb.DuckDBPyConnection,
) -> tuple[Etape, list[Trace]]:
    """Protect the zones; return their worlds too, as crossings take them up."""
    debut = time.monotonic()
    c = composer_etape(annee, etage, (), axe, con)
    pleins = [g for g in c.propres if g[MOMENT] == "annee"]
    lignes = recherche.lignes(c.treillis, c.fin, list(c.propres), c.systeme, pleins)
    cache = cacher(
        c.systeme,
        lignes,
        libres=recherche.libres(lignes, pleins),
        losanges=recherche.losanges(lignes),
        forces=[_situer(d, lignes, annee.axes) for d in demandes],
        perdus=[_situer(d, lignes, annee.axes) for d in perdues],
        graine=_graine(annee, etage),
    )
    valeurs = np.stack(lignes.valeurs, axis=1)
    # A crossing does not tell établissements.
    valeurs[:, LIEU] = annee.axes.lieu_de_etab[valeurs[:, LIEU]]
    m = cache.mondes
    traces = [
        Trace(valeurs[coins[signes != 0]], signes[signes != 0], int(tirage))
        for coins, signes, tirage in zip(m.coins, m.signes, m.tirages, strict=True)
    ]
    for demande, numero in zip(demandes, cache.des_forces.tolist(), strict=True):
        if numero >= 0:
            traces[numero].voulus[demande.etage] = demande.valeur
    secondes = time.monotonic() - debut
    return Etape(etage, c.treillis, c.propres, c.fin, cache, secondes), traces


def _proteger_croisement(
    annee: Annee,
    etage: Etage,
    traces: Sequence[Trace],
    axe: AxeTemps,
    con: duckdb.DuckDBPyConnection,
) -> Etape:
    """Protect a crossing: what is chosen for it tells nothing to the others."""
    debut = time.monotonic()
    c = composer_etape(annee, etage, (), axe, con)
    lignes = recherche.lignes(c.treillis, c.fin, list(c.propres), c.systeme, None)
    cache = cacher(
        c.systeme,
        lignes,
        axe_impose=CROISEMENT,
        herites=reprendre(traces, lignes, etage.cle),
        graine=_graine(annee, etage),
    )
    return Etape(etage, c.treillis, c.propres, c.fin, cache, time.monotonic() - debut)


def _demander(etape: Etape, place: Place) -> _Demande:
    """What zones must move, for a cell that a crossing cannot hide by itself."""
    lignes = etape.cache.lignes
    atome = tuple(int(v[place.atome]) for v in lignes.valeurs)
    tout = (*lignes.groupements[place.groupement][:CROISEMENT], SANS_CROISEMENT)
    return _Demande(etape.etage.cle, atome[CROISEMENT], atome, lignes.fin, tout)


def _situer(d: _Demande, lignes: Lignes, axes: Axes) -> Place:
    """The largest atom of the zones in that of a crossing, and the whole that its world must leave."""
    la = np.ones(len(lignes), dtype=bool)
    for axe in (PRODUIT, CHAMP, LISTE):
        codes = lignes.treillis.axes[axe].niveaux[d.fin[axe]]
        la &= codes[lignes.valeurs[axe]] == codes[d.atome[axe]]
    lieux = axes.lieux.niveaux[d.fin[LIEU]]
    la &= lieux[axes.lieu_de_etab[lignes.valeurs[LIEU]]] == lieux[d.atome[LIEU]]
    # Without it among what zones publish, the nearest whole that holds it.
    larges = [g for g in lignes.groupements if lignes.treillis.raffine(d.tout, g)]
    tout = d.tout if d.tout in larges else larges[-1]
    atomes = np.flatnonzero(la)
    return Place(
        list(lignes.groupements).index(tout), int(atomes[np.argmax(lignes.entiers[atomes])])
    )


def _graine(annee: Annee, etage: Etage) -> int:
    return _GRAINE + 1000 * annee.annee + sum(etage.cle.encode())
