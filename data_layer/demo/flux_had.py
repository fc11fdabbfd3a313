"""Days of HAD in 2014 that print the published rates: one small problem a région, solved at build time.

Unknown: days by territoire and stratum of a région. Known: the days of each published territoire, its
standardised rate, that of the région (inside the rounding of the printed indices), all linear in the unknown
(sum over strata of share of the stratum in France x days / inhabitants). Among the solutions, the one nearest
to what national rates give is kept: days = ordinary days x exp(linear), by the multipliers of Lagrange, which
stays positive. It is then made whole: largest remainder, and days moved between two strata of a territoire
until its rate prints, which keeps its total.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import root  # type: ignore[import-untyped]

from data_layer.demo.flux_calibration import MargeHad, Territoire
from data_layer.demo.flux_tirage import repartir

Reels = NDArray[np.float64]
Entiers = NDArray[np.int64]

_DEPLACES = 60
"""Days moved at most at once between two strata."""


def journees_calees(
    marge: MargeHad, habitants: dict[str, Entiers], parts: Reels, taux: Reels
) -> dict[str, Entiers]:
    """Return territoire -> days by stratum (length 8), whole, which print the published rates.

    habitants: inhabitants of 2014 by territoire and stratum; parts: share of each stratum in France; taux:
    ordinary days an inhabitant by stratum. Raises ValueError when a rate cannot be reached.
    """
    trouvees: dict[str, Entiers] = {}
    for region, taux_region in marge.regions.items():
        codes = [code for code in marge.codes() if code[:2] == region]
        publies = {t.code: t for t in marge.territoires if t.region == region}
        h = np.array([habitants[code] for code in codes], dtype=float)
        jours = _continues(codes, publies, h, parts, taux, float(taux_region))
        for i, code in enumerate(codes):
            entiers = repartir(round(float(jours[i].sum())), jours[i])
            if code in publies:
                entiers = repartir(publies[code].journees, jours[i])
                entiers = _affiner(entiers, 1000 * parts / h[i], float(publies[code].standardise))
            trouvees[code] = entiers
    return trouvees


def _continues(
    codes: Sequence[str],
    publies: dict[str, Territoire],
    h: Reels,
    parts: Reels,
    taux: Reels,
    taux_region: float,
) -> Reels:
    """Days by territoire and stratum, not whole, that satisfy every constraint."""
    depart = h * taux
    lignes, cibles = [], []
    for i, code in enumerate(codes):
        if code not in publies:
            continue
        t = publies[code]
        depart[i] *= t.journees / depart[i].sum()
        for poids, cible in (
            (np.ones(len(parts)), t.journees),
            (1000 * parts / h[i], t.standardise),
        ):
            ligne = np.zeros_like(h)
            ligne[i] = poids
            lignes.append(ligne.ravel())
            cibles.append(float(cible))
    if len(codes) > 1:
        lignes.append(np.tile(1000 * parts / h.sum(axis=0), len(codes)))
        cibles.append(taux_region)
        autres = [i for i, code in enumerate(codes) if code not in publies]
        depart[autres] *= taux_region / 1000 / float(parts @ taux)
    a = np.array(lignes) / np.array(cibles)[:, None]
    echelle = np.abs(a).max(axis=1, keepdims=True)
    d = depart.ravel()

    def ecart(multiplicateurs: Reels) -> Reels:
        return np.asarray(a @ (d * np.exp(_exposants(multiplicateurs))) - 1)

    def _exposants(multiplicateurs: Reels) -> Reels:
        return np.asarray(((a / echelle).T @ multiplicateurs).clip(-30, 30))

    solution = root(ecart, np.zeros(len(a)), method="hybr")
    jours = d * np.exp(_exposants(solution.x))
    if np.abs(ecart(solution.x)).max() > 1e-6:
        raise ValueError(f"no days give the published rates of {', '.join(codes)}")
    return np.asarray(jours.reshape(h.shape))


def _affiner(jours: Entiers, poids: Reels, cible: float) -> Entiers:
    """Move days between two strata until sum(poids x days) is ``cible`` to a quarter of a hundredth."""
    jours = jours.copy()
    for _ in range(6):
        manque = cible - float(poids @ jours)
        if abs(manque) < 0.0025:
            return jours
        k = np.arange(_DEPLACES + 1)
        gain = (poids[None, :, None] - poids[:, None, None]) * k  # from stratum, to stratum, days
        gain = np.where(k <= jours[:, None, None], gain, np.inf)
        de, vers, combien = np.unravel_index(np.abs(gain - manque).argmin(), gain.shape)
        jours[de] -= combien
        jours[vers] += combien
    raise ValueError(f"no whole days give a rate of {cible}")
