"""The declared restitutions, themes and glossary, validated once and read-only."""

from __future__ import annotations

from functools import cache
from pathlib import Path

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
    return tuple(Restitution.model_validate(yaml.safe_load(f.read_text("utf-8"))) for f in fichiers)


def restitution(slug: str) -> Restitution | None:
    return next((r for r in restitutions() if r.slug == slug), None)


@cache
def themes() -> tuple[Theme, ...]:
    return tuple(Theme.model_validate(t) for t in _lire("themes.yaml"))


@cache
def glossaire() -> tuple[Terme, ...]:
    return tuple(Terme.model_validate(t) for t in _lire("glossaire.yaml"))
