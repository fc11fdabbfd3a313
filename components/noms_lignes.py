"""How the rows of a block are called in a sentence: ``région``, ``sous-chapitre``, ``GHM``."""

from __future__ import annotations

from components import francais
from data_layer.catalogue.schema import Restitution
from data_layer.result import Bloc
from data_layer.selection import libelle_nature, libelle_niveau

TEMPS = frozenset({"annee", "mois"})
"""Natures of rows that are moments: nothing is broken down by them."""


def nom_ligne(restitution: Restitution, bloc: Bloc) -> str:
    """Return what one row is, in the singular and in lower case; empty for a series."""
    if bloc.nature in TEMPS:
        return ""
    if (referentiel := restitution.referentiel(bloc.nature)) is not None:
        return referentiel.par.removeprefix("par ")
    if bloc.niveau is None:
        return francais.minuscule(libelle_nature(restitution, bloc.nature))
    arbre = restitution.classification
    noeud = arbre.niveau(bloc.niveau) if arbre else None
    if noeud is not None:
        return noeud.par.removeprefix("par ")
    return francais.minuscule(libelle_niveau(restitution, bloc.niveau))


def noms_lignes(restitution: Restitution, bloc: Bloc) -> str:
    """Return the same in the plural: ``régions``, ``classes ATC 1``, ``GHM``."""
    premier, *suite = nom_ligne(restitution, bloc).split(" ")
    return " ".join([premier if premier.isupper() else f"{premier}s", *suite])


def sont_des_produits(bloc: Bloc) -> bool:
    """Whether rows are products, or what a product is used for: one stay may have several."""
    return bloc.nature in ("classification", "indication")
