"""Drawing the stays of one région, one year, one champ, and the products they take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data_layer.demo import dm_calendrier
from data_layer.demo.dm_produits import SSR, Produits, indications
from data_layer.demo.dm_zones import Zone

Colonnes = dict[str, NDArray[Any]]
Reels = NDArray[np.float64]
Entiers = NDArray[np.int64]

_VEILLE = 0.15
"""Share of the rows administered in the month before the discharge, where there may be one."""
_AVEC_ECART = 0.3
"""Share of the rows with a difference between tariff and price."""

_ACCES = (0.15, 0.55, 0.85)
"""Use of a product under ATU, in the year it enters the LES, in the year after."""
_EXTENSION = 0.07
"""Share of the rows still under ATU once their product is on the LES."""


@dataclass(frozen=True, slots=True)
class Usage:
    """How products are used in a block. supplements: shares of the stays with 1, 2, 3 more rows.

    intensite: factor on the units beyond the first of a row, the price of the row unchanged. ecart:
    share of the amounts. volume: units of a row against those of the case. derive: drift of prices a year.
    """

    champ: int
    supplements: tuple[float, float, float]
    ecart: float
    intensite: float = 1.0
    volume: float = 1.0
    prix: float = 1.0
    derive: float = 0.0


def tirer(
    zone: Zone,
    produits: Produits,
    usage: Usage,
    annee: int,
    nombre: int,
    hasard: np.random.Generator,
) -> Colonnes:
    """Return the rows of ``nombre`` stays; ``sejour`` counts from 0, ``etab`` is the contract's number.

    Columns: those of the facts but ``patient``; the first ``nombre`` rows are the first of each stay.
    """
    rang, feuille = _lieux(zone, produits, annee, nombre, hasard)
    cas = zone.par_feuille.tirer(feuille, hasard.random(nombre))
    mois = _mois(produits.genre[feuille], annee, hasard)
    sejour, cas, veille = _lignes(
        zone, produits, usage, cas, mois > 1 if annee == 2016 else None, hasard
    )
    poids = _poids(produits, usage, cas[:nombre], hasard)
    numero = (zone.rangs[rang] + 1).astype(np.int16)
    lignes: Colonnes = {
        "sejour": sejour,
        "etab": numero[sejour],
        "mois": mois[sejour],
        "poids": poids[sejour],
        "diagnostic": produits.c_diagnostic[cas[:nombre]][sejour],
        "ghm": produits.c_ghm[cas[:nombre]][sejour],
    }
    return lignes | consommer(zone, produits, usage, annee, cas, veille, lignes, hasard)


def consommer(
    zone: Zone,
    produits: Produits,
    usage: Usage,
    annee: int,
    cas: Entiers,
    veille: NDArray[np.bool_],
    sejours: Mapping[str, NDArray[Any]],
    hasard: np.random.Generator,
) -> Colonnes:
    """Return what each row consumes: columns noeud to ecart, given its stay (columns by row)."""
    n, mois = len(cas), sejours["mois"].astype(np.int64)
    decembre = veille & (mois == 1)
    annee_adm = annee - decembre.astype(np.int64)
    mois_adm = np.where(decembre, 12, mois - veille)
    noeud = produits.noeud[produits.c_feuille[cas]]
    liste = _listes(produits, usage, cas, annee_adm * 100 + mois_adm, hasard)
    fois = np.where(produits.c_seance[cas], sejours["poids"], 1) * usage.volume
    moyenne = zone.c_unites[cas]
    attendu = np.maximum((1 + (moyenne - 1) * usage.intensite) * fois - 1, 0)
    unites = 1 + hasard.poisson(attendu)
    tarif = zone.c_prix[cas] * usage.prix
    tarif *= (1 + usage.derive) ** (annee - dm_calendrier.DERNIERE_COMPLETE)
    prix = tarif * moyenne * fois / (1 + attendu)
    montant = np.maximum(np.rint(unites * prix * hasard.lognormal(0, 0.02, n)), 1)
    part = hasard.exponential(usage.ecart / _AVEC_ECART, n) * (hasard.random(n) < _AVEC_ECART)
    return {
        "annee_adm": annee_adm.astype(np.int16),
        "mois_adm": mois_adm.astype(np.int8),
        "champ": np.full(n, usage.champ, dtype=np.int8),
        "noeud": noeud,
        "indication": _indications(usage, noeud, liste, sejours["sejour"], hasard),
        "liste": liste,
        "unites": unites.astype(np.int32),
        "montant": montant.astype(np.int32),
        "ecart": np.rint(montant * part).astype(np.int32),
    }


def _lieux(
    zone: Zone, produits: Produits, annee: int, nombre: int, hasard: np.random.Generator
) -> tuple[Entiers, Entiers]:
    """Draw establishment (position in the zone) and leaf of each stay."""
    ecoule = annee - dm_calendrier.DERNIERE_COMPLETE
    parts = zone.parts * (1 + produits.evolution[None, :]) ** ecoule
    parts = parts * _diffusion(produits.entree, annee)
    if ecoule:  # the reference year is the shape itself
        parts = parts * hasard.lognormal(0, 0.05, (len(zone.rangs), 1))
    comptes = hasard.multinomial(nombre, (parts / parts.sum()).ravel())
    cellules = np.repeat(np.arange(comptes.size), comptes)
    rang, feuille = np.divmod(cellules, parts.shape[1])
    return rang, feuille


def _diffusion(entree: Entiers, annee: int) -> Reels:
    """Return what the use of each product is of its rhythm, 1 in the reference year.

    An ATU treats few; once on the LES, a product takes two years to find its place.
    """

    def acces(en: int) -> Reels:
        return np.select(
            [entree // 100 > en, entree // 100 == en, entree // 100 == en - 1], _ACCES, 1
        )

    return np.asarray(acces(annee) / acces(dm_calendrier.DERNIERE_COMPLETE), dtype=float)


def _mois(genre: Entiers, annee: int, hasard: np.random.Generator) -> NDArray[np.int8]:
    bornes = dm_calendrier.cumul(annee)
    rangs = np.searchsorted(bornes, genre + hasard.random(len(genre)), side="right")
    return (rangs - 12 * genre + 1).astype(np.int8)


def _lignes(
    zone: Zone,
    produits: Produits,
    usage: Usage,
    cas: Entiers,
    veille_possible: NDArray[np.bool_] | None,
    hasard: np.random.Generator,
) -> tuple[Entiers, Entiers, NDArray[np.bool_]]:
    """Return stay, case and "administered the month before" of each row, further products included.

    A further product is one of the same diagnosis and GHM; the same one again is given in the other month.
    """
    n = len(cas)
    un, deux, trois = usage.supplements
    tirage = hasard.random(n)
    ajoutes = (tirage < un + deux + trois).astype(np.int64)
    ajoutes += (tirage < deux + trois).astype(np.int64) + (tirage < trois)
    source = np.repeat(np.arange(n), ajoutes)
    cas_plus = zone.par_paire.tirer(zone.c_paire[cas[source]], hasard.random(len(source)))
    veille = hasard.random(n + len(source)) < _VEILLE
    premiers, plus = veille[:n], veille[n:]
    meme = produits.c_feuille[cas_plus] == produits.c_feuille[cas[source]]
    plus = np.where(meme, ~premiers[source], plus)
    if veille_possible is not None:
        premiers, plus = premiers & veille_possible, plus & veille_possible[source]
    # One row by stay, product and month: what comes twice is dropped.
    cle = 2 * (source * len(produits.noeud) + produits.c_feuille[cas_plus]) + plus
    deja = 2 * (np.arange(n) * len(produits.noeud) + produits.c_feuille[cas]) + premiers
    _, uniques = np.unique(cle, return_index=True)
    garde = np.zeros(len(source), dtype=bool)
    garde[uniques] = True
    garde &= cle != deja[source]
    return (
        np.concatenate([np.arange(n), source[garde]]),
        np.concatenate([cas, cas_plus[garde]]),
        np.concatenate([premiers, plus[garde]]),
    )


def _poids(
    produits: Produits, usage: Usage, cas: Entiers, hasard: np.random.Generator
) -> NDArray[np.int16]:
    """Return what each stay counts for: 1, its séances (1 to 30), its days in SSR (2 to 60)."""
    n = len(cas)
    if usage.champ == SSR:
        return (2 + np.minimum(hasard.gamma(2.2, 8.0, n), 58.9)).astype(np.int16)
    seances = 1 + np.floor(29.999 * hasard.beta(2.23, 1.6, n))
    return np.where(produits.c_seance[cas], seances, 1).astype(np.int16)


def _listes(
    produits: Produits, usage: Usage, cas: Entiers, mois: Entiers, hasard: np.random.Generator
) -> NDArray[np.int8]:
    """Return LES, ATU or the SSR list, by the month of administration (year * 100 + month).

    Once on the LES, a product which came through an ATU keeps some for an extension of indication.
    """
    if usage.champ == SSR:
        return np.full(len(cas), 2, dtype=np.int8)
    entree = produits.entree[produits.c_feuille[cas]]
    extension = (entree > 0) & (hasard.random(len(cas)) < _EXTENSION)
    return ((mois < entree) | extension).astype(np.int8)


def _indications(
    usage: Usage,
    noeud: NDArray[np.int16],
    liste: NDArray[np.int8],
    sejour: Entiers,
    hasard: np.random.Generator,
) -> NDArray[np.int16]:
    """Return the indication of each row; a stay has one by product and list."""
    uniforme = hasard.random(int(sejour.max(initial=0)) + 1)[sejour]
    if usage.champ == SSR:
        return np.zeros(len(noeud), dtype=np.int16)
    return indications().tirer(noeud, liste, uniforme)
