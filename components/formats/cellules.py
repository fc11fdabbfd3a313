"""Cells with their status, in words and in signs."""

from __future__ import annotations

from components.formats.nombres import FINE, SANS_OBJET, nombre
from data_layer.result import Cellule, Colonne, Statut

MASQUE = "masqué"
# One symbol for every reason to mask: telling primary from secondary masking would leak.
MASQUE_COURT = "•••"
NON_TRANSMIS = "non transmis"
NON_TRANSMIS_COURT = "n.\u202ft."
HORS_REGION = "hors région"
HORS_REGION_COURT = "h.\u202fr."

_MUETTES = {
    Statut.MASQUE: (MASQUE, MASQUE_COURT),
    Statut.NON_TRANSMIS: (NON_TRANSMIS, NON_TRANSMIS_COURT),
    Statut.HORS_REGION: (HORS_REGION, HORS_REGION_COURT),
}
"""What is written where there is no value, and the sign that tables show."""
_LIBELLES = {
    Statut.OK: "publié",
    Statut.AU_MOINS: "au moins",
    Statut.APPROCHE: "approché",
    Statut.MASQUE: MASQUE,
    Statut.NON_TRANSMIS: NON_TRANSMIS,
    Statut.SANS_OBJET: "sans objet",
    Statut.HORS_REGION: f"{HORS_REGION}{FINE}: publié par région seulement",
}
_EXPLICATIONS = {
    Statut.OK: "Valeur publiée, sans réserve.",
    Statut.AU_MOINS: (
        "Une partie de la somme est masquée ou n'a pas été transmise\u202f: la valeur exacte est égale "
        "ou supérieure, et celle-ci se lit comme un minimum."
    ),
    Statut.APPROCHE: (
        "Valeur calculée sur la seule part connue, le reste étant masqué ou non transmis\u202f: retenez "
        "l'ordre de grandeur, pas le dernier chiffre."
    ),
    # The same words whether a cell is small itself or hides another one.
    Statut.MASQUE: (
        "Valeur protégée par le secret statistique, car la montrer donnerait un effectif de 1 à 10 ou "
        "permettrait d'en calculer un\u202f: choisissez une zone, une période ou un ensemble plus large."
    ),
    Statut.NON_TRANSMIS: (
        "L'établissement n'a pas transmis cette donnée\u202f: consultez une autre année ou la source."
    ),
    Statut.SANS_OBJET: (
        "Cette valeur n'a pas de sens ici, faute d'activité ou de terme de comparaison\u202f: changez "
        "de lecture ou de période."
    ),
    Statut.HORS_REGION: (
        "D'une région à l'autre, les flux sont publiés par région seulement, et non code par code\u202f: "
        "pour les lire, choisissez la région comme zone."
    ),
}


def cellule(cellule: Cellule, colonne: Colonne, symbole: bool = False) -> str:
    """Write a cell with its status; ``symbole`` gives the short signs that tables show.

    The short signs need an accessible text beside them: the same call without ``symbole``.
    """
    if (muette := _MUETTES.get(cellule.statut)) is not None:
        return muette[int(symbole)]
    texte = nombre(cellule.valeur, colonne)
    match cellule.statut:
        case Statut.AU_MOINS if cellule.valeur is not None:
            return f"au moins {texte}" if not symbole else f"≥{FINE}{texte}"
        case Statut.APPROCHE if cellule.valeur is not None:
            return f"≈{FINE}{texte}"
        case Statut.OK:
            return texte
    return SANS_OBJET


def libelle_statut(statut: Statut) -> str:
    """Return the name of a status, as files and legends write it."""
    return _LIBELLES[statut]


def explication(statut: Statut, colonne: Colonne | None = None) -> str:
    """Return the sentence that says what a status is, why, and what to do; a measure may have its own why."""
    if statut is Statut.MASQUE and colonne is not None and colonne.mesure.si_masque:
        return colonne.mesure.si_masque
    return _EXPLICATIONS[statut]
