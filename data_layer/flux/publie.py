"""What of flows is published: residence x place of treatment x depth x type of stay.

An answer outside of it is refused, from the question alone, never from a count. Between a zone and places,
those of the zone's own région are told one by one, the others by région.
"""

from __future__ import annotations

from collections.abc import Collection

from data_layer.flux.modele import (
    PROFONDEUR_FEUILLES,
    PROFONDEUR_FINE,
    PROFONDEURS_FINES,
    TYPES_DE_SEJOUR,
)

PROCHES = ("fig", "finess", "departement", "tds")
"""Columns of sites told one by one to the residents of their région alone, from the finest."""
AILLEURS = "reg-"
"""What the code of all the places of another région begins with."""
_RESIDENCES = ("code", "bv", "tds", "departement", "region")
_LIEUX = (*PROCHES, "region")
_ETABLISSEMENTS = frozenset({"fig", "finess", "genre"})
_AVEC_FEUILLES = frozenset({"finess", "genre"})
_DES_CODES = frozenset({"fig", "finess", "departement", "region"})
FRANCE = "france"


def residence(colonnes: Collection[str]) -> str:
    """The finest of zonings of residence; all of France where there is none."""
    return next((c for c in _RESIDENCES if c in colonnes), FRANCE)


def lieu(colonnes: Collection[str]) -> str:
    """The finest of columns of sites, ``genre`` for kinds alone; all of France where there is none."""
    if not colonnes:
        return FRANCE
    return next((c for c in _LIEUX if c in colonnes), "genre")


def publiee(
    de: str, vers: str, profondeur: int, types: tuple[int, ...], famille: str, *, strates: bool
) -> bool:
    """Whether cells of a residence and a place (see above) are published at a depth, for types of stay.

    ``famille``: the champ, that codes and bassins have depths of their own in. ``strates``: by age and
    sex, which leave as standardised rates only.
    """
    fine = PROFONDEURS_FINES.get(famille, PROFONDEUR_FINE)
    feuille = profondeur >= PROFONDEUR_FEUILLES
    un_type = len(types) == 1 and types[0] in TYPES_DE_SEJOUR
    if strates:
        permise = fine if de == "bv" else PROFONDEUR_FEUILLES - 1
        return de != "code" and vers == FRANCE and profondeur <= permise
    if de == "code":
        return profondeur <= fine and not un_type and (vers == FRANCE or vers in _DES_CODES)
    if de == "bv":
        return profondeur <= fine and vers == FRANCE
    if vers == FRANCE:
        return not feuille or de in ("region", FRANCE)
    if feuille:
        return de in ("region", FRANCE) and vers in _AVEC_FEUILLES and not un_type
    return de in (FRANCE, vers) or vers in _ETABLISSEMENTS
