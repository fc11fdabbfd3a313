"""The schema of a declared restitution: what a YAML file of this folder may say.

A restitution is data. Everything the house shows of it (menu, search, banner, page, workbook, notice,
API) derives from these models; they are frozen and refuse unknown keys, so a typing error in a
declaration stops the start of the application rather than a visitor.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

NIVEAUX_ZONE = ("region", "departement", "etablissement")


class Format(StrEnum):
    """How a number is written; ``components.formats`` is the one place that does it."""

    ENTIER = "entier"
    DECIMAL = "decimal"
    POURCENT = "pourcent"
    MONTANT = "montant"


class NatureMesure(StrEnum):
    """``effectif``: a count, additive over rows. ``moyenne``: a weighted mean of published rows."""

    EFFECTIF = "effectif"
    MOYENNE = "moyenne"


class Polarite(StrEnum):
    NEUTRE = "neutre"
    HAUSSE = "hausse"
    BAISSE = "baisse"


class Lecture(StrEnum):
    TOTAL = "total"
    EVOL = "evol"
    EVOL_VAL = "evol_val"


class Vue(StrEnum):
    TABLEAU = "tableau"
    GRAPHIQUE = "graphique"
    CARTE = "carte"


class Acces(StrEnum):
    LIBRE = "libre"
    IDENTIFIANT = "identifiant"


class _Modele(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Mesure(_Modele):
    """One thing measured. ``protege_par`` names the count that decides whether it may be shown.

    ``additive``: dimensions over which values add up. ``poids``: for a mean, the column of weights.
    """

    cle: str
    libelle: str
    court: str
    unite: str
    format: Format
    nature: NatureMesure
    definition: str
    protege_par: str
    polarite: Polarite = Polarite.NEUTRE
    additive: tuple[str, ...] = ()
    poids: str | None = None
    decimales: int = 0

    @model_validator(mode="after")
    def _moyenne_ponderee(self) -> Self:
        if self.nature is NatureMesure.MOYENNE and not self.poids:
            raise ValueError(f"mesure {self.cle}: une moyenne déclare ses poids")
        return self


class Valeur(_Modele):
    """A value of a filter or a breakdown: ``code`` in the address, ``valeur`` in the dataset."""

    code: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    valeur: str
    libelle: str
    court: str = ""


class Dimension(_Modele):
    """A column that rows may be broken down by, filtered on, or both."""

    cle: str
    libelle: str
    colonne: str
    valeurs: tuple[Valeur, ...]
    ventile: bool = True
    filtre: bool = True
    tous: str
    ligne: str

    def valeur(self, code: str) -> Valeur | None:
        return next((v for v in self.valeurs if v.code == code), None)

    def sans_nom(self, libelle: str) -> str:
        """A value after the name of its dimension: « catégorie : non renseignée », said once."""
        nom = f"{self.libelle.lower()} "
        return libelle[len(nom) :] if libelle.lower().startswith(nom) else libelle


class LigneZone(_Modele):
    """What a row means when it is a zone of this level."""

    niveau: str
    sens: str


class Restitution(_Modele):
    """A whole declaration. ``unites`` lists the measures that may lead (rank, chart, map)."""

    slug: str = Field(pattern=r"^[a-z0-9-]+$")
    titre: str
    titre_resultat: str
    resume: str
    theme: str
    champs: tuple[str, ...]
    geo: tuple[str, ...]
    etab: tuple[str, ...]
    acces: Acces
    auteur: str
    relu_le: date
    jeu: str
    notice: str
    mots_cles: tuple[str, ...] = ()
    niveaux: tuple[str, ...]
    plage_annees: bool = True
    dimensions: tuple[Dimension, ...] = ()
    mesures: tuple[Mesure, ...]
    unites: tuple[str, ...]
    formes: tuple[Vue, ...] = tuple(Vue)
    panneaux: tuple[str, ...] = ()
    lignes_zone: tuple[LigneZone, ...]

    @model_validator(mode="after")
    def _coherente(self) -> Self:
        cles = {m.cle for m in self.mesures}
        inconnues = [u for u in self.unites if u not in cles]
        inconnues += [m.protege_par for m in self.mesures if m.protege_par not in cles | {"aucun"}]
        inconnues += [n for n in self.niveaux if n not in NIVEAUX_ZONE]
        inconnues += set(self.niveaux) - {ligne.niveau for ligne in self.lignes_zone}
        if inconnues or not self.unites:
            raise ValueError(f"{self.slug}: noms inconnus ou unités absentes {inconnues}")
        return self

    def mesure(self, cle: str) -> Mesure:
        return next(m for m in self.mesures if m.cle == cle)

    def dimension(self, cle: str) -> Dimension | None:
        return next((d for d in self.dimensions if d.cle == cle), None)

    @property
    def filtres(self) -> tuple[Dimension, ...]:
        return tuple(d for d in self.dimensions if d.filtre)

    @property
    def natures(self) -> tuple[str, ...]:
        """What rows may be: ``zone`` first, then the dimensions that break down."""
        return ("zone", *(d.cle for d in self.dimensions if d.ventile))


class Theme(_Modele):
    cle: str
    titre: str
    resume: str


class Terme(_Modele):
    """A glossary entry; ``voir`` lists related entries by key."""

    cle: str
    terme: str
    definition: str
    voir: tuple[str, ...] = ()
