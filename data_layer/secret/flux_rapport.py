"""What the protection of flows did: cells, masks and volume by level, worlds, widths, time and memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from data_layer.secret.flux_protection import Protege

Compte = dict[str, float]


@dataclass(frozen=True, slots=True)
class Bilan:
    """Counts by group-by of a champ and a year. secondes, memoire (MiB): of its process."""

    champ: str
    annee: int
    niveaux: dict[str, Compte]
    etage: Compte
    mondes: Mapping[str, int]
    taux: Mapping[str, tuple[int, int]]
    secondes: float
    memoire: float


def bilan(p: Protege, champ: str, annee: int, secondes: float, memoire: float) -> Bilan:
    """Count what was masked in each group-by."""
    niveaux = {}
    etage = {"sensibles": 0.0, "petits": float(p.petits), "imposees": float(p.imposees)}
    for c in p.systeme.cellules:
        masque, n, petites = p.masques[c.groupe], c.effectifs.astype(np.float64), c.sensibles
        niveaux["/".join(c.groupe)] = {
            "cellules": float((n > 0).sum()),
            "primaires": float(petites.sum()),
            "masquees": float(masque.sum()),
            "effectif": float(n.sum()),
            "effectif_primaire": float(n[petites].sum()),
            "effectif_masque": float(n[masque].sum()),
        }
        etage["sensibles"] += float(petites.sum())
    return Bilan(champ, annee, niveaux, etage, p.mondes, p.taux, secondes, memoire)


def reunir(bilans: Sequence[Bilan]) -> dict[str, Any]:
    """Add years up: by champ and group-by (residence/place/depth/types); a JSON object.

    taux: by zoning, rates shown with their count and rates masked though it is shown. etage: counts of 1 to
    10 over all group-bys; petits, shown cells whose masked parts count under 11 together; imposees, cells
    printed elsewhere that are masked.
    """
    champs: dict[str, dict[str, Any]] = {}
    for b in sorted(bilans, key=lambda b: (b.champ, b.annee)):
        ici = champs.setdefault(b.champ, {"niveaux": {}, "etage": {}, "mondes": {}, "taux": {}})
        for g, compte in b.niveaux.items():
            _ajouter(ici["niveaux"].setdefault(g, {}), compte)
        _ajouter(ici["etage"], b.etage)
        _ajouter(ici["mondes"], b.mondes)
        for zone, (dits, tus) in b.taux.items():
            _ajouter(ici["taux"].setdefault(zone, {}), {"montres": dits, "masques": tus})
        _ajouter(ici, {"secondes": b.secondes})
    return {"champs": champs, "memoire": max((b.memoire for b in bilans), default=0.0)}


def _ajouter(total: dict[str, Any], compte: Mapping[str, float]) -> None:
    for nom, valeur in compte.items():
        total[nom] = total.get(nom, 0.0) + valeur
