"""Where things lie under ``var/``, how they are replaced at once, and who may write.

var/live.json                      the release in force: {"release": "<id>"}
var/releases/<id>.json             manifests
var/releases/purgees.jsonl         one line per purged release (the journal)
var/datasets/<name>/<hash>/        builds
var/datasets/.chantier/            builds being written
var/publication.lock               held while a release is put in place
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from data_layer.warehouse.modele import PublicationRefusee
from geodata.chemins import dossier_var


def racine() -> Path:
    """Return the absolute folder of releases. It may not exist yet."""
    return dossier_var().absolute()


def chemin_pointeur() -> Path:
    """Return the path of the pointer to the release in force."""
    return racine() / "live.json"


def dossier_releases() -> Path:
    """Return the folder of manifests."""
    return racine() / "releases"


def chemin_manifeste(identifiant: str) -> Path:
    """Return the path of a manifest. The id must have been checked: it becomes a file name."""
    return dossier_releases() / f"{identifiant}.json"


def chemin_journal() -> Path:
    """Return the path of the journal of purged releases."""
    return dossier_releases() / "purgees.jsonl"


def dossier_datasets() -> Path:
    """Return the folder of builds."""
    return racine() / "datasets"


def dossier_chantier() -> Path:
    """Return the folder of builds being written: on the disk of builds, so a rename moves them."""
    return dossier_datasets() / ".chantier"


def synchroniser(chemin: Path) -> None:
    """Make a file or a folder durable before anything points to it."""
    descripteur = os.open(chemin, os.O_RDONLY)
    try:
        os.fsync(descripteur)
    finally:
        os.close(descripteur)


def remplacer_json(chemin: Path, contenu: Mapping[str, Any]) -> None:
    """Write a JSON file whole or not at all: a reader sees the old one or the new one."""
    chemin.parent.mkdir(parents=True, exist_ok=True)
    provisoire = chemin.with_name(f".{chemin.name}.{os.getpid()}.tmp")
    texte = json.dumps(contenu, ensure_ascii=False, indent=1) + "\n"
    try:
        provisoire.write_text(texte, encoding="utf-8")
        synchroniser(provisoire)
        provisoire.replace(chemin)
    finally:
        provisoire.unlink(missing_ok=True)
    synchroniser(chemin.parent)


@contextmanager
def verrou(attente: float = 60.0) -> Iterator[None]:
    """Hold the lock of publication; it falls by itself if the process dies.

    attente: seconds to wait for another publication. Raises PublicationRefusee after that.
    """
    racine().mkdir(parents=True, exist_ok=True)
    limite = time.monotonic() + attente
    with (racine() / "publication.lock").open("w") as fichier:
        while True:
            try:
                fcntl.flock(fichier, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= limite:
                    raise PublicationRefusee(
                        "Une autre publication est en cours : réessayez quand elle sera terminée."
                    ) from None
                time.sleep(0.05)
        yield
