"""Populations by residence, stratum and year: real bands of 2021, everything else synthetic.

Real: inhabitants of 0-19, 20-64, 65 and over of each commune in 2021 (IRIS, INSEE). Synthetic: 65 and over
cut in two and every band cut by sex by one structure of France, and the years before 2021 by smooth growths,
a little different from one residence to the next. The populations of the six territoires whose HAD rates of
2014 are published are those which their rates imply, and join the ordinary ones by 2021.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data_layer.demo.flux_calibration import marge_had
from data_layer.demo.flux_lieux import Residences
from data_layer.flux.modele import AGES, SEXES

Reels = NDArray[np.float64]
Entiers = NDArray[np.int64]

ANNEES = tuple(range(2014, 2022))
_REFERENCE = 2021
_GRAINE = [20220628, 1]

_PLUS_DE_75 = 0.46
"""Of 65 and over, those of 75 and over: 9.6 of 20.9 % in France, INSEE, 1 January 2021 (rounded)."""
_PLUS_DE_75_OUTRE_MER = {"971": 0.40, "972": 0.42, "973": 0.31, "974": 0.38, "976": 0.33}
"""The same overseas (INSEE, rounded): populations aged later there."""
_FEMMES = (0.488, 0.505, 0.534, 0.605)
"""Share of women by band, France, INSEE, 1 January 2021 (rounded)."""
_CROISSANCES = (-0.003, -0.001, 0.034, 0.010)
"""A year, by band: what the pyramid of France did from 2014 to 2021, rounded."""
_CROISSANCES_OUTRE_MER = (-0.014, -0.003, 0.052, 0.042)
_ECART = 0.004
"""Sigma of how a residence grows apart from them, a year."""


def par_strate(r: Residences) -> dict[int, Entiers]:
    """Return year -> inhabitants, n residences x 8 strata."""
    reference = _strates_2021(r)
    outre_mer = np.array([d.startswith("97") for d in r.departement.tolist()])
    ages = np.where(outre_mer[:, None], _CROISSANCES_OUTRE_MER, _CROISSANCES)
    propre = np.random.default_rng(_GRAINE).normal(0, _ECART, len(r)).clip(-0.01, 0.01)
    croissance = np.repeat(ages + propre[:, None], len(SEXES), axis=1)
    facteur = _vers_les_publiees(r, reference * (1 + croissance) ** (ANNEES[0] - _REFERENCE))
    populations = {}
    for annee in ANNEES:
        recul = _REFERENCE - annee
        reste = recul / (_REFERENCE - ANNEES[0])
        nombre = reference * (1 + croissance) ** -recul * (1 + (facteur - 1) * reste)[:, None]
        populations[annee] = np.rint(nombre).astype(np.int64)
    return _exactes(r, populations)


def _strates_2021(r: Residences) -> Reels:
    ages = np.empty((len(r), len(AGES)))
    vieux = np.array([_PLUS_DE_75_OUTRE_MER.get(d, _PLUS_DE_75) for d in r.departement.tolist()])
    ages[:, :2] = r.bandes[:, :2]
    ages[:, 2], ages[:, 3] = r.bandes[:, 2] * (1 - vieux), r.bandes[:, 2] * vieux
    femmes = np.array(_FEMMES)
    return np.stack([ages * (1 - femmes), ages * femmes], axis=2).reshape(len(r), -1)


def _vers_les_publiees(r: Residences, naturelles: Reels) -> Reels:
    """By residence, published population of its territoire over what trends give; 1 elsewhere."""
    facteur = np.ones(len(r))
    for territoire in marge_had().territoires:
        ici = r.tds == territoire.code
        facteur[ici] = territoire.habitants() / naturelles[ici].sum()
    return facteur


def _exactes(r: Residences, populations: dict[int, Entiers]) -> dict[int, Entiers]:
    """The same, what rounding misses of a published population given to its largest cell."""
    annee = marge_had().annee
    for territoire in marge_had().territoires:
        ici = np.flatnonzero(r.tds == territoire.code)
        manque = territoire.habitants() - int(populations[annee][ici].sum())
        grande = ici[populations[annee][ici].sum(1).argmax()]
        populations[annee][grande, populations[annee][grande].argmax()] += manque
    return populations
