"""Who is open in which year: establishments open, close, or are absorbed by a neighbour.

Dates are those of the demonstration of ``activite_mco``, for those which may go without undoing what
geography settled: no university hospital, no cancer centre, none which leads its département. Each year,
those who are open share what the others of their département leave: its totals stay.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data_layer.demo import activite_mco
from data_layer.demo.dm_calendrier import ANNEES
from data_layer.demo.dm_etablissements import Cadre

Reels = NDArray[np.float64]
Entiers = NDArray[np.int64]
Booleens = NDArray[np.bool_]

_TAILLE_MAX = 40.0
"""Larger ones, by devices or by drugs, neither open nor close."""
_PART_MAX = 0.2
"""Nor do those which do more than this of the devices of their département."""
_OUVRENT, _FERMENT = ("prive", "ebnl"), ("prive", "ebnl", "ch")
"""Categories that new establishments have, and those which close; of a hospital, a neighbour takes all."""


@dataclass(frozen=True, eq=False, slots=True)
class Vies:
    """By establishment of the frame (n): open from ``debut`` to ``fin`` excluded; ``vers``: position of
    the one which absorbed it, -1 where none did; ``lieu``: a number for each département."""

    debut: Entiers
    fin: Entiers
    vers: Entiers
    lieu: Entiers

    def ouverts(self, annee: int) -> Booleens:
        """Return who is open in a year."""
        return np.asarray((self.debut <= annee) & (annee < self.fin))

    def transmettre(self, parts: Reels, rangs: Entiers, annee: int) -> Reels:
        """Return shares (E, L) of those open in a year, who take what the others have.

        ``rangs``: positions of the E establishments in the frame. Sums by département and leaf stay, but
        where nobody is open.
        """
        ouverts = self.ouverts(annee)[rangs]
        if ouverts.all():
            return parts
        parts = parts.copy()
        place = {int(rang): i for i, rang in enumerate(rangs)}
        for i in np.flatnonzero(~ouverts & (self.vers[rangs] >= 0)):
            heritier = place.get(int(self.vers[rangs[i]]))
            if heritier is not None:
                parts[heritier] += parts[i]
                parts[i] = 0.0
        for lieu in np.unique(self.lieu[rangs[~ouverts]]):
            membres = np.flatnonzero(self.lieu[rangs] == lieu)
            parts[membres] = _partager(parts[membres], ouverts[membres])
        return parts


def _partager(parts: Reels, ouverts: Booleens) -> Reels:
    """Cut rows (E, L) of closed establishments among the open ones, leaf by leaf, as they already share it.

    The largest takes the leaves which no other has.
    """
    reste = parts * ouverts[:, None]
    total, obtenu = parts.sum(axis=0), reste.sum(axis=0)
    if not obtenu.any():
        return reste
    grand = int(np.argmax(reste.sum(axis=1)))
    reste *= np.divide(total, obtenu, out=np.ones_like(total), where=obtenu > 0)[None, :]
    seuls = obtenu == 0
    reste[grand, seuls] = total[seuls]
    return np.asarray(reste, dtype=float)


def vies(cadre: Cadre) -> Vies:
    """Return the lives of the establishments; those of HAD or SSR alone are always there."""
    connues = activite_mco.presences()
    dates = [connues.get(f, (ANNEES[0], ANNEES[-1] + 1)) for f in cadre.finess.tolist()]
    debut, fin = np.array(dates, dtype=np.int64).T
    _, lieu = np.unique(cadre.departement.astype(str), return_inverse=True)
    taille = cadre.dm + cadre.med
    libre = (np.maximum(cadre.dm, cadre.med) < _TAILLE_MAX) & ~_premiers(cadre, lieu)
    libre &= cadre.dm < _PART_MAX * np.bincount(lieu, cadre.dm)[lieu]
    categorie = cadre.categorie.astype(str)
    ouvre = (debut > ANNEES[0]) & (debut <= ANNEES[-1]) & libre & np.isin(categorie, _OUVRENT)
    ferme = (fin <= ANNEES[-1]) & (fin > ANNEES[0]) & libre & np.isin(categorie, _FERMENT)
    debut = np.where(ouvre, debut, ANNEES[0])
    hopital = categorie == "ch"
    candidats = np.isin(categorie, ("ch", "chr")) & ~ferme & ~ouvre
    vers = np.full(len(cadre), -1, dtype=np.int64)
    for rang in np.flatnonzero(ferme & hopital):
        voisins = np.flatnonzero(candidats & (lieu == lieu[rang]))
        if len(voisins):
            vers[rang] = voisins[np.argmax(taille[voisins])]
    ferme &= ~hopital | (vers >= 0)
    return Vies(debut, np.where(ferme, fin, ANNEES[-1] + 1), vers, lieu.astype(np.int64))


def _premiers(cadre: Cadre, lieu: Entiers) -> Booleens:
    """Return who is first of its département, by devices or by drugs."""
    premiers = np.zeros(len(cadre), dtype=bool)
    for numero in np.unique(lieu):
        membres = np.flatnonzero(lieu == numero)
        premiers[[membres[np.argmax(tailles[membres])] for tailles in (cadre.dm, cadre.med)]] = True
    return premiers
