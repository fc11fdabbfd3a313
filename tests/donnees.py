"""Demonstrations that the tests share: ``python -m tests.donnees`` publishes them once, for all runs.

They are kept in ``<PORTULAN_VAR>/essais``, apart from the project's own releases, and made again when the
code that makes them has changed. Each process of the tests takes a copy.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

RACINE = Path(__file__).parents[1]
_PROJET = "PORTULAN_VAR_DU_PROJET"
VAR = Path(os.environ.get(_PROJET) or os.environ.get("PORTULAN_VAR") or RACINE / "var").resolve()
"""The project's own folder, before tests turn to theirs: releases in it are never touched."""
_GARDEES = VAR / "essais"
_FAITES_DE = (
    "demo/**/*",
    "faits/*",
    "secret/*",
    "disclosure/*",
    "flux/modele.py",
    "flux/cubes.py",
    "catalogue/publication.py",
    "catalogue/declarations/dm-medicaments.yaml",
)
"""What makes them, under ``data_layer``; what answers questions about them may change without."""
_CHOIX: Mapping[str, Mapping[str, Any]] = {"flux": {"annees": (2014, 2020, 2021)}}
"""Years of flows of which figures were published: a year is the same without the others."""


def installer(dossier: Path) -> None:
    """Turn the process to a warehouse of its own; geography is read where the project keeps it."""
    geographie = VAR / "geodata"
    dossier.mkdir(parents=True, exist_ok=True)
    if geographie.is_dir() and not (dossier / "geodata").exists():
        (dossier / "geodata").symlink_to(geographie, target_is_directory=True)
    # Workers of pytest-xdist begin with the environment of the process that starts them.
    os.environ |= {_PROJET: str(VAR), "PORTULAN_VAR": str(dossier)}


def publier() -> None:
    """Put in force every demonstration that is not, a copy of the kept one where it is of today's code."""
    from data_layer import demo, warehouse

    presents = release.jeux if (release := warehouse.release_courante()) else {}
    for nom, faire in demo.DEMONSTRATIONS.items():
        if nom not in presents and not _copier(nom):
            faire(1, **_CHOIX.get(nom, {}))


def _copier(nom: str) -> bool:
    """Publish a copy of a kept demonstration; False when there is none of today's code."""
    from data_layer import warehouse

    jeu = _gardee(nom)
    if jeu is None:
        return False
    build = _GARDEES / "datasets" / nom / jeu["empreinte"]
    dits = ("source", "editeur", "licence", "credit", "millesime", "synthetique", "rapport")

    def copier(dossier: Path) -> None:
        shutil.copytree(build, dossier, dirs_exist_ok=True)

    warehouse.publier(nom, copier, warehouse.Meta(**{cle: jeu[cle] for cle in dits}))
    return True


def _gardee(nom: str) -> Mapping[str, Any] | None:
    """What the manifest says of a kept demonstration, when it is of today's code."""
    try:
        vivante = json.loads((_GARDEES / "live.json").read_text(encoding="utf-8"))["release"]
        manifeste = json.loads((_GARDEES / f"releases/{vivante}.json").read_text(encoding="utf-8"))
        jeu: Mapping[str, Any] = manifeste["jeux"][nom]
        faite = datetime.fromisoformat(jeu["date_import"]).timestamp()
    except (OSError, KeyError, ValueError):
        return None
    return jeu if faite > _dernier_changement() else None


def _dernier_changement() -> float:
    """When what makes the demonstrations was last written."""
    pieces = (RACINE / "data_layer").glob
    fichiers = [f for d in _FAITES_DE for f in pieces(d) if f.suffix in (".py", ".yaml")]
    return max(f.stat().st_mtime for f in [*fichiers, Path(__file__)])


def garder() -> None:
    """Make again what is not of today's code, where the next runs will find it."""
    from data_layer import demo

    if any(_gardee(nom) is None for nom in demo.DEMONSTRATIONS):
        shutil.rmtree(_GARDEES, ignore_errors=True)
        installer(_GARDEES)
        publier()


if __name__ == "__main__":
    garder()
