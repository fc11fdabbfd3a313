"""The gate: every number leaves through here, cell by cell, before anything is derived from it."""

from data_layer.disclosure.gate import Brut, BrutMoyenne, Garde, garder_effectif, garder_moyenne

__all__ = ["Brut", "BrutMoyenne", "Garde", "garder_effectif", "garder_moyenne"]
