"""The application as visitors meet it: gunicorn in a process of its own, on a free port."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

RACINE = Path(__file__).parents[2]
DELAI_DEMARRAGE = 60
"""Seconds: the first start on a busy machine imports everything from disk."""


@dataclass(frozen=True, slots=True)
class Serveur:
    """A server that answers. ``base``: its address without a final slash; ``journal``: its log."""

    base: str
    journal: Path

    def lu(self, depuis: int = 0) -> str:
        """What the log says after so many characters."""
        return self.journal.read_text(errors="replace")[depuis:]


@contextmanager
def servir(dossier_var: Path, journal: Path) -> Iterator[Serveur]:
    """Serve the releases of ``dossier_var`` until the block ends.

    Raises:
        RuntimeError: the server stopped, or did not answer in time; the message ends with its log.
    """
    port = _port_libre()
    milieu = os.environ | {
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "PORTULAN_VAR": str(dossier_var),
        # A run of the tests asks more in a minute than a visitor does.
        "PORTULAN_LIMITE": "0",
    }
    commande = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "app:server"]
    with journal.open("w") as sortie:
        processus = subprocess.Popen(
            commande, cwd=RACINE, env=milieu, stdout=sortie, stderr=subprocess.STDOUT
        )
        serveur = Serveur(f"http://127.0.0.1:{port}", journal)
        try:
            _attendre(processus, serveur)
            yield serveur
        finally:
            processus.terminate()
            try:
                processus.wait(10)
            except subprocess.TimeoutExpired:
                processus.kill()


def _attendre(processus: subprocess.Popen[bytes], serveur: Serveur) -> None:
    fin = time.monotonic() + DELAI_DEMARRAGE
    while time.monotonic() < fin and processus.poll() is None:
        try:
            with urllib.request.urlopen(f"{serveur.base}/healthz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"le serveur ne répond pas\n{serveur.lu()[-4000:]}")


def _port_libre() -> int:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return int(prise.getsockname()[1])
