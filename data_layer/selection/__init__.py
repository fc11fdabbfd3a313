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
    LIBELLES_PERIMETRE,
    LIBELLES_POUR,
    LIBELLES_VUE,
    ZONES_COMPAREES_MAX,
    libelle_nature,
)
from data_layer.selection.modele import Selection
from data_layer.selection.niveaux import (
    LIBELLES_NIVEAU,
    contient,
    genre_de,
    libelle_niveau,
    niveau_de,
    niveau_suivant,
    niveaux_lignes,
)
from data_layer.selection.noeuds import Noeud, Noeuds
from data_layer.selection.offre import Offre, presentes
from data_layer.selection.periode import NOMS_MOIS, Periode

__all__ = [
    "LIBELLES_LECTURE",
    "LIBELLES_NIVEAU",
    "LIBELLES_PERIMETRE",
    "LIBELLES_POUR",
    "LIBELLES_VUE",
    "LONGUEUR_MAX",
    "NOMS_MOIS",
    "ZONES_COMPAREES_MAX",
    "Avis",
    "Choix",
    "Contexte",
    "Lu",
    "Noeud",
    "Noeuds",
    "Offre",
    "Periode",
    "Selection",
    "contient",
    "ecrire",
    "genre_de",
    "libelle_nature",
    "libelle_niveau",
    "lire",
    "maj_demandee",
    "niveau_de",
    "niveau_suivant",
    "niveaux_lignes",
    "par_defaut",
    "presentes",
]
