"""The calendar of the demonstration: years, seasons, the spring of 2020."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from data_layer.demo.dm_produits import MEDICAMENT, PROGRAMME, URGENT

Reels = NDArray[np.float64]

ANNEES = tuple(range(2016, 2022))
DERNIERE_COMPLETE = 2020
MOIS_TRANSMIS = {2021: 6}
"""Months of discharge of a year which is not over; the others have twelve."""
CROISSANCE = 0.045
"""Growth of the activity a year; it comes month by month, so that no January stands out."""
CROISSANCE_MEDICAMENTS = 0.025
"""That of drugs: what they cost grows faster, the new ones being dear."""

# What a month is worth against the mean of the year, January first.
_SAISONS = {
    PROGRAMME: (1.06, 1.03, 1.10, 1.02, 0.98, 1.08, 0.90, 0.62, 1.02, 1.12, 1.08, 0.99),
    URGENT: (1.05, 1.00, 1.06, 1.00, 0.99, 1.04, 0.98, 0.84, 0.99, 1.06, 1.01, 0.98),
    MEDICAMENT: (1.02, 0.96, 1.03, 1.00, 0.99, 1.02, 1.02, 0.94, 0.99, 1.04, 0.99, 1.00),
}
_EPIDEMIE: Mapping[int, Mapping[int, tuple[float, ...]]] = {
    2020: {
        PROGRAMME: (1, 1, 0.66, 0.14, 0.50, 0.97, 1.03, 1.04, 1.02, 0.95, 0.84, 0.93),
        URGENT: (1, 1, 0.82, 0.55, 0.80, 0.98, 1.00, 1.00, 1.00, 0.98, 0.93, 0.96),
        MEDICAMENT: (1, 1, 0.99, 0.95, 0.95, 1.00, 1.01, 1.00, 1.00, 1.00, 0.99, 1.00),
    },
    2021: {
        PROGRAMME: (0.97, 0.97, 0.95, 0.86, 0.97, 1.02, 1, 1, 1, 1, 1, 1),
        URGENT: (1, 1, 1, 0.97, 1, 1, 1, 1, 1, 1, 1, 1),
    },
}


def mois(annee: int) -> int:
    """Return how many months of discharge of a year are known."""
    return MOIS_TRANSMIS.get(annee, 12)


def profil(annee: int, genre: int) -> Reels:
    """Return the level of each month against the mean of an ordinary year: length 12."""
    facteur = _EPIDEMIE.get(annee, {}).get(genre, (1,) * 12)
    niveaux = np.array(_SAISONS[genre]) * np.array(facteur, dtype=float)
    croissance = CROISSANCE_MEDICAMENTS if genre == MEDICAMENT else CROISSANCE
    niveaux *= (1 + croissance) ** ((np.arange(12) - 5.5) / 12)
    niveaux[mois(annee) :] = 0.0
    return np.asarray(niveaux / 12, dtype=float)


def part_annuelle(annee: int, genre: int) -> float:
    """Return what a year (or its months known) weighs against an ordinary one: 1 when nothing happened."""
    return float(profil(annee, genre).sum())


def cumul(annee: int) -> Reels:
    """Return group + cumulated share of the months, for draws by kind: length 36."""
    lignes = []
    for genre in (PROGRAMME, URGENT, MEDICAMENT):
        part = np.cumsum(profil(annee, genre))
        part = part / part[-1]
        part[mois(annee) - 1 :] = 1.0
        lignes.append(genre + part)
    return np.concatenate(lignes)
