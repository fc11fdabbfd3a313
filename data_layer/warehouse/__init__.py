"""The warehouse: dataset builds, releases, and the release in force.

Readers call :func:`release_courante` once per answer and keep what it returns; builders call
:func:`publier`. Nothing here knows what a dataset means.
"""

from data_layer.warehouse.lecture import conservee, release, release_courante, releases
from data_layer.warehouse.modele import (
    Anomalie,
    ErreurEntrepot,
    Fichier,
    Jeu,
    Meta,
    PublicationRefusee,
    Release,
    ReleaseAbimee,
    ReleaseInconnue,
    ReleasePurgee,
    Schema,
)
from data_layer.warehouse.publication import publier
from data_layer.warehouse.verification import verifier

__all__ = [
    "Anomalie",
    "ErreurEntrepot",
    "Fichier",
    "Jeu",
    "Meta",
    "PublicationRefusee",
    "Release",
    "ReleaseAbimee",
    "ReleaseInconnue",
    "ReleasePurgee",
    "Schema",
    "conservee",
    "publier",
    "release",
    "release_courante",
    "releases",
    "verifier",
]
