"""The small dataset of flows, open for the pages that read it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import data_layer
from data_layer import warehouse
from tests.fabrique import petit_flux


@pytest.fixture(scope="module")
def ouverture(
    dossier_var: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[data_layer.Ouverture]:
    """The small dataset of flows, alone in a warehouse of its own."""
    dossier = tmp_path_factory.mktemp("portrait")
    if (dossier_var / "geodata").is_dir():
        (dossier / "geodata").symlink_to(dossier_var / "geodata", target_is_directory=True)
    patch = pytest.MonkeyPatch()
    patch.setenv("PORTULAN_VAR", str(dossier))
    data_layer.vider_memoire()
    warehouse.publier("flux", petit_flux.ecrire)
    yield data_layer.ouvrir()
    patch.undo()
    data_layer.vider_memoire()
