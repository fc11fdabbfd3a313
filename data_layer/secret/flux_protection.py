"""Protecting a champ and a year of flows: keys of atoms by stages of cycles, then of rows by stratum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from data_layer.disclosure import modulo
from data_layer.disclosure.gate import SEUIL
from data_layer.flux.modele import STRATES
from data_layer.secret import flux_famille as famille
from data_layer.secret.flux_axes import AxesFlux
from data_layer.secret.flux_petits import a_cacher
from data_layer.secret.flux_protecteur import Protecteur
from data_layer.secret.flux_strates import par_strate
from data_layer.secret.flux_systeme import Entiers, Faits, Groupe, Logiques, R, Systeme

_DES_TAUX = ("bv", "tds", "departement", "region", "france")


@dataclass(frozen=True, eq=False, slots=True)
class Protege:
    """What a champ and a year hide: masks by group-by, key of each row.

    taux: rates by zone shown with their count, and those that are not though it is. mondes: cycles by stage.
    petits: shown cells that tell the masked ones they are made of. imposees: cells printed elsewhere that
    are masked.
    """

    systeme: Systeme
    masques: Mapping[Groupe, Logiques]
    cles: Entiers
    taux: Mapping[str, tuple[int, int]]
    mondes: Mapping[str, int]
    petits: int
    imposees: int


def proteger(
    f: Faits,
    axes: AxesFlux,
    champ: str,
    imposees: Sequence[famille.Imposee] = (),
    graine: int = 0,
) -> Protege:
    """Draw the key of every row. Raises AssertionError when a count of 1 to 10 would be shown."""
    s = famille.ouvrir(f, axes, champ)
    cheres = famille.imposer(s, axes, imposees)
    p = Protecteur(s, famille.fines(champ)[-1], np.random.default_rng(graine), cheres)
    p.proteger()
    rows = par_strate(s, p.cles, p.zones, _atomes(s))
    masques = _verifier(s, rows)
    petits = sum(len(cellules) for _, cellules in a_cacher(s))
    perdues = sum(int((masques[c.groupe] & la).sum()) for c, la in cheres)
    sorties = np.empty_like(rows)
    sorties[s.ordre] = rows
    return Protege(s, masques, sorties, _taux(s, rows), p.mondes, petits, perdues)


def _verifier(s: Systeme, rows: Entiers) -> dict[Groupe, Logiques]:
    """Masks from keys of rows alone. Raises AssertionError when a count of 1 to 10 is told."""
    masques = {}
    cles = s.cles(modulo.sommer(rows, _atomes(s), len(s)))
    for c in s.cellules:
        masques[c.groupe] = cles(c.groupe).reshape(-1) != 0
        if (c.sensibles & ~masques[c.groupe]).any():
            raise AssertionError(f"a count of 1 to {SEUIL} of {c.groupe} is told")
    return masques


def _atomes(s: Systeme) -> Entiers:
    """The atom of each row, in the order of the system."""
    return np.repeat(np.arange(len(s)), np.diff(np.append(s.debuts, len(s.sejours))))


def _taux(s: Systeme, rows: Entiers) -> dict[str, tuple[int, int]]:
    """Rates of shown consumption: those whose every stratum no world changes, and the others."""
    comptes = {}
    atome = _atomes(s)
    strate = s.faits.strate[s.ordre]
    for niveau in _DES_TAUX:
        zone = s.codes[R][niveau][s.residences].astype(np.int64)
        dits = tus = 0
        for p in ("1", "2"):
            for t in ("type", "hc-hp"):
                acte = s.table(1, p, t)
                cle = (zone * acte.nombre + acte.de[s.actes])[atome]
                cellules, de = np.unique(cle, return_inverse=True)
                par = modulo.sommer(rows, de * STRATES + strate, len(cellules) * STRATES).reshape(
                    -1, STRATES
                )
                total = modulo.sommer(rows, de, len(cellules))
                n = np.bincount(de, s.sejours)
                montrees = (total == 0) & (n > SEUIL)
                nuls = (par == 0).all(axis=1)
                dits += int((montrees & nuls).sum())
                tus += int((montrees & ~nuls).sum())
        comptes[niveau] = dits, tus
    return comptes
