"""Whether expected stays may be told: they are sums of what France counts by age and sex.

Those of a few zones give the strata of France back, and those of two activities, or of two types of stay,
the strata of their difference. So they are told where no such difference holds a stratum of 1 to 10.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from data_layer.disclosure import compter, garder_effectif
from data_layer.flux.demande import DemandeFlux
from data_layer.flux.modele import TYPES_DE_SEJOUR
from data_layer.flux.questions import Sommes
from data_layer.selection import Noeud
from data_layer.statuts import RANG_STATUT, Statut

Booleens = NDArray[np.bool_]


def attendus_dits(demande: DemandeFlux, annee: int) -> bool:
    """Whether every stratum of France of the node, of its parent and of its siblings may be told.

    Those of complete and of partial stays too, where stays are what is asked.
    """
    noeud, noeuds = demande.noeud, demande.contexte.noeuds
    parent = noeuds.get(noeud.parent) if noeuds is not None and noeud.parent is not None else None
    sommes = _strates(demande, annee, parent or noeud)
    return all(_dites(sommes, ici) for ici in _ensembles(demande, sommes))


def _strates(demande: DemandeFlux, annee: int, dessus: Noeud) -> Sommes:
    """By node of the depth asked under another, type of stay and stratum."""
    profondeur = demande.noeud.profondeur
    large = replace(demande, selection=replace(demande.selection, noeud=dessus.code))
    return large.sommer(["noeud", "type", "strate"], annee, profondeur=profondeur)


def _ensembles(demande: DemandeFlux, sommes: Sommes) -> Iterator[Booleens]:
    """Rows of each activity and of all of them, of each type of stay and of those asked."""
    lus, types = (g.astype(np.int64) for g in sommes.groupes[:2])
    gardes = set(demande.types)
    # Complete, partial, and both together are three figures of one page.
    parts = [TYPES_DE_SEJOUR, *((t,) for t in TYPES_DE_SEJOUR)]
    for voulus in parts if gardes <= set(TYPES_DE_SEJOUR) else [demande.types]:
        du_type = np.isin(types, voulus)
        yield du_type
        for noeud in np.unique(lus):
            yield du_type & (lus == noeud)


def _dites(sommes: Sommes, ici: Booleens) -> bool:
    strates, rang = np.unique(sommes.groupes[2][ici].astype(np.int64), return_inverse=True)
    b = sommes.sejours
    brut = compter(
        *(
            np.bincount(rang, x[ici], len(strates)).astype(np.float64)
            for x in (b.bas, b.cle_haute, b.cle_basse)
        )
    )
    return bool((garder_effectif(brut).statuts == RANG_STATUT[Statut.OK]).all())
