"""Periods as they are written in an address: ``2021``, ``2015..2024``, ``2021-01..2021-06``."""

from __future__ import annotations

import re
from dataclasses import dataclass

# ASCII digits alone: others would be read as numbers too.
_ANNEES = re.compile(r"([0-9]{4})(?:\.\.([0-9]{4}))?")
_MOIS = re.compile(r"([0-9]{4})-([0-9]{2})(?:\.\.([0-9]{4})-([0-9]{2}))?")
_NOMS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
NOMS_MOIS = tuple(_NOMS.split())
"""French names of the months, January first."""


@dataclass(frozen=True, slots=True, order=True)
class Periode:
    """A run of whole years, or a run of months inside one year, both ends included.

    ``mois``: first and last month (1..12), None for whole years.

    Raises:
        ValueError: the run ends before it starts, or months are not inside one year.
    """

    debut: int
    fin: int
    mois: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        if self.fin < self.debut:
            raise ValueError("la période finit avant de commencer")
        if self.mois is not None and (
            self.debut != self.fin or not 1 <= self.mois[0] <= self.mois[1] <= 12
        ):
            raise ValueError("une suite de mois tient dans une année et va de son début à sa fin")

    @classmethod
    def lire(cls, texte: str) -> Periode:
        """Read ``2021``, ``2015..2024``, ``2021-03`` or ``2021-01..2021-06``.

        Raises:
            ValueError: anything else.
        """
        if trouve := _ANNEES.fullmatch(texte):
            debut = int(trouve[1])
            return cls(debut, int(trouve[2] or debut))
        if trouve := _MOIS.fullmatch(texte):
            annee, premier = int(trouve[1]), int(trouve[2])
            derniere, dernier = int(trouve[3] or annee), int(trouve[4] or premier)
            return cls(annee, derniere, (premier, dernier))
        raise ValueError(f"période illisible : {texte}")

    def ecrire(self) -> str:
        if self.mois is not None:
            premier, dernier = (f"{self.debut}-{m:02d}" for m in self.mois)
            return premier if premier == dernier else f"{premier}..{dernier}"
        return str(self.debut) if self.debut == self.fin else f"{self.debut}..{self.fin}"

    @property
    def libelle(self) -> str:
        """``2021``, ``2015 à 2024``, ``janvier à juin 2021``, ``mars 2021``."""
        if self.mois is not None:
            return f"{self.libelle_mois} {self.debut}"
        return str(self.debut) if self.debut == self.fin else f"{self.debut} à {self.fin}"

    @property
    def libelle_mois(self) -> str:
        """``janvier à juin``, ``mars``; empty for whole years."""
        if self.mois is None:
            return ""
        premier, dernier = (NOMS_MOIS[m - 1] for m in self.mois)
        return premier if premier == dernier else f"{premier} à {dernier}"

    @property
    def autre_qu_un_an(self) -> str:
        """Over what a total adds up: ``d'avril à juin``, ``en mars``, ``sur 3 années``; "" for one year."""
        if self.annees > 1:
            return f"sur {self.annees} années"
        if self.bornes_mois == (1, 12):
            return ""
        mois = self.libelle_mois
        if " à " not in mois:
            return f"en {mois}"
        return f"d'{mois}" if mois[0] in "ao" else f"de {mois}"

    @property
    def annees(self) -> int:
        return self.fin - self.debut + 1

    @property
    def bornes_mois(self) -> tuple[int, int]:
        """First and last month, 1 and 12 for whole years."""
        return self.mois or (1, 12)

    def decaler(self, annees: int) -> Periode:
        """The same run, so many years later (earlier when negative): N-1 is ``decaler(-1)``."""
        return Periode(self.debut + annees, self.fin + annees, self.mois)

    def ramenee(self, etendue: Periode) -> Periode:
        """Brought into a span of years: the nearest of them where it lies outside."""
        debut, fin = (min(max(a, etendue.debut), etendue.fin) for a in (self.debut, self.fin))
        return Periode(debut, fin, self.mois)

    def avec_mois(self, premier: int, dernier: int) -> Periode:
        """The months of its last year."""
        return Periode(self.fin, self.fin, (premier, dernier))
