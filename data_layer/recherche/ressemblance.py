"""How far a word that was typed says a word that is written; both normalised by ``geodata.texte``."""

from __future__ import annotations

from rapidfuzz.distance import OSA

EGAL, NOMBRE_PRES, DEBUT, PRESQUE, DEBUT_PRESQUE = 1.0, 0.95, 0.9, 0.7, 0.6
_LETTRES_POUR_UNE_FAUTE = 5
_LETTRES_POUR_DEUX_FAUTES = 9


def ressemblance(demande: str, mot: str) -> float:
    """Return 1 for the same word, then less: singular and plural, start of the word, typing error.

    Method: optimal string alignment (a letter wrong, missing, added, or two swapped) over the word and
    over its start. One error is forgiven in a word of five letters or more, two from nine on; beyond,
    and between numbers, 0.0.
    """
    if mot == demande:
        return EGAL
    if len(mot) > 1 and mot.rstrip("sx") == demande.rstrip("sx"):
        return NOMBRE_PRES
    if mot.startswith(demande):
        return DEBUT
    return 0.0 if demande.isdigit() else _avec_des_fautes(demande, mot)


def _avec_des_fautes(demande: str, mot: str) -> float:
    fautes = _fautes_permises(mot)
    if fautes == 0:
        return 0.0
    if OSA.distance(demande, mot, score_cutoff=fautes) <= fautes:
        return PRESQUE
    debut = mot[: len(demande)]
    assez_long = _LETTRES_POUR_UNE_FAUTE <= len(demande) < len(mot)
    if assez_long and OSA.distance(demande, debut, score_cutoff=1) <= 1:
        return DEBUT_PRESQUE
    return 0.0


def _fautes_permises(mot: str) -> int:
    if len(mot) >= _LETTRES_POUR_DEUX_FAUTES:
        return 2
    return 1 if len(mot) >= _LETTRES_POUR_UNE_FAUTE else 0
