"""Releases without a mask: for what is checked whatever the gate hides (a mask takes minutes to find)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest

import data_layer
from data_layer.catalogue.publication import Publication
from data_layer.catalogue.schema import Cube
from data_layer.demo import dm_medicaments
from data_layer.disclosure import Brut
from data_layer.requete import publie
from data_layer.requete.faits import QuestionFaits
from data_layer.secret import ecriture


def sans_cles(patch: pytest.MonkeyPatch) -> None:
    """Give what is written meanwhile keys of 0: the gate hides counts of 1 to 10, and nothing else."""

    def poser(
        dossier: Path,
        publication: Publication,
        cubes: Sequence[Cube],
        _arbre: object,
        annees: Sequence[int],
        *_: object,
    ) -> Mapping[str, Any]:
        with TemporaryDirectory() as vide:
            ecriture.ecrire(dossier, Path(vide), publication, cubes, annees)
        return {}

    patch.setattr(dm_medicaments, "proteger_jeu", poser)


@contextmanager
def primaire() -> Iterator[None]:
    """The primary rule alone. What no cube holds stays refused."""

    def toujours(
        publication: Publication, question: QuestionFaits, cube: Cube | None, *_: object
    ) -> dict[int, publie.Voie | None]:
        porteurs = [e for e in publication.etages if cube is not None and cube.cle in e.tables]
        voie = publie.Voie(porteurs[0], par_membres=False) if porteurs else None
        return dict.fromkeys(question.annees, voie)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Brut, "dite", property(lambda brut: np.ones(len(brut.bas), dtype=bool)))
        patch.setattr(publie, "voies", toujours)
        patch.setattr(publie.Calendrier, "entiere", lambda *_: True)
        data_layer.vider_memoire()
        yield
    data_layer.vider_memoire()
