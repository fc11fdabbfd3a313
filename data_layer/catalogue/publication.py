"""What a fact dataset publishes: the family F of its group-bys, then its crossings, each on top of it.

A cell outside the family is shown only when no world that hides the small counts of the family changes it.
"""

from __future__ import annotations

from itertools import product
from typing import Literal, Self

from pydantic import Field, model_validator

from data_layer.catalogue.modele import Modele

NiveauZone = Literal[
    "france", "region", "departement", "tds", "ght", "departement*ght", "etablissement"
]
"""``departement*ght``: the part of a GHT in a département.

What a GHT that crosses a border adds to one is told by both.
"""
Temps = Literal["annee", "comparables", "semestre", "trimestre", "mois"]
"""``comparables``: in the year before the last one, the months that the last one holds."""
Croisement = Literal["diagnostic", "ghm", "indication"]


class Groupements(Modele):
    """Group-bys: every combination of these levels. ``par``: also by a column of the establishment."""

    zones: tuple[NiveauZone, ...]
    profondeurs: tuple[int, ...]
    temps: tuple[Temps, ...] = ("annee",)
    par: tuple[Literal["", "statut", "categorie", "classe"], ...] = ("",)
    champs: tuple[Literal["champ", "mco-had"], ...] = ("champ",)
    listes: tuple[Literal["liste", "les-atu"], ...] = ("liste",)

    def niveaux(self) -> list[tuple[str, int, str, str, Temps]]:
        """Place, depth, champ, list and time of each."""
        lieux = [f"{z}*{p}" if p else z for z, p in product(self.zones, self.par)]
        return list(product(lieux, self.profondeurs, self.champs, self.listes, self.temps))


class Etage(Modele):
    """A part of the family protected in one go: what is not crossed, or one crossing on top of it.

    ``tables``: the cubes that hold its keys, in which questions of its kind are answered.
    """

    cle: str = Field(pattern=r"^[a-z0-9_]+$")
    croisement: Croisement | None = None
    groupements: tuple[Groupements, ...]
    tables: tuple[str, ...]


class Imposees(Modele):
    """Cells of whole years that are published as printed elsewhere: what hides others goes round them.

    ``codes``: zones, by code. A cell of 1 to 10 is hidden all the same.
    """

    zone: Literal["region", "departement"]
    codes: tuple[str, ...]
    profondeurs: tuple[int, ...]
    annees: tuple[int, ...]


class Publication(Modele):
    """The family: a stage without crossing, then one for each crossing; what is imposed."""

    etages: tuple[Etage, ...] = Field(min_length=1)
    imposees: tuple[Imposees, ...] = ()

    @model_validator(mode="after")
    def _chacun_une_fois(self) -> Self:
        connus: set[str] = set()
        for etage in self.etages:
            if etage.cle in connus:
                raise ValueError(f"étage {etage.cle} déclaré deux fois")
            connus.add(etage.cle)
        if [e.croisement is None for e in self.etages] != [True] + [False] * len(self.etages[1:]):
            raise ValueError("le premier étage est sans croisement, les autres en ont un")
        return self
