"""No ordinary space before high punctuation, inside quotation marks or inside a number, in what is read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from plotly.utils import PlotlyJSONEncoder

import data_layer.catalogue

_ORDINAIRE = re.compile(
    r"(?<=[\w»)\*]) (?=[:;?!%€»](?:[\s\".,…)»]|$))|(?<=«) |(?<=\b\d) (?=\d{3}\b)"
)
DECLARATIONS = sorted(Path(data_layer.catalogue.__file__).parent.rglob("*.yaml"))
_SANS_LECTEUR = frozenset(
    {"href", "id", "className", "value", "type", "style", "data", "children_id"}
)


def fautes(texte: str) -> list[str]:
    return [texte[max(0, m.start() - 20) : m.end() + 12] for m in _ORDINAIRE.finditer(texte)]


def _textes(arbre: Any, cle: str = "") -> Iterator[str]:
    if isinstance(arbre, str):
        if cle not in _SANS_LECTEUR:
            yield arbre
    elif isinstance(arbre, dict):
        for k, v in arbre.items():
            yield from _textes(v, k)
    elif isinstance(arbre, list):
        for v in arbre:
            yield from _textes(v, cle)


@pytest.mark.parametrize("texte", ["a : b", "« a", "a »", "5 %", "a »…", "1 000 hab.", "quoi ?"])
def test_ce_que_la_regle_trouve(texte: str) -> None:
    assert fautes(texte)


@pytest.mark.parametrize("texte", ["a\u202f: b", "«\u00a0a\u00a0»", "5\u202f%", "en 2021 100 lits"])
def test_ce_que_la_regle_laisse(texte: str) -> None:
    assert not fautes(texte)


@pytest.mark.parametrize(
    "chemin",
    sorted(Path(data_layer.catalogue.__file__).parent.rglob("*.yaml")),
    ids=lambda p: p.stem,
)
def test_les_declarations(chemin: Any) -> None:
    lus = yaml.safe_load(chemin.read_text(encoding="utf-8"))
    assert [f for t in _textes(lus) for f in fautes(t)] == []


@pytest.mark.parametrize("chemin", ["/", "/glossaire", "/methodologie", "/plan", "/recherche"])
def test_les_pages(chemin: str, entrepot: Any) -> None:
    from pages.routeur import page

    arbre = json.loads(json.dumps(page(chemin, ""), cls=PlotlyJSONEncoder))
    assert not [f for t in _textes(arbre) for f in fautes(t)]
