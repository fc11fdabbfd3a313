"""What the native charts of a workbook share: ranges of cells, axes, labels, titles, places."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from components import formats
from components.charts import couleurs
from components.documents.feuille import Pose
from components.pivot import ColonneTableau, TableauPlat, entete_colonne
from data_layer.catalogue.schema import Format
from data_layer.result import Colonne, Resultat

_MILLIONS = 1e7
# What may begin the cell of a reference: a sign that stands against its exclamation mark.
_RENVOI = re.compile(r"!(?=\S)")
_ESPACE_NULLE = "\u200b"


def litteral(texte: str) -> str:
    """A name or a title of a chart as it reads, which is never a reference to cells.

    The library takes ``Urgent!A1``, or ``=cmd|' /C calc'!A0``, for a formula. A space of no width after
    the exclamation mark leaves it a text that looks the same. Every name goes through here: those of
    baskets are the visitor's.
    """
    return _RENVOI.sub(f"!{_ESPACE_NULLE}", texte)


def colonnes_de(tableau: TableauPlat, cle: str) -> list[ColonneTableau]:
    """The columns of a measure, one a zone where zones stand side by side."""
    return [c for c in tableau.colonnes if c.colonne.cle == cle]


def plage(pose: Pose, cle: str, premiere: int, derniere: int) -> dict[str, Any]:
    """Labels and values of rows of the table, from its first row."""
    haut, bas = pose.haut + premiere, pose.haut + derniere
    return {
        "categories": bornes(pose, haut, bas, pose.libelle),
        "values": bornes(pose, haut, bas, pose.valeurs[cle]),
    }


def bornes(pose: Pose, haut: int, bas: int, colonne: int) -> list[Any]:
    """A range of one column, as charts name it."""
    return [pose.feuille.get_name(), haut, colonne, bas, colonne]


def valeurs_de(tableau: TableauPlat, series: Sequence[ColonneTableau]) -> list[float]:
    """What the rows of some columns show, main lines left out."""
    lues = (r.cellules[s.cle].valeur for r in tableau.lignes if not r.tete for s in series)
    return [v for v in lues if v is not None]


def axe(colonne: Colonne, valeurs: Sequence[float]) -> dict[str, Any]:
    """The axis of values: its measure, its unit, light rules; large amounts in millions."""
    reglages: dict[str, Any] = {
        "name": litteral(entete_colonne(colonne)),
        "name_font": {"size": 9, "bold": False},
        "num_font": {"size": 9},
        "num_format": formats.format_excel(colonne),
        "major_gridlines": {"visible": True, "line": {"color": couleurs.FILET, "width": 0.75}},
        "line": {"none": True},
    }
    if colonne.format is Format.MONTANT and max(map(abs, valeurs), default=0) >= _MILLIONS:
        reglages |= {"display_units": "millions", "display_units_visible": True}
    return reglages


def etiquettes(colonne: Colonne) -> dict[str, Any]:
    """The value beside its mark; none where a word stands for it, which counts as zero."""
    forme = formats.format_excel(colonne)
    plus, moins = forme.split(";")[:2] if ";" in forme else (forme, f"-{forme}")
    return {"value": True, "num_format": f"{plus};{moins};", "font": {"size": 9}}


def noms_zones(resultat: Resultat) -> list[str]:
    """The labels of the chosen zones."""
    return [z.libelle for z in resultat.zones]


def titrer(
    dessin: Any, resultat: Resultat, quoi: str, zones: Sequence[str], *, periode: bool = True
) -> None:
    """What, where, when; a chart is copied alone, so synthetic figures are said in it."""
    morceaux = [quoi, " et ".join(zones)]
    if periode:
        morceaux.append(resultat.moment)
    if resultat.provenance.synthetique:
        morceaux.append("données de démonstration")
    dessin.set_title({"name": litteral(" · ".join(morceaux)), "name_font": {"size": 11}})


def poser(pose: Pose, dessin: Any, taille: tuple[int, int], decalage: int = 0) -> None:
    """Put a chart beside the table, under the frozen headers; sorting or filtering leaves it there."""
    dessin.set_size({"width": taille[0], "height": taille[1]})
    reglages: Mapping[str, int] = {"x_offset": decalage, "object_position": 3}
    pose.feuille.insert_chart(pose.haut, pose.libre, dessin, dict(reglages))
