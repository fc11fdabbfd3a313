"""The sentences under a result: how to read it, what it hides, where it comes from.

They state what the figures are and never why: no cause, no judgement. Everything is read from the
masked result, so a sentence cannot say more than the table.
"""

from __future__ import annotations

from components.formats import FINE, date_courte, part
from components.lecture_clauses import aucune_valeur, comparaison, constat, part_de_france, quand
from components.lecture_rangs import en_tete
from data_layer.result import Resultat, Statut

DEMONSTRATION = "données synthétiques de démonstration, sans valeur réelle"
_RIEN = f"Lecture{FINE}: aucune ligne ne répond à ces choix."


def note_de_lecture(resultat: Resultat) -> str:
    """Return one sentence that reads the main line(s), then the first row, of the main block.

    « Lecture : en 2024, les établissements d'Île-de-France ont réalisé 2 345 678 séjours (hors
    séances) ; Paris arrive en tête avec 45,2 % du total. » Values without a meaning or protected
    are said to be so; a tie for the first rank is not described.
    """
    bloc = resultat.bloc
    if not bloc.tetes or not resultat.zones:
        return _RIEN
    clauses = [_principale(resultat)]
    if len(bloc) > 1:
        clauses += en_tete(resultat)
    texte = f"{FINE}; ".join(clause for clause in clauses if clause)
    return f"Lecture{FINE}: {quand(resultat.selection)}, {texte}."


def _principale(resultat: Resultat) -> str:
    """The clause of the main lines: the first one, the others beside it."""
    tetes = resultat.bloc.tetes
    cle = resultat.bloc.meneuse
    montrees = [t for t in tetes if t.cellules[cle].valeur is not None]
    muettes = [t for t in tetes if t.cellules[cle].valeur is None]
    textes = []
    if len(montrees) == 1:
        textes.append(constat(resultat, montrees[0]) + part_de_france(resultat))
    elif montrees:
        textes.append(comparaison(resultat, montrees))
    textes += [aucune_valeur(resultat, tete) for tete in muettes]
    return f"{FINE}; ".join(textes)


def phrase_masque(resultat: Resultat) -> str:
    """Return the masked share of the volume (« 0,2 % du volume masqué »), empty when unknown.

    Where the main line is a lower bound, what the source itself hides has no known size: the share
    is a least one, and none is never said to be « aucun ».
    """
    masquee = resultat.part_masquee
    if masquee is None:
        return ""
    bloc = resultat.bloc
    tetes = [t.cellules[bloc.meneuse].statut for t in bloc.tetes[:1]]
    borne = tetes == [Statut.AU_MOINS]
    if masquee < 0.0005 and borne:
        return "une part du volume masquée ou non transmise à la source"
    if masquee <= 0:
        return "aucun volume masqué"
    if masquee < 0.0005:
        return f"moins de {part(0.001, 1)} du volume masqué"
    return f"{'au moins ' if borne else ''}{part(masquee, 1)} du volume masqué"


def phrase_source(resultat: Resultat) -> str:
    """Return « Source : ATIH, ScanSanté, MCO 2015-2024, mise à jour le 12/03/2025 »."""
    p = resultat.provenance
    if p.synthetique:
        noms = [p.editeur, DEMONSTRATION]
    else:
        noms = [p.source] if p.editeur in p.source else [p.editeur, p.source]
    if p.millesime and p.millesime not in p.source:
        noms.append(p.millesime)
    return f"Source{FINE}: {', '.join(noms)}, mise à jour le {date_courte(p.mise_a_jour)}"
