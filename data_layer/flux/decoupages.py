"""How the map of communes is cut by a dataset of flows: PMSI codes, bassins de vie, territoires de santé."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from data_layer.ouverture import moteur, nom_vue
from data_layer.warehouse import Jeu
from geodata.contours import version_contours
from geodata.decoupages import Decoupage, adresse_decoupage, ecrire
from geodata.mosaique import unites

COLONNES: Mapping[str, str] = {"pmsi": "code", "bv": "bv", "tds": "tds"}
"""Kinds of zone that are made of whole communes here, and the column of residences that says which."""


def decoupage(jeu: Jeu, genre: str) -> Decoupage:
    """The zones of a kind, by code, as units of the map. Raises KeyError for another kind."""
    codes, _ = _unites(nom_vue(jeu, "residences"), COLONNES[genre])
    noms = _noms(jeu, genre)
    adresse = adresse_decoupage(genre, f"{jeu.empreinte}-{version_contours() or ''}")
    return Decoupage(genre, codes, tuple(noms.get(c, c) for c in codes), adresse)


@lru_cache(maxsize=8)
def _comprime(vue: str, colonne: str, noms: tuple[str, ...], version: str | None) -> bytes:
    _, de_commune = _unites(vue, colonne)
    return ecrire(noms, unites(de_commune))


def decoupage_comprime(jeu: Jeu, genre: str) -> bytes:
    """What a browser reads of it. Raises KeyError for another kind, ContoursAbsents when not built."""
    lu = decoupage(jeu, genre)
    vue = nom_vue(jeu, "residences")
    return _comprime(vue, COLONNES[genre], lu.libelles, version_contours())


@lru_cache(maxsize=8)
def _unites(vue: str, colonne: str) -> tuple[tuple[str, ...], Mapping[str, int]]:
    """Codes of the zones in order, and the number of that of each commune."""
    lus = moteur().executer(f'SELECT {colonne} AS c, communes FROM "{vue}" ORDER BY c')
    codes = tuple(dict.fromkeys(str(c) for c in lus["c"]))
    numero = {c: i for i, c in enumerate(codes, start=1)}
    de_commune = {
        str(commune): numero[str(c)]
        for c, communes in zip(lus["c"], lus["communes"], strict=True)
        for commune in communes
    }
    return codes, de_commune


def _noms(jeu: Jeu, genre: str) -> dict[str, str]:
    if genre == "pmsi":
        texte = f'SELECT code AS c, libelle AS l FROM "{nom_vue(jeu, "residences")}"'
        lus = moteur().executer(texte)
    else:
        texte = f'SELECT code AS c, libelle AS l FROM "{nom_vue(jeu, "zonages")}" WHERE genre = ?'
        lus = moteur().executer(texte, [genre])
    return {str(c): str(nom) for c, nom in zip(lus["c"], lus["l"], strict=True)}
