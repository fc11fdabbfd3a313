"""``python -m benchmarks.faits_secret --scale N``: what the gate costs, on the clicks of the flagship.

The statements that two hundred clicks send are run twice in turn: as they are, and without the sums of
keys. The baseline shows what must not be shown; it exists here only.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Sequence
from dataclasses import replace

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


def _imprimer(tours: int, graine: int) -> None:
    from benchmarks.faits_clics import clics
    from benchmarks.faits_porte import par_la_porte
    from data_layer.ouverture import moteur
    from data_layer.requete import faits, reponse_faits

    formes: dict[str, faits.Forme] = {}
    compiler = faits.compiler

    def noter(forme: faits.Forme) -> str:
        sql = compiler(forme)
        formes[sql] = forme
        return sql

    lus: list[tuple[str, Sequence[object]]] = []
    executer = moteur().executer

    def ecouter(sql: str, parametres: Sequence[object] = ()) -> object:
        if sql in formes:
            lus.append((sql, parametres))
        return executer(sql, parametres)

    reponse_faits.faits.compiler = noter  # type: ignore[assignment]
    moteur().executer = ecouter  # type: ignore[method-assign, assignment]
    rapports, gardees, nues = [], [], []
    for clic in clics(200, graine):
        lus.clear()
        par_la_porte(clic)
        demandes = [(sql, compiler(replace(formes[sql], cles=())), p) for sql, p in lus]
        if not demandes:
            continue
        durees: tuple[list[float], list[float]] = ([], [])
        for tour in range(tours + 1):
            for rang in (0, 1):
                debut = time.perf_counter()
                for demande in demandes:
                    executer(demande[rang], demande[2])
                if tour:
                    durees[rang].append(1e3 * (time.perf_counter() - debut))
        gardee, nue = (statistics.median(d) for d in durees)
        gardees.append(gardee)
        nues.append(nue)
        rapports.append(gardee / nue)
    quartiles = statistics.quantiles(rapports, n=4)
    print(
        f"{len(rapports)} clics : avec les clés {statistics.median(gardees):.1f} ms, sans "
        f"{statistics.median(nues):.1f} ms ; rapport médian {quartiles[1]:.2f} "
        f"(quartiles {quartiles[0]:.2f} et {quartiles[2]:.2f})"
    )


if __name__ == "__main__":
    main()
