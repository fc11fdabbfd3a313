"""The gate hides, and changes nothing else."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

import data_layer
from tests.fabrique.sans_cles import primaire


@pytest.mark.timeout(900)
def test_la_porte_ne_fait_que_masquer(entrepot: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is shown with the whole gate is what is shown without: it hides, and changes nothing else."""
    monkeypatch.setenv("PORTULAN_VAR", str(entrepot))
    data_layer.vider_memoire()
    hasard = random.Random(11)
    adresses = [
        f"zone={hasard.choice(['fr', 'reg-11', 'reg-53', 'dep-75', 'dep-35'])}"
        f"&noeud={hasard.choice(['dm', 'med'])}&par={par}&periode=2019-01..2019-{fin:02d}"
        for par in ("zone", "classification")
        for fin in (3, 6, 12, 12, 12)
    ]
    avec = [_cellules(a) for a in adresses]
    with primaire():
        sans = [_cellules(a) for a in adresses]
    vus: Counter[str] = Counter()
    for a, gardees, toutes in zip(adresses, avec, sans, strict=True):
        for ou, cellule in gardees.items():
            if cellule[1] == "ok":
                assert toutes.get(ou) == cellule, (a, ou)
                vus["montrée"] += 1
            elif cellule[1] == "masque" and toutes.get(ou, (None, ""))[1] == "ok":
                vus["masquée"] += 1
    assert min(vus["montrée"], vus["masquée"]) > 50, vus


def _cellules(adresse: str) -> dict[tuple[str, str, str], tuple[float | None, str]]:
    bloc = data_layer.repondre("dm-medicaments", adresse).resultat.bloc
    return {
        (x.zone, x.code, cle): (c.valeur, str(c.statut))
        for x in (*bloc.tetes, *bloc.lignes())
        for cle, c in x.cellules.items()
    }
