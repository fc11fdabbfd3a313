"""A warehouse of one's own for each test, and small datasets to publish in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from data_layer.warehouse import Meta, lecture, parquet

META = Meta("Source", "Éditeur", "Licence", "Crédit", "2024")


@pytest.fixture(autouse=True)
def entrepot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point PORTULAN_VAR to an empty folder and forget the open release."""
    monkeypatch.setenv("PORTULAN_VAR", str(tmp_path / "var"))
    monkeypatch.setattr(lecture, "_ouverte", None)
    return tmp_path / "var"


def ecrivain(nom: str, lignes: int = 10, valeur: int = 0) -> Callable[[Path], None]:
    """Return a writer of ``lignes`` rows; another ``valeur`` is another content."""

    def ecrire(dossier: Path) -> None:
        with parquet.connexion() as con:
            requete = f"SELECT i AS cle, i + {valeur} AS valeur FROM range({lignes}) t(i)"
            parquet.ecrire(con, requete, dossier / f"{nom}.parquet")

    return ecrire
