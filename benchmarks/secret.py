"""``python -m benchmarks.secret``: what finding masks costs, and how it grows with the cells to protect.

Builds of the demonstration of several sizes, each in a folder of its own, thrown away. Times are those of
the protection alone, keys written; ratios are to the smallest build of the run.
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory


def main() -> None:
    """Build each size and print a table."""
    analyseur = argparse.ArgumentParser(prog="python -m benchmarks.secret")
    analyseur.add_argument("--tailles", type=float, nargs="+", default=[0.1, 0.3, 1.0])
    options = analyseur.parse_args()
    base = Path(os.environ.get("PORTULAN_VAR", "var")).resolve()
    print(
        f"{os.cpu_count()} cœurs ; cellules : cases des tableaux publiés, sur les deux axes de temps"
    )
    print("taille | cellules | de 1 à 10 | mondes | construction | protection | rapport | Mio")
    premiere = None
    for taille in sorted(options.tailles):
        with TemporaryDirectory(dir=base) as dossier:
            cellules, primaires, mondes, total, duree, memoire = _mesurer(Path(dossier), taille)
        premiere = premiere or (cellules, duree)
        rapports = f"cellules x {cellules / premiere[0]:.1f}, temps x {duree / premiere[1]:.1f}"
        print(
            f"{taille:g} | {cellules:,.0f} | {primaires:,.0f} | {mondes:,.0f} | {total:.0f} s | "
            f"{duree:.0f} s | {rapports} | {memoire:.0f}",
            flush=True,
        )


def _mesurer(dossier: Path, taille: float) -> tuple[float, float, float, float, float, float]:
    """Cells, those of 1 to 10, worlds; seconds of the whole build, of its protection; MiB of a process."""
    from data_layer.demo import dm_medicaments

    debut = time.perf_counter()
    meta = dm_medicaments.ecrire(dossier, taille=taille, calibre=taille == 1.0)
    total = time.perf_counter() - debut
    secret = meta.rapport["secret"]
    comptes = [c for axe in secret["niveaux"].values() for e in axe.values() for c in e.values()]
    cellules, primaires = (sum(c[cle] for c in comptes) for cle in ("cellules", "primaires"))
    mondes = sum(e["mondes"] for e in secret["etages"].values())
    return cellules, primaires, mondes, total, secret["duree"], secret["memoire"]


if __name__ == "__main__":
    main()
