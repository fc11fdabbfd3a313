"""Is a build whole? Quickly (sizes and footers) when a server takes it, fully when it is published
and on demand.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from data_layer.warehouse import manifeste, parquet
from data_layer.warehouse.modele import (
    Anomalie,
    Fichier,
    Jeu,
    Meta,
    PublicationRefusee,
    Release,
    Schema,
    nom_table,
)


def verifier(release: Release) -> list[Anomalie]:
    """Read every byte again: checksums, row counts, schemas. An empty list: all is well."""
    return [
        anomalie
        for jeu in release.jeux.values()
        for fichier in jeu.fichiers
        for anomalie in _verifier_fichier(jeu, fichier, complet=True)
    ]


def verifier_vite(jeu: Jeu) -> list[Anomalie]:
    """Check that files are there, with the right size, footer row count and columns (some ms)."""
    return [a for f in jeu.fichiers for a in _verifier_fichier(jeu, f, complet=False)]


def _verifier_fichier(jeu: Jeu, fichier: Fichier, *, complet: bool) -> list[Anomalie]:
    """Return at most one anomaly: the first found makes the others noise."""
    probleme = _probleme(jeu, fichier, complet)
    return [] if probleme is None else [Anomalie(jeu.name, fichier.nom, probleme)]


def _probleme(jeu: Jeu, fichier: Fichier, complet: bool) -> str | None:  # noqa: PLR0911
    chemin = jeu.chemin / fichier.nom
    try:
        taille = chemin.stat().st_size
        if taille != fichier.octets:
            return f"taille de {taille} octets au lieu de {fichier.octets}"
        if complet and parquet.sha256_fichier(chemin) != fichier.sha256:
            return "le contenu a changé (somme de contrôle différente)"
        lignes, schema = parquet.lire_pied(chemin)
        if lignes != fichier.lignes:
            return f"{lignes} lignes au lieu de {fichier.lignes}"
        if list(schema.items()) != list(jeu.schema[fichier.nom].items()):
            return "les colonnes ne sont pas celles du manifeste"
        if complet and parquet.lire_tout(chemin) != fichier.lignes:
            return "les données ne se relisent pas en entier"
    except FileNotFoundError:
        return "fichier absent"
    except (OSError, KeyError, parquet.ParquetIllisible):
        return "fichier illisible"
    return None


def controler_chantier(
    nom: str, chantier: Path, meta: Meta
) -> tuple[tuple[Fichier, ...], dict[str, Schema]]:
    """Read back all that was written, as a stranger would. Raises PublicationRefusee."""
    fichiers: list[Fichier] = []
    schemas: dict[str, Schema] = {}
    chemins = sorted(chantier.iterdir())
    if not chemins:
        raise PublicationRefusee(f"Le jeu {nom} est vide : aucun fichier n'a été écrit.")
    for chemin in chemins:
        if not chemin.is_file() or not manifeste.nom_fichier_valide(chemin.name):
            raise PublicationRefusee(f"Le jeu {nom} contient un intrus : {chemin.name}.")
        try:
            lignes, schema = parquet.lire_pied(chemin)
            relues = parquet.lire_tout(chemin)
        except parquet.ParquetIllisible as erreur:
            raise PublicationRefusee(
                f"Le fichier {chemin.name} du jeu {nom} est abîmé ou incomplet."
            ) from erreur
        if lignes == 0 or relues != lignes:
            raise PublicationRefusee(f"Le fichier {chemin.name} du jeu {nom} n'a aucune ligne.")
        somme = parquet.sha256_fichier(chemin)
        fichiers.append(Fichier(chemin.name, lignes, chemin.stat().st_size, somme))
        schemas[chemin.name] = schema
    _controler_parties(nom, schemas)
    if meta.schema_attendu is not None and _ordonner(meta.schema_attendu) != _ordonner(schemas):
        raise PublicationRefusee(f"Les colonnes du jeu {nom} ne sont pas celles prévues.")
    return tuple(fichiers), schemas


def _controler_parties(nom: str, schemas: Mapping[str, Schema]) -> None:
    """Parts of a table are read as one: their columns are the same. Raises PublicationRefusee."""
    par_table: dict[str, Schema] = {}
    for fichier, schema in schemas.items():
        premier = par_table.setdefault(nom_table(fichier), schema)
        if list(schema.items()) != list(premier.items()):
            raise PublicationRefusee(
                f"Le fichier {fichier} du jeu {nom} n'a pas les colonnes du reste de sa table."
            )


def _ordonner(schemas: Mapping[str, Schema]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Turn mappings into pairs, so that the order of columns is compared too."""
    return sorted((nom, list(schema.items())) for nom, schema in schemas.items())
