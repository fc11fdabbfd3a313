"""Publishing: build aside, verify, put in place, and only then swap one small file."""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from data_layer.warehouse import depot, lecture, manifeste, parquet
from data_layer.warehouse.modele import (
    ErreurEntrepot,
    Fichier,
    Jeu,
    Meta,
    PublicationRefusee,
    Release,
    Schema,
    nom_table,
)
from data_layer.warehouse.purge import purger
from data_layer.warehouse.verification import controler_chantier, verifier_vite

_journal = logging.getLogger(__name__)


def publier(
    nom: str,
    ecrire: Callable[[Path], Meta | None],
    meta: Meta | None = None,
    *,
    condition: Callable[[Release | None], None] | None = None,
) -> Release:
    """Build one dataset and make the release which carries it the one in force.

    ``ecrire`` fills an empty folder with Parquet files; it may return the Meta, when only building
    tells the report. Other datasets are carried from the release in force. ``condition`` is
    called with that release, under the lock, and may raise PublicationRefusee. When neither the
    bytes nor what is said of them changed, the release in force is returned as it is.

    Raises PublicationRefusee with nothing changed; whatever ``ecrire`` raises passes through.
    """
    if not manifeste.nom_jeu_valide(nom):
        raise PublicationRefusee(f"« {nom} » ne peut pas nommer un jeu de données.")
    depot.dossier_chantier().mkdir(parents=True, exist_ok=True)
    chantier = Path(tempfile.mkdtemp(prefix=f"{nom}-", dir=depot.dossier_chantier()))
    try:
        meta = ecrire(chantier) or meta
        if meta is None:
            raise TypeError("publier() needs a Meta, given or returned by ecrire")
        fichiers, schema = controler_chantier(nom, chantier, meta)
        with depot.verrou():
            avant = _en_vigueur()
            if condition is not None:
                condition(avant)
            jeu = _installer(nom, chantier, fichiers, schema, meta)
            return _mettre_en_vigueur(jeu, avant)
    finally:
        shutil.rmtree(chantier, ignore_errors=True)


def _en_vigueur() -> Release | None:
    """Return the release the new one follows: the one pointed to, else the last whole one."""
    try:
        identifiant = lecture.id_pointe()
        if identifiant is not None:
            return manifeste.lire(identifiant)
    except (ErreurEntrepot, OSError) as erreur:
        _journal.error("Release in force unreadable (%s): following the last whole one", erreur)
    return lecture.derniere_intacte()


def _installer(
    nom: str,
    chantier: Path,
    fichiers: tuple[Fichier, ...],
    schema: dict[str, Schema],
    meta: Meta,
) -> Jeu:
    """Move the verified build to the folder its content names, and describe it."""
    contenu = "\n".join(f"{f.nom} {f.sha256}" for f in fichiers)
    place = depot.dossier_datasets() / nom / hashlib.sha256(contenu.encode()).hexdigest()[:16]
    jeu = Jeu(
        name=nom,
        chemin=place,
        fichiers=fichiers,
        lignes=_lignes_de_faits(nom, fichiers),
        schema=schema,
        source=meta.source,
        licence=meta.licence,
        editeur=meta.editeur,
        credit=meta.credit,
        date_import=datetime.now(UTC),
        millesime=meta.millesime,
        synthetique=meta.synthetique,
        rapport=meta.rapport,
        fichier_source=meta.fichier_source,
        sha256_source=meta.sha256_source,
    )
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.is_dir():
        if not verifier_vite(jeu) and all(
            parquet.sha256_fichier(place / f.nom) == f.sha256 for f in fichiers
        ):
            os.utime(place)  # young again: the purge counts from here
            return jeu
        _journal.error("Damaged build replaced: %s", place)
        place.rename(Path(tempfile.mkdtemp(dir=depot.dossier_chantier())) / place.name)
    for fichier in fichiers:
        depot.synchroniser(chantier / fichier.nom)
    chantier.chmod(0o755)  # mkdtemp's 0700 would hide it from a server of another account
    chantier.rename(place)
    depot.synchroniser(place.parent)
    return jeu


def _lignes_de_faits(nom: str, fichiers: tuple[Fichier, ...]) -> int:
    """Return the rows of the table named like the dataset, over its parts; else of the first table."""
    tables = [nom_table(f.nom) for f in fichiers]
    faits = nom if nom in tables else tables[0]
    return sum(f.lignes for f, table in zip(fichiers, tables, strict=True) if table == faits)


def _mettre_en_vigueur(jeu: Jeu, avant: Release | None) -> Release:
    if avant is not None and _identique(jeu, avant.jeux.get(jeu.name)):
        depot.remplacer_json(depot.chemin_pointeur(), {"release": avant.id})
        return avant
    jeux = {**_reportes(jeu.name, avant), jeu.name: jeu}
    contenu = manifeste.composer(datetime.now(UTC), jeux, avant.id if avant else None)
    depot.remplacer_json(depot.chemin_manifeste(contenu["id"]), contenu)
    nouvelle = manifeste.lire(contenu["id"])
    depot.remplacer_json(depot.chemin_pointeur(), {"release": nouvelle.id})
    try:
        purger(nouvelle.id)
    except OSError as erreur:  # the release is in force: tidying may wait for the next one
        _journal.error("Purge failed: %s", erreur)
    return nouvelle


def _reportes(nom: str, avant: Release | None) -> dict[str, Jeu]:
    """Return the other datasets, each from the latest release where it is whole."""
    if avant is None:
        return {}
    reportes: dict[str, Jeu] = {}
    for autre in avant.jeux:
        if autre == nom:
            continue
        candidats = [r.jeux[autre] for r in [avant, *lecture.releases()] if autre in r.jeux]
        sain = next((j for j in candidats if not verifier_vite(j)), None)
        if sain is None:
            _journal.error("Dataset %s is damaged everywhere and is left out", autre)
        else:
            reportes[autre] = sain
    return reportes


def _identique(jeu: Jeu, avant: Jeu | None) -> bool:
    return (
        avant is not None
        and replace(jeu, date_import=avant.date_import, schema=avant.schema, rapport={})
        == replace(avant, rapport={})
        and dict(jeu.rapport) == dict(avant.rapport)
    )
