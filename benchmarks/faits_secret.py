"""``python -m benchmarks.faits_secret --scale N``: what the gate costs, on the clicks of the flagship.

The statements that two hundred clicks send are run twice in turn: as they are, and without the sums of
keys, the count of members and the rows of the year that parts of it take up. The baseline shows what must not
be shown; it exists here only.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from unittest import mock

from benchmarks.faits import preparer


def main() -> None:
    """Measure one scale and print the ratios."""
    analyseur = argparse.ArgumentParser(prog="python -m benchmarks.faits_secret")
    analyseur.add_argument("--scale", type=int, default=3)
    analyseur.add_argument("--tours", type=int, default=5)
    analyseur.add_argument("--graine", type=int, default=3)
    options = analyseur.parse_args()
    preparer(options.scale)
    _imprimer(options.tours, options.graine)


@dataclass(frozen=True, slots=True)
class Demande:
    """A statement of the gate and what would be sent without it: nothing for the rows of parts of years."""

    sql: str
    parametres: Sequence[object]
    nue: tuple[str, Sequence[object]] | None


def _imprimer(tours: int, graine: int) -> None:
    from benchmarks.faits_clics import clics
    from benchmarks.faits_porte import par_la_porte
    from data_layer.ouverture import moteur

    executer = moteur().executer
    rapports, gardees, nues = [], [], []
    with _ecoute() as lus:
        for clic in clics(200, graine):
            lus.clear()
            par_la_porte(clic)
            demandes = list(lus)
            sans = [d.nue for d in demandes if d.nue is not None]
            if not sans:
                continue
            lots = ([(d.sql, d.parametres) for d in demandes], sans)
            durees: tuple[list[float], list[float]] = ([], [])
            for tour in range(tours + 1):
                for rang, lot in enumerate(lots):
                    debut = time.perf_counter()
                    for sql, parametres in lot:
                        executer(sql, parametres)
                    if tour:
                        durees[rang].append(1e3 * (time.perf_counter() - debut))
            gardee, nue = (statistics.median(d) for d in durees)
            gardees.append(gardee)
            nues.append(nue)
            rapports.append(gardee / nue)
    quartiles = statistics.quantiles(rapports, n=4)
    print(
        f"{len(rapports)} clics : avec la porte {statistics.median(gardees):.1f} ms, sans "
        f"{statistics.median(nues):.1f} ms ; rapport médian {quartiles[1]:.2f} "
        f"(quartiles {quartiles[0]:.2f} et {quartiles[2]:.2f})"
    )


@contextmanager
def _ecoute() -> Iterator[list[Demande]]:
    """What is sent to the engine meanwhile for sums of facts, each with its form without keys."""
    from data_layer.ouverture import moteur
    from data_layer.requete import faits, reponse_faits

    formes: dict[str, faits.Forme] = {}
    lus: list[Demande] = []
    dans_l_annee = [0]
    compiler, executer = faits.compiler, moteur().executer
    codes = reponse_faits.ReponseFaits._codes_de_l_annee

    def noter(forme: faits.Forme) -> str:
        sql = compiler(forme)
        formes[sql] = forme
        return sql

    def ecouter(sql: str, parametres: Sequence[object] = ()) -> object:
        if (forme := formes.get(sql)) is not None:
            # Members of a part of a year are counted by a second half of the values.
            siens = parametres[: 3 + (len(parametres) - 3) // 2]
            nue = (
                compiler(replace(forme, cles=(), membres=None)),
                siens if forme.membres == "partie" else parametres,
            )
            lus.append(Demande(sql, parametres, None if dans_l_annee[0] else nue))
        return executer(sql, parametres)

    def suivre(reponse: reponse_faits.ReponseFaits, question: faits.QuestionFaits) -> object:
        dans_l_annee[0] += 1
        try:
            return codes(reponse, question)
        finally:
            dans_l_annee[0] -= 1

    with ExitStack() as pile:
        for objet, nom, autre in (
            (faits, "compiler", noter),
            (moteur(), "executer", ecouter),
            (reponse_faits.ReponseFaits, "_codes_de_l_annee", suivre),
        ):
            pile.enter_context(mock.patch.object(objet, nom, autre))
        yield lus


if __name__ == "__main__":
    main()
