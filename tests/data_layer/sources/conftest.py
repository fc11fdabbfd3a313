"""A warehouse of one's own, and the official layout written by hand."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from data_layer.sources.atih_mco_champs import COLONNES
from data_layer.warehouse import lecture

ENTETE = list(COLONNES.values())
LIGNE = [
    "2023", "public_PSPH", "CH", "550000012", "CH D'ESSAI", "M12",
    "1\u202f200", "1\u202f000", "200", "30", "45,7\u202f%", "46,85", "3,05", "1,2\u202f%",
]  # fmt: skip

Ecrire = Callable[..., Path]


def ligne(**champs: str) -> list[str]:
    """Return the model line with some fields replaced; columns by their key."""
    cles = list(COLONNES)
    return [champs.get(cle, valeur) for cle, valeur in zip(cles, LIGNE, strict=True)]


def en_csv(
    lignes: Sequence[Sequence[str]], entete: Sequence[str] = ENTETE, separateur: str = ","
) -> str:
    """Return the text of a file."""
    flux = io.StringIO()
    csv.writer(flux, delimiter=separateur, lineterminator="\n").writerows([entete, *lignes])
    return flux.getvalue()


@pytest.fixture(autouse=True)
def entrepot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point PORTULAN_VAR to an empty folder and forget the open release."""
    monkeypatch.setenv("PORTULAN_VAR", str(tmp_path / "var"))
    monkeypatch.setattr(lecture, "_ouverte", None)
    return tmp_path / "var"


@pytest.fixture
def ecrire(tmp_path: Path) -> Ecrire:
    """Write a text (or bytes) as a file whose name says nothing."""

    def _ecrire(contenu: str | bytes, nom: str = "fichier.bin") -> Path:
        chemin = tmp_path / nom
        chemin.write_bytes(contenu.encode() if isinstance(contenu, str) else contenu)
        return chemin

    return _ecrire
