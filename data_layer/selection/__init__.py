"""The selection: what the visitor chose, and its one grammar in addresses."""

from data_layer.selection.avis import Avis, Choix
from data_layer.selection.contexte import Contexte
from data_layer.selection.grammaire import (
    LONGUEUR_MAX,
    Lu,
    ecrire,
    lire,
    maj_demandee,
    par_defaut,
)
from data_layer.selection.lecteurs import (
    LIBELLES_LECTURE,
    LIBELLES_NIVEAU,
    ZONES_COMPAREES_MAX,
)
from data_layer.selection.modele import Selection, genre_de, niveau_de, niveau_suivant
from data_layer.selection.periode import Periode

__all__ = [
    "LIBELLES_LECTURE",
    "LIBELLES_NIVEAU",
    "LONGUEUR_MAX",
    "ZONES_COMPAREES_MAX",
    "Avis",
    "Choix",
    "Contexte",
    "Lu",
    "Periode",
    "Selection",
    "ecrire",
    "genre_de",
    "lire",
    "maj_demandee",
    "niveau_de",
    "niveau_suivant",
    "par_defaut",
]
