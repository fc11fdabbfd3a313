"""Protecting a build of flows: each champ of each year, on all cores; keys beside the facts, a report."""

from __future__ import annotations

import multiprocessing
import os
import resource
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from data_layer.flux.modele import FAITS, JEU
from data_layer.secret import flux_rapport
from data_layer.secret.flux_axes import ChampAnnee, lire_axes, lire_champs
from data_layer.secret.flux_famille import Imposee
from data_layer.secret.flux_protection import proteger
from data_layer.secret.flux_systeme import Faits
from data_layer.warehouse import parquet

_GRAINE = 20220701
_LUES = ("residence", "site", "noeud", "type", "strate", "sejours")
_FILS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def proteger_flux(
    dossier: Path,
    progres: Callable[[int], object] = lambda systemes: None,
    imposees: Sequence[Imposee] = (),
) -> Mapping[str, Any]:
    """Write the column ``cle`` (0 <= cle < 2^61 - 1) into each ``flux.<annee>.parquet``; return a report.

    Keys of a set of rows add up to 0 where it may be shown. ``progres`` is told each champ of a year done.
    Raises AssertionError when a count of 1 to 10 would be told, with the files as they were.
    """
    debut = time.monotonic()
    bilans = []
    with TemporaryDirectory(dir=dossier) as depots:
        # The longest first, so that no core waits for it at the end.
        taches = sorted(lire_champs(dossier), key=lambda t: -t.lignes)
        # A fresh interpreter each: DuckDB's threads do not survive a fork.
        contexte = multiprocessing.get_context("spawn")
        nombre = max(min(len(taches), os.cpu_count() or 1), 1)
        with _un_fil(), ProcessPoolExecutor(nombre, mp_context=contexte) as bassin:
            for futur in as_completed(
                [
                    bassin.submit(_proteger, dossier, t, _de(t, imposees), Path(depots))
                    for t in taches
                ]
            ):
                bilans.append(futur.result())
                progres(1)
        annees = sorted({t.annee for t in taches})
        for annee in annees:
            _ecrire(dossier, Path(depots), annee)
        for annee in annees:
            (Path(depots) / f"{JEU}.{annee}.parquet").replace(dossier / f"{JEU}.{annee}.parquet")
    return {**flux_rapport.reunir(bilans), "duree": time.monotonic() - debut}


@contextmanager
def _un_fil() -> Iterator[None]:
    """Processes that share cores multiply matrices on one thread each."""
    avant = {nom: os.environ.get(nom) for nom in _FILS}
    os.environ.update(dict.fromkeys(_FILS, "1"))
    try:
        yield
    finally:
        for nom, valeur in avant.items():
            if valeur is None:
                del os.environ[nom]
            else:
                os.environ[nom] = valeur


def _de(t: ChampAnnee, imposees: Sequence[Imposee]) -> tuple[Imposee, ...]:
    return tuple(i for i in imposees if i.champ == t.champ and t.annee in i.annees)


def _proteger(
    dossier: Path, t: ChampAnnee, imposees: tuple[Imposee, ...], depots: Path
) -> flux_rapport.Bilan:
    debut = time.monotonic()
    source = parquet.litteral(str(dossier / f"{JEU}.{t.annee}.parquet"))
    with parquet.connexion() as con:
        lus = con.execute(
            f"SELECT {', '.join(_LUES)} FROM read_parquet({source}) "
            f"WHERE noeud BETWEEN {t.noeuds[0]} AND {t.noeuds[1]}"
        ).fetchnumpy()
        faits = Faits(*(np.asarray(lus[c], dtype=np.int64) for c in _LUES))
        graine = _GRAINE + 1000 * t.annee + t.noeuds[0]
        p = proteger(faits, lire_axes(dossier), t.champ, imposees, graine)
        table = {c: lus[c] for c in _LUES[:-1]} | {"cle": p.cles}
        con.register("deposees", table)
        parquet.ecrire(con, "FROM deposees", depots / f"cles.{t.annee}.{t.champ}.parquet")
    pic = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return flux_rapport.bilan(p, t.champ, t.annee, time.monotonic() - debut, pic)


def _ecrire(dossier: Path, depots: Path, annee: int) -> None:
    """The facts of a year again with their keys, beside the old file until all years are ready."""
    fichiers = ", ".join(
        parquet.litteral(str(f)) for f in sorted(depots.glob(f"cles.{annee}.*.parquet"))
    )
    chemin = dossier / f"{JEU}.{annee}.parquet"
    colonnes = ", ".join(f'f."{c}"' for c in FAITS)
    ordre = ", ".join(f'f."{c}"' for c in ("noeud", "type", "residence", "site", "strate"))
    with parquet.connexion(depots) as con:
        parquet.ecrire(
            con,
            f"SELECT {colonnes}, k.cle::BIGINT AS cle "
            f"FROM read_parquet({parquet.litteral(str(chemin))}) f "
            f"JOIN read_parquet([{fichiers}]) k USING (noeud, type, residence, site, strate) "
            f"ORDER BY {ordre}",
            depots / chemin.name,
        )
