"""What all tests share: one small warehouse, built once, beside the geography of the project."""

from __future__ import annotations

import json
import os
import shutil
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import settings

RACINE = Path(__file__).parents[1]
VAR = Path(os.environ.get("PORTULAN_VAR", RACINE / "var")).resolve()
"""The project's own warehouse, before tests turn to theirs: it is only ever read."""
FICHIER_ATIH = RACINE.parent / "shared/data/atih/scansante_mco_etab_2015_2024.csv.gz"


def _preparer(dossier: Path) -> None:
    """Point the process at a warehouse of its own; geography is read where the project keeps it."""
    geographie = VAR / "geodata"
    dossier.mkdir(parents=True, exist_ok=True)
    if geographie.is_dir() and not (dossier / "geodata").exists():
        (dossier / "geodata").symlink_to(geographie, target_is_directory=True)
    os.environ["PORTULAN_VAR"] = str(dossier)


def pytest_configure(config: pytest.Config) -> None:
    """Before anything imports the application: no test ever touches the project's own releases."""
    import tempfile

    # How long an example takes is a matter of benchmarks.
    settings.register_profile("portulan", deadline=None)
    settings.load_profile("portulan")
    dossier = Path(tempfile.mkdtemp(prefix="portulan-tests-"))
    config.stash[_DOSSIER] = dossier
    _preparer(dossier)


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(config.stash[_DOSSIER], ignore_errors=True)


_DOSSIER = pytest.StashKey[Path]()


@pytest.fixture(scope="session")
def dossier_var(request: pytest.FixtureRequest) -> Path:
    """The folder of releases of this run of the tests."""
    return request.config.stash[_DOSSIER]


@pytest.fixture(scope="session")
def entrepot(dossier_var: Path) -> Path:
    """A warehouse that serves every demonstration at its default size, made once and shared.

    What takes long to make is copied from the project's live release when that is the demonstration
    the generators make today; else it is made anew.
    """
    from data_layer import demo, warehouse

    presents = release.jeux if (release := warehouse.release_courante()) else {}
    for nom, publier in demo.DEMONSTRATIONS.items():
        if nom not in presents and not (nom in _LONGUES and _reprise(nom)):
            publier(1, **({"annees": _ANNEES_DES_FLUX} if nom == "flux" else {}))
    return dossier_var


@pytest.fixture(scope="session")
def entrepot_cale(entrepot: Path) -> Path:
    """The warehouse of published figures: that of every test, its demonstration being calibrated."""
    return entrepot


_LONGUES = ("dm_medicaments", "flux")
"""Demonstrations that take long to make."""
_ANNEES_DES_FLUX = (2014, 2020, 2021)
"""Those of published figures: a year of flows is the same without the others."""


def _reprise(nom: str) -> bool:
    """Publish a copy of the project's own build of a demonstration; False when it is not today's."""
    from data_layer import warehouse

    try:
        vivante = json.loads((VAR / "live.json").read_text(encoding="utf-8"))["release"]
        manifeste = json.loads((VAR / f"releases/{vivante}.json").read_text(encoding="utf-8"))
        jeu = manifeste["jeux"][nom]
        rapport = jeu["rapport"]
        bon = jeu["synthetique"] and rapport.get("calibre", True) and rapport["echelle"] == 1
    except (OSError, KeyError, ValueError):
        return False
    build = VAR / "datasets" / nom / jeu["empreinte"]
    recent = datetime.fromisoformat(jeu["date_import"]).timestamp() > _dernier_changement()
    if not (bon and recent and build.is_dir()):
        return False
    dits = ("source", "editeur", "licence", "credit", "millesime", "synthetique", "rapport")
    meta = warehouse.Meta(**{cle: jeu[cle] for cle in dits})

    def copier(dossier: Path) -> None:
        shutil.copytree(build, dossier, dirs_exist_ok=True)

    warehouse.publier(nom, copier, meta)
    return True


def _dernier_changement() -> float:
    """When the generator, or what builds its tables, was last written."""
    pieces = [
        RACINE / "data_layer" / d
        for d in ("demo", "faits", "flux", "secret", "disclosure", "catalogue")
    ]
    fichiers = (f for piece in pieces for f in piece.rglob("*") if f.suffix in (".py", ".yaml"))
    return max(f.stat().st_mtime for f in fichiers)


@pytest.fixture(scope="session")
def fichier_atih() -> Path:
    """The real ATIH file, when this machine has it."""
    if not FICHIER_ATIH.exists():
        pytest.skip("le fichier réel de l'ATIH n'est pas là (../shared/data/atih)")
    return FICHIER_ATIH


@pytest.fixture
def geographie() -> None:
    """Skip what needs outlines when ``make geodata`` could not be run."""
    from geodata.contours import contours_disponibles

    if not contours_disponibles():
        pytest.skip("pas de contours : lancez « make geodata »")
