"""Clauses on the first row of each group, for the reading note."""

from __future__ import annotations

from components import francais
from components.formats import part
from components.lecture_clauses import ecrit
from data_layer.catalogue.schema import Lecture, NatureMesure
from data_layer.result import Ligne, Resultat, Statut
from geodata.zones import zones_administratives


def en_tete(resultat: Resultat) -> list[str]:
    """Return at most one clause: who comes first, in each group of rows where one row does."""
    premieres = [p for g in sorted(set(resultat.bloc.groupes)) if (p := _premiere(resultat, g))]
    if not premieres:
        return []
    colonne = resultat.bloc.colonne(resultat.bloc.meneuse)
    selection = resultat.selection
    if selection.lecture is Lecture.TOTAL and colonne.mesure.nature is NatureMesure.EFFECTIF:
        return [_les_plus_grands(resultat, premieres)]
    quoi = "la valeur" if selection.lecture is Lecture.TOTAL else "l'évolution"
    suite = [
        f"celle {francais.contracte(_sujet(resultat, p)[0])} "
        f"({ecrit(p.cellules[resultat.bloc.meneuse], colonne)}){_ou(resultat, p)}"
        for p in premieres
    ]
    return [f"{quoi} la plus élevée est {francais.enumere(suite)}"]


def _premiere(resultat: Resultat, groupe: int) -> Ligne | None:
    """The only row of rank 1 among two or more ranked rows of a group."""
    bloc = resultat.bloc
    places = [i for i, g in enumerate(bloc.groupes) if g == groupe and bloc.rangs[i] is not None]
    premieres = [i for i in places if bloc.rangs[i] == 1]
    return bloc.ligne(premieres[0]) if len(places) > 1 and len(premieres) == 1 else None


def _les_plus_grands(resultat: Resultat, premieres: list[Ligne]) -> str:
    textes = []
    for i, premiere in enumerate(premieres):
        sujet, pluriel = _sujet(resultat, premiere)
        verbe = " arrivent en tête" if pluriel else " arrive en tête"
        poids = _poids(resultat, premiere)
        if len(premieres) == 1:
            avec = f" avec {poids}" if premiere.marque != 0 or len(resultat.zones) > 1 else ""
            textes.append(f"{sujet}{verbe}{_ou(resultat, premiere)}{avec}")
        else:
            textes.append(f"{sujet}{'' if i else verbe}{_ou(resultat, premiere)} ({poids})")
    return ", ".join(textes)


def _poids(resultat: Resultat, ligne: Ligne) -> str:
    """« 45,2 % du total », hedged when the row or its total is a lower bound; else the value."""
    bloc = resultat.bloc
    cellule = ligne.cellules[bloc.meneuse]
    if cellule.part is None:
        return ecrit(cellule, bloc.colonne(bloc.meneuse))
    statuts = {cellule.statut, *(t.cellules[bloc.meneuse].statut for t in bloc.tetes)}
    environ = "" if statuts == {Statut.OK} else "environ "
    total = "de la France" if any(m is not None for m in bloc.marques) else "du total"
    return f"{environ}{part(cellule.part, 1)} {total}"


def _ou(resultat: Resultat, ligne: Ligne) -> str:
    """« en Île-de-France » when rows stand under several zones, else nothing."""
    if len(set(resultat.bloc.groupes)) < 2:
        return ""
    return f" {francais.lieu(resultat.zones[ligne.groupe])}"


def _sujet(resultat: Resultat, ligne: Ligne) -> tuple[str, bool]:
    """A row as a subject, and whether its verb is in the plural."""
    dimension = resultat.selection.restitution.dimension(resultat.bloc.nature)
    if dimension is not None:
        return f"{francais.avec_article(dimension.libelle)} {francais.cite(ligne.libelle)}", False
    zone = zones_administratives().get(ligne.zone)
    if zone is None:
        return francais.cite(ligne.libelle), False
    return francais.sujet(zone), francais.pluriel(zone)
