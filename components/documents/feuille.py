"""One table of a workbook: titles, headers, rows as they are displayed, and where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from components import formats
from components.documents.classeur import (
    ABSENT,
    AVIS,
    DISCRET,
    FILET,
    FOND_TETE,
    TITRE,
    Classeur,
)
from components.documents.commun import AVERTISSEMENT, DETAIL, TETE, non_publie
from components.documents.entetes import ecrire_entetes, entetes
from components.documents.lisez_moi import NOM as LISEZ_MOI
from components.lecture import phrase_source
from components.pivot import ColonneTableau, LigneTableau, TableauPlat
from data_layer.result import Cellule, Resultat, Statut

_PREFIXES = {Statut.AU_MOINS: "au moins ", Statut.APPROCHE: "≈ "}
_PART = formats.Mise(formats.DECIMALES_PART, "%")
_INDICE = formats.Mise(formats.DECIMALES_PART)
_LARGEUR_MIN, _LARGEUR_MAX = 9, 60


@dataclass(frozen=True, slots=True)
class Pose:
    """Where a table stands on its sheet, rows and columns from 0.

    ``haut``: its first row; ``libelle`` and ``valeurs`` (by key): its columns; ``libre``: the first
    column that is free beside it.
    """

    feuille: Any
    haut: int
    libelle: int
    valeurs: Mapping[str, int]
    libre: int


def ecrire_tableau(c: Classeur, feuille: Any, resultat: Resultat, tableau: TableauPlat) -> Pose:
    """Write a displayed table on an empty sheet, ready to be sorted, filtered and printed."""
    lus = entetes(tableau)
    premier = _ecrire_titres(c, feuille, resultat, tableau)
    haut = ecrire_entetes(c, feuille, premier, lus)
    largeurs = [max(_LARGEUR_MIN, len(e.ecrit) // 3) for e in lus]
    for i, ligne in enumerate(tableau.lignes, haut + 1):
        textes = _ecrire_ligne(c, feuille, i, tableau, ligne)
        largeurs = [max(a, len(b) + 2) for a, b in zip(largeurs, textes, strict=True)]
    bas = max(haut + len(tableau.lignes), haut + 1)
    for j, largeur in enumerate(largeurs):
        feuille.set_column(j, j, min(largeur, _LARGEUR_MAX))
    feuille.autofilter(haut, 0, bas, len(lus) - 1)
    libelles = sum(not e.a_droite for e in lus) - tableau.avec_remarques
    feuille.freeze_panes(haut + 1, libelles + bool(tableau.entete_rang))
    # FINESS numbers are texts on purpose: 010000024 is not ten million.
    feuille.ignore_errors({"number_stored_as_text": f"A1:XFD{bas + 1}"})
    _mettre_en_page(feuille, resultat, (premier, haut))
    places = {e.nom: j for j, e in enumerate(lus)}
    return Pose(
        feuille,
        haut + 1,
        places[tableau.entete_libelle],
        {colonne.cle: places[colonne.entete] for colonne in tableau.colonnes},
        len(lus) + 1,
    )


def _ecrire_titres(c: Classeur, feuille: Any, resultat: Resultat, tableau: TableauPlat) -> int:
    """Write what stands above the table; return the row of its headers."""
    c.texte(feuille, 0, 0, resultat.titre, **TITRE)
    # The title of the table has already said its measure and its rows.
    reste = [m for m in _choix(resultat, tableau) if m not in tableau.titre]
    sous_titre = " · ".join([tableau.titre, *reste, f"voir la feuille {LISEZ_MOI}"])
    c.texte(feuille, 1, 0, sous_titre, **DISCRET)
    avis = [AVERTISSEMENT] if resultat.provenance.synthetique else []
    avis += [dit] if (dit := non_publie(resultat)) else []
    for rang, texte in enumerate(avis, 2):
        c.texte(feuille, rang, 0, texte, **AVIS)
    return 3 + len(avis)


def _choix(resultat: Resultat, tableau: TableauPlat) -> list[str]:
    """The choices that hold for this table: others are broken down otherwise, and are totals."""
    choix = resultat.sous_titre.split(" · ")
    if tableau.cle in ("classement", "evolution"):
        return choix
    autres = ["par "]
    if not any(c.colonne.signe for c in tableau.colonnes):
        autres.append("évolution ")
    propre = resultat.selection.restitution.dimension(tableau.nature)
    if propre is not None:
        autres += [f"{propre.libelle.lower()}\u202f:", propre.tous]
    return [c for c in choix if not c.startswith(tuple(autres))]


def _ecrire_ligne(
    c: Classeur, feuille: Any, i: int, tableau: TableauPlat, ligne: LigneTableau
) -> list[str]:
    """Write one row; return the texts as displayed, for the widths."""
    fond = {"bold": True, "bg_color": FOND_TETE} if ligne.tete else {}
    base = {**fond, "bottom": 4, "bottom_color": FILET}
    affiches: list[str] = []

    def ecrire(texte: str) -> None:
        c.texte(feuille, i, len(affiches), texte, **base)
        affiches.append(texte)

    ecrire(TETE if ligne.tete else DETAIL)
    if tableau.entete_ensemble:
        ecrire(ligne.ensemble)
    if tableau.entete_rang:
        affiches.append(_ecrire_rang(c, feuille, i, len(affiches), ligne.rang, base))
    if tableau.entete_code:
        ecrire(ligne.code)
    if tableau.nature == "annee" and ligne.libelle.isdecimal():
        # A year is a number, that a pivot table or a chart can put in order.
        annee = c.style(**base, num_format="0", align="left")
        feuille.write_number(i, len(affiches), int(ligne.libelle), annee)
        affiches.append(ligne.libelle)
    else:
        ecrire(ligne.libelle)
    for colonne in tableau.colonnes:
        cellule = ligne.cellules[colonne.cle]
        affiches.append(_ecrire_valeur(c, feuille, (i, len(affiches)), cellule, colonne, base))
        if colonne.avec_parts:
            case = (i, len(affiches))
            _ecrire_rapport(c, feuille, case, cellule.part, _PART, base)
            affiches.append(formats.part(cellule.part))
        if colonne.avec_indices:
            case = (i, len(affiches))
            _ecrire_rapport(c, feuille, case, cellule.indice, _INDICE, base)
            affiches.append(formats.indice(cellule.indice))
    if tableau.avec_remarques:
        ecrire(" ; ".join(ligne.remarques))
    return affiches


def _ecrire_rang(
    c: Classeur, feuille: Any, i: int, j: int, rang: int | None, base: dict[str, Any]
) -> str:
    style = c.style(**base, num_format="0")
    if rang is None:
        feuille.write_blank(i, j, None, style)
    else:
        feuille.write_number(i, j, rang, style)
    return formats.nombre(rang)


def _ecrire_valeur(
    c: Classeur,
    feuille: Any,
    case: tuple[int, int],
    cellule: Cellule,
    colonne: ColonneTableau,
    base: dict[str, Any],
) -> str:
    affiche = formats.cellule(cellule, colonne.colonne)
    if cellule.valeur is None:
        c.texte(feuille, *case, affiche, **{**base, **ABSENT})
        return affiche
    forme = formats.format_excel(colonne.colonne, _PREFIXES.get(cellule.statut, ""), cellule.valeur)
    valeur = formats.valeur_excel(cellule.valeur, colonne.colonne)
    feuille.write_number(*case, valeur, c.style(**base, num_format=forme))
    return affiche


def _ecrire_rapport(
    c: Classeur,
    feuille: Any,
    case: tuple[int, int],
    valeur: float | None,
    forme: formats.Mise,
    base: dict[str, Any],
) -> None:
    """Write a share or an index beside its value; nothing where there is none."""
    style = c.style(**base, num_format=formats.format_excel(forme))
    if valeur is None:
        feuille.write_blank(*case, None, style)
    else:
        feuille.write_number(*case, valeur, style)


def _mettre_en_page(feuille: Any, resultat: Resultat, tetes: tuple[int, int]) -> None:
    feuille.set_landscape()
    feuille.set_paper(9)
    feuille.fit_to_pages(1, 0)
    feuille.repeat_rows(*tetes)
    feuille.hide_gridlines(2)
    source = phrase_source(resultat).replace("&", "&&")[:200]
    feuille.set_footer(f"&L{source}&RPage &P sur &N")
