"""The gate: every number leaves through here, cell by cell, before anything is derived from it."""

from data_layer.disclosure.gate import (
    Brut,
    BrutMoyenne,
    Garde,
    compter,
    garder_distinct,
    garder_effectif,
    garder_moyenne,
    garder_quantite,
    reunir_membres,
)
from data_layer.disclosure.modulo import BITS_BAS, PREMIER

__all__ = [
    "BITS_BAS",
    "PREMIER",
    "Brut",
    "BrutMoyenne",
    "Garde",
    "compter",
    "garder_distinct",
    "garder_effectif",
    "garder_moyenne",
    "garder_quantite",
    "reunir_membres",
]
