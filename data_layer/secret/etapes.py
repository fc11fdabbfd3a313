"""Protecting one year on one axis of time: zones over the year and its months, then each crossing on top."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import numpy as np

from data_layer.catalogue.publication import Etage, Imposees
from data_layer.catalogue.schema import Cube
from data_layer.disclosure.cacher import Cache, cacher
from data_layer.disclosure.lignes_d_atomes import Lignes, Place
from data_layer.disclosure.systeme import Source, Systeme, composer
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
from data_layer.secret.source import AxeTemps

_GRAINE = 20221219
_TOURS = 3
"""Turns of zones and crossings; what these still ask for after the last is hidden with all that holds it."""
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
    """A stage before it is protected: its rows, axes and linked cells; its group-bys and their weights."""

    source: Source
    treillis: Treillis
    propres: Mapping[Groupement, float]
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
    """What a year is protected from: the folder of the build, cubes by key, axes, whether it is compared.

    imposees: cells of the year that are printed elsewhere.
    """

    dossier: Path
    cubes: Mapping[str, Cube]
    axes: Axes
    annee: int
    comparables: bool
    imposees: tuple[Imposees, ...] = ()

    def lignes(self, cle: str, croisement: str | None, axe: AxeTemps) -> str:
        """The SELECT of the rows of a cube, see :func:`data_layer.secret.source.lignes_de`."""
        return source.lignes_de(self.dossier, cle, croisement, self.annee, axe)

    def treillis(self, etage: Etage) -> Treillis:
        """The axes of a stage."""
        return self.axes.treillis(_VALEURS_MAX if etage.croisement else None)

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
    """Protect the stages of a year on one axis of time; see :func:`proteger`."""

    def composer_un(etage: Etage) -> Composee:
        c = composer_etape(annee, etage, axe, con)
        famille.imposer(c.systeme, c.propres, annee.imposees, c.treillis, annee.axes.codes)
        return c

    return proteger(etages, composer_un, annee.axes, annee.annee, progres)


def proteger(
    etages: Sequence[Etage],
    composer_un: Callable[[Etage], Composee],
    axes: Axes,
    graine: int,
    progres: Callable[[str], object] = lambda cle: None,
) -> list[Etape]:
    """Protect the zones, then each crossing on top of them; ``progres`` is told each one's key.

    What a crossing cannot hide because of what zones show is asked of these, and all is done again. What is
    still told after some turns is hidden with all that holds it: such cells have one value of the crossing
    each, no world of a crossing changes them, so that one more turn is enough.
    Raises AssertionError when it is not, or keys and masks disagree: nothing must be published then.
    """
    demandes: list[_Demande] = []
    perdues: list[_Demande] = []
    for tour in range(_TOURS + 1):
        zones, traces = _proteger_zones(
            etages[0], composer_un(etages[0]), demandes, perdues, axes, graine
        )
        progres(zones.etage.cle)
        etapes = [zones]
        for etage in etages[1:]:
            etapes.append(_proteger_croisement(etage, composer_un(etage), traces, graine))
            progres(etage.cle)
        neuves = [_demander(e, p) for e in etapes[1:] for p in e.cache.orphelins]
        if not neuves:
            return etapes
        if tour < _TOURS - 1:
            demandes += neuves
        else:
            perdues += neuves
    raise AssertionError(f"crossings of {graine} still ask zones for worlds")


def composer_etape(
    annee: Annee,
    etage: Etage,
    axe: AxeTemps,
    con: duckdb.DuckDBPyConnection,
    connus: Sequence[Groupement] = (),
) -> Composee:
    """Link the cells of a stage. ``connus``: group-bys of the zones that its atoms make, as published ones.

    Raises ValueError as :func:`famille.plus_fin` and :func:`source.lire` do.
    """
    propres = famille.groupements(etage, comparables=annee.comparables)
    treillis = annee.treillis(etage)
    fin = famille.plus_fin(propres, treillis)
    cubes = annee.par_profondeur(etage)
    tous = (*propres, *connus, fin)
    lignes = {
        p: annee.lignes(cubes[p], etage.croisement, axe)
        for p in sorted({int(g[PRODUIT]) for g in tous})
    }
    temps = tuple(dict.fromkeys(g[MOMENT] for g in tous))
    graine = _graine(annee.annee, etage)
    lues = source.lire(con, lignes, etage.croisement, axe, temps, annee.axes, treillis, graine)
    s = composer(lues, {**propres, **dict.fromkeys(connus, 1.0)}, fin)
    dits = replace(s, comptes_dits=axe == source.COMPTES_DITS)
    return Composee(lues, treillis, propres, fin, dits)


def _proteger_zones(
    etage: Etage,
    c: Composee,
    demandes: Sequence[_Demande],
    perdues: Sequence[_Demande],
    axes: Axes,
    graine: int,
) -> tuple[Etape, list[Trace]]:
    """Protect the zones; return their worlds too, as crossings take them up."""
    debut = time.monotonic()
    pleins = [g for g in c.propres if g[MOMENT] == "annee"]
    lignes = recherche.lignes(c.treillis, c.fin, list(c.propres), c.systeme, pleins)
    cache = cacher(
        c.systeme,
        lignes,
        libres=recherche.libres(lignes, pleins),
        losanges=recherche.losanges(lignes),
        forces=[_situer(d, lignes, axes) for d in demandes],
        perdus=[_situer(d, lignes, axes) for d in perdues],
        graine=_graine(graine, etage),
    )
    valeurs = np.stack(lignes.valeurs, axis=1)
    # A crossing does not tell établissements.
    valeurs[:, LIEU] = axes.lieu_de_etab[valeurs[:, LIEU]]
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


def _proteger_croisement(etage: Etage, c: Composee, traces: Sequence[Trace], graine: int) -> Etape:
    """Protect a crossing: what is chosen for it tells nothing to the others."""
    debut = time.monotonic()
    lignes = recherche.lignes(c.treillis, c.fin, list(c.propres), c.systeme, None)
    cache = cacher(
        c.systeme,
        lignes,
        axe_impose=CROISEMENT,
        herites=reprendre(traces, lignes, etage.cle),
        graine=_graine(graine, etage),
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
    # Without it among what zones publish, a whole that holds it; else a world that leaves less may do.
    larges = [g for g in lignes.groupements if lignes.treillis.raffine(d.tout, g)]
    tout = d.tout if d.tout in larges else (larges or list(lignes.groupements))[-1]
    atomes = np.flatnonzero(la)
    return Place(
        list(lignes.groupements).index(tout), int(atomes[np.argmax(lignes.entiers[atomes])])
    )


def _graine(annee: int, etage: Etage) -> int:
    return _GRAINE + 1000 * annee + sum(etage.cle.encode())
