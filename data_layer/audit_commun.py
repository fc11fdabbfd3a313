"""What every audit of a release returns, or says when there is nothing to read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from data_layer.warehouse import ErreurEntrepot


class AuditImpossible(ErreurEntrepot):
    """The release holds nothing that can be audited as asked."""


@dataclass(frozen=True, eq=False, slots=True)
class Audit:
    """What was found, the report (Markdown), and how many counts of 1 to 10 it says can be told."""

    constats: tuple[Any, ...]
    rapport: str
    deductibles: int
