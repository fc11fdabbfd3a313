"""The small dataset of flows served alone, and a browser on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from data_layer import warehouse
from tests.browser.chromium import lancer
from tests.browser.navigateur import Navigateur
from tests.browser.serveur import Serveur, servir
from tests.fabrique import petit_flux


@contextmanager
def flux_servis(
    dossier_var: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Navigateur, Serveur]]:
    """Publish the dataset in a folder of its own, beside the geography that there is, and open a browser."""
    dossier = tmp_path_factory.mktemp("flux-servi")
    if (dossier_var / "geodata").is_dir():
        (dossier / "geodata").symlink_to(dossier_var / "geodata", target_is_directory=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PORTULAN_VAR", str(dossier))
        warehouse.publier("flux", petit_flux.ecrire)
    telechargements = tmp_path_factory.mktemp("telechargements")
    with servir(dossier, tmp_path_factory.mktemp("serveur") / "journal.txt") as serveur:
        pilote = lancer(tmp_path_factory.mktemp("profil"), telechargements)
        yield Navigateur(pilote, serveur.base, telechargements), serveur
        pilote.quit()
