"""Each published figure, through the door and through the API, as it was printed."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

import data_layer
from tests.server.conftest import fabriquer

# A release is built first: about a minute, more on a busy machine.
pytestmark = pytest.mark.timeout(600)
SLUG = "dm-medicaments"
ICI = Path(__file__).parent
FICHIERS = sorted(ICI.glob("*.csv"))


@dataclass(frozen=True)
class Figure:
    """What stands in a cell of a slide, and what the house says of it."""

    valeur: float | None
    part: float | None
    indice: float | None
    rang: int | None
    statut: str


def lire(fichier: Path) -> list[dict[str, str]]:
    """The printed figures of a slide, under its title."""
    titre, *lignes = fichier.read_text(encoding="utf-8").splitlines()
    assert titre.startswith("# slide: ")
    return list(csv.DictReader(lignes))


@pytest.fixture(scope="module")
def client(entrepot_cale: Path) -> Iterator[FlaskClient]:
    """A client of a server that serves the calibrated demonstration."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PORTULAN_VAR", str(entrepot_cale))
        data_layer.vider_memoire()
        yield fabriquer().test_client()
    data_layer.vider_memoire()
    _par_l_api.cache_clear()


Reponse = dict[tuple[str, str], dict[str, Figure]]
"""Figures by measure, by row and zone."""


def _par_la_porte(adresse: str) -> Reponse:
    lue = data_layer.lire(SLUG, adresse)
    assert lue.avis == ()
    bloc = data_layer.query(lue.selection).bloc
    lignes = {("total", x.zone): x for x in bloc.tetes}
    lignes |= {(x.code, x.zone): x for x in bloc.lignes()}
    return {
        ou: {
            cle: Figure(c.valeur, c.part, c.indice, x.rang, str(c.statut))
            for cle, c in x.cellules.items()
        }
        for ou, x in lignes.items()
    }


@cache
def _par_l_api(client: FlaskClient, adresse: str) -> Reponse:
    reponse = client.get(f"/api/v1/r/{SLUG}.json?{adresse}")
    assert reponse.status_code == 200, reponse.text
    contenu: dict[str, Any] = json.loads(reponse.data)
    lignes = {("total", x["zone"]): x for x in contenu["totaux"]}
    lignes |= {(x["code"], x["zone"]): x for x in contenu["lignes"]}
    return {
        ou: {
            cle: Figure(
                valeur,
                x["parts"].get(cle),
                x.get("indices", {}).get(cle),
                x["rang"],
                x["statuts"][cle],
            )
            for cle, valeur in x["valeurs"].items()
        }
        for ou, x in lignes.items()
    }


def _imprime(valeur: float | None, comme: str, facteur: int = 1) -> str:
    """A value with the decimals of a printed one, half up; without decimals it must be whole."""
    assert valeur is not None
    exact = Decimal(repr(valeur)) * facteur
    if "." not in comme:
        return str(int(exact)) if exact == int(exact) else str(exact)
    return str(exact.quantize(Decimal(comme), ROUND_HALF_UP))


def _ecarts(figures: list[dict[str, str]], reponses: dict[str, Reponse]) -> list[str]:
    ecarts = []
    for f in figures:
        lue = reponses[f["address"]][f["row"], f["zone"]][f["column"]]
        dites = {"value": _imprime(lue.valeur, f["value"])}
        if f["rank"]:
            dites["rank"] = str(lue.rang)
        if f["share"]:
            dites["share"] = _imprime(lue.part, f["share"], 100)
        if f["index"]:
            dites["index"] = _imprime(lue.indice, f["index"])
        ou = f"{f['row']} {f['zone']} {f['column']} ({f['address']})"
        ecarts += [f"{ou} : {c} {dit}, publié {f[c]}" for c, dit in dites.items() if dit != f[c]]
        if lue.statut != "ok":
            ecarts.append(f"{ou} : {lue.statut}")
    return ecarts


def test_toutes_les_diapositives_sont_la():
    figures = [f for fichier in FICHIERS for f in lire(fichier)]
    assert len(FICHIERS) == 7
    assert len(figures) == 204
    assert sum(bool(f["rank"]) for f in figures) == 41
    assert sum(bool(f["share"]) for f in figures) == 117
    assert sum(bool(f["index"]) for f in figures) == 24


@pytest.mark.parametrize("fichier", FICHIERS, ids=lambda f: f.stem)
def test_la_porte_redit_ce_qui_est_publie(client, fichier):
    figures = lire(fichier)
    reponses = {adresse: _par_la_porte(adresse) for adresse in {f["address"] for f in figures}}
    assert _ecarts(figures, reponses) == []


@pytest.mark.parametrize("fichier", FICHIERS, ids=lambda f: f.stem)
def test_l_api_redit_ce_qui_est_publie(client, fichier):
    figures = lire(fichier)
    adresses = {f["address"] for f in figures}
    assert _ecarts(figures, {a: _par_l_api(client, a) for a in adresses}) == []


def test_une_figure_fausse_se_verrait(client):
    """The check itself: one unit, one rank or one hundredth off is told."""
    figures = lire(ICI / "07-ghm.csv")
    rang = next(i for i, f in enumerate(figures) if f["rank"])
    part = next(i for i, f in enumerate(figures) if f["share"])
    figures[0] |= {"value": str(int(figures[0]["value"]) + 1)}
    figures[rang] |= {"rank": "9"}
    figures[part] |= {"share": "0.01"}
    adresses = {f["address"] for f in figures}
    assert len(_ecarts(figures, {a: _par_l_api(client, a) for a in adresses})) == 3
