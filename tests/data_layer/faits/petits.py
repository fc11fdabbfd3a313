"""Small trees and lots, made by hand or by chance, which keep what the facts promise."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data_layer.faits.modele import Arbre, Lot

ETABLISSEMENTS = 5
LIEU_DE_ETAB = np.array([0, 1, 1, 2, 3, 3], dtype=np.int16)


def arbre_de(feuilles: Iterable[tuple[int, int]]) -> Arbre:
    """Build a tree leaf by leaf: (depth where it leaves the path of the leaf before, its own depth)."""
    fin, profondeur, parent = [0], [0], [-1]
    chemin = [0]
    for separation, fond in feuilles:
        del chemin[min(separation, len(chemin), fond) :]
        for niveau in range(len(chemin), fond + 1):
            fin.append(0)
            profondeur.append(niveau)
            parent.append(chemin[-1])
            chemin.append(len(fin) - 1)
    for noeud in range(len(fin) - 1, -1, -1):
        fin[noeud] = max(fin[noeud], noeud)
        if noeud:
            fin[parent[noeud]] = max(fin[parent[noeud]], fin[noeud])
    return Arbre(np.array(fin, np.int16), np.array(profondeur, np.int8), np.array(parent, np.int16))


def arbre_du_contrat(rng: np.random.Generator, feuilles: int) -> Arbre:
    """Return a tree with device codes at depth 6, then UCD at depth 7."""
    moitie = feuilles // 2
    codes = [(int(k), 6) for k in rng.integers(2, 7, moitie)]
    ucds = [(int(k), 7) for k in rng.integers(2, 8, feuilles - moitie)]
    return arbre_de([(1, 6), *codes[1:], (1, 7), *ucds[1:]])


def feuilles(arbre: Arbre, profondeur: int) -> NDArray[np.intp]:
    """Return the leaves of a depth."""
    sans_enfant = arbre.fin == np.arange(len(arbre.fin))
    return np.flatnonzero(sans_enfant & (arbre.profondeur == profondeur))


def lot(rng: np.random.Generator, arbre: Arbre, annee: int, sejours: range) -> Lot:
    """Return a lot by chance: stays of one to five rows, a quarter of them of the month before."""
    n = len(sejours)
    rang = np.repeat(np.arange(n), rng.integers(1, 6, n))
    champ = rng.choice(3, n, p=[0.7, 0.2, 0.1])[rang]
    codes, ucds = feuilles(arbre, 6), feuilles(arbre, 7)
    dispositif = (champ == 0) & (rng.random(len(rang)) < 0.5)
    noeud = np.where(dispositif, rng.choice(codes, len(rang)), rng.choice(ucds, len(rang)))
    # Two indications for a drug: 2k on list 0 and 2k + 1 on list 1.
    indication = np.where(
        dispositif | (champ == 2),
        0,
        2 * (1 + noeud) + rng.integers(0, 2, len(rang)),
    )
    liste = np.where(indication > 0, indication % 2, 0)
    mois = rng.integers(1, 13, n)[rang]
    temps = annee * 12 + mois - 1 - (rng.random(len(rang)) < 0.25)

    def du_sejour(bas: int, haut: int) -> NDArray[np.int64]:
        return rng.integers(bas, haut, n)[rang]

    colonnes: dict[str, NDArray[Any]] = {
        "mois": mois,
        "annee_adm": temps // 12,
        "mois_adm": temps % 12 + 1,
        "etab": du_sejour(1, ETABLISSEMENTS + 1),
        "champ": champ,
        "sejour": rng.permutation(np.array(sejours))[rang],
        "patient": du_sejour(0, n),
        "diagnostic": du_sejour(1, 4),
        "ghm": np.where(champ == 0, du_sejour(1, 4), 0),
        "noeud": noeud,
        "indication": indication,
        "liste": np.where(champ == 2, 2, liste),
        "poids": du_sejour(1, 6),
        "unites": rng.integers(1, 9, len(rang)),
        "montant": rng.integers(0, 3000, len(rang)),
        "ecart": rng.integers(0, 50, len(rang)),
    }
    return melanger(rng, Lot(annee, colonnes))


def melanger(rng: np.random.Generator, un_lot: Lot) -> Lot:
    """Return the same rows in another order."""
    ordre = rng.permutation(len(un_lot.colonnes["sejour"]))
    return Lot(un_lot.annee, {nom: valeurs[ordre] for nom, valeurs in un_lot.colonnes.items()})
