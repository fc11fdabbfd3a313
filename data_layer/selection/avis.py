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


def court(texte: str, limite: int = 40) -> str:
    """A visitor's text as a message may repeat it: short, and on one line."""
    propre = "".join(c if c.isprintable() else "·" for c in texte)
    return propre if len(propre) <= limite else f"{propre[:limite]}…"
