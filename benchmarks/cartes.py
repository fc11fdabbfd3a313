"""The national map of communes in three ways, in headless Chromium: first colours, recolouring, bytes, drags.

``python -m benchmarks.cartes``: the map of the house, outlines in a callback with ``dl.GeoJSON``, Plotly's
``choroplethmap``. The same 35,000 communes and values, one server, by turns.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selenium.common.exceptions import TimeoutException

from benchmarks.cartes_pages import MANIERES
from benchmarks.navigateur import chromium
from benchmarks.serveur import CARTES, Serveur

_ATTENTE = 60
_MILIEU = (620, 420)
_PRET = "return bancCartes.couleurs ? [bancCartes.interactive, bancCartes.couleurs] : null"
_OCTETS = """
return performance.getEntriesByType("resource")
  .filter((e) => /geodata|_dash-update-component/.test(e.name) && e.responseEnd <= arguments[0])
  .reduce((s, e) => s + e.encodedBodySize, 0);
"""
_CHANGER = """
const fini = arguments[0];
bancCartes.quand(() => document.getElementById("suivant").click()).then(fini);
"""


@dataclass(frozen=True, slots=True)
class Ouverture:
    """One page load and what was done there. ``ms``: from interactive to colours; bytes are compressed.

    ``changements``: ms from the click to the next year on screen, none when one took over a minute.
    ``images``: ms of frames of a drag, then not made.
    """

    ms: float
    octets: float
    changements: tuple[float, ...]
    octets_changement: float
    images: tuple[float, ...]

    @property
    def par_seconde(self) -> float:
        return 1e3 * len(self.images) / sum(self.images)


def mesurer(tours: int = 3, changements: int = 3) -> Mapping[str, list[Ouverture]]:
    """Loads of every way, by turns, the cache of the browser emptied before each.

    A load whose first colours do not come in a minute is left out.
    """
    lus: dict[str, list[Ouverture]] = {maniere: [] for maniere in MANIERES}
    source = Path(__file__).with_name("cartes_observateur.js").read_text()
    with Serveur(CARTES, "/mosaique") as serveur, chromium() as pilote:
        pilote.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": source})
        pilote.set_script_timeout(_ATTENTE)
        for tour in range(tours + 1):
            for maniere in MANIERES:
                try:
                    ouverture = _ouvrir(pilote, f"{serveur.base}/{maniere}", changements)
                except TimeoutError:
                    continue  # said in the table: a way without a measure gave no colours in time
                # The first turn fills what the server keeps.
                if tour:
                    lus[maniere].append(ouverture)
    return lus


def _ouvrir(pilote: Any, adresse: str, changements: int) -> Ouverture:
    pilote.get("about:blank")
    pilote.execute_cdp_cmd("Network.clearBrowserCache", {})
    pilote.get(adresse)
    fin = time.monotonic() + _ATTENTE
    while not (lu := pilote.execute_script(_PRET)):
        if time.monotonic() > fin:
            raise TimeoutError(f"{adresse} : pas de couleurs")
        time.sleep(0.1)
    interactive, couleurs = lu
    octets = pilote.execute_script(_OCTETS, couleurs)
    time.sleep(2)
    avant = pilote.execute_script(_OCTETS, 1e9)
    try:
        durees = tuple(pilote.execute_async_script(_CHANGER) for _ in range(changements))
    except TimeoutException:
        return Ouverture(couleurs - interactive, octets, (), 0.0, ())
    time.sleep(1)
    apres = pilote.execute_script(_OCTETS, 1e9)
    par_changement = (apres - avant) / changements
    return Ouverture(
        couleurs - interactive, octets, durees, par_changement, tuple(_glisser(pilote))
    )


def _glisser(pilote: Any, pas: int = 60) -> Sequence[float]:
    """Drag the map to and fro for a second or two; the frames of it, in ms."""
    x, y = _MILIEU
    _souris(pilote, "mousePressed", x, y)
    pilote.execute_script("bancCartes.fige = true; bancCartes.images.length = 0")
    for i in range(pas):
        _souris(pilote, "mouseMoved", x + 4 * min(i, pas - i), y + i)
        time.sleep(0.012)
    images: list[float] = pilote.execute_script("return bancCartes.images.slice()")
    _souris(pilote, "mouseReleased", x, y + pas)
    time.sleep(0.3)
    pilote.execute_script("bancCartes.fige = false")
    return images


def _souris(pilote: Any, genre: str, x: float, y: float) -> None:
    bouton = {"button": "left", "buttons": 1, "clickCount": 1}
    pilote.execute_cdp_cmd("Input.dispatchMouseEvent", {"type": genre, "x": x, "y": y, **bouton})


def imprimer(tours: int = 3) -> None:
    """Measure the geography of ``PORTULAN_VAR`` and print one line a way, ratios to that of the house."""
    lus = mesurer(tours)
    print(
        f"\n{'35 000 communes':12} {'couleurs':>10} {'rapport':>8} {'reçu':>9} {'changer':>10} "
        f"{'rapport':>8} {'reçu':>9} {'im./s':>6} {'pire image':>11}"
    )
    base = lus[MANIERES[0]]
    for maniere, ouvertures in lus.items():
        if not ouvertures:
            print(f"{maniere:12} pas de couleurs en {_ATTENTE} s")
            continue
        premier = _premier(ouvertures)
        debut = (
            f"{maniere:12} {premier:7.0f} ms {premier / _premier(base):8.1f} "
            f"{_ko(ouvertures, 'octets'):6.0f} ko"
        )
        changees = [o for o in ouvertures if o.changements]
        if not changees:
            print(f"{debut} plus de {_ATTENTE} s")
            continue
        changer = _changer(changees)
        images = statistics.median(o.par_seconde for o in changees)
        pire = statistics.median(max(o.images) for o in changees)
        print(
            f"{debut} {changer:7.0f} ms {changer / _changer(base):8.1f} "
            f"{_ko(changees, 'octets_changement'):6.0f} ko {images:6.0f} {pire:8.0f} ms"
        )


def _premier(ouvertures: Sequence[Ouverture]) -> float:
    return statistics.median(o.ms for o in ouvertures)


def _changer(ouvertures: Sequence[Ouverture]) -> float:
    return statistics.median(d for o in ouvertures for d in o.changements)


def _ko(ouvertures: Sequence[Ouverture], mesure: str) -> float:
    valeurs: list[float] = [getattr(o, mesure) for o in ouvertures]
    return statistics.median(valeurs) / 1e3


if __name__ == "__main__":
    imprimer()
