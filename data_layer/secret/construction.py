"""Protecting a whole build: every year on both axes of time, on all cores; keys written, and a report."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from data_layer.catalogue.publication import Publication
from data_layer.catalogue.schema import Cube
from data_layer.faits.modele import Arbre
from data_layer.secret import ecriture, rapport
from data_layer.secret.axes import lire_axes
from data_layer.secret.etapes import Annee, proteger_annee
from data_layer.secret.source import AXES_DE_TEMPS, AxeTemps
from data_layer.warehouse import parquet


@dataclass(frozen=True, eq=False, slots=True)
class Tache:
    """A year of a build on an axis of time, as a process of its own needs it: all that it cannot read.

    mois_connus: how many months the last year holds; ``derniere``, which is the year before compared over.
    """

    dossier: Path
    publication: Publication
    cubes: tuple[Cube, ...]
    arbre: Arbre
    annee: int
    derniere: int
    axe: AxeTemps
    mois_connus: int

    def ouvrir(self) -> Annee:
        """What the year is protected from."""
        return Annee(
            self.dossier,
            {c.cle: c for c in self.cubes},
            lire_axes(self.dossier, self.arbre, self.mois_connus),
            self.annee,
            self.mois_connus < 12 and self.annee == self.derniere - 1,
            tuple(i for i in self.publication.imposees if self.annee in i.annees),
        )


def proteger_jeu(
    dossier: Path,
    publication: Publication,
    cubes: Sequence[Cube],
    arbre: Arbre,
    annees: Sequence[int],
    mois_connus: int,
    progres: Callable[[int], object] = lambda etapes: None,
) -> Mapping[str, Any]:
    """Decide what each cube may show and write the keys that say it; return a JSON report.

    ``mois_connus``: how many months the last year holds; the year before is read over the same ones too.
    ``progres`` is told the stages done. Raises AssertionError when keys and masks disagree, with the cubes
    as they were.
    """
    debut = time.monotonic()
    with TemporaryDirectory(dir=dossier) as depots:
        taches = [
            Tache(
                dossier,
                publication,
                tuple(cubes),
                arbre,
                annee,
                max(annees),
                axe,
                mois_connus,
            )
            for annee in sorted(annees, reverse=True)
            for axe in AXES_DE_TEMPS
        ]
        bilans = []
        # A fresh interpreter each: DuckDB's threads do not survive a fork.
        contexte = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(
            min(len(taches), os.cpu_count() or 1), mp_context=contexte
        ) as bassin:
            for futur in as_completed([bassin.submit(_proteger, t, Path(depots)) for t in taches]):
                bilans.append(futur.result())
                progres(len(publication.etages))
        ecriture.ecrire(dossier, Path(depots), publication, cubes, annees)
    return {**rapport.reunir(bilans), "duree": time.monotonic() - debut}


def _proteger(tache: Tache, depots: Path) -> rapport.Bilan:
    annee = tache.ouvrir()
    with parquet.connexion() as con:
        con.execute("SET threads = 1")
        etapes = proteger_annee(annee, tache.publication.etages, tache.axe, con, lambda _: None)
        for etape in etapes:
            if etape.etage.tables:
                ecriture.deposer(etape, annee, tache.axe, con, depots)
    return rapport.bilan(etapes, tache.annee, tache.axe)
