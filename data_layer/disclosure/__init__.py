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
)

__all__ = [
    "Brut",
    "BrutMoyenne",
    "Garde",
    "compter",
    "garder_distinct",
    "garder_effectif",
    "garder_moyenne",
    "garder_quantite",
]
