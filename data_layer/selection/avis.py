"""Notices: what an address said that could not be taken as it stands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choix:
    """A way on: the value to put under the same key, and how to call it."""

    valeur: str
    libelle: str


@dataclass(frozen=True, slots=True)
class Avis:
    """One thing wrong in an address, in French, with what is allowed.

    ``bloquant``: no result may be shown before the visitor chooses (an unknown zone never becomes
    France). Otherwise the page shows the result without that choice, and says so.
    """

    cle: str
    message: str
    choix: tuple[Choix, ...] = ()
    bloquant: bool = False
