"""Hover boxes: the exact value behind the short one a mark bears."""

from __future__ import annotations

import textwrap

from components import formats
from components.charts.graphe import sur
from components.charts.lignes import valeur_exacte
from components.formats import FINE
from data_layer.result import Colonne, Ligne, Resultat, Statut

_LARGEUR = 52
"""Letters of a line of a hover box."""


def bulle(resultat: Resultat, ligne: Ligne, colonne: Colonne, noms: dict[str, str]) -> str:
    """Return the hover box of a row: exact value, share, rank, remarks."""
    textes = [f"<b>{sur(ligne.libelle)}</b>"]
    if resultat.bloc.nature != "zone" and ligne.zone in noms:
        textes.append(sur(noms[ligne.zone]))
    elif len(set(resultat.bloc.groupes)) > 1:
        textes.append(sur(resultat.zones[ligne.groupe].libelle))
    textes.append(f"{sur(colonne.court)}{FINE}: {sur(valeur_exacte(ligne, colonne))}")
    part = ligne.cellules[colonne.cle].part
    if part is not None:
        textes.append(f"Part{FINE}: {formats.part(part)}")
    if ligne.rang is not None:
        textes.append(f"Rang{FINE}: {formats.nombre(ligne.rang)}")
    textes += [sur(remarque) for remarque in ligne.remarques]
    return "<br>".join([*textes, *pourquoi(ligne.cellules[colonne.cle].statut, colonne)])


def pourquoi(statut: Statut, colonne: Colonne | None = None) -> list[str]:
    """Return the lines that say why a value is masked, none for another status: a box does not fold text."""
    if statut is not Statut.MASQUE:
        return []
    return [sur(texte) for texte in textwrap.wrap(formats.explication(statut, colonne), _LARGEUR)]
