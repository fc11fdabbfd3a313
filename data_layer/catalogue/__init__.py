"""The declared restitutions, themes and glossary, validated once and read-only."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from data_layer.catalogue.schema import Restitution, Terme, Theme

_DOSSIER = Path(__file__).parent


def _lire(nom: str) -> list[dict[str, object]]:
    contenu: list[dict[str, object]] = yaml.safe_load((_DOSSIER / nom).read_text("utf-8"))
    return contenu


@cache
def restitutions() -> tuple[Restitution, ...]:
    """Every restitution declared in ``declarations/*.yaml``, by slug.

    Raises:
        pydantic.ValidationError: a declaration breaks the schema; nothing starts until it is mended.
    """
    fichiers = sorted((_DOSSIER / "declarations").glob("*.yaml"))
    pieces = yaml.safe_load((_DOSSIER / "pieces.yaml").read_text("utf-8"))
    return tuple(
        Restitution.model_validate(_assembler(yaml.safe_load(f.read_text("utf-8")), pieces))
        for f in fichiers
    )


def _assembler(lu: Any, pieces: Mapping[str, Any]) -> Any:
    """What a declaration says, ``{piece: name}`` replaced by the piece, with what is said beside.

    Raises KeyError on an unknown one.
    """
    if isinstance(lu, dict):
        if "piece" in lu:
            return {**pieces[lu["piece"]], **{c: v for c, v in lu.items() if c != "piece"}}
        return {cle: _assembler(valeur, pieces) for cle, valeur in lu.items()}
    return [_assembler(x, pieces) for x in lu] if isinstance(lu, list) else lu


def restitution(slug: str) -> Restitution | None:
    return next((r for r in restitutions() if r.slug == slug), None)


@cache
def themes() -> tuple[Theme, ...]:
    return tuple(Theme.model_validate(t) for t in _lire("themes.yaml"))


@cache
def glossaire() -> tuple[Terme, ...]:
    return tuple(Terme.model_validate(t) for t in _lire("glossaire.yaml"))
