"""Forgetting old releases, without pulling files from under a running server."""

from __future__ import annotations

import json
import logging
import shutil
import time
from pathlib import Path
from typing import Any

from data_layer.warehouse import depot
from data_layer.warehouse.lecture import releases

_journal = logging.getLogger(__name__)

RELEASES_GARDEES = 5
# Seconds during which the files of a purged release stay: an answer begun on it can end.
GRACE = 3600.0
# Seconds after which an unfinished build is taken as abandoned.
ABANDON = 86_400.0


def purger(
    courante: str, garder: int = RELEASES_GARDEES, grace: float = GRACE
) -> tuple[list[str], list[Path]]:
    """Remove all but the last ``garder`` releases, then the builds nothing refers to any more.

    The lock must be held. ``courante`` is never removed. A build goes once no kept release lists it
    and ``grace`` seconds have passed since the purge of the last one which did. Returns ids of
    purged releases and paths of removed builds.
    """
    toutes = releases()
    gardees = toutes[:garder] + [r for r in toutes[garder:] if r.id == courante]
    gardees_ids = {r.id for r in gardees}
    purgees = [r for r in toutes if r.id not in gardees_ids]
    for ancienne in purgees:
        builds = [f"{jeu.name}/{jeu.empreinte}" for jeu in ancienne.jeux.values()]
        # Journal first: interrupted here, the release is both kept and told purged; kept wins.
        _noter({"id": ancienne.id, "purgee": time.time(), "builds": builds})
        depot.chemin_manifeste(ancienne.id).unlink(missing_ok=True)
    utiles = {f"{j.name}/{j.empreinte}" for r in gardees for j in r.jeux.values()}
    retires = [] if _manifeste_illisible() else _retirer_builds(utiles | _en_grace(grace), grace)
    _retirer_chantiers()
    return [r.id for r in purgees], retires


def _noter(entree: dict[str, Any]) -> None:
    with depot.chemin_journal().open("a", encoding="utf-8") as fichier:
        fichier.write(json.dumps(entree) + "\n")


def _en_grace(grace: float) -> set[str]:
    """Return the builds of releases purged less than ``grace`` seconds ago."""
    try:
        lignes = depot.chemin_journal().read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return set()
    builds: set[str] = set()
    for ligne in lignes:
        try:
            entree = json.loads(ligne)
            if time.time() - float(entree["purgee"]) < grace:
                builds.update(entree["builds"])
        except (ValueError, KeyError, TypeError):
            continue
    return builds


def _manifeste_illisible() -> bool:
    """Tell whether a manifest cannot be read: what it lists is then unknown, so nothing goes."""
    return len(list(depot.dossier_releases().glob("[0-9]*.json"))) != len(releases())


def _retirer_builds(utiles: set[str], grace: float) -> list[Path]:
    retires = []
    for dossier in depot.dossier_datasets().glob("[a-z]*/*"):
        cle = f"{dossier.parent.name}/{dossier.name}"
        age = time.time() - dossier.stat().st_mtime
        if cle not in utiles and age >= grace:
            shutil.rmtree(dossier, ignore_errors=True)
            retires.append(dossier)
    if retires:
        _journal.info("Removed %d builds nothing refers to", len(retires))
    return retires


def _retirer_chantiers() -> None:
    for dossier in depot.dossier_chantier().glob("*"):
        if time.time() - dossier.stat().st_mtime > ABANDON:
            shutil.rmtree(dossier, ignore_errors=True)
