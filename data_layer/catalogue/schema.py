"""The schema of a declared restitution: what a YAML file of this folder may say.

A restitution is data. Everything the house shows of it (menu, search, banner, page, workbook, notice,
API) derives from these models; they are frozen and refuse unknown keys, so a typing error in a
declaration stops the start of the application rather than a visitor.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from data_layer.catalogue.dimensions import (
    RACINE,
    Classification,
    Cube,
    Dimension,
    NiveauNoeud,
    Personnes,
    Referentiel,
    Valeur,
)
from data_layer.catalogue.mesures import ColonnesUnite, Format, Mesure, NatureMesure, Polarite
from data_layer.catalogue.modele import Modele, Quand
from data_layer.catalogue.publication import Publication

__all__ = [
    "NIVEAUX_ZONE",
    "RACINE",
    "Acces",
    "Classification",
    "ColonnesUnite",
    "Cube",
    "Dimension",
    "Flux",
    "Format",
    "Grain",
    "Lecture",
    "LigneZone",
    "Mesure",
    "NatureMesure",
    "NiveauNoeud",
    "Personnes",
    "Polarite",
    "Quand",
    "Referentiel",
    "Restitution",
    "Terme",
    "Theme",
    "Valeur",
    "Vue",
]

NIVEAUX_ZONE = (
    *("region", "departement", "tds", "ght", "bv", "pmsi", "commune", "etablissement", "site"),
)


class Lecture(StrEnum):
    TOTAL = "total"
    EVOL = "evol"
    EVOL_VAL = "evol_val"


class Vue(StrEnum):
    TABLEAU = "tableau"
    GRAPHIQUE = "graphique"
    CARTE = "carte"
    ANNEES = "annees"


class Grain(StrEnum):
    """The shortest period: whole years, or runs of months inside one year."""

    ANNEE = "annee"
    MOIS = "mois"


class Acces(StrEnum):
    LIBRE = "libre"
    IDENTIFIANT = "identifiant"


class Flux(StrEnum):
    """What is asked of a dataset of flows: rates, market shares, what zones consume and produce, a map."""

    TAUX = "taux"
    PARTS = "parts"
    CROISEE = "croisee"
    CARTE = "carte"


class LigneZone(Modele):
    """What a row means when it is a zone of this level.

    ``partie``: the same under a set of establishments, ``{ensemble}`` being « du GHT » or « du panier »;
    ``taux``: what its rate per inhabitant divides, where that does not go without saying.
    """

    niveau: str
    sens: str
    partie: str = ""
    taux: str = ""


class Restitution(Modele):
    """A whole declaration. ``unites`` lists the measures that may lead (rank, chart, map).

    ``famille``: the cubes of a fact dataset, without which it is a table of published rows;
    ``publication``: which of their cells are published. ``personnes``: counts of persons it publishes.
    ``comptes``: counts that protect and are not shown. ``par_habitant``: counts may be read per inhabitant
    of their zone. ``cumul``: whether years may be added up; ``evolutions``: whether rows are read against
    the year before; ``deux_annees``: whether two may be put side by side. ``flux``: what is asked of a
    dataset of flows. ``page``: its own path, ``/r/<slug>`` when empty. ``noeud``: the node in force when
    none is chosen; ``racine``: whether the whole of the classification may be asked. ``genres``: the kinds
    of zone that may be chosen, all when empty.
    """

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
    grain: Grain = Grain.ANNEE
    dimensions: tuple[Dimension, ...] = ()
    referentiels: tuple[Referentiel, ...] = ()
    classification: Classification | None = None
    famille: tuple[Cube, ...] = ()
    personnes: Personnes | None = None
    publication: Publication | None = None
    mesures: tuple[Mesure, ...]
    comptes: tuple[str, ...] = ()
    unites: tuple[str, ...]
    colonnes: tuple[ColonnesUnite, ...] = ()
    par_habitant: bool = False
    cumul: bool = True
    evolutions: bool = True
    deux_annees: bool = False
    flux: Flux | None = None
    page: str = ""
    noeud: str = ""
    racine: bool = True
    genres: tuple[str, ...] = ()
    formes: tuple[Vue, ...] = (Vue.TABLEAU, Vue.GRAPHIQUE, Vue.CARTE)
    panneaux: tuple[str, ...] = ()
    lignes_zone: tuple[LigneZone, ...]

    @model_validator(mode="after")
    def _coherente(self) -> Self:
        cles = {m.cle for m in self.mesures}
        nommees = [*self.unites, *(c for u in self.colonnes for c in (u.unite, *u.mesures))]
        nommees += [c for m in self.mesures for c in (m.numerateur, m.denominateur) if c]
        inconnues = [c for c in nommees if c not in cles]
        proteges = {*cles, *self.comptes, "aucun"}
        inconnues += [m.protege_par for m in self.mesures if m.protege_par not in proteges]
        inconnues += [n for n in self.niveaux if n not in NIVEAUX_ZONE]
        inconnues += set(self.niveaux) - {ligne.niveau for ligne in self.lignes_zone}
        if inconnues or not self.unites:
            raise ValueError(f"{self.slug}: noms inconnus ou unités absentes {inconnues}")
        return self

    def __hash__(self) -> int:
        # A declaration is known by its slug; hashing all of it, at each look into a cache, would cost.
        return hash(self.slug)

    def mesure(self, cle: str) -> Mesure:
        return next(m for m in self.mesures if m.cle == cle)

    def dimension(self, cle: str) -> Dimension | None:
        return next((d for d in self.dimensions if d.cle == cle), None)

    def referentiel(self, cle: str) -> Referentiel | None:
        return next((r for r in self.referentiels if r.cle == cle), None)

    def colonnes_de(self, unite: str) -> tuple[str, ...]:
        """Keys of the measures shown when ``unite`` leads; all of them where nothing is declared."""
        declarees = next((c.mesures for c in self.colonnes if c.unite == unite), None)
        return declarees or tuple(m.cle for m in self.mesures)

    @property
    def chemin(self) -> str:
        """Where its page is."""
        return self.page or f"/r/{self.slug}"

    @property
    def menante(self) -> Dimension | None:
        """The filter that what is offered, and in which words, depends on: champ, indicator, type of stay."""
        cles = ("champ", "indicateur", "type")
        return next((d for c in cles if (d := self.dimension(c)) is not None), None)

    @property
    def filtres(self) -> tuple[Dimension, ...]:
        return tuple(d for d in self.dimensions if d.filtre)

    @property
    def natures(self) -> tuple[str, ...]:
        """What rows may be: ``zone`` first, the classification, then other breakdowns."""
        par_noeud = self.classification and self.flux in (None, Flux.TAUX)
        arbre = ("classification",) if par_noeud else ()
        dimensions = (d.cle for d in self.dimensions if d.ventile)
        return ("zone", *arbre, *(r.cle for r in self.referentiels), *dimensions)


class Theme(Modele):
    cle: str
    titre: str
    resume: str


class Terme(Modele):
    """A glossary entry; ``voir`` lists related entries by key."""

    cle: str
    terme: str
    definition: str
    voir: tuple[str, ...] = ()
