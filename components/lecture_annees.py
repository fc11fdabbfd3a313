"""The clause on the first of five years, for the reading note."""

from __future__ import annotations

from components import francais
from components.formats import FINE
from components.lecture_mesures import ecrit
from components.lecture_quand import pendant
from data_layer.catalogue.schema import Lecture
from data_layer.result import Resultat


def annees_avant(resultat: Resultat) -> str:
    """Return « , contre 282 787 LPP de janvier à juin 2017 », of each zone when there are several.

    Empty when the first year is not shown everywhere, or under an evolution.
    """
    bloc, periode = resultat.bloc, resultat.selection.periode
    premiere = min((int(c) for c in bloc.codes), default=periode.fin)
    lignes = [li for li in bloc.lignes() if li.code == str(premiere)]
    cellules = [li.cellules[bloc.meneuse] for li in lignes]
    muettes = not cellules or any(c.valeur is None for c in cellules)
    if resultat.selection.lecture is not Lecture.TOTAL or premiere == periode.fin or muettes:
        return ""
    alors = pendant(periode.decaler(premiere - periode.fin))
    colonne = bloc.colonne(bloc.meneuse)
    dites = [ecrit(c, colonne) for c in cellules]
    if len(dites) == 1:
        return f", contre {dites[0]} {alors}"
    return f"{FINE}; {alors}, respectivement {francais.enumere(dites)}"
