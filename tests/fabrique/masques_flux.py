"""Results of flows with a cell masked or changed, to see that figures draw what is shown and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from data_layer.result import Cellules, Resultat, Statut
from data_layer.statuts import RANG_STATUT

Repondre = Callable[..., Resultat]
"""From a slug and a query to a result: fixture ``repondre_flux``."""


def masquer(resultat: Resultat, cle: str, code: str, *, groupe: int = 0) -> Resultat:
    """The same result with one row of a block wholly masked."""
    bloc = resultat.blocs[cle]
    i = next(k for k, c in enumerate(bloc.codes) if c == code and bloc.groupes[k] == groupe)
    cellules = {}
    for mesure, lues in bloc.cellules.items():
        valeurs, statuts = lues.valeurs.copy(), lues.statuts.copy()
        valeurs[i], statuts[i] = np.nan, RANG_STATUT[Statut.MASQUE]
        cellules[mesure] = replace(lues, valeurs=valeurs, statuts=statuts)
    return replace(resultat, blocs={**resultat.blocs, cle: replace(bloc, cellules=cellules)})


def poser(resultat: Resultat, cle: str, code: str, mesure: str, valeur: float) -> Resultat:
    """The same result with another value in a cell."""
    bloc = resultat.blocs[cle]
    i = bloc.codes.index(code)
    valeurs = bloc.cellules[mesure].valeurs.copy()
    valeurs[i] = valeur
    lues: Cellules = replace(bloc.cellules[mesure], valeurs=valeurs)
    blocs = {**resultat.blocs, cle: replace(bloc, cellules={**bloc.cellules, mesure: lues})}
    return replace(resultat, blocs=blocs)


def traces(figure: Any, nom: str) -> Iterator[Any]:
    return (t for t in figure.data if t.name == nom)
