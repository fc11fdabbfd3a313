"""What is known of the establishments of a release beside their place: statut, catégorie, champs…"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from data_layer.catalogue import restitutions
from data_layer.catalogue.dimensions import Dimension
from data_layer.catalogue.schema import Restitution
from data_layer.ouverture import Ouverture, moteur, nom_vue, ouvrir

CHAMP = "champ"
"""The one dimension of facts that also tells establishments apart: those with activity in it."""


@dataclass(frozen=True, eq=False, slots=True)
class Attribut:
    """A property of establishments.

    ``tous``: how its dimension says that nothing is chosen. ``reserve``: when it holds, where that is not
    at present. ``valeurs``: code -> label, those that an
    establishment has, in the order of the catalogue. ``finess``: code -> FINESS numbers that have it.
    """

    cle: str
    libelle: str
    tous: str
    valeurs: Mapping[str, str]
    finess: Mapping[str, frozenset[str]]
    reserve: str = ""


def attributs_etablissements(ouverture: Ouverture) -> tuple[Attribut, ...]:
    """The properties that the datasets of a release tell of their establishments; none without them."""
    return _attributs(ouverture.release.id)


@lru_cache(maxsize=4)
def _attributs(release: str) -> tuple[Attribut, ...]:
    # A release never changes: what was read of it is safe to keep.
    ouverture = ouvrir(release)
    trouves: dict[str, Attribut] = {}
    for restitution in restitutions():
        if restitution.jeu in ouverture.references and restitution.jeu in ouverture.release.jeux:
            for attribut in _du_jeu(ouverture, restitution):
                trouves.setdefault(attribut.cle, attribut)
    return tuple(trouves.values())


def _du_jeu(ouverture: Ouverture, restitution: Restitution) -> Iterable[Attribut]:
    for dimension in restitution.dimensions:
        if dimension.cle == CHAMP:
            paires = _champs(ouverture, restitution, dimension)
        elif dimension.sur == "etablissement":
            vue = nom_vue(ouverture.jeu(restitution), "etablissements")
            paires = _paires(f'SELECT finess, {dimension.colonne} AS valeur FROM "{vue}"')
        else:
            continue
        attribut = _attribut(dimension, paires)
        if attribut.valeurs:
            yield attribut


def _champs(
    ouverture: Ouverture, restitution: Restitution, dimension: Dimension
) -> list[tuple[object, object]]:
    """Pairs (FINESS, champ) of activity, read from the smallest roll-up by establishment."""
    cubes = [c for c in restitution.famille if c.lieu == "etab" and c.croisement is None]
    if not cubes:
        return []
    jeu = ouverture.jeu(restitution)
    cube = nom_vue(jeu, f"cube_{min(cubes, key=lambda c: c.profondeur).cle}")
    return _paires(
        f'SELECT DISTINCT e.finess, c.{dimension.colonne} AS valeur FROM "{cube}" c '
        f'JOIN "{nom_vue(jeu, "etablissements")}" e USING (etab)'
    )


def _paires(requete: str) -> list[tuple[object, object]]:
    lues = moteur().executer(requete)
    colonnes = (np.ma.asarray(lues[nom]).tolist() for nom in ("finess", "valeur"))
    return list(zip(*colonnes, strict=True))


def _attribut(dimension: Dimension, paires: Iterable[tuple[object, object]]) -> Attribut:
    par_valeur: dict[object, set[str]] = {}
    for finess, valeur in paires:
        par_valeur.setdefault(valeur, set()).add(str(finess))
    # A code that joins several values (MCO and HAD) says nothing that one of them does not.
    offertes = [v for v in dimension.valeurs if len(v.valeurs) == 1 and v.valeurs[0] in par_valeur]
    return Attribut(
        dimension.cle,
        dimension.libelle,
        dimension.tous,
        {v.code: v.libelle for v in offertes},
        {v.code: frozenset(par_valeur[v.valeurs[0]]) for v in offertes},
        "activité au moins une année" if dimension.cle == CHAMP else "",
    )
