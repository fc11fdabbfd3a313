"""Baskets: sets of establishments that a visitor names, and reads as a zone ``pan-<hash>``.

A basket never changes: its hash is that of its name and numbers, so an address that names it says
everything. It holds no personal data; its name is free text, and the page says so.
"""

from data_layer.paniers.depot import enregistrer, lire, zone
from data_layer.paniers.liste import Import, LigneLue, Verdict, ecrire_liste, lire_liste
from data_layer.paniers.modele import FINESS_MAX, NOM_MAX, Panier, PanierRefuse, composer

__all__ = [
    "FINESS_MAX",
    "NOM_MAX",
    "Import",
    "LigneLue",
    "Panier",
    "PanierRefuse",
    "Verdict",
    "composer",
    "ecrire_liste",
    "enregistrer",
    "lire",
    "lire_liste",
    "zone",
]
