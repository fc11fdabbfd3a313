"""The official file of MCO activity per establishment (ATIH, ScanSanté, "MCO par établissement").

One row is a year x sector x FINESS. Format read on the export 2015-2024; see also
:mod:`data_layer.sources.nombres` for how it writes numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from data_layer.sources import activite_mco
from data_layer.sources.atih_mco_champs import COLONNES
from data_layer.sources.atih_mco_lignes import Lecture
from data_layer.sources.fichiers import cle_colonne, lire_entete, lire_lignes
from data_layer.sources.modele import FichierRefuse, Importeur, Progres, enumerer
from data_layer.sources.schema_mco import NOM, SCHEMAS
from data_layer.warehouse import Meta
from data_layer.warehouse.parquet import sha256_fichier

# A file with half of the columns is this format with columns missing, and better told so.
_RECONNU_A_PARTIR_DE = 7


def reconnait(entete: Sequence[str]) -> bool:
    """Tell whether these column names are those of the format, some perhaps missing."""
    noms = {cle_colonne(nom) for nom in entete}
    return len(noms & set(COLONNES)) >= _RECONNU_A_PARTIR_DE


def ecrire(source: Path, dossier: Path, progres: Progres) -> Meta:
    """Read the official file and fill ``dossier`` with the dataset ``activite_mco``.

    Raises FichierRefuse: column missing, number or code that cannot be read (line, column, text),
    total other than complète + partielle, same key with other measures, truncated file.
    """
    entete = lire_entete(source)
    positions, inconnues = _situer_colonnes(entete)
    lecture = Lecture()
    for numero, champs in lire_lignes(source, progres):
        lecture.ajouter(numero, {cle: champs[i] for cle, i in positions.items()})
    observations = lecture.terminer()
    comptes = activite_mco.ecrire([observations], dossier, lecture.alias)
    annees = sorted({int(annee) for annee in observations.annee})
    return _meta(
        source, annees, {**lecture.rapport(), **comptes.rapport(), "colonnes_inconnues": inconnues}
    )


def _situer_colonnes(entete: Sequence[str]) -> tuple[dict[str, int], list[str]]:
    """Return the place of each column of the format, and the names of the others."""
    cles = [cle_colonne(nom) for nom in entete]
    manquantes = [libelle for cle, libelle in COLONNES.items() if cle not in cles]
    if manquantes:
        pluriel = "s" if len(manquantes) > 1 else ""
        raise FichierRefuse(f"Colonne{pluriel} absente{pluriel} : {enumerer(manquantes)}.")
    doubles = [libelle for cle, libelle in COLONNES.items() if cles.count(cle) > 1]
    if doubles:
        raise FichierRefuse(f"Colonne présente deux fois : {enumerer(doubles)}.")
    inconnues = [nom for nom, cle in zip(entete, cles, strict=True) if cle not in COLONNES]
    return {cle: cles.index(cle) for cle in COLONNES}, inconnues


def _meta(source: Path, annees: list[int], rapport: dict[str, Any]) -> Meta:
    millesime = str(annees[0]) if len(annees) == 1 else f"{annees[0]}-{annees[-1]}"
    return Meta(
        source="ScanSanté, activité MCO par établissement",
        editeur="ATIH",
        licence="Réutilisation libre en citant la source",
        credit=f"Source : ATIH, ScanSanté, PMSI MCO {millesime}. Traitements : Portulan",
        millesime=millesime,
        rapport={"annees": annees, **rapport},
        fichier_source=source.name,
        sha256_source=sha256_fichier(source),
        schema_attendu=SCHEMAS,
    )


IMPORTEUR = Importeur(
    nom="atih_mco",
    jeu=NOM,
    description=(
        "ATIH ScanSanté, activité MCO par établissement "
        "(CSV, une ligne par année, secteur et FINESS)"
    ),
    reconnait=reconnait,
    ecrire=ecrire,
)
