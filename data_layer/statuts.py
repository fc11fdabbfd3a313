"""Why a cell reads as it does: the vocabulary shared by the gate, the result and the views."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Statut(StrEnum):
    """``au_moins``: a proven lower bound, part of the sum being masked or not transmitted.

    ``approche``: a derived value whose error, which comes from such a bound, stays small. ``hors_region``: a
    flow between two régions, published by région only: said from the question, whatever the count.
    """

    OK = "ok"
    AU_MOINS = "au_moins"
    APPROCHE = "approche"
    MASQUE = "masque"
    NON_TRANSMIS = "non_transmis"
    SANS_OBJET = "sans_objet"
    HORS_REGION = "hors_region"


STATUTS: tuple[Statut, ...] = tuple(Statut)
RANG_STATUT: Mapping[Statut, int] = {statut: rang for rang, statut in enumerate(STATUTS)}
