"""The search of the portal: what is asked for by words, whatever holds it."""

from data_layer.recherche.chercher import chercher
from data_layer.recherche.fiches import adresse_de_mesure
from data_layer.recherche.modele import GenreTrouvaille, Trouvaille, mots_demandes
from data_layer.recherche.ressemblance import DEBUT, ressemblance
from data_layer.recherche.trouver import trouver

__all__ = [
    "DEBUT",
    "GenreTrouvaille",
    "Trouvaille",
    "adresse_de_mesure",
    "chercher",
    "mots_demandes",
    "ressemblance",
    "trouver",
]
