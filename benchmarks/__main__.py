"""``make bench``: build large releases apart, then measure the door, the flagship and the browser.

The flagship is measured on about 20 and 100 million rows. ``PORTULAN_BENCH_FAITS=3 make bench`` keeps to the
first of them, ``PORTULAN_BENCH_FAITS= make bench`` to neither.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
from pathlib import Path


def main() -> None:
    """Run the benchmarks and print their tables."""
    analyseur = argparse.ArgumentParser(prog="python -m benchmarks")
    analyseur.add_argument("--scale", type=int, default=80, help="13 300 lignes l'unité")
    analyseur.add_argument(
        "--faits",
        default=os.environ.get("PORTULAN_BENCH_FAITS", "3,16"),
        help="échelles du jeu phare, 6 M de lignes l'unité",
    )
    analyseur.add_argument("--sans-navigateur", action="store_true")
    options = analyseur.parse_args()
    base = Path(os.environ.get("PORTULAN_VAR", "var")).resolve()
    os.environ["PORTULAN_VAR"] = str(base / f"bench-{options.scale}")
    Path(os.environ["PORTULAN_VAR"]).mkdir(parents=True, exist_ok=True)
    lien = Path(os.environ["PORTULAN_VAR"]) / "geodata"
    if not lien.exists() and (base / "geodata").is_dir():
        lien.symlink_to(base / "geodata", target_is_directory=True)
    lignes = _construire(options.scale)
    print(f"\nPublication de {lignes:,} lignes.\n".replace(",", " "))
    _porte()
    for echelle in filter(None, options.faits.split(",")):
        # In a process of its own, which opens that release alone and gives its memory back.
        environnement = {**os.environ, "PORTULAN_VAR": str(base)}
        commande = [sys.executable, "-m", "benchmarks.faits", "--scale", echelle]
        subprocess.run(commande, env=environnement, check=True)
    if not options.sans_navigateur:
        from benchmarks import cartes, navigateur

        # The screen is measured at the size a visitor meets: the default release, not the large one.
        os.environ["PORTULAN_VAR"] = str(base)
        print("\nÀ l'écran et sous la charge : la publication courante.")
        navigateur.imprimer()
        cartes.imprimer()


def _construire(echelle: int) -> int:
    from data_layer import demo, warehouse

    release = warehouse.release_courante() or demo.publier_demo(echelle)
    return release.jeux["activite_mco"].lignes


def _porte() -> None:
    from benchmarks import porte

    print(
        f"{'Question':52} {'query()':>9} {'DuckDB':>9} {'pandas':>9} {'/DuckDB':>8} {'/pandas':>8}"
    )
    rapports = []
    for nom, mesures, brut, pandas in porte.mesurer():
        medianes = [mesures[c].mediane for c in ("query()", "DuckDB brut", "pandas")]
        print(
            f"{nom:52} "
            + " ".join(f"{m:6.1f} ms" for m in medianes)
            + f" {brut:8.2f} {pandas:8.2f}"
        )
        rapports.append(brut)
    print(
        f"\nRapport médian à DuckDB brut : {statistics.median(rapports):.2f} (objectif : 1,5 au plus)"
    )


if __name__ == "__main__":
    main()
