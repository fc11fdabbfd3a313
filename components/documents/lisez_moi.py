"""The sheet that lets a workbook be understood, quoted and reproduced without the site."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from components.adresses import METHODE_DU_SECRET
from components.adresses import adresse as adresse_de
from components.documents.classeur import AVIS, TITRE, Classeur
from components.documents.commun import (
    AVERTISSEMENT,
    GARANTIE,
    SECRET,
    choix_en_vigueur,
)
from components.formats import FINE, cellule, date_longue, explication, libelle_statut
from components.francais import cite
from components.lecture import note_de_lecture, phrase_masque
from components.pivot import entete_colonne
from components.refus import propositions, raison
from data_layer.catalogue.schema import Grain
from data_layer.result import STATUTS, Cellule, Resultat, Statut
from data_layer.selection import Noeuds

NOM = "Lisez-moi"
Rubrique = tuple[str, Sequence[tuple[str, str]]]


def ecrire_lisez_moi(
    classeur: Classeur,
    resultat: Resultat,
    feuilles: Sequence[tuple[str, str]],
    adresse: str,
    genere_le: datetime,
    noeuds: Noeuds | None = None,
) -> None:
    """Add the sheet; ``feuilles`` are the names and titles of those before it."""
    feuille = classeur.feuille(NOM)
    feuille.set_column(0, 0, 34)
    feuille.set_column(1, 1, 100)
    classeur.texte(feuille, 0, 0, resultat.titre, **TITRE)
    classeur.texte(feuille, 1, 0, resultat.sous_titre)
    rang = 2
    if resultat.provenance.synthetique:
        classeur.texte(feuille, rang, 0, AVERTISSEMENT, **AVIS)
        rang += 1
    for titre, lignes in rubriques(resultat, feuilles, adresse, genere_le, noeuds):
        rang = _rubrique(classeur, feuille, rang + 1, titre, lignes)
    feuille.set_landscape()
    feuille.set_paper(9)
    feuille.fit_to_pages(1, 0)
    feuille.hide_gridlines(2)


def _rubrique(
    classeur: Classeur, feuille: Any, rang: int, titre: str, lignes: Sequence[tuple[str, str]]
) -> int:
    classeur.texte(feuille, rang, 0, titre, bold=True, bottom=1)
    classeur.texte(feuille, rang, 1, "", bottom=1)
    for i, (nom, valeur) in enumerate(lignes, rang + 1):
        classeur.texte(feuille, i, 0, nom, valign="top", text_wrap=True)
        classeur.texte(feuille, i, 1, valeur, valign="top", text_wrap=True)
    return rang + len(lignes) + 1


def rubriques(
    resultat: Resultat,
    feuilles: Sequence[tuple[str, str]],
    adresse: str,
    genere_le: datetime,
    noeuds: Noeuds | None = None,
) -> list[Rubrique]:
    """Return the sections of the sheet: a title, and its lines (name, text)."""
    lignes = [("Une ligne", resultat.sens_ligne), ("Exemple", note_de_lecture(resultat))]
    lignes += [("Remarque", remarque) for remarque in resultat.remarques]
    liste: list[Rubrique] = [
        ("Choix en vigueur", choix_en_vigueur(resultat, noeuds)),
        ("Comment lire", lignes),
        ("Feuilles", list(feuilles)),
        ("Mesures", _mesures(resultat)),
        ("À savoir", _notice(resultat)),
        ("États des valeurs", _etats(resultat)),
        ("Secret statistique", _secret(resultat, adresse)),
        ("Source", _source(resultat)),
        ("Ce fichier", [("Adresse", adresse), ("Produit le", date_longue(genere_le))]),
    ]
    return [(titre, lignes) for titre, lignes in liste if lignes]


def _secret(resultat: Resultat, adresse: str) -> list[tuple[str, str]]:
    """The rule, what it hides here, what can be asked instead, and where the method is."""
    dits = [("Règle", SECRET)]
    if resultat.selection.restitution.publication is not None:
        dits.append(("Garantie", GARANTIE))
    if masque := phrase_masque(resultat):
        dits.append(("Dans ce résultat", masque))
    if dit := raison(resultat):
        dits.append(("Lignes non publiées", dit))
    site, page, _ = adresse.partition("/r/")
    # Addresses of this site are absolute in a file.
    site = site if page else ""
    dits += [(nom, f"{site}{adresse_de(autre)}") for nom, autre in propositions(resultat)]
    return [*dits, ("Méthode", f"{site}{METHODE_DU_SECRET}")]


def _mesures(resultat: Resultat) -> list[tuple[str, str]]:
    return [(entete_colonne(c), c.mesure.definition) for c in resultat.bloc.colonnes]


def _notice(resultat: Resultat) -> list[tuple[str, str]]:
    """The notice of a restitution whose measures follow several calendars, a paragraph a line."""
    restitution = resultat.selection.restitution
    if restitution.grain is not Grain.MOIS:
        return []
    paragraphes = restitution.notice.replace("**", "").split("\n\n")
    return [("Notice", " ".join(p.split())) for p in paragraphes if p.strip()]


def _etats(resultat: Resultat) -> list[tuple[str, str]]:
    """Every status, with what a cell shows then: readers compare files."""
    colonne = resultat.bloc.colonne(resultat.bloc.meneuse)
    avec = (Statut.OK, Statut.AU_MOINS, Statut.APPROCHE)
    return [
        (
            libelle_statut(statut).capitalize(),
            cite(cellule(Cellule(1234.0 if statut in avec else None, None, statut), colonne))
            + f"{FINE}: {explication(statut, colonne)}",
        )
        for statut in STATUTS
    ]


def _source(resultat: Resultat) -> list[tuple[str, str]]:
    p = resultat.provenance
    lignes = [
        ("Source", p.source),
        ("Éditeur", p.editeur),
        ("Millésime", p.millesime),
        ("Mise à jour", date_longue(p.mise_a_jour)),
        ("Version des données", p.version),
        ("Licence", p.licence),
        ("Crédit", p.credit),
        ("Géographie", p.geographie),
    ]
    return [(nom, valeur) for nom, valeur in lignes if valeur]
