"""``python -m geodata``: build the geography once; a second run has nothing to do."""

from __future__ import annotations

import argparse
import sys
import time

from geodata.build import manifeste
from geodata.build.telechargement import TelechargementImpossible
from geodata.chemins import dossier_geodata, dossier_telechargements


def principal(arguments: list[str] | None = None) -> int:
    """Build when needed; return the exit code, 0 when the geography is there."""
    lecteur = argparse.ArgumentParser(prog="python -m geodata", description="Contours et zones.")
    lecteur.add_argument("--forcer", action="store_true", help="reconstruire même si c'est fait")
    options = lecteur.parse_args(arguments)
    dossier = dossier_geodata()
    if not options.forcer and manifeste.est_a_jour(dossier):
        print(f"Géographie déjà prête dans {dossier}.")
        return 0
    debut = time.perf_counter()
    print(f"Construction de la géographie dans {dossier}")
    # Here and not above: shapely and pyproj take half a second that a second run should not pay.
    from geodata.build.construction import construire

    try:
        construire(dossier, dossier_telechargements())
    except TelechargementImpossible as erreur:
        print(f"{erreur}\nLes cartes resteront absentes ; tableaux et graphiques fonctionnent.")
        return 1
    octets = sum(f.stat().st_size for f in dossier.iterdir())
    secondes = f"{time.perf_counter() - debut:.1f}".replace(".", ",")
    print(f"Géographie prête en {secondes} s ({octets / 1e6:.0f} Mo).")
    return 0


if __name__ == "__main__":
    sys.exit(principal())
