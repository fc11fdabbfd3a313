"""Puts a folder that was written aside in the place of another."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def remplacer(travail: Path, dossier: Path) -> None:
    """Put ``travail`` in the place of ``dossier``: two renames, since a folder cannot replace a full one.

    Both lie in the same folder; a reader sees no half-written file.
    """
    travail.chmod(0o755)
    ancien = dossier.with_name(f".{dossier.name}-ancien-{os.getpid()}")
    if dossier.exists():
        dossier.replace(ancien)
    travail.replace(dossier)
    shutil.rmtree(ancien, ignore_errors=True)
