"""Synthetic twins: what a fresh machine shows before a real file is imported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from data_layer.demo import activite_mco, dm_medicaments, flux_publication
from data_layer.demo.activite_mco import publier_demo
from data_layer.warehouse import Release


class Publication(Protocol):
    """Build one demonstration dataset and put it in force."""

    def __call__(
        self, echelle: int = 1, *, force: bool = False, progres: Callable[[int], None] = ...
    ) -> Release: ...


DEMONSTRATIONS: Mapping[str, Publication] = {
    "activite_mco": publier_demo,
    "dm_medicaments": dm_medicaments.publier_demo,
    "flux": flux_publication.publier_demo,
}
"""The datasets which have a demonstration, by name."""

__all__ = ["DEMONSTRATIONS", "Publication", "activite_mco", "dm_medicaments", "publier_demo"]
