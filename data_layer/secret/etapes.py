"""Protecting one year on one axis of time: stage after stage, each with the worlds of those before."""

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
from data_layer.disclosure.mondes import LARGEUR
from data_layer.disclosure.systeme import Logiques, Systeme, composer
from data_layer.disclosure.treillis import Groupement, Treillis
from data_layer.secret import famille, source
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
from data_layer.secret.details import Details, Portes, lire_details
from data_layer.secret.heritage import Trace, reprendre
from data_layer.secret.serres import Serres, retrouver, reunir, serrees
from data_layer.secret.source import AxeTemps, SourceCubes

_GRAINE = 20221219
_RETOURS = 6
"""Times that later stages may ask for worlds; one or two do, on small data."""
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


@dataclass(frozen=True, eq=False, slots=True)
class _Prevus:
    """Wholes that leave cells of later stages no other value; that leave them fewer than enough."""

    tenus: Serres
    etroits: Serres


@dataclass(frozen=True, slots=True)
class _Demande:
    """An atom of a stage and the whole to move it out of.

    atome: its values, meant at the levels ``fin``, over places instead of establishments if ``croise``.
    """

    atome: tuple[int, ...]
    fin: Groupement
    tout: Groupement
    croise: bool


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

    What a stage cannot hide because of what the first one shows is asked of this one, and all is done again.
    Raises AssertionError when that does not end, or keys and masks disagree: nothing must be published then.
    """
    voulus = [e for e in etages if famille.groupements(e, comparables=annee.comparables)]
    serres = _prevoir(annee, voulus, axe, con)
    demandes: list[_Demande] = []
    details = _lire_details(annee, voulus[0], axe, con)
    for _ in range(_RETOURS):
        traces: list[Trace] = []
        etapes = []
        for etage in voulus:
            etapes.append(_proteger(annee, etage, traces, serres, demandes, details, axe, con))
            progres(etage.cle)
        neuves = [_demander(e, p) for e in etapes for p in e.cache.orphelins]
        if not neuves:
            return etapes
        demandes += neuves
    raise AssertionError(f"stages of {annee.annee} still ask the first one for worlds")


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


def _proteger(
    annee: Annee,
    etage: Etage,
    traces: list[Trace],
    serres: _Prevus,
    demandes: Sequence[_Demande],
    details: Details,
    axe: AxeTemps,
    con: duckdb.DuckDBPyConnection,
) -> Etape:
    debut = time.monotonic()
    c = composer_etape(annee, etage, (), axe, con)
    nouveau = None
    if traces:
        nouveau = CROISEMENT if etage.croisement else MOMENT
    lignes = Lignes(c.treillis, c.fin, list(c.propres), c.systeme, c.systeme.valeurs)
    # A crossing is of its own: what is chosen for it tells nothing to other stages.
    siennes = [_aux_lieux(t, annee.axes) for t in traces] if etage.croisement else traces
    herites = reprendre(siennes, lignes)
    portes = None if etage.croisement else Portes(lignes, details)
    cache = cacher(
        c.systeme,
        lignes,
        sensibles=_designes(c, serres.tenus),
        souhaits=_designes(c, serres.etroits),
        forces=() if traces else [_situer(d, lignes, annee.axes) for d in demandes],
        axe_impose=nouveau,
        communs=portes.communs if portes is not None and traces else None,
        herites=herites,
        graine=_graine(annee, etage),
    )
    if portes is not None:
        traces += portes.tracer(cache.mondes, len(herites[2]))
    return Etape(etage, c.treillis, c.propres, c.fin, cache, time.monotonic() - debut)


def _demander(etape: Etape, place: Place) -> _Demande:
    """What the first stage must move, for a cell that a later one cannot hide by itself."""
    lignes = etape.cache.lignes
    atome = tuple(int(v[place.atome]) for v in lignes.valeurs)
    g = lignes.groupements[place.groupement]
    tout = (*g[:MOMENT], "annee", SANS_CROISEMENT)
    return _Demande(atome, lignes.fin, tout, etape.etage.croisement is not None)


def _situer(d: _Demande, lignes: Lignes, axes: Axes) -> Place:
    """The largest atom of the first stage in that of a later one, and the whole that its world must leave."""
    la = np.ones(len(lignes), dtype=bool)
    for axe in (PRODUIT, CHAMP, LISTE):
        codes = lignes.treillis.axes[axe].niveaux[d.fin[axe]]
        la &= codes[lignes.valeurs[axe]] == codes[d.atome[axe]]
    lieux = axes.lieux.niveaux[d.fin[LIEU]] if d.croise else axes.etabs.niveaux[d.fin[LIEU]]
    etabs = lignes.valeurs[LIEU]
    la &= lieux[axes.lieu_de_etab[etabs] if d.croise else etabs] == lieux[d.atome[LIEU]]
    # Without it among what the first stage publishes, the nearest whole that holds it.
    larges = [g for g in lignes.groupements if lignes.treillis.raffine(d.tout, g)]
    tout = d.tout if d.tout in larges else larges[-1]
    atomes = np.flatnonzero(la)
    return Place(
        list(lignes.groupements).index(tout), int(atomes[np.argmax(lignes.entiers[atomes])])
    )


def _lire_details(
    annee: Annee, etage: Etage, axe: AxeTemps, con: duckdb.DuckDBPyConnection
) -> Details:
    cubes = annee.par_profondeur(etage)
    lignes = annee.lignes(cubes[max(cubes)], None, axe)
    compte = source.colonne_de_compte("nombre" if axe == "sortie" else "adm", None, "liste")
    return lire_details(con, lignes, compte)


def _graine(annee: Annee, etage: Etage) -> int:
    return _GRAINE + 1000 * annee.annee + sum(etage.cle.encode())


def _designes(c: Composee, serres: Serres) -> Logiques:
    """Sets of a stage that would tell some of later stages (m)."""
    designes = np.zeros(len(c.systeme), dtype=bool)
    for g in c.propres:
        cellules = c.systeme.cellules[g]
        designes[cellules.ensembles[retrouver(serres, g, cellules.cles, c.treillis)]] = True
    return designes


def _prevoir(
    annee: Annee, etages: Sequence[Etage], axe: AxeTemps, con: duckdb.DuckDBPyConnection
) -> _Prevus:
    """Cells that would tell, by their count alone, what a later stage must hide: it cannot mask them then."""
    tenus, etroits, publies = [], [], list[Groupement]()
    for etage in etages:
        propres = famille.groupements(etage, comparables=annee.comparables)
        if publies:
            lues, repris = _lire(annee, etage, publies, axe, con)
            tenus.append(serrees(lues, list(propres), repris, 1))
            etroits.append(serrees(lues, list(propres), repris, LARGEUR))
        if etage.croisement is None:
            publies += propres
    return _Prevus(reunir(tenus), reunir(etroits))


def _aux_lieux(trace: Trace, axes: Axes) -> Trace:
    """The same world over places instead of establishments, for stages that do not tell these."""
    valeurs = trace.valeurs.copy()
    valeurs[:, LIEU] = axes.lieu_de_etab[valeurs[:, LIEU]]
    # What is known of a place is at most its whole self: its département, GHT and the like.
    connus = [("departement*ght", *c[LIEU + 1 :]) for c in trace.connus]
    return Trace(valeurs, connus, trace.signes, trace.tirage)
