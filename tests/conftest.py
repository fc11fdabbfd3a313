"""What all tests share: one small warehouse, built once, beside the geography of the project."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from tests import donnees

FICHIER_ATIH = donnees.RACINE.parent / "shared/data/atih/scansante_mco_etab_2015_2024.csv.gz"


def pytest_configure(config: pytest.Config) -> None:
    """Before anything imports the application: no test ever touches the project's own releases."""
    import tempfile

    # How long an example takes is a matter of benchmarks.
    settings.register_profile("portulan", deadline=None)
    settings.load_profile("portulan")
    dossier = Path(tempfile.mkdtemp(prefix="portulan-tests-"))
    config.stash[_DOSSIER] = dossier
    donnees.installer(dossier)


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(config.stash[_DOSSIER], ignore_errors=True)


_DOSSIER = pytest.StashKey[Path]()


@pytest.fixture(scope="session")
def dossier_var(request: pytest.FixtureRequest) -> Path:
    """The folder of releases of this run of the tests."""
    return request.config.stash[_DOSSIER]


@pytest.fixture(scope="session")
def entrepot(dossier_var: Path) -> Path:
    """A warehouse that serves every demonstration at its default size, made once and shared."""
    donnees.publier()
    return dossier_var


@pytest.fixture(scope="session")
def entrepot_cale(entrepot: Path) -> Path:
    """The warehouse of published figures: that of every test, its demonstration being calibrated."""
    return entrepot


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
