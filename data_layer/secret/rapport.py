"""What the protection of a build did: cells, primary and secondary masks by level, time, memory."""

from __future__ import annotations

import resource
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from data_layer.disclosure.gate import SEUIL
from data_layer.disclosure.mondes import LARGEUR
from data_layer.secret.etapes import Etape
from data_layer.secret.source import AxeTemps

Compte = dict[str, float]


@dataclass(frozen=True, slots=True)
class Bilan:
    """Sums by stage and level of one year and axis of time. ``memoire``: MiB at most."""

    annee: int
    axe: AxeTemps
    niveaux: dict[str, dict[str, Compte]]
    etages: dict[str, Compte]
    memoire: float


def bilan(etapes: Sequence[Etape], annee: int, axe: AxeTemps) -> Bilan:
    """Count what was masked in each group-by."""
    niveaux = {e.etage.cle: _niveaux(e) for e in etapes}
    etages = {e.etage.cle: _etage(e) for e in etapes}
    pic = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Bilan(annee, axe, niveaux, etages, pic)


def _etage(etape: Etape) -> Compte:
    """Size of a stage; counts to hide, worlds that hide them, widths these leave; seconds."""
    cache = etape.cache
    s = cache.systeme
    sensibles = s.publie & (s.effectifs <= SEUIL)
    return {
        "ensembles": float(len(s)),
        "sensibles": float(sensibles.sum()),
        "mondes": float(len(cache.mondes)),
        "etroites": float((cache.largeurs[sensibles] < LARGEUR).sum()),
        "petits": float(cache.petits),
        "seuls": float(cache.seuls),
        "secondes": etape.secondes,
    }


def _niveaux(etape: Etape) -> dict[str, Compte]:
    s, masque = etape.cache.systeme, etape.cache.masque
    lus = {}
    for groupement in etape.propres:
        ensembles = s.cellules[groupement].ensembles
        n, m = s.effectifs[ensembles], masque[ensembles]
        primaires = n <= SEUIL
        lus["/".join(groupement)] = {
            "cellules": float(len(n)),
            "primaires": float(primaires.sum()),
            "masquees": float(m.sum()),
            "effectif": float(n.sum()),
            "effectif_primaire": float(n[primaires].sum()),
            "effectif_masque": float(n[m].sum()),
        }
    return lus


def reunir(bilans: Sequence[Bilan]) -> dict[str, Any]:
    """Add the years up: by stage, level and axis of time; a JSON object."""
    niveaux: dict[str, dict[str, dict[str, Compte]]] = {}
    etages: dict[str, Compte] = {}
    for b in sorted(bilans, key=lambda b: (b.annee, b.axe)):
        for etage, lus in b.niveaux.items():
            ici = niveaux.setdefault(b.axe, {}).setdefault(etage, {})
            for groupement, compte in lus.items():
                _ajouter(ici.setdefault(groupement, {}), compte)
        for etage, compte in b.etages.items():
            _ajouter(etages.setdefault(etage, {}), compte)
    return {
        "niveaux": niveaux,
        "etages": etages,
        "memoire": float(np.max([b.memoire for b in bilans])),
    }


def _ajouter(total: Compte, compte: Compte) -> None:
    for nom, valeur in compte.items():
        total[nom] = total.get(nom, 0.0) + valeur
