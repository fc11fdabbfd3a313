"""Where Portulan keeps what it downloads and builds: the only reader of ``PORTULAN_VAR``."""

from __future__ import annotations

import os
from pathlib import Path


def dossier_var() -> Path:
    """Return the folder of releases and caches: ``PORTULAN_VAR``, else ``./var``.

    Read at each call, so that a test may point it elsewhere. The folder may not exist yet.
    """
    return Path(os.environ.get("PORTULAN_VAR") or "var").expanduser()


def dossier_geodata() -> Path:
    """Return the folder of the built geography. It may not exist yet."""
    return dossier_var() / "geodata"


def dossier_telechargements() -> Path:
    """Return the folder of downloaded source packages. It may not exist yet."""
    return dossier_var() / "telechargements"


def dossier_zonages() -> Path:
    """Return the folder of imported zonings and what is made of them. It may not exist yet."""
    return dossier_var() / "zonages"
