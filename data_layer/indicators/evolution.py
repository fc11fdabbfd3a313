"""Evolution from the year before, from figures that passed the gate."""

from __future__ import annotations

import numpy as np

from data_layer.disclosure.gate import Garde
from data_layer.statuts import RANG_STATUT, Statut

ERREUR_ADMISE = 0.1
"""An evolution known to this many points (percent of the year before) is shown, as ``approche``."""

_OK = RANG_STATUT[Statut.OK]
_APPROCHE = RANG_STATUT[Statut.APPROCHE]
_MASQUE = RANG_STATUT[Statut.MASQUE]
_NON_TRANSMIS = RANG_STATUT[Statut.NON_TRANSMIS]
_SANS_OBJET = RANG_STATUT[Statut.SANS_OBJET]
_HORS_REGION = RANG_STATUT[Statut.HORS_REGION]


def _statuts(n: Garde, p: Garde, erreur_points: np.ndarray) -> np.ndarray:
    """The status of a difference: the worst of its terms, then how well it is known (in points)."""

    def l_un(statut: int) -> np.ndarray:
        return np.asarray((n.statuts == statut) | (p.statuts == statut))

    exact = (n.statuts == _OK) & (p.statuts == _OK)
    return np.select(
        [
            l_un(_HORS_REGION),
            l_un(_SANS_OBJET),
            l_un(_NON_TRANSMIS),
            l_un(_MASQUE),
            exact,
            erreur_points <= ERREUR_ADMISE,
        ],
        [_HORS_REGION, _SANS_OBJET, _NON_TRANSMIS, _MASQUE, _OK, _APPROCHE],
        _MASQUE,
    ).astype(np.int8)


def _erreur_points(n: Garde, p: Garde) -> np.ndarray:
    """Half-width, in percent of the year before, of what the true evolution may be."""
    with np.errstate(divide="ignore", invalid="ignore"):
        bas = (n.valeurs - (p.valeurs + p.erreurs)) / (p.valeurs + p.erreurs)
        haut = (n.valeurs + n.erreurs - p.valeurs) / p.valeurs
        milieu = (n.valeurs - p.valeurs) / p.valeurs
        return np.asarray(100 * np.maximum(haut - milieu, milieu - bas))


def evolution(n: Garde, p: Garde, *, en_valeur: bool) -> Garde:
    """The evolution from ``p`` (year before) to ``n``, in percent or in the measure's own unit.

    Both terms must be shown. A term that is a lower bound leaves an error; the evolution is shown as
    ``approche`` when that error stays within :data:`ERREUR_ADMISE`, else it is masked. In percent, an
    evolution from zero has no meaning (``sans_objet``).
    """
    statuts = _statuts(n, p, _erreur_points(n, p))
    with np.errstate(divide="ignore", invalid="ignore"):
        ecart = n.valeurs - p.valeurs
        valeurs = ecart if en_valeur else 100 * ecart / p.valeurs
    if not en_valeur:
        # Of a balance, what is below zero is no base either.
        statuts = np.where((p.valeurs <= 0) & ~np.isnan(n.valeurs), _SANS_OBJET, statuts).astype(
            np.int8
        )
    montre = (statuts == _OK) | (statuts == _APPROCHE)
    return Garde(np.where(montre, valeurs, np.nan), np.where(montre, 0.0, np.nan), statuts)
