"""Levels of rows: zones by size, and the levels of a classification."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from data_layer.catalogue.schema import Restitution

if TYPE_CHECKING:
    from data_layer.selection.modele import Selection

_GENRE_PAR_NIVEAU: Mapping[str, str] = {
    "region": "reg",
    "departement": "dep",
    "tds": "tds",
    "ght": "ght",
    "bv": "bv",
    "pmsi": "pmsi",
    "commune": "com",
    "etablissement": "fin",
    "site": "fig",
}
_NIVEAU_PAR_GENRE = {genre: niveau for niveau, genre in _GENRE_PAR_NIVEAU.items()}
# Territories are made of whole départements: larger than these, smaller than régions.
_TAILLE: Mapping[str, int] = {
    **{"region": 0, "tds": 1, "ght": 1, "departement": 2, "bv": 3, "pmsi": 4, "commune": 5},
    **{"etablissement": 6, "site": 7},
}
# One step down leads through these; territories are asked for.
_DESCENTE = ("region", "departement", "bv", "etablissement", "site")


def niveau_de(zone: str) -> str | None:
    """The level a zone stands on (``None`` for France and baskets, which stand on none)."""
    return _NIVEAU_PAR_GENRE.get(zone.split("-", 1)[0])


def genre_de(niveau: str) -> str:
    """The prefix of the zones of a level: ``departement`` -> ``dep``."""
    return _GENRE_PAR_NIVEAU[niveau]


def contient(zone: str, niveau: str) -> bool:
    """Whether zones of a level lie inside a zone, which is then larger than they are."""
    sien = niveau_de(zone)
    return sien is None or _TAILLE[sien] < _TAILLE[niveau]


def niveau_suivant(zone: str, niveaux: tuple[str, ...]) -> str:
    """One level down from a zone, among those the restitution allows; its own where none is below."""
    if zone.startswith("pan-"):
        return niveaux[-1]
    dessous = [n for n in _DESCENTE if n in niveaux and contient(zone, n)]
    sien = niveau_de(zone)
    return next((n for n in (*dessous, sien) if n in niveaux), niveaux[-1])


def niveaux_lignes(selection: Selection) -> tuple[str, ...]:
    """The levels rows may take under what they are: of zones, or of the classification."""
    restitution = selection.restitution
    if selection.par == "classification" and restitution.classification:
        return tuple(n.cle for n in restitution.classification.niveaux_sous(selection.noeud))
    return restitution.niveaux


def niveau_par_defaut(selection: Selection) -> str:
    """The level of rows when none is chosen: one step below the zone, or below the node."""
    if selection.par == "classification" and (sous := niveaux_lignes(selection)):
        return sous[0]
    return niveau_suivant(selection.zone or "fr", selection.restitution.niveaux)


def niveau_permis(selection: Selection) -> bool:
    return selection.niveau in niveaux_lignes(selection)


def libelle_niveau(restitution: Restitution, niveau: str) -> str:
    """How a level is called: ``Département``, ``Sous-chapitre``."""
    arbre = restitution.classification
    noeud = arbre.niveau(niveau) if arbre else None
    return noeud.libelle if noeud else LIBELLES_NIVEAU[niveau]


LIBELLES_NIVEAU: Mapping[str, str] = {
    "region": "Région",
    "departement": "Département",
    "tds": "Territoire de santé",
    "ght": "GHT",
    "bv": "Bassin de vie",
    "pmsi": "Code géographique PMSI",
    "commune": "Commune",
    "etablissement": "Établissement",
    "site": "Établissement géographique",
}
