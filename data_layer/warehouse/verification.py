"""Is a release whole? Quickly (sizes and footers) when a server takes it, fully on demand."""

from __future__ import annotations

from data_layer.warehouse import parquet
from data_layer.warehouse.modele import Anomalie, Fichier, Jeu, Release


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
