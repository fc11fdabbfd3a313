"""Gunicorn under measure: memory of its worker, and what it answers to several clients at once."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from benchmarks.charge import ADRESSE_API, Charge, charger, demander, par_tours
from benchmarks.selections import requetes_au_hasard

RACINE = Path(__file__).resolve().parent.parent
PORTULAN, NU, CARTES = "portulan_observe", "dash_nu", "cartes"


class Serveur:
    """A gunicorn of its own on a free port of the loopback; a context manager.

    ``application``: a factory of ``benchmarks.temoins``. Both run one worker of eight threads; the
    empty one does without the settings of the project, which would import the whole of it.
    """

    def __init__(self, application: str, chemin_pret: str = "/healthz") -> None:
        with socket.socket() as prise:
            prise.bind(("127.0.0.1", 0))
            port = prise.getsockname()[1]
        self.base = f"http://127.0.0.1:{port}"
        self._dossier = tempfile.TemporaryDirectory(prefix="portulan-banc-")
        self._pret = chemin_pret
        reglages = ["-c", str(RACINE / "gunicorn.conf.py")] if application == PORTULAN else []
        self._commande = [sys.executable, "-m", "gunicorn", *reglages, "--pythonpath", str(RACINE)]
        self._commande += ["--no-control-socket", "--worker-class", "gthread", "--workers", "1"]
        self._commande += ["--threads", "8", "--bind", f"127.0.0.1:{port}"]
        self._commande += [f"benchmarks.temoins:{application}()"]

    def __enter__(self) -> Serveur:
        # The limit of requests a minute protects from one client; here one client is everybody.
        var = str(Path(os.environ.get("PORTULAN_VAR", "var")).resolve())
        environnement = {**os.environ, "PORTULAN_LIMITE": "0", "PORTULAN_VAR": var}
        self._journal = Path(self._dossier.name, "journal").open("w+")
        self._processus = subprocess.Popen(
            self._commande,
            cwd=self._dossier.name,
            env=environnement,
            stdout=self._journal,
            stderr=subprocess.STDOUT,
        )
        fin = time.monotonic() + 90
        while not self._repond():
            if time.monotonic() > fin or self._processus.poll() is not None:
                self._journal.seek(0)
                journal = self._journal.read()[-2000:]
                self.__exit__()
                raise RuntimeError(f"le serveur ne démarre pas :\n{journal}")
            time.sleep(0.2)
        return self

    def __exit__(self, *_: object) -> None:
        self._processus.terminate()
        try:
            self._processus.wait(10)
        except subprocess.TimeoutExpired:
            self._processus.kill()
            self._processus.wait()
        self._journal.close()
        self._dossier.cleanup()

    def _repond(self) -> bool:
        try:
            return demander(self.base + self._pret)[1] > 0
        except OSError:
            return False

    def memoire(self) -> float:
        """Resident memory of the worker, in MiB; NaN where ``/proc`` does not exist."""
        pid = self._processus.pid
        try:
            fils = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            etat = Path(f"/proc/{fils[0]}/status").read_text()
        except (OSError, IndexError):
            return float("nan")
        return int(etat.split("VmRSS:")[1].split()[0]) / 1024


def imprimer(appels: int = 200, par_charge: int = 400) -> None:
    """Print memory and throughput tables for the release of ``PORTULAN_VAR``."""
    requetes = requetes_au_hasard(appels + 2 * par_charge)
    suite = iter(requetes)
    premieres = [next(suite) for _ in range(appels)]
    with Serveur(NU, "/") as nu:
        temoin = nu.memoire()
    with Serveur(PORTULAN) as portulan:
        au_depart = portulan.memoire()
        charger([portulan.base + ADRESSE_API + r for r in premieres], 1)
        memoires = {"au démarrage": au_depart, f"après {appels} sélections": portulan.memoire()}
        charges = {}
        for clients in (8, 16):
            lot = [next(suite) for _ in range(par_charge)]
            charges[clients] = par_tours(portulan.base, lot, clients)
            memoires[f"après {clients} clients"] = portulan.memoire()
    _imprimer_memoire(memoires, temoin)
    _imprimer_charges(charges)


def _imprimer_memoire(memoires: Mapping[str, float], temoin: float) -> None:
    print(f"\n{'Mémoire du processus':52} {'RSS':>10} {'/Dash nu':>8}")
    print(f"{'Dash nu, au démarrage':52} {temoin:6.0f} Mio {1:8.2f}")
    for moment, mesure in memoires.items():
        print(f"{'Portulan, ' + moment:52} {mesure:6.0f} Mio {mesure / temoin:8.2f}")


def _imprimer_charges(charges: Mapping[int, Mapping[str, Charge]]) -> None:
    print(
        f"\n{'Clients simultanés':34} {'rép./s':>8} {'médiane':>10} {'p95':>10} {'ko/rép.':>8} "
        f"{'échecs':>7} {'/healthz':>9}"
    )
    for clients, par_nom in charges.items():
        for nom, c in par_nom.items():
            rapport = c.debit / par_nom["/healthz"].debit
            ko = c.octets / 1e3 / max(len(c.durees), 1)
            print(
                f"{f'{clients} clients, {nom}':34} {c.debit:8.1f} {c.mediane:7.0f} ms "
                f"{c.p95:7.0f} ms {ko:8.1f} {c.echecs:7d} {rapport:9.3f}"
            )
