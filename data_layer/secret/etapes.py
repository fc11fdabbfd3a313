"""Protecting one year on one axis of time: stage after stage, each with the worlds of those before."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from data_layer.catalogue.publication import Etage
from data_layer.catalogue.schema import Cube
from data_layer.disclosure.cacher import Cache, cacher
from data_layer.disclosure.lignes_d_atomes import Lignes
from data_layer.disclosure.systeme import composer
from data_layer.disclosure.treillis import Groupement, Treillis
from data_layer.secret import famille, source
from data_layer.secret.axes import CROISEMENT, LIEU, MOMENT, Axes
from data_layer.secret.heritage import Trace, reprendre, traces_de
from data_layer.secret.source import AxeTemps

_GRAINE = 20221219
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
    """Protect the stages of a year on one axis of time, in order; ``progres`` is told each one's key."""
    traces: list[Trace] = []
    etapes = []
    for etage in etages:
        if not famille.groupements(etage, comparables=annee.comparables):
            continue
        etapes.append(_proteger(annee, etage, traces, axe, con))
        progres(etage.cle)
    return etapes


def _proteger(
    annee: Annee,
    etage: Etage,
    traces: list[Trace],
    axe: AxeTemps,
    con: duckdb.DuckDBPyConnection,
) -> Etape:
    debut = time.monotonic()
    treillis = annee.axes.treillis(_VALEURS_MAX if etage.croisement else None)
    propres = famille.groupements(etage, comparables=annee.comparables)
    fin = famille.plus_fin(propres, treillis)
    cubes = annee.par_profondeur(etage)
    profondeurs = sorted({int(g[1]) for g in (*propres, fin)})
    lignes = {p: annee.lignes(cubes[p], etage.croisement, axe) for p in profondeurs}
    temps = tuple(dict.fromkeys(g[MOMENT] for g in (*propres, fin)))
    graine = _GRAINE + 1000 * annee.annee + sum(etage.cle.encode())
    lues = source.lire(con, lignes, etage.croisement, axe, temps, annee.axes, treillis, graine)
    s = composer(lues, propres, fin)
    nouveau = None
    if traces:
        nouveau = CROISEMENT if etage.croisement else MOMENT
    lignes_de = Lignes(treillis, fin, list(propres), s, s.valeurs)
    # A crossing is of its own: what is chosen for it tells nothing to other stages.
    siennes = [_aux_lieux(t, annee.axes) for t in traces] if etage.croisement else traces
    herites = reprendre(siennes, lignes_de, garder=etage.croisement is None)
    cache = cacher(s, lignes_de, axe_impose=nouveau, herites=herites, graine=graine)
    if etage.croisement is None:
        traces += traces_de(cache.mondes, len(herites[2]), lignes_de)
    return Etape(etage, treillis, propres, fin, cache, time.monotonic() - debut)


def _aux_lieux(trace: Trace, axes: Axes) -> Trace:
    """The same world over places instead of establishments, for stages that do not tell these."""
    valeurs = trace.valeurs.copy()
    valeurs[:, LIEU] = axes.lieu_de_etab[valeurs[:, LIEU]]
    # What is known of a place is at most its whole self: its département, GHT and the like.
    connus = [("departement*ght", *c[LIEU + 1 :]) for c in trace.connus]
    return Trace(valeurs, connus, trace.signes, trace.tirage)
