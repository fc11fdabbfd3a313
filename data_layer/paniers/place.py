"""The room there is for baskets: how many are kept, and which may leave when there are too many.

A basket is used when it is saved or read: the date of its file says when, to the day.
"""

from __future__ import annotations

import logging
import os
import time
from contextlib import suppress
from pathlib import Path

JOUR = 86_400.0
OUBLI = 90 * JOUR
"""How long, in seconds, a basket must have gone unread before it may be purged."""
LOT = 500
"""Most baskets purged at once: the folder is then not looked through again at each save."""
SUFFIXE = ".json"

journal = logging.getLogger("portulan.paniers")


def marquer_lu(chemin: Path) -> None:
    """Date a basket that is read, at most once a day; a disk that cannot be written is left alone."""
    with suppress(OSError):
        if time.time() - chemin.stat().st_mtime > JOUR:
            os.utime(chemin)


class Place:
    """What is known of one folder, so that saving does not look through it. Not safe for threads."""

    def __init__(self, dossier: Path) -> None:
        self.dossier = dossier
        self._nombre = 0
        self._vu: int | None = None
        self._pas_avant = 0.0

    def nombre(self) -> int:
        """Number of baskets; counted again when something else changed the folder."""
        date = self._date()
        if date != self._vu:
            self._nombre = len(self._fichiers()) if date else 0
            self._vu = date
        return self._nombre

    def ajoute(self) -> None:
        """Take note of a basket that was just written, ``nombre`` having been asked before."""
        self._nombre += 1
        self._vu = self._date()

    def liberer(self) -> bool:
        """Purge the baskets unread for the longest, ``OUBLI`` at least; whether there were any."""
        limite = time.time() - OUBLI
        # Reading and saving only make dates younger: before that day there is nothing to find.
        if limite < self._pas_avant:
            return False
        dates = sorted((f.stat().st_mtime, f.path) for f in self._fichiers())
        anciens = [chemin for date, chemin in dates[:LOT] if date < limite]
        for chemin in anciens:
            Path(chemin).unlink(missing_ok=True)
        self._nombre -= len(anciens)
        self._vu = self._date()
        self._pas_avant = 0.0 if anciens or not dates else dates[0][0]
        if anciens:
            journal.warning("Baskets purged, unread for %d days: %d", OUBLI / JOUR, len(anciens))
        return bool(anciens)

    def _fichiers(self) -> list[os.DirEntry[str]]:
        with os.scandir(self.dossier) as trouves:
            return [f for f in trouves if f.name.endswith(SUFFIXE)]

    def _date(self) -> int | None:
        try:
            return self.dossier.stat().st_mtime_ns
        except FileNotFoundError:
            return None
