"""Addresses drawn at random, all of which the API accepts: what visitors in a crowd would ask."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

SLUG = "activite-mco"
_RACINE = Path(__file__).resolve().parent.parent


def requetes_au_hasard(nombre: int) -> list[str]:
    """Query strings of so many distinct selections, drawn in a process that ends with them.

    The same seed each time: two runs on one release ask the same questions. Fewer come back when the
    release does not hold so many.
    """
    commande = [sys.executable, "-m", "benchmarks.selections", str(nombre)]
    sortie = subprocess.run(commande, cwd=_RACINE, stdout=subprocess.PIPE, text=True, check=True)
    lues: list[str] = json.loads(sortie.stdout)
    return lues


def _tirer(nombre: int) -> list[str]:
    import data_layer

    hasard = random.Random(2)
    selection = data_layer.lire(SLUG, "").selection
    contexte = data_layer.contexte(selection)
    zones: dict[str, list[str]] = {}
    for zone in contexte.zones.toutes():
        if zone.genre in ("fr", "reg", "dep", "fin"):
            zones.setdefault(str(zone.genre), []).append(zone.id)
    trouvees: dict[str, None] = {}
    for _ in range(200 * nombre):
        requete = _au_hasard(hasard, selection.restitution, contexte.etendue, zones)
        lu = data_layer.lire(SLUG, requete)
        # The API refuses what it would have to correct: only what reads without a notice is kept.
        if not lu.avis:
            trouvees[data_layer.requete_de(lu.selection)] = None
        if len(trouvees) == nombre:
            break
    return list(trouvees)


def _au_hasard(
    hasard: random.Random, declaree: Any, etendue: Any, zones: dict[str, list[str]]
) -> str:
    from data_layer.catalogue.schema import Lecture

    genres = list(zones)

    def une_zone() -> str:
        # France more often than a région, a région more often than one establishment.
        (genre,) = hasard.choices(genres, range(len(genres), 0, -1))
        return hasard.choice(zones[genre])

    debut, fin = sorted(hasard.choices(range(etendue.debut, etendue.fin + 1), k=2))
    choix = {
        "zone": une_zone(),
        "vs": une_zone() if hasard.random() < 0.3 else "",
        "par": hasard.choice(declaree.natures),
        "niveau": hasard.choice(declaree.niveaux),
        "periode": f"{debut}..{fin}" if hasard.random() < 0.3 else str(fin),
        "lecture": str(hasard.choice(list(Lecture))),
        "unite": hasard.choice(declaree.unites),
    }
    for dimension in declaree.filtres:
        if hasard.random() < 0.2:
            choix[dimension.cle] = hasard.choice(dimension.valeurs).code
    return "&".join(f"{cle}={valeur}" for cle, valeur in choix.items() if valeur)


if __name__ == "__main__":
    print(json.dumps(_tirer(int(sys.argv[1]))))
