"""The reading note of a map: what the zone has of what is coloured, then where it is highest."""

from __future__ import annotations

from components import formats, francais
from components.formats import FINE
from data_layer.catalogue.schema import Lecture
from data_layer.result import Bloc, Ligne, Resultat, Statut


def note_de_carte(resultat: Resultat, activite: str) -> str:
    """Return « Lecture : en 2021, en MCO, « Taux de recours brut » vaut … dans le Loiret »."""
    bloc, selection = resultat.bloc, resultat.selection
    quoi = f"« {bloc.colonne(bloc.meneuse).libelle} »"
    if selection.lecture is not Lecture.TOTAL:
        quoi = f"l'évolution de {quoi}"
    clauses = [
        f"{quoi} vaut {_valeur(bloc, tete)} {francais.lieu(resultat.zones[tete.groupe])}"
        for tete in bloc.tetes
        if tete.cellules[bloc.meneuse].valeur is not None
    ]
    montrees = [li for li in bloc.lignes() if li.cellules[bloc.meneuse].statut is Statut.OK]
    if len(montrees) > 1:
        haute = max(montrees, key=lambda li: li.cellules[bloc.meneuse].valeur or 0.0)
        clauses.append(
            f"la valeur la plus élevée est celle de « {haute.libelle} » ({_valeur(bloc, haute)})"
        )
    if not clauses:
        return f"Lecture{FINE}: aucune valeur n'est montrée pour ces choix."
    return f"Lecture{FINE}: en {selection.periode.fin}, {activite}{f'{FINE}; '.join(clauses)}."


def _valeur(bloc: Bloc, ligne: Ligne) -> str:
    colonne = bloc.colonne(bloc.meneuse)
    lue = formats.cellule(ligne.cellules[bloc.meneuse], colonne)
    return lue if formats.mise(colonne).suffixe else f"{lue}{francais.NBSP}{colonne.unite}".rstrip()
