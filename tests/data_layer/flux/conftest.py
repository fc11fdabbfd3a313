"""The small dataset published once, with its worlds: what is masked is not only what counts 1 to 10."""

from __future__ import annotations

import pytest

from tests.data_layer.flux.mondes import cacher
from tests.fabrique import petit_flux


@pytest.fixture(scope="module")
def entrepot_du_flux(dossier_var, tmp_path_factory):
    """An empty warehouse of its own, geography apart."""
    import data_layer

    dossier = tmp_path_factory.mktemp("flux")
    if (dossier_var / "geodata").is_dir():
        (dossier / "geodata").symlink_to(dossier_var / "geodata", target_is_directory=True)
    patch = pytest.MonkeyPatch()
    patch.setenv("PORTULAN_VAR", str(dossier))
    data_layer.vider_memoire()
    yield dossier
    patch.undo()
    data_layer.vider_memoire()


@pytest.fixture(scope="session")
def deux_mondes():
    """The small dataset under its keys, and the other world that they hide."""
    return cacher(petit_flux.fabriquer())


@pytest.fixture(scope="module")
def publie(entrepot_du_flux, deux_mondes):
    """The release that tests ask."""
    from data_layer import warehouse

    return warehouse.publier("flux", lambda chantier: petit_flux.ecrire(chantier, deux_mondes[0]))


@pytest.fixture(scope="module")
def base(publie):
    """Its raw rows, read by the oracle."""
    from tests.data_layer.flux.oracle_base import Base

    return Base(publie.jeux["flux"].tables)
