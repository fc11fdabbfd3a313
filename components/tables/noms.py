"""The room of names in the grid: how wide their column is, how high their rows. Sizes are pixels."""

from __future__ import annotations

import textwrap
from functools import lru_cache

from components.pivot import LigneTableau, TableauPlat

_LIGNES = 3
"""Lines that a name may take at most; its code stands under them."""
_LIGNE = 18
_LARGEUR, _LARGEUR_SERREE, _LARGEUR_FINESS = 280, 236, 300
_COLONNES_SERREES = 7
"""From so many columns of values, names give some of their room."""
# A wide letter of a name, and the padding of its cell: a name counted to fit does.
_LETTRE, _MARGES = 8.5, 20
_NOM_LONG = 28
"""A name of more letters takes two lines."""


def largeur_noms(plat: TableauPlat) -> int:
    """The width of the column of names; many values only take of it what leaves every name whole."""
    if plat.avec_codes and "FINESS" in (plat.entete_code or ""):
        return _LARGEUR_FINESS
    serree = len(plat.colonnes) >= _COLONNES_SERREES
    if serree and all(_lignes(li.libelle, _LARGEUR_SERREE) <= _LIGNES for li in plat.lignes):
        return _LARGEUR_SERREE
    return _LARGEUR


def hauteur_ligne(plat: TableauPlat) -> int:
    """The ordinary height of a row: two lines of name and a code, or a value and its share."""
    longs = any(len(ligne.libelle) > _NOM_LONG for ligne in plat.lignes)
    return 54 if plat.avec_codes and longs else 48


def hauteurs_longues(plat: TableauPlat, lignes: list[LigneTableau]) -> dict[str, int]:
    """The height of the rows whose name takes a third line, by key of row."""
    largeur, hauteur = largeur_noms(plat), hauteur_ligne(plat) + _LIGNE
    return {li.cle: hauteur for li in lignes if _lignes(li.libelle, largeur) >= _LIGNES}


@lru_cache(maxsize=4096)
def _lignes(nom: str, largeur: int) -> int:
    return len(textwrap.wrap(nom, int((largeur - _MARGES) / _LETTRE)))
