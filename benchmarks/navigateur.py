"""The screen in headless Chromium: first useful paint, and from a choice to the page repainted.

Each number stands beside a baseline of the same run: « Dash nu », an application of one ``html.Div``
served the same way, and « callback nu », a trivial Dash callback inside the very page of Portulan.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.mesure import Mesure
from benchmarks.serveur import NU, PORTULAN, Serveur

CHROMIUM = "/usr/bin/chromium"
_OPTIONS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
    "--disable-background-networking --disable-component-update --window-size=1440,900"
)
_PAGE = "/r/activite-mco"
PAGES = {
    "Accueil": ("accueil", "/"),
    "Tableau": ("tableau", _PAGE),
    "Graphique": ("graphique", f"{_PAGE}?vue=graphique"),
    "Carte": ("carte", f"{_PAGE}?vue=carte"),
    "Carte des départements": ("carte", f"{_PAGE}?vue=carte&niveau=departement"),
}
TEMOIN_PAGE, TEMOIN_APPEL = "Dash nu", "callback nu"
# The map is read in evolution: from one year to the next, all its tones change.
CHOIX = {
    "Tableau, régions": ("tableau", "{}"),
    "Tableau, établissements": ("tableau", "niveau=etablissement&{}"),
    "Graphique, régions": ("graphique", "{}&vue=graphique"),
    "Carte, régions": ("carte", "lecture=evol&{}&vue=carte"),
    "Carte, départements": ("carte", "niveau=departement&lecture=evol&{}&vue=carte"),
}
# Two series of years, so that no question is asked twice: an answer kept in memory is not measured.
SERIES = ("", "secteur=public")
ANNEES = range(2023, 2017, -1)
CALME = 500


@contextmanager
def chromium() -> Iterator[Any]:
    """A driver over a Chromium of its own, with the observer in each page it will open.

    Raises:
        selenium.common.exceptions.WebDriverException: Chromium or its driver is missing.
    """
    from selenium import webdriver
    from selenium.webdriver.chrome.options import Options

    options = Options()
    if Path(CHROMIUM).exists():
        options.binary_location = CHROMIUM
    with tempfile.TemporaryDirectory(prefix="portulan-banc-") as profil:
        for option in (*_OPTIONS.split(), f"--user-data-dir={profil}"):
            options.add_argument(option)  # type: ignore[no-untyped-call]
        pilote = webdriver.Chrome(options=options)
        try:
            source = Path(__file__).with_name("observateur.js").read_text()
            pilote.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": source})
            pilote.set_script_timeout(40)
            yield pilote
        finally:
            pilote.quit()


def ouvrir(pilote: Any, adresse: str, signe: str, froid: bool = False) -> dict[str, float]:
    """Open an address and wait for its sign: ms to the paint, requests, kB received.

    Raises:
        TimeoutError: the sign did not show in 30 s.
    """
    pilote.get("about:blank")
    if froid:
        pilote.execute_cdp_cmd("Network.clearBrowserCache", {})
    pilote.get(adresse)
    fin = time.monotonic() + 30
    while not (t := pilote.execute_script(f"return window.banc.premiers.{signe}")):
        if time.monotonic() > fin:
            raise TimeoutError(f"{adresse} : « {signe} » n'apparaît pas")
        time.sleep(0.05)
    # What the page still asks for after its first useful paint is part of its weight.
    time.sleep(0.4)
    charge = pilote.execute_script("return window.banc.charge()")
    return {"ms": t, "requetes": charge["requetes"], "ko": charge["octets"] / 1e3}


def mesurer_ouvertures(pilote: Any, base: str, base_nue: str, tours: int) -> Mapping[Any, Any]:
    """Loads by (page, cache), every page in turn, cold then warm; one turn before is not counted."""
    pages = {TEMOIN_PAGE: ("nu", base_nue)}
    pages |= {nom: (signe, base + chemin) for nom, (signe, chemin) in PAGES.items()}
    lus: dict[tuple[str, str], list[dict[str, float]]] = {}
    for tour in range(tours + 1):
        for nom, (signe, adresse) in pages.items():
            for cache in ("froid", "chaud"):
                lu = ouvrir(pilote, adresse, signe, cache == "froid")
                if tour:
                    lus.setdefault((nom, cache), []).append(lu)
    return lus


def mesurer_choix(pilote: Any, base: str) -> Mapping[str, list[dict[str, Any]]]:
    """Repaints by case; after each one, the trivial callback of the same page."""
    lus: dict[str, list[dict[str, Any]]] = {}
    for filtre in SERIES:
        for nom, (vue, gabarit) in CHOIX.items():
            ouvrir(pilote, f"{base}{_PAGE}?{gabarit.format(filtre)}", vue)
            time.sleep(1)
            for annee in ANNEES:
                choix = _attendre(pilote, f"banc.choisir('{vue}', 'fin', '{annee}', {CALME})")
                lus.setdefault(nom, []).append(choix)
                lus.setdefault(TEMOIN_APPEL, []).append(_attendre(pilote, "banc.nu(150)"))
    return lus


def _attendre(pilote: Any, promesse: str) -> dict[str, Any]:
    script = f"const fini = arguments[arguments.length - 1]; window.{promesse}.then(fini);"
    lu: dict[str, Any] = pilote.execute_async_script(script)
    return lu


def imprimer(tours: int = 12) -> None:
    """Measure the release of ``PORTULAN_VAR`` on the screen, then under load, and print tables."""
    from benchmarks import serveur

    with Serveur(NU, "/") as nu, Serveur(PORTULAN) as portulan, chromium() as pilote:
        _imprimer_ouvertures(mesurer_ouvertures(pilote, portulan.base, nu.base, tours))
        choix = mesurer_choix(pilote, portulan.base)
    _imprimer_choix(choix)
    _imprimer_declencheurs(choix)
    serveur.imprimer()


def _imprimer_ouvertures(lus: Mapping[tuple[str, str], Sequence[Mapping[str, float]]]) -> None:
    print(
        f"\n{'Première peinture utile':40} {'médiane':>10} {'p95':>10} {'/Dash nu':>9} "
        f"{'requêtes':>9} {'reçu':>9}"
    )
    for (nom, cache), mesures in lus.items():
        temps = Mesure(nom, tuple(m["ms"] for m in mesures))
        rapport = temps.mediane / statistics.median(m["ms"] for m in lus[TEMOIN_PAGE, cache])
        print(
            f"{f'{nom}, cache {cache}':40} {temps.mediane:7.0f} ms {temps.p95:7.0f} ms {rapport:9.2f} "
            f"{_median(mesures, lambda m: m['requetes']):9.0f} "
            f"{_median(mesures, lambda m: m['ko']):6.0f} ko"
        )


def _imprimer_choix(lus: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    print(
        f"\n{'Du choix à la page repeinte':40} {'médiane':>10} {'p95':>10} {'/cb nu':>9} "
        f"{'appels':>7} {'envoyé':>10} {'reçu':>9} {'sans effet':>11}"
    )
    temoin = statistics.median(m["delai"] for m in lus[TEMOIN_APPEL] if m["delai"])
    for nom, mesures in lus.items():
        bons = [m for m in mesures if m["delai"]]
        if len(bons) < 2:
            print(f"{nom:40} {'aucune mesure':>10}")
            continue
        temps = Mesure(nom, tuple(m["delai"] for m in bons))
        print(
            f"{nom:40} {temps.mediane:7.0f} ms {temps.p95:7.0f} ms {temps.mediane / temoin:9.2f} "
            f"{_median(bons, lambda m: len(m['appels'])):7.0f} "
            f"{_median(bons, lambda m: _ko(m, 'envoyes')):7.1f} ko "
            f"{_median(bons, lambda m: _ko(m, 'recus')):6.1f} ko {len(mesures) - len(bons):11d}"
        )


def _median(mesures: Sequence[Mapping[str, Any]], lire: Callable[[Any], float]) -> float:
    return statistics.median(lire(m) for m in mesures)


def _ko(mesure: Mapping[str, Any], cle: str) -> float:
    return sum(float(a[cle]) for a in mesure["appels"]) / 1e3


def _imprimer_declencheurs(lus: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """What set off each call to the server: a call that nobody needs shows here."""
    print()
    for nom, mesures in lus.items():
        suite = " > ".join(a["pour"] for a in mesures[-1]["appels"])
        print(f"{nom:40} {suite} ; {mesures[-1]['autres']} requêtes d'autre chose")
