"""Shapes that give the published margins on average: how often each case comes, what it takes, what it costs.

Iterative proportional fitting over the cases (a few hundred), not over rows: what is drawn is then near the
margins, and settling them to the unit moves next to nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data_layer.demo.calibrage import Marge, Total, repartir, valeurs_des_codes
from data_layer.demo.dm_produits import Produits
from data_layer.demo.dm_zones import rapport
from data_layer.demo.nomenclature import nomenclature

Reels = NDArray[np.float64]
Entiers = NDArray[np.int64]

_TOURS = 400
_PLAFONDS = (0.65, 0.92)
"""What is not printed stays below these shares of the last printed row, so that ranks hold."""


@dataclass(frozen=True, eq=False, slots=True)
class Cas:
    """Cases of one zone: rows (weights), units of a row, EUR per unit."""

    poids: Reels
    unites: Reels
    prix: Reels


def sous_chapitres(noeud: NDArray[np.int16]) -> NDArray[np.int16]:
    """Return the sous-chapitre (node at depth 4) of each device leaf."""
    return np.asarray(nomenclature().arbre.ancetres()[4][noeud], dtype=np.int16)


def caler_cas(
    p: Produits, marges: Sequence[Marge], total: Total, lignes: float, *, rangs: bool
) -> Cas:
    """Fit the cases of devices to the margins of a région; ``lignes``: rows expected.

    ``rangs``: what is not printed must also stay below what is.
    """
    axes = [m for m in marges if m.axe != "departement"]
    valeurs = {
        "sous-chapitre": sous_chapitres(p.noeud)[p.c_feuille],
        "diagnostic": p.c_diagnostic,
        "ghm": p.c_ghm,
    }
    details = [valeurs[m.axe].astype(np.int64) for m in axes]
    groupes = [m.etiquettes(valeurs[m.axe], valeurs_des_codes(m.axe)) for m in axes]
    plafonds = [
        _plafonds(detail, float(m.unites[:-1].min())) if rangs else None
        for m, detail in zip(axes, details, strict=True)
    ]
    unites = p.c_poids * p.c_unites
    for _ in range(_TOURS):
        for m, groupe, detail, plafond in zip(axes, groupes, details, plafonds, strict=True):
            unites = unites * _facteurs(groupe, unites, m.unites)
            if plafond is not None:
                unites = _plafonner(unites, groupe == len(m.codes), detail, plafond)
    montants = unites * p.c_prix
    for _ in range(_TOURS):
        for m, groupe in zip(axes, groupes, strict=True):
            montants = montants * _facteurs(groupe, montants, m.montant)
    par_ligne = _unites_par_ligne(p.c_unites, unites, lignes)
    prix = np.divide(montants, unites, out=p.c_prix.copy(), where=unites > 0)
    return Cas(unites / par_ligne, par_ligne, prix)


def _facteurs(groupe: Entiers, valeurs: Reels, cible: NDArray[np.int64]) -> Reels:
    obtenu = np.bincount(groupe, valeurs, minlength=len(cible))
    rapport = np.divide(cible, obtenu, out=np.zeros(len(cible)), where=obtenu > 0)
    return np.asarray(rapport[groupe], dtype=float)


def _plafonds(detail: Entiers, dernier: float) -> Reels:
    """Return a ceiling for each item, not the same, lest a ranked list end in a flat step."""
    bas, haut = _PLAFONDS
    suite = np.arange(int(detail.max()) + 1) * 0.6180339887498949 % 1
    return np.asarray(dernier * (bas + (haut - bas) * suite), dtype=float)


def _plafonner(unites: Reels, reste: NDArray[np.bool_], detail: Entiers, plafonds: Reels) -> Reels:
    """Hold each item of the rest below its ceiling, the others taking what it loses."""
    plafond = plafonds[detail]
    for _ in range(10):
        sommes = np.bincount(detail[reste], unites[reste], minlength=int(detail.max()) + 1)
        trop = reste & (sommes[detail] > plafond)
        libre = reste & (sommes[detail] < plafond)
        if not trop.any() or not libre.any():
            break
        total = unites[reste].sum()
        unites = np.where(trop, unites * plafond / np.maximum(sommes[detail], 1e-9), unites)
        manque = total - unites[reste].sum()
        unites = np.where(libre, unites * (1 + manque / unites[libre].sum()), unites)
    return unites


def _unites_par_ligne(base: Reels, unites: Reels, lignes: float) -> Reels:
    """Stretch the units beyond the first of a row so that ``unites`` take ``lignes`` rows."""
    bas, haut = 0.0, 60.0
    for _ in range(60):
        milieu = (bas + haut) / 2
        if (unites / (1 + (base - 1) * milieu)).sum() > lignes:
            bas = milieu
        else:
            haut = milieu
    return np.asarray(1 + (base - 1) * haut, dtype=float)


def melanger(cas: Sequence[Cas]) -> Cas:
    """Return the mean of fitted cases: what régions without margins look like."""
    unites = [c.poids * c.unites / (c.poids * c.unites).sum() for c in cas]
    montants = sum(u * c.prix for u, c in zip(unites, cas, strict=True))
    somme = sum(unites)
    par_ligne = np.mean([c.unites for c in cas], axis=0)
    prix = np.divide(montants, somme, out=cas[0].prix.copy(), where=np.asarray(somme) > 0)
    return Cas(np.asarray(somme / par_ligne), par_ligne, prix)


def completer(marge: Marge, departement: NDArray[np.object_], unites: Reels) -> Marge:
    """Return the margin with départements of the rest each on its own, in proportion to ``unites`` (E).

    None comes near the last printed; the last one of the rest stays for it.
    """
    codes = [c for c in np.unique(departement.astype(str)).tolist() if c not in marge.codes]
    sommes = np.array([unites[departement == code].sum() for code in codes])
    plafond = _PLAFONDS[1] * float(marge.unites[:-1].min())
    sommes = np.minimum(sommes / sommes.sum() * float(marge.unites[-1]), plafond)
    return Marge(
        marge.axe,
        (*marge.codes, *codes[:-1]),
        np.append(marge.unites[:-1], repartir(int(marge.unites[-1]), sommes)),
        np.append(marge.montant[:-1], repartir(int(marge.montant[-1]), sommes)),
        None,
    )


def repartir_departements(
    parts: Reels, departement: NDArray[np.object_], feuilles: Cas, marge: Marge
) -> Reels:
    """Shape (E, L) stays so that départements have their units, and at the right mean price.

    ``feuilles``: by leaf, stays, units of a row, EUR per unit. Within a département the establishments keep
    their relative sizes as far as their specialities let them.
    """
    groupe = marge.etiquettes(departement, valeurs_des_codes("departement"))
    membres = np.arange(len(marge.unites))[:, None] == groupe[None, :]
    colonnes, lignes = feuilles.poids * feuilles.unites, marge.unites.astype(float)
    colonnes *= lignes.sum() / colonnes.sum()
    cible, prix = np.log(marge.montant / marge.unites), np.log(feuilles.prix)
    unites = parts * feuilles.unites
    for _ in range(60):
        for _ in range(5):
            unites *= rapport(lignes, membres @ unites.sum(axis=1))[groupe][:, None]
            unites *= rapport(colonnes, unites.sum(axis=0))[None, :]
        par_dep = membres @ unites.sum(axis=1)
        ecart = cible - np.log(membres @ (unites @ feuilles.prix) / par_dep)
        unites *= np.exp(0.3 * ecart[groupe][:, None] * (prix - prix.mean())[None, :])
    unites *= rapport(lignes, membres @ unites.sum(axis=1))[groupe][:, None]
    return np.asarray(unites / feuilles.unites, dtype=float)
