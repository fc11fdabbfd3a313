"""Results made by hand, for tests of views: no warehouse, no query, round figures.

``une_zone()``, ``deux_zones()``, ``par_categorie()``, ``tous_statuts()``, ``avec_evolution()``,
``vide()``, ``hostile()`` and ``lecture_evolution()`` cover what a view has to survive;
``resultat``, ``bloc`` and ``ligne`` build anything else. A value is written as a number (status
ok), as a pair ``(value, Statut)``, or as a :class:`Statut` alone (nothing to show).
"""

from tests.fabrique.cas import (
    HOSTILES,
    avec_evolution,
    deux_zones,
    hostile,
    lecture_evolution,
    par_categorie,
    tous_statuts,
    une_zone,
    vide,
)
from tests.fabrique.pieces import (
    MESURES,
    Valeur,
    bloc,
    cellule,
    colonne,
    ligne,
    mco,
    provenance,
    resultat,
    selection,
    zone,
)

__all__ = [
    "HOSTILES",
    "MESURES",
    "Valeur",
    "avec_evolution",
    "bloc",
    "cellule",
    "colonne",
    "deux_zones",
    "hostile",
    "lecture_evolution",
    "ligne",
    "mco",
    "par_categorie",
    "provenance",
    "resultat",
    "selection",
    "tous_statuts",
    "une_zone",
    "vide",
    "zone",
]
