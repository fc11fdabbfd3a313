"""Drawing the stays of one région, one year, one champ, and the products they take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data_layer.demo import dm_calendrier, dm_occasions, dm_seuils
from data_layer.demo.dm_compagnons import Compagnons, compagnons
from data_layer.demo.dm_produits import HAD, MCO, SSR, Produits, indications
from data_layer.demo.dm_zones import Zone

Colonnes = dict[str, NDArray[Any]]
Reels = NDArray[np.float64]
Entiers = NDArray[np.int64]

_VEILLE = 0.15
"""Share of the rows administered in the month before the discharge, where there may be one."""
_AVEC_ECART = 0.3
"""Share of the rows with a difference between tariff and price."""

_GRANDE = 2_500.0
"""Stays a year from which products come and go in a région as they do in the country."""
_ALEA = 0.3
"""What a year owes to chance in one place, against the square root of its stays."""
_SAGESSE = 0.7
"""How far the share of the difference comes back to that of the usage, 1 for exactly."""
_ACCES = (0.15, 0.55, 0.85)
"""Use of a product under ATU, in the year it enters the LES, in the year after."""
_EXTENSION = {MCO: 0.055, HAD: 0.18, SSR: 0.0}
"""Share of the stays still under ATU once their product is on the LES, where there are enough of them."""


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
    attendu: float,
    hasard: np.random.Generator,
) -> Colonnes:
    """Return the rows of ``nombre`` stays; ``sejour`` counts from 0, ``etab`` is the contract's number.

    ``attendu``: the stays of a whole such year at scale 1, which settle who uses what. Columns: those of
    the facts but ``patient``; the first ``nombre`` rows are the first of each stay.
    """
    attendus = usages(zone, produits, annee, attendu)
    if zone.occasions is not None:
        attendus = dm_occasions.de_l_annee(attendus, zone.occasions, annee)
    rang, feuille = _lieux(attendus, annee, nombre, hasard)
    cas = zone.par_feuille.tirer(feuille, hasard.random(nombre))
    mois = _mois(produits, attendus, rang, feuille, annee, hasard)
    habitudes = compagnons(zone, produits, attendus, usage.supplements)
    sejour, cas, veille = _lignes(
        zone,
        produits,
        usage,
        habitudes,
        rang,
        cas,
        _veille_possible(produits, feuille, annee, mois),
        hasard,
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
    entres = produits.entree > 0
    parts = dm_seuils.extensions(attendus, entres, _EXTENSION[usage.champ])
    if zone.occasions is not None:
        listes = produits.entree // 100 < annee
        fois = 12 / dm_calendrier.mois(annee)
        parts = dm_seuils.passages(parts, attendus, listes, zone.occasions.voisinage, fois)
    extension = parts[rang, feuille]
    # One in so many: the stays of a place and product stand together.
    cumul = np.floor(np.cumsum(extension) + hasard.random())
    etendu = (np.diff(cumul, prepend=0) > 0)[sejour]
    return lignes | consommer(zone, produits, usage, annee, cas, veille, etendu, lignes, hasard)


def consommer(
    zone: Zone,
    produits: Produits,
    usage: Usage,
    annee: int,
    cas: Entiers,
    veille: NDArray[np.bool_],
    etendu: NDArray[np.bool_],
    sejours: Mapping[str, NDArray[Any]],
    hasard: np.random.Generator,
) -> Colonnes:
    """Return what each row consumes: columns noeud to ecart, given its stay (columns by row).

    ``etendu``: given for an extension of indication, still under an ATU.
    """
    n, mois = len(cas), sejours["mois"].astype(np.int64)
    decembre = veille & (mois == 1)
    annee_adm = annee - decembre.astype(np.int64)
    mois_adm = np.where(decembre, 12, mois - veille)
    noeud = produits.noeud[produits.c_feuille[cas]]
    liste = _listes(produits, usage, cas, annee_adm * 100 + mois_adm, etendu)
    fois = np.where(produits.c_seance[cas], sejours["poids"], 1) * usage.volume
    moyenne = zone.c_unites[cas]
    attendu = np.maximum((1 + (moyenne - 1) * usage.intensite) * fois - 1, 0)
    unites = 1 + hasard.poisson(attendu)
    tarif = zone.c_prix[cas] * usage.prix
    tarif *= (1 + usage.derive) ** (annee - dm_calendrier.DERNIERE_COMPLETE)
    prix = tarif * moyenne * fois / (1 + attendu)
    montant = np.maximum(np.rint(unites * prix * hasard.lognormal(0, 0.02, n)), 1)
    part = hasard.exponential(usage.ecart / _AVEC_ECART, n) * (hasard.random(n) < _AVEC_ECART)
    # Where rows are few, one dear row must not make the rate of a whole région.
    retour = usage.ecart * montant.sum() / max(float((montant * part).sum()), 1.0)
    part *= min(retour, 4.0) ** _SAGESSE
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


def usages(zone: Zone, produits: Produits, annee: int, attendu: float) -> Reels:
    """Return the stays (E, L) by establishment and leaf of a year which has ``attendu`` in all.

    A small région uses a handful of products: each keeps its place, lest a stay cost twice as much.
    """
    ecoule = (annee - dm_calendrier.DERNIERE_COMPLETE) * min(attendu / _GRANDE, 1.0)
    parts = zone.parts * (1 + produits.evolution[None, :]) ** ecoule
    parts = parts * _diffusion(produits.entree, annee)
    return dm_seuils.de_l_annee(parts, attendu, produits.entree // 100 <= annee)


def _lieux(
    attendus: Reels, annee: int, nombre: int, hasard: np.random.Generator
) -> tuple[Entiers, Entiers]:
    """Draw establishment (position in the zone) and leaf of each stay."""
    parts = attendus
    if annee != dm_calendrier.DERNIERE_COMPLETE:  # the reference year is the shape itself
        parts = parts * hasard.lognormal(0, 0.05, (len(parts), 1))
    # Less than chance alone would do, so that what is used enough is never seen a handful of times; what is
    # done now and then has had its own draw.
    ecarts = np.clip(hasard.standard_normal(parts.shape), -2, 2) / np.sqrt(np.maximum(attendus, 4))
    ecarts *= attendus >= 0.95 * dm_seuils.MINIMUM
    parts = parts * (1 + _ALEA * ecarts)
    cumul = np.cumsum(parts)
    comptes = np.diff(np.floor(cumul / cumul[-1] * nombre + hasard.random()), prepend=0)
    comptes = comptes.astype(np.int64)
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


def _mois(
    produits: Produits,
    attendus: Reels,
    rang: Entiers,
    feuille: Entiers,
    annee: int,
    hasard: np.random.Generator,
) -> NDArray[np.int8]:
    """Draw the month of discharge; in the year of its entry, a product is not used all year everywhere."""
    bornes = dm_calendrier.cumul(annee)
    avant = np.zeros(len(produits.entree))
    for i in np.flatnonzero((produits.entree // 100 == annee) & (produits.entree % 100 > 1)):
        avant[i] = bornes[12 * produits.genre[i] + produits.entree[i] % 100 - 2] - produits.genre[i]
    debut, fin = dm_seuils.entrees(attendus, avant)
    debut, fin = debut[rang, feuille], fin[rang, feuille]
    tirage = debut + (fin - debut) * hasard.random(len(rang))
    genre = produits.genre[feuille]
    rangs = np.searchsorted(bornes, genre + tirage, side="right")
    return (rangs - 12 * genre + 1).astype(np.int8)


def _veille_possible(
    produits: Produits, feuille: Entiers, annee: int, mois: NDArray[np.int8]
) -> NDArray[np.bool_]:
    """Return which stays may have taken something the month before: not before the first month known, nor
    across the entry of their product into the list."""
    possible = annee * 100 + mois.astype(np.int64) != produits.entree[feuille]
    return np.asarray(possible & ((annee > dm_calendrier.ANNEES[0]) | (mois > 1)))


def _lignes(
    zone: Zone,
    produits: Produits,
    usage: Usage,
    habitudes: Compagnons,
    rang: Entiers,
    cas: Entiers,
    veille_possible: NDArray[np.bool_],
    hasard: np.random.Generator,
) -> tuple[Entiers, Entiers, NDArray[np.bool_]]:
    """Return stay, case and "administered the month before" of each row, further products included.

    A further row is that of the companion, where there is one of the same diagnosis and GHM, then the same
    product given in the other month, then the companion in the other month.
    """
    n, feuille = len(cas), produits.c_feuille[cas]
    un, deux, trois = usage.supplements
    compagnon = habitudes.feuille[rang, feuille]
    commun = np.where(compagnon >= 0, zone.cas[zone.c_paire[cas], compagnon], -1)
    accompagne = (commun >= 0) & (hasard.random(n) < habitudes.taux[rang, feuille])
    repris = ~accompagne & (hasard.random(n) < habitudes.reprise)
    suite = hasard.random(n) * (un + deux + trois)
    veille = (hasard.random(n) < _VEILLE) & veille_possible
    veille_plus = (hasard.random(n) < _VEILLE) & veille_possible
    premier = np.flatnonzero(accompagne)
    encore = np.flatnonzero((repris | (accompagne & (suite < deux + trois))) & veille_possible)
    dernier = np.flatnonzero(accompagne & (suite < trois) & veille_possible)
    return (
        np.concatenate([np.arange(n), premier, encore, dernier]),
        np.concatenate([cas, commun[premier], cas[encore], commun[dernier]]),
        np.concatenate([veille, veille_plus[premier], ~veille[encore], ~veille_plus[dernier]]),
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
    produits: Produits, usage: Usage, cas: Entiers, mois: Entiers, etendu: NDArray[np.bool_]
) -> NDArray[np.int8]:
    """Return LES, ATU or the SSR list, by the month of administration (year * 100 + month).

    Once on the LES, a product which came through an ATU keeps some for an extension of indication.
    """
    if usage.champ == SSR:
        return np.full(len(cas), 2, dtype=np.int8)
    entree = produits.entree[produits.c_feuille[cas]]
    return ((mois < entree) | (etendu & (entree > 0))).astype(np.int8)


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
