"""The sentences under a result: how to read it, what it hides, where it comes from.

They state what the figures are and never why: no cause, no judgement. Everything is read from the
masked result, so a sentence cannot say more than the table.
"""

from __future__ import annotations

from collections.abc import Sequence

from components import francais
from components.formats import FINE, date_courte, part
from components.lecture_annees import annees_avant
from components.lecture_clauses import aucune_valeur, comparaison, constat, part_de_france
from components.lecture_flux import note_des_flux
from components.lecture_parts import masques_dits
from components.lecture_produits import non_additif, pour_produits
from components.lecture_quand import quand
from components.lecture_rangs import en_tete
from components.lignes_principales import lignes_principales
from data_layer.catalogue.schema import Flux, Lecture
from data_layer.result import Bloc, Ligne, Resultat, Statut

DEMONSTRATION = "données synthétiques de démonstration, sans valeur réelle"
_MOITIE = 0.5
"""The last step but one: beyond it, all that is said is that more than half is masked."""
_RIEN = f"Lecture{FINE}: aucune ligne ne répond à ces choix."


def note_de_lecture(resultat: Resultat) -> str:
    """Return one sentence that reads the main line(s), then the first row, of the main block.

    « Lecture : en 2024, les établissements d'Île-de-France ont réalisé 2 345 678 séjours (hors
    séances) ; Paris arrive en tête avec 45,2 % du total. » Values without a meaning or protected
    are said to be so; a tie for the first rank is not described. A main line that covers a part of
    its year only says so at the end, in parentheses. A second sentence follows where shares do not add
    up. Of five years, the last one is read, then the first.
    """
    if resultat.selection.restitution.flux is not None:
        return note_des_flux(resultat)
    bloc, tetes = resultat.bloc, lignes_principales(resultat)
    if not tetes or not resultat.zones:
        return _RIEN
    clauses = [_principale(resultat, tetes)]
    if bloc.nature == "annee":
        clauses[0] += annees_avant(resultat)
    elif len(bloc) > 1:
        clauses += en_tete(resultat)
    texte = f"{FINE}; ".join(clause for clause in clauses if clause)
    reserve = _reserve(resultat, nommee=len(clauses) > 1)
    constant = "à périmètre constant" if resultat.selection.perimetre else ""
    cadre = [quand(resultat.selection), constant, pour_produits(resultat)]
    note = f"Lecture{FINE}: {', '.join(t for t in (*cadre, texte) if t)}{reserve}."
    return " ".join(t for t in (note, non_additif(resultat)) if t)


def _reserve(resultat: Resultat, *, nommee: bool) -> str:
    """« (données de janvier à octobre seulement) », with a name after a clause on something else."""
    dites = []
    for tete in resultat.bloc.tetes:
        if tete.remarques:
            texte = f"{FINE}; ".join(tete.remarques)
            seule = len(resultat.zones) == 1 and not nommee
            dites.append(texte if seule else f"{francais.cite(tete.libelle)}{FINE}: {texte}")
    return f" ({f'{FINE}; '.join(dites)})" if dites else ""


def _principale(resultat: Resultat, tetes: Sequence[Ligne]) -> str:
    """The clause of the main lines: the first one, the others beside it."""
    cle = resultat.bloc.meneuse
    montrees = [t for t in tetes if t.cellules[cle].valeur is not None]
    muettes = [t for t in tetes if t.cellules[cle].valeur is None]
    textes = []
    if len(montrees) == 1:
        textes.append(constat(resultat, montrees[0]) + part_de_france(resultat))
    elif montrees:
        textes.append(comparaison(resultat, montrees))
    for statut in dict.fromkeys(t.cellules[cle].statut for t in muettes):
        memes = [t for t in muettes if t.cellules[cle].statut is statut]
        textes.append(aucune_valeur(resultat, memes))
    return f"{FINE}; ".join(textes)


def phrase_masque(resultat: Resultat) -> str:
    """Return what the result hides: « 0,2 % du volume masqué », « des valeurs sont masquées ».

    A volume is that of a count, or of amounts where there are some: those of several products add up,
    their stays do not. Of a mean, an evolution or years it is only said that values are missing.
    « Aucun » asks that every main line and row of the leading count be exact; next to a lower bound,
    what the source itself hides has no known size, and the share is a least one.
    """
    bloc, masquee = resultat.bloc, resultat.part_masquee
    if resultat.refus is not None and bloc.nature != "annee" and _muettes(bloc):
        return "lignes non publiées à ce niveau de détail"
    if resultat.selection.restitution.flux is Flux.PARTS:
        return masques_dits(resultat)
    volume = bloc.colonne(bloc.meneuse).mesure.est_volume and bloc.nature != "annee"
    if resultat.selection.lecture is not Lecture.TOTAL or not volume:
        return _valeurs_absentes(bloc, [c.cle for c in bloc.colonnes])
    statuts = _statuts(bloc, [bloc.meneuse])
    borne = bool({Statut.AU_MOINS, Statut.NON_TRANSMIS} & statuts)
    if masquee is None or (masquee <= 0 and not borne and Statut.MASQUE in statuts):
        return _valeurs_absentes(bloc, [bloc.meneuse])
    if "montant" in bloc.cellules:
        return _montant_masque(masquee, borne=borne)
    return _volume_masque(masquee, borne=borne)


def _volume_masque(masquee: float, *, borne: bool) -> str:
    if masquee >= 0.0005:
        return f"{'au moins ' if borne else ''}{part(masquee, 1)} du volume masqué"
    if borne:
        return "une part du volume masquée ou non transmise à la source"
    return f"moins de {part(0.001, 1)} du volume masqué" if masquee > 0 else "aucun volume masqué"


def _montant_masque(masquee: float, *, borne: bool) -> str:
    """A step, never the share itself: beside an exact total it would give what is masked.

    Beside a total that is a lower bound, there is nothing to take a share of.
    """
    if borne:
        return "une part du montant masquée"
    if masquee > _MOITIE:
        return "plus de la moitié du montant masquée"
    return (
        f"au plus {part(masquee, 1)} du montant masqué" if masquee > 0 else "aucun montant masqué"
    )


def _muettes(bloc: Bloc) -> bool:
    return all(bloc.cellules[bloc.meneuse].valeur(i) is None for i in range(len(bloc)))


def _valeurs_absentes(bloc: Bloc, cles: list[str]) -> str:
    absents = {Statut.MASQUE, Statut.NON_TRANSMIS} & _statuts(bloc, cles)
    dits = {Statut.MASQUE: "masquées", Statut.NON_TRANSMIS: "non transmises"}
    noms = [nom for statut, nom in dits.items() if statut in absents]
    return f"des valeurs sont {' ou '.join(noms)}" if noms else ""


def _statuts(bloc: Bloc, cles: list[str]) -> set[Statut]:
    """Statuses of some measures, over the main lines and the rows of all groups."""
    tetes = {t.cellules[cle].statut for t in bloc.tetes for cle in cles}
    return tetes.union(*(bloc.statuts_presents(cle) for cle in cles))


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
