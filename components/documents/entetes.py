"""The headers of a table in a workbook: one row, or two where zones stand under each measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from components.documents.classeur import ENTETE, Classeur
from components.pivot import ColonneTableau, TableauPlat

_HAUTEUR, _HAUTEUR_MESURE = 45, 30
"""Of a row of headers and of the row of measures above it, in points."""


@dataclass(frozen=True, slots=True)
class Entete:
    """The header of one column.

    ``nom`` says all of it and is unique in its table; ``mesure`` is written once above the columns of
    its zones, ``sous`` under it. ``mesure`` is empty for a column that has one level.
    """

    nom: str
    a_droite: bool = False
    mesure: str = ""
    sous: str = ""

    @property
    def ecrit(self) -> str:
        """What the row of headers shows, which sorts and filters: as on screen, the zone alone under its
        measure. Who reads it by program has the CSV and the Parquet, whose names are unique."""
        return self.sous or self.nom


def entetes(tableau: TableauPlat) -> list[Entete]:
    """Return the headers of a table in order."""
    noms = [Entete("Nature")]
    if tableau.entete_ensemble:
        noms.append(Entete(tableau.entete_ensemble))
    if tableau.entete_rang:
        noms.append(Entete(tableau.entete_rang, a_droite=True))
    if tableau.entete_code:
        noms.append(Entete(tableau.entete_code))
    noms.append(Entete(tableau.entete_libelle))
    for colonne in tableau.colonnes:
        noms.extend(_valeurs(colonne))
    return [*noms, Entete("Remarques")] if tableau.avec_remarques else noms


def _valeurs(colonne: ColonneTableau) -> list[Entete]:
    """The headers of a measure: its value, then its share or its index."""
    noms = [(colonne.entete, "")]
    if colonne.avec_parts:
        noms.append((colonne.entete_part, ", part (%)"))
    if colonne.avec_indices:
        noms.append((colonne.entete_indice, ", indice (base 100)"))
    zone = colonne.titre_groupe
    if not zone:
        return [Entete(nom, a_droite=True) for nom, _ in noms]
    return [Entete(nom, True, colonne.libelle, f"{zone}{suite}") for nom, suite in noms]


def ecrire_entetes(c: Classeur, feuille: Any, rang: int, lus: Sequence[Entete]) -> int:
    """Write the headers from a row on; return the row that sorts and filters, which is the last.

    A measure is one merged cell above its zones, as on screen; the other columns have nothing there.
    """
    if any(e.mesure for e in lus):
        feuille.set_row(rang, _HAUTEUR_MESURE)
        debut = 0
        for mesure, membres in groupby(lus, key=lambda e: e.mesure):
            fin = debut + len(list(membres)) - 1
            if mesure:
                _ecrire_mesure(c, feuille, rang, (debut, fin), mesure)
            debut = fin + 1
        rang += 1
    feuille.set_row(rang, _HAUTEUR)
    for j, entete in enumerate(lus):
        cote = "right" if entete.a_droite else "left"
        c.texte(feuille, rang, j, entete.ecrit, **ENTETE, align=cote)
    return rang


def _ecrire_mesure(
    c: Classeur, feuille: Any, rang: int, colonnes: tuple[int, int], mesure: str
) -> None:
    style = {**ENTETE, "align": "center", "left": 1, "right": 1}
    debut, fin = colonnes
    if fin > debut:
        feuille.merge_range(rang, debut, rang, fin, "", c.style(**style))
    c.texte(feuille, rang, debut, mesure, **style)
