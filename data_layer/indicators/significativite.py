"""Where a zone stands against a reference: above, alike or below, which says neither well nor ill.

Two readings. By the interval of a directly standardised rate (:func:`situer`): above when the whole
interval is. By the funnel plot of observed over expected counts (:func:`limites`,
:func:`situer_entonnoir`; Spiegelhalter 2005, Statistics in Medicine 24:1185-1202): outside the control
limits. They weigh strata differently (by the reference, by the zone), so that they may part on a zone
near a limit. Either takes the reference as known: true of France, an approximation of a région that the
zone is a large part of. Of a hundred zones all alike, five lie outside 95 % limits and none or one
outside those of 99.8 %.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum

import numpy as np

from data_layer.indicators.encadrement import Codes, Reels, quotient
from data_layer.indicators.intervalles import Intervalle, z_bilateral

NIVEAUX = (0.95, 0.998)
"""Levels of the two pairs of curves of a funnel plot: about 2 and 3 standard deviations."""


class Position(IntEnum):
    """Against the reference; kept as int8 in arrays."""

    EN_DESSOUS = -1
    COMPARABLE = 0
    AU_DESSUS = 1
    INDETERMINEE = 2
    REFERENCE = 3


LIBELLES: Mapping[Position, str] = {
    Position.EN_DESSOUS: "en dessous",
    Position.COMPARABLE: "comparable",
    Position.AU_DESSUS: "au-dessus",
    Position.INDETERMINEE: "indéterminé",
    Position.REFERENCE: "référence",
}


def _positions(dessous: np.ndarray, dessus: np.ndarray, connu: np.ndarray) -> Codes:
    return np.select(
        [~connu, dessous, dessus],
        [Position.INDETERMINEE, Position.EN_DESSOUS, Position.AU_DESSUS],
        Position.COMPARABLE,
    ).astype(np.int8)


def situer(intervalle: Intervalle, references: Reels | float) -> Codes:
    """:class:`Position` of each zone, from its interval and a reference that broadcasts.

    Alike when the reference lies in the interval, limits included; untold where anything is NaN.
    """
    bas, haut, reference = np.broadcast_arrays(intervalle.bas, intervalle.haut, references)
    connu = ~(np.isnan(bas) | np.isnan(haut) | np.isnan(reference))
    return _positions(haut < reference, bas > reference, connu)


def limites(attendus: Reels, niveau: float, *, phi: float = 1.0) -> Intervalle:
    """Control limits of observed / expected around 1, as a function of the expected count (any shape).

    Limits of a Poisson count by the expansion of Cornish & Fisher (1938) to its third term, which is a
    closed form: E + z sqrt(E) + (z^2 - 1) / 6 + (z - z^3) / (72 sqrt(E)), over E; 0
    where no count would be low enough. It reads
    the distribution as continuous between counts, half of each count on either side, so that neither side
    is favoured; Spiegelhalter interpolates at the counts themselves, half a count lower on both sides.
    That half count apart, the gap to his is under 0.1 count from 5 expected on at 95 %, from 11 on at
    99.8 % (measured in the tests). Curves: give ``np.geomspace`` of the expected counts shown. NaN where
    nothing is expected.

    The same limits serve a ratio of days, observed over expected, with ``attendus`` in *stays*: the
    relative spread of a sum of days is that of its stays at least (see :mod:`.intervalles`).
    ``phi``: multiplicative over-dispersion, widening each limit by about sqrt(phi).
    """
    z = z_bilateral(niveau)
    e = np.where(np.asarray(attendus) > 0, attendus, np.nan) / phi

    def limite(z: float) -> Reels:
        # Under 1 the expansion breaks down: its last term is held at its value there.
        quantile = e + z * np.sqrt(e) + (z * z - 1) / 6
        return quantile + (z - z**3) / (72 * np.sqrt(np.maximum(e, 1.0)))

    # No count is low enough where half the chance of none exceeds the tail.
    aucune = e <= -np.log(1 - niveau)
    return Intervalle(np.where(aucune, 0.0, limite(-z)) / e, limite(z) / e)


def situer_entonnoir(
    rapports: Reels, attendus: Reels, niveau: float = NIVEAUX[0], *, phi: float = 1.0
) -> Codes:
    """:class:`Position` of points (observed / expected, expected) against :func:`limites`.

    Untold where a point is NaN or nothing is expected. Ask twice, at both :data:`NIVEAUX`, for the two
    bands.
    """
    bornes = limites(attendus, niveau, phi=phi)
    connu = ~(np.isnan(rapports) | np.isnan(bornes.haut))
    return _positions(rapports < bornes.bas, rapports > bornes.haut, connu)


def rapport(observes: Reels, attendus: Reels) -> Reels:
    """Observed over expected, of one shape; NaN where either is unknown or nothing is expected."""
    return quotient(observes, attendus)
