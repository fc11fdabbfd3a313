"""Drawing whole stays: strata, then sites, then units, as arrays; nothing here knows about margins."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from data_layer.demo.flux_gravite import Choix
from data_layer.flux.modele import STRATES

Reels = NDArray[np.float64]
Entiers = NDArray[np.int64]
Lignes = dict[str, Entiers]
"""Columns residence, site (numbers from 1), noeud, type, strate, sejours, unites; one row a key."""

CLES = ("noeud", "type", "residence", "site", "strate")
"""The order of rows, and what makes a row."""

_DISPERSION_UNITES = 0.45
"""Sigma of the mean length of the stays of a row of one stay; it falls with their number."""


def tirer(
    attendus: Reels, choix: Choix, paquet: int, hasard: np.random.Generator
) -> tuple[Entiers, Entiers, Entiers, Entiers]:
    """Return residence, site (positions), stratum and stays of each row, stays above 0.

    attendus: n residences x 8 strata. ``paquet`` (odd): people come by about so many at a time, half as
    many more or fewer (fewer rows, the same mean). Residents of each stratum are drawn; the total of a
    residence is shared between its sites by systematic sampling, which is within one stay of the expected
    share and never biased; both are then laid side by side, the oldest at the nearest site, as people do.
    """
    n = paquet * hasard.poisson(attendus[:, ::-1] / paquet)
    ecart = paquet // 2
    n += np.where(n > 0, hasard.integers(-ecart, ecart + 1, size=n.shape), 0)
    total = n.sum(axis=1)
    cumul = np.cumsum(choix.parts, axis=1)
    cumul[:, -1] = 1.0
    bornes = np.floor(total[:, None] * cumul + hasard.random((len(total), 1))).astype(np.int64)
    bornes[:, -1] = total
    bornes = np.minimum(bornes, total[:, None])
    avant = np.concatenate([[0], np.cumsum(total)[:-1]])
    par_strate = np.cumsum(n.ravel())
    par_site = (bornes + avant[:, None]).ravel()
    fins = np.unique(np.concatenate([par_strate, par_site]))
    fins = fins[fins > 0]
    sejours = np.diff(fins, prepend=0)
    cellule = np.searchsorted(par_strate, fins)
    residence, strate = cellule // STRATES, STRATES - 1 - cellule % STRATES
    site = choix.sites.ravel()[np.searchsorted(par_site, fins)]
    return residence, site, strate, sejours


def unites(sejours: Entiers, moyenne: float | Reels, hasard: np.random.Generator) -> Entiers:
    """Draw the units of rows: about ``moyenne`` a stay, one at least."""
    if np.ndim(moyenne) == 0 and moyenne == 1:
        return sejours.copy()
    sigma = _DISPERSION_UNITES / np.sqrt(sejours)
    bruit = np.exp(sigma * hasard.standard_normal(len(sejours)) - sigma**2 / 2)
    au_dela: Entiers = np.rint(sejours * np.maximum(moyenne - 1.0, 0) * bruit).astype(np.int64)
    return sejours + au_dela


def caler(lignes: Lignes, groupes: Entiers, totaux: Mapping[int, int]) -> None:
    """Change ``unites`` in place so that each group adds up to its total, units >= stays everywhere.

    groupes: a label a row, -1 where nothing is set. Units beyond one a stay are scaled, the last ones by
    largest remainder. Raises ValueError when a group has more stays than its total, or no row for it.
    """
    for groupe, total in totaux.items():
        ici = np.flatnonzero(groupes == groupe)
        sejours = lignes["sejours"][ici]
        reste = total - int(sejours.sum())
        if reste < 0 or (not len(ici) and total):
            raise ValueError(f"group {groupe}: {int(sejours.sum())} stays for {total} units")
        if not len(ici):
            continue
        au_dela = lignes["unites"][ici] - sejours
        poids = au_dela if au_dela.sum() else sejours
        lignes["unites"][ici] = sejours + repartir(reste, poids.astype(float))


def repartir(total: int, poids: Reels) -> Entiers:
    """Share a whole number by weights, to the nearest unit (largest remainder, ties to the first)."""
    exact = total * poids / poids.sum()
    parts: Entiers = np.floor(exact).astype(np.int64)
    manque = total - int(parts.sum())
    parts[np.argsort(parts - exact, kind="stable")[:manque]] += 1
    return parts


def assembler(morceaux: list[Lignes]) -> Lignes:
    """Put rows together, those of one key added up, in the order of the contract."""
    noms = list(morceaux[0])
    tout = {nom: np.concatenate([m[nom] for m in morceaux]) for nom in noms}
    ordre = np.lexsort([tout[nom] for nom in reversed(CLES)])
    tout = {nom: valeurs[ordre] for nom, valeurs in tout.items()}
    nouvelle = np.ones(len(ordre), dtype=bool)
    nouvelle[1:] = np.any([tout[nom][1:] != tout[nom][:-1] for nom in CLES], axis=0)
    debuts = np.flatnonzero(nouvelle)
    return {
        nom: np.add.reduceat(valeurs, debuts) if nom in ("sejours", "unites") else valeurs[debuts]
        for nom, valeurs in tout.items()
    }
