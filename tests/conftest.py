"""What all tests share: one small warehouse, built once, beside the geography of the project."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

RACINE = Path(__file__).parents[1]
FICHIER_ATIH = RACINE.parent / "shared/data/atih/scansante_mco_etab_2015_2024.csv.gz"


def _preparer(dossier: Path) -> None:
    """Point the process at a warehouse of its own; geography is read where the project keeps it."""
    geographie = Path(os.environ.get("PORTULAN_VAR", RACINE / "var")).resolve() / "geodata"
    dossier.mkdir(parents=True, exist_ok=True)
    if geographie.is_dir() and not (dossier / "geodata").exists():
        (dossier / "geodata").symlink_to(geographie, target_is_directory=True)
    os.environ["PORTULAN_VAR"] = str(dossier)


def pytest_configure(config: pytest.Config) -> None:
    """Before anything imports the application: no test ever touches the project's own releases."""
    import tempfile

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
    """A warehouse that serves the demonstration release, built once and shared."""
    from data_layer import demo, warehouse

    if warehouse.release_courante() is None:
        demo.publier_demo(1)
    return dossier_var


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
