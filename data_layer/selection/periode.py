"""Periods as they are written in an address: ``2021``, ``2015..2024``, ``2021-01..2021-06``."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ANNEE = re.compile(r"(\d{4})(?:\.\.(\d{4}))?")


@dataclass(frozen=True, slots=True, order=True)
class Periode:
    """A run of whole years, both ends included.

    Raises:
        ValueError: the run ends before it starts.
    """

    debut: int
    fin: int

    def __post_init__(self) -> None:
        if self.fin < self.debut:
            raise ValueError("la période finit avant de commencer")

    @classmethod
    def lire(cls, texte: str) -> Periode:
        """Read ``2021`` or ``2015..2024``.

        Raises:
            ValueError: anything else.
        """
        trouve = _ANNEE.fullmatch(texte)
        if not trouve:
            raise ValueError(f"période illisible : {texte}")
        debut = int(trouve[1])
        return cls(debut, int(trouve[2] or debut))

    def ecrire(self) -> str:
        return str(self.debut) if self.debut == self.fin else f"{self.debut}..{self.fin}"

    @property
    def libelle(self) -> str:
        return str(self.debut) if self.debut == self.fin else f"{self.debut} à {self.fin}"

    @property
    def annees(self) -> int:
        return self.fin - self.debut + 1

    def decaler(self, annees: int) -> Periode:
        """The same run, so many years later (earlier when negative): N-1 is ``decaler(-1)``."""
        return Periode(self.debut + annees, self.fin + annees)
