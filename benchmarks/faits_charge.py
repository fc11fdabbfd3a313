"""The flagship under gunicorn: memory of its worker after the clicks, then sixteen visitors at once."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Mapping, Sequence

from benchmarks.charge import Appel, Charge, charger
from benchmarks.faits_clics import SLUG, Clic, clics
from benchmarks.serveur import NU, PORTULAN, Serveur

CLIENTS = 16
_RAPPELS, _DEPENDANCES = "/_dash-update-component", "/_dash-dependencies"
_A_PEINDRE = "a-peindre"


def imprimer(nombre: int = 200) -> None:
    """Print memory and throughput on the live release; no selection is asked for twice."""
    tous = clics(3 * nombre)
    premiers, lus, repeints = (tous[i * nombre : (i + 1) * nombre] for i in range(3))
    with Serveur(NU, "/") as nu:
        temoin = nu.memoire()
    with Serveur(PORTULAN) as serveur:
        memoires = {"au démarrage": serveur.memoire()}
        _sans_echec(charger(en_json(serveur.base, premiers), 1))
        memoires[f"après {nombre} clics"] = serveur.memoire()
        charges = {
            "API JSON": charger(en_json(serveur.base, lus), CLIENTS),
            "page (rappel qui repeint)": charger(en_rappels(serveur.base, repeints), CLIENTS),
            "/healthz": charger([f"{serveur.base}/healthz"] * nombre, CLIENTS),
        }
        memoires[f"après la charge de {CLIENTS} visiteurs"] = serveur.memoire()
    _imprimer(memoires, temoin, charges)


def en_json(base: str, lus: Sequence[Clic]) -> list[Appel]:
    """The addresses of the API for some clicks."""
    return [f"{base}/api/v1/r/{SLUG}.json?{c.requete}" for c in lus]


def en_rappels(base: str, lus: Sequence[Clic]) -> list[Appel]:
    """The calls by which a page repaints itself after some clicks: all of its parts."""
    with urllib.request.urlopen(base + _DEPENDANCES, timeout=30) as reponse:
        rappels = json.load(reponse)
    rappel = next(r for r in rappels if [e["id"] for e in r["inputs"]] == [_A_PEINDRE])
    sorties = [
        dict(zip(("id", "property"), s.rsplit(".", 1), strict=True))
        for s in rappel["output"].strip(".").split("...")
    ]
    appels: list[Appel] = []
    for clic in lus:
        adresse = {"slug": SLUG, "requete": clic.requete, "panneau": None, "mode": "push"}
        corps = {
            "output": rappel["output"],
            "outputs": sorties,
            "inputs": [{"id": _A_PEINDRE, "property": "data", "value": adresse}],
            "state": [[] for _ in rappel["state"]],
            "changedPropIds": [f"{_A_PEINDRE}.data"],
        }
        entetes = {"Content-Type": "application/json"}
        appels.append(urllib.request.Request(base + _RAPPELS, json.dumps(corps).encode(), entetes))
    return appels


def _sans_echec(charge: Charge) -> None:
    if charge.echecs:
        print(f"  {charge.echecs} réponses ont échoué avant la charge.")


def _imprimer(memoires: Mapping[str, float], temoin: float, charges: Mapping[str, Charge]) -> None:
    print(
        f"\n{'Mémoire du processus (Dash nu : ' + format(temoin, '.0f') + ' Mio)':52} {'RSS':>10}"
    )
    for moment, mesure in memoires.items():
        print(f"{moment:52} {mesure:6.0f} Mio {mesure / temoin:8.2f} fois Dash nu")
    print(
        f"\n{f'{CLIENTS} visiteurs à la fois':34} {'rép./s':>8} {'p50':>10} {'p95':>10} "
        f"{'ko/rép.':>8} {'échecs':>7} {'/healthz':>9}"
    )
    for nom, c in charges.items():
        rapport = c.debit / charges["/healthz"].debit
        ko = c.octets / 1e3 / max(len(c.durees), 1)
        print(
            f"{nom:34} {c.debit:8.1f} {c.mediane:7.0f} ms {c.p95:7.0f} ms {ko:8.1f} "
            f"{c.echecs:7d} {rapport:9.3f}"
        )
