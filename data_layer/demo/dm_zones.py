"""Which establishment of a région uses which product: skewed sizes, own specialities, own catalogues."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data_layer.demo.dm_plan import propre
from data_layer.demo.dm_produits import Produits, Tirage

_ACCENT = 0.21
"""How régions differ in what they do of each speciality (sigma)."""

Reels = NDArray[np.float64]
Entiers = NDArray[np.int64]
Booleens = NDArray[np.bool_]


@dataclass(frozen=True, eq=False, slots=True)
class Occasions:
    """What establishments do now and then, (N): ``sejours`` of leaf ``feuille`` seen in a year at ``rang``,
    which would else be at ``source``, in the same département. ``bloc``: those of one block come together,
    in a share ``frequence`` of the years. voisinage: (E) a number for each département and GHT, or
    category."""

    source: Entiers
    rang: Entiers
    feuille: Entiers
    sejours: Reels
    bloc: Entiers
    frequence: Reels
    voisinage: Entiers


@dataclass(frozen=True, eq=False, slots=True)
class Zone:
    """What is drawn in one région: ``rangs`` (positions of its E establishments in the frame).

    parts: (E, L) share of the stays by establishment and leaf in the reference year, sums to 1.
    c_poids, c_unites, c_prix: those of the cases here. par_feuille: draws of a case given a leaf; c_paire:
    number of the pair of a case, from 0 to P - 1; cas: (P, L) the case of a pair and a leaf, -1: none.
    occasions: once the threshold of activity has settled who uses what.
    """

    rangs: Entiers
    parts: Reels
    c_poids: Reels
    c_unites: Reels
    c_prix: Reels
    c_paire: Entiers
    par_feuille: Tirage
    cas: Entiers
    occasions: Occasions | None = None


def preparer(
    produits: Produits,
    rangs: Entiers,
    parts: Reels,
    c_poids: Reels,
    c_unites: Reels,
    c_prix: Reels,
) -> Zone:
    """Return the zone with its draws ready."""
    paires, c_paire = np.unique(produits.c_paire, return_inverse=True)
    cas = np.full((len(paires), len(produits.noeud)), -1, dtype=np.int64)
    cas[c_paire, produits.c_feuille] = np.arange(len(c_paire))
    return Zone(
        rangs=rangs,
        parts=parts / parts.sum(),
        c_poids=c_poids,
        c_unites=c_unites,
        c_prix=c_prix,
        c_paire=c_paire,
        par_feuille=Tirage.de(produits.c_feuille, c_poids),
        cas=cas,
    )


def accents(produits: Produits, nom: str, region: str) -> Reels:
    """Return what a région uses of each leaf against the others, (L): it does more of one speciality, less
    of another, so that a stay does not cost the same everywhere."""
    groupes = int(produits.groupe.max()) + 1
    propres = [propre(f"{nom}{groupe}", region, _ACCENT) for groupe in range(groupes)]
    return np.array(propres)[produits.groupe]


def affinites_locales(produits: Produits, tailles: Reels, hasard: np.random.Generator) -> Reels:
    """Return the taste of each establishment for each leaf, (E, L), 0 where it never uses it.

    A large establishment works in nearly all specialities and references nearly all products, a
    small one in a few.
    """
    n, nombre = len(tailles), len(produits.noeud)
    groupes = int(produits.groupe.max()) + 1
    ampleur = np.clip(0.25 + 0.42 * np.log10(np.maximum(tailles, 1e-3))[:, None], 0.12, 0.97)
    ouvert = hasard.random((n, groupes)) < ampleur
    ouvert[np.arange(n), hasard.integers(0, groupes, n)] = True
    gout = ouvert * hasard.gamma(1.2 + 3 * ampleur, 1.0, (n, groupes))
    reference = hasard.random((n, nombre)) < 0.25 + 0.7 * ampleur
    choix = reference * hasard.lognormal(0, 0.6, (n, nombre))
    # Whoever works in a speciality references at least one of its products.
    for groupe in range(groupes):
        membres = np.flatnonzero(produits.groupe == groupe)
        vides = np.flatnonzero(choix[:, membres].sum(axis=1) == 0)
        choix[vides, hasard.choice(membres, len(vides))] = 1.0
    return np.asarray(gout[:, produits.groupe] * choix, dtype=float)


def reserver(gouts: Reels, lourds: Booleens, equipes: Booleens) -> Reels:
    """Return the tastes (E, L), heavy products (L) left to the equipped establishments (E) alone.

    These all take some: what is rare and dear must not fall to one place by chance.
    """
    return np.where(lourds[None, :], equipes[:, None] * (1 + gouts), gouts)


def equilibrer(matrice: Reels, lignes: Reels, colonnes: Reels, tours: int = 25) -> Reels:
    """Scale a matrix (E, L) of shares towards row and column totals, both summing to 1.

    Rows or columns without any positive entry stay empty; the result sums to 1.
    """
    m = matrice.copy()
    for _ in range(tours):
        m *= rapport(colonnes, m.sum(axis=0))[None, :]
        m *= rapport(lignes, m.sum(axis=1))[:, None]
    m *= rapport(colonnes, m.sum(axis=0))[None, :]
    return np.asarray(m / m.sum(), dtype=float)


def rapport(cible: Reels, obtenu: Reels) -> Reels:
    """Return the factor that brings each sum to its target, 0 where there is nothing to scale."""
    return np.divide(cible, obtenu, out=np.zeros_like(cible), where=obtenu > 0)
