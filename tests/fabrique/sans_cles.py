"""Releases without a mask: for what is checked whatever the gate hides (a mask takes minutes to find)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from data_layer.catalogue.publication import Publication
from data_layer.catalogue.schema import Cube
from data_layer.demo import dm_medicaments
from data_layer.faits.modele import Arbre
from data_layer.secret import ecriture


def sans_cles(patch: pytest.MonkeyPatch) -> None:
    """Give what is written meanwhile keys of 0: the gate hides counts of 1 to 10, and nothing else."""

    def poser(
        dossier: Path,
        publication: Publication,
        cubes: Sequence[Cube],
        arbre: Arbre,
        annees: Sequence[int],
        mois_connus: int,
        progres: Callable[[int], object],
    ) -> Mapping[str, Any]:
        with TemporaryDirectory() as vide:
            ecriture.ecrire(dossier, Path(vide), publication, cubes, annees)
        return {}

    patch.setattr(dm_medicaments, "proteger_jeu", poser)
