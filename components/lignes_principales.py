"""The main lines as a view reads them: one a chosen zone."""

from __future__ import annotations

from dataclasses import replace

from data_layer.result import Ligne, Resultat


def lignes_principales(resultat: Resultat) -> tuple[Ligne, ...]:
    """Return the main lines of the main block; of five years, those of the year asked for.

    A constant perimeter holds for the years, not for the main lines: cards and sentences must say what
    the columns beside them say. The rank of a zone is that of all its establishments.
    """
    bloc, selection = resultat.bloc, resultat.selection
    if bloc.nature != "annee":
        return bloc.tetes
    rangs = {t.groupe: t.rang for t in bloc.tetes} if not selection.perimetre else {}
    return tuple(
        replace(
            ligne,
            code=resultat.zones[ligne.groupe].code,
            libelle=resultat.zones[ligne.groupe].libelle,
            rang=rangs.get(ligne.groupe),
            cible=resultat.zones[ligne.groupe].id,
            marque=ligne.groupe,
        )
        for ligne in bloc.lignes()
        if ligne.code == str(selection.periode.fin)
    )
