"""Where care gathers: seats of university hospitals and cancer centres, whom each département serves.

Facts of geography put in round weights: without them, chance alone would say which département leads.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from geodata.referentiel import departements

Reels = NDArray[np.float64]

CHU = tuple(
    "75 69 13 59 31 33 34 67 44 35 76 06 54 63 38 14 51 80 21 25 30 37 42 49 86 87 29 57 45 974 971 972"
    " 92 93 94".split()
)
"""Départements with a university or regional hospital, in the order in which profiles are dealt to them."""
CLCC = tuple("94 75 69 13 59 31 33 34 67 54 35 44 76 14 21 51 63 06 49 92".split())
"""Départements with a cancer centre."""

# Thousands of inhabitants, rounded: only the proportions matter. Not read from geodata, which may not be
# built and leaves Mayotte out: the demonstration is the same with it and without it.
_POPULATION = """
01 663 02 528 03 335 04 166 05 141 06 1100 07 331 08 270 09 154 10 311 11 375 12 280 13 2050 14 695
15 144 16 352 17 660 18 302 19 240 2A 160 2B 183 21 535 22 605 23 116 24 415 25 547 26 520 27 599
28 431 29 920 30 755 31 1430 32 192 33 1650 34 1200 35 1100 36 218 37 612 38 1280 39 259 40 420
41 329 42 768 43 228 44 1460 45 682 46 174 47 331 48 77 49 822 50 495 51 564 52 171 53 306 54 732
55 182 56 770 57 1050 58 203 59 2610 60 830 61 278 62 1460 63 662 64 690 65 230 66 486 67 1150
68 768 69 1890 70 234 71 549 72 566 73 440 74 841 75 2130 76 1250 77 1440 78 1450 79 375 80 568
81 392 82 263 83 1100 84 562 85 692 86 440 87 373 88 362 89 334 90 140 91 1310 92 1630 93 1670
94 1420 95 1260 971 384 972 361 973 286 974 873 976 300
"""

# Patients served for one inhabitant. A seat of a university hospital draws from around, the country beside
# a metropolis sends there; Guyane and Mayotte are young, and send to the others.
_ATTIRANCE = """
01 .6 02 .75 04 .6 05 .8 06 1.2 07 .65 08 .7 09 .7 10 .9 11 .75 13 1.3 14 1.45 17 .9 21 1.55 23 .6
24 .75 25 1.4 27 .6 28 .7 29 1.2 2A .9 2B .75 30 1.1 31 1.55 33 1.4 34 1.45 35 1.4 37 1.5 38 1.1
39 .7 40 .75 42 1.1 43 .65 44 1.3 45 1.05 46 .75 47 .75 48 .6 49 1.25 50 .75 51 1.5 52 .75 53 .75
54 1.45 55 .7 57 .95 59 1.25 60 .7 61 .75 62 .9 63 1.5 64 1.1 66 1 67 1.35 69 1.45 70 .5 73 .95
74 .95 75 1.9 76 1.2 77 .6 78 .75 79 .75 80 1.4 84 .95 86 1.45 87 1.6 91 .7 92 1 93 .7 94 1.25
95 .65 971 .8 972 .8 973 .3 974 .75 976 .15
"""
_ORDINAIRE = 0.85


def populations() -> dict[str, float]:
    """Return thousands of inhabitants by département, rounded."""
    return _paires(_POPULATION)


@cache
def desservis() -> dict[str, float]:
    """Return thousands of inhabitants by département that treats them: as many in all as live there."""
    habitants, attirance = populations(), _paires(_ATTIRANCE)
    poids = {d: n * attirance.get(d, _ORDINAIRE) for d, n in habitants.items()}
    juste = sum(habitants.values()) / sum(poids.values())
    return {d.code: poids[d.code] * juste for d in departements()}


def a_leur_mesure(
    tailles: Reels, departement: NDArray[np.object_], hasard: np.random.Generator
) -> Reels:
    """Scale sizes so that each département does what it serves, more or less, whatever chance put there.

    The sum stays; sizes of no département (None) stay as they are.
    """
    servis = desservis()
    noms, rang = np.unique([d or "" for d in departement], return_inverse=True)
    obtenu = np.bincount(rang, tailles, minlength=len(noms))
    poids = np.array([servis.get(nom, 0.0) for nom in noms.tolist()])
    poids *= (obtenu > 0) * hasard.lognormal(0, 0.08, len(noms))
    voulu = poids / poids.sum() * obtenu[poids > 0].sum()
    facteur = np.divide(voulu, obtenu, out=np.ones(len(noms)), where=poids > 0)
    return np.asarray(tailles * facteur[rang], dtype=float)


def tirer_tailles(etalement: Reels, hasard: np.random.Generator) -> Reels:
    """Draw log-normal sizes around 1 (``etalement``: their sigmas), within two sigmas.

    Beyond, an establishment would lead the country by chance.
    """
    ecarts = np.clip(hasard.standard_normal(etalement.shape), -2, 2)
    return np.asarray(np.exp(etalement * ecarts), dtype=float)


def _paires(texte: str) -> dict[str, float]:
    mots = texte.split()
    return dict(zip(mots[::2], map(float, mots[1::2]), strict=True))
