"""The source files Portulan can read, told apart by their content."""

from __future__ import annotations

from pathlib import Path

from data_layer.sources import atih_mco
from data_layer.sources.fichiers import lire_entete
from data_layer.sources.modele import FichierRefuse, Importeur, Progres
from data_layer.warehouse import Meta, Release, publier

IMPORTEURS: tuple[Importeur, ...] = (atih_mco.IMPORTEUR,)

__all__ = ["IMPORTEURS", "FichierRefuse", "Importeur", "formats_connus", "importer", "reconnaitre"]


def reconnaitre(chemin: Path) -> Importeur | None:
    """Return the importer whose format the header of the file shows, whatever the file is named.

    Raises FichierRefuse when the file cannot be read at all.
    """
    entete = lire_entete(chemin)
    return next((i for i in IMPORTEURS if i.reconnait(entete)), None)


def formats_connus() -> str:
    """Return the known formats as a French list, one a line."""
    return "\n".join(f"  - {importeur.description}" for importeur in IMPORTEURS)


def importer(chemin: Path, progres: Progres = lambda octets: None) -> Release:
    """Build the dataset of a source file and put it in force.

    Raises FichierRefuse or PublicationRefusee, with nothing changed.
    """
    importeur = reconnaitre(chemin)
    if importeur is None:
        raise FichierRefuse(
            f"Le format du fichier {chemin.name} n'est pas reconnu. Formats connus :\n"
            + formats_connus()
        )

    def ecrire(dossier: Path) -> Meta:
        return importeur.ecrire(chemin, dossier, progres)

    return publier(importeur.jeu, ecrire)
