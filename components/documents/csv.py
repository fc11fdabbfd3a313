"""A displayed table as CSV: UTF-8 with BOM, semicolons, CRLF, decimal commas.

The file holds what the table shows (same columns, same rows, same order, main lines first), as raw
numbers: no thousands sign, 12 significant digits, percentages in points. It stays a plain table that any
program loads, hence no comment lines: where figures come from is in the last columns of each row,
so that a copied part of the file still says it. On synthetic data a column ``Avertissement`` says
so on each row too, beside the name of the file.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from decimal import Context, Decimal

from components.documents.commun import AVERTISSEMENT, DETAIL, TETE, est_hostile, non_publie
from components.formats import date_courte, libelle_statut
from components.pivot import ColonneTableau, LigneTableau, TableauPlat, tableau_plat
from data_layer.result import Bloc, Resultat, Statut

MOIS = "Mois (année-mois)"
_Champ = tuple[str, Callable[[LigneTableau], str]]
# More than any figure is known to, fewer than where binary floats show (51,57000000000001).
_CHIFFRES = Context(prec=12)


def csv_octets(resultat: Resultat, bloc: Bloc | None = None, adresse: str = "") -> bytes:
    """Return the CSV of a block (the main one when None); ``adresse`` reopens the same view.

    A block without any row gives one row that says so. Texts which a spreadsheet would run are
    prefixed with an apostrophe; numbers are not texts and keep their minus sign.
    """
    tableau = tableau_plat(resultat, bloc)
    champs = [*_champs_lignes(tableau), *_champs_mesures(tableau)]
    if tableau.avec_remarques:
        champs.append(("Remarques", lambda ligne: _texte(" ; ".join(ligne.remarques))))
    fin = _provenance(resultat, adresse)
    sortie = io.StringIO(newline="")
    ecriture = csv.writer(sortie, delimiter=";", lineterminator="\r\n")
    ecriture.writerow([nom for nom, _ in champs] + [nom for nom, _ in fin])
    pied = [valeur for _, valeur in fin]
    for ligne in tableau.lignes:
        ecriture.writerow([lire(ligne) for _, lire in champs] + pied)
    if not tableau.lignes:
        ecriture.writerow(["aucune ligne"] + [""] * (len(champs) - 1) + pied)
    return sortie.getvalue().encode("utf-8-sig")


def _champs_lignes(tableau: TableauPlat) -> list[_Champ]:
    champs: list[_Champ] = [("Nature", lambda r: TETE if r.tete else DETAIL)]
    if tableau.entete_ensemble:
        champs.append((tableau.entete_ensemble, lambda r: _texte(r.ensemble)))
    if tableau.entete_rang:
        champs.append((tableau.entete_rang, lambda r: "" if r.rang is None else str(r.rang)))
    if tableau.entete_code:
        champs.append((tableau.entete_code, lambda r: _texte(r.code)))
    if tableau.nature == "mois":
        # « mars 2021 » is for people; programs put ``2021-03`` in order.
        champs.append((MOIS, lambda r: _texte(r.code)))
    champs.append((tableau.entete_libelle, lambda r: _texte(r.libelle)))
    return champs


def _champs_mesures(tableau: TableauPlat) -> list[_Champ]:
    champs: list[_Champ] = []
    for colonne in tableau.colonnes:
        champs.append((colonne.entete, _lecteur_valeur(colonne.cle)))
        if colonne.avec_parts:
            champs.append((colonne.entete_part, _lecteur_part(colonne.cle)))
        if colonne.avec_indices:
            champs.append((colonne.entete_indice, _lecteur_indice(colonne.cle)))
        if _a_reserves(tableau, colonne):
            champs.append((f"{colonne.entete}, statut", _lecteur_statut(colonne.cle)))
    return champs


def _a_reserves(tableau: TableauPlat, colonne: ColonneTableau) -> bool:
    return any(r.cellules[colonne.cle].statut is not Statut.OK for r in tableau.lignes)


def _lecteur_valeur(cle: str) -> Callable[[LigneTableau], str]:
    return lambda ligne: _brut(ligne.cellules[cle].valeur)


def _lecteur_part(cle: str) -> Callable[[LigneTableau], str]:
    return lambda ligne: _brut(ligne.cellules[cle].part, 100)


def _lecteur_indice(cle: str) -> Callable[[LigneTableau], str]:
    return lambda ligne: _brut(ligne.cellules[cle].indice)


def _lecteur_statut(cle: str) -> Callable[[LigneTableau], str]:
    return lambda ligne: libelle_statut(ligne.cellules[cle].statut)


def _brut(valeur: float | None, facteur: int = 1) -> str:
    """A number with a comma, to 12 significant digits (a whole one in full); empty when absent."""
    if valeur is None:
        return ""
    exact = Decimal(repr(float(valeur))) * facteur
    if exact != exact.to_integral_value():
        exact = _CHIFFRES.plus(exact)
    return f"{exact.normalize() + 0:f}".replace(".", ",")


def _texte(texte: str) -> str:
    """A text on one line, which no spreadsheet runs."""
    sauf = f"'{texte}" if est_hostile(texte) else texte
    return " ".join(sauf.split())


def _provenance(resultat: Resultat, adresse: str) -> list[tuple[str, str]]:
    p = resultat.provenance
    source = f"{p.editeur}, {p.source}, {p.millesime}, mise à jour le {date_courte(p.mise_a_jour)}"
    champs = [("Source", source), ("Licence", p.licence)]
    if resultat.selection.restitution.classification is not None:
        # Products and months are in no column: a part of the file says them as well.
        champs.insert(0, ("Sélection", f"{resultat.titre} · {resultat.sous_titre}"))
    if dit := non_publie(resultat):
        champs.append(("Lignes non publiées", dit))
    if adresse:
        champs.append(("Adresse", adresse))
    if p.synthetique:
        champs.append(("Avertissement", AVERTISSEMENT))
    return [(nom, _texte(valeur)) for nom, valeur in champs]
