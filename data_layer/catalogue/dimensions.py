"""What rows are broken down by or filtered on: closed lists, reference tables, a classification."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, Self

from pydantic import Field, model_validator

from data_layer.catalogue.modele import TOUJOURS, Modele, Quand

RACINE = "tout"
"""The family of the root of a classification, which addresses leave out."""


class Valeur(Modele):
    """A value of a filter or a breakdown: ``code`` in the address, ``valeur`` in the dataset.

    One code may stand for several values of the dataset (MCO and HAD together). ``hors_activite``: what is
    read has no activity, and a vintage of its own whatever the year chosen (a population). ``exige``: what
    must be there for the value to be offered, see :func:`data_layer.selection.offre.acquis`.
    """

    code: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    valeur: str | int | tuple[int, ...]
    libelle: str
    court: str = ""
    quand: Quand = TOUJOURS
    hors_activite: bool = False
    exige: Literal["", "population-anterieure"] = ""

    @property
    def valeurs(self) -> tuple[str | int, ...]:
        return self.valeur if isinstance(self.valeur, tuple) else (self.valeur,)


class Dimension(Modele):
    """A column that rows may be broken down by, filtered on, or both.

    ``defaut``: the one value in force when none is chosen; such a filter takes one value at a time.
    ``sur``: whether the column is of the facts or of the establishment. ``dite``: whether titles say it; what
    is only drawn goes without saying. ``suit``: the filter without a choice of which this one means nothing.
    ``curseur``: its values are steps, in order, of a slider.
    """

    cle: str
    libelle: str
    colonne: str
    valeurs: tuple[Valeur, ...]
    ventile: bool = True
    filtre: bool = True
    defaut: str | None = None
    sur: Literal["fait", "etablissement"] = "fait"
    dite: bool = True
    suit: str = ""
    curseur: bool = False
    quand: Quand = TOUJOURS
    tous: str
    ligne: str

    @model_validator(mode="after")
    def _defaut_connu(self) -> Self:
        if self.defaut is not None and self.valeur(self.defaut) is None:
            raise ValueError(f"dimension {self.cle}: valeur par défaut inconnue {self.defaut}")
        return self

    @property
    def unique(self) -> bool:
        return self.defaut is not None

    def valeur(self, code: str) -> Valeur | None:
        return next((v for v in self.valeurs if v.code == code), None)

    def sans_nom(self, libelle: str) -> str:
        """A value after the name of its dimension: « catégorie : non renseignée », said once."""
        nom = f"{self.libelle.lower()} "
        return libelle[len(nom) :] if libelle.lower().startswith(nom) else libelle


class Referentiel(Modele):
    """A breakdown whose values are rows of a table of the dataset: diagnostics, GHM, indications.

    ``restreint``: how the sentence that tells ``quand`` begins, « Les GHM ne sont connus ».
    """

    cle: str
    libelle: str
    table: str
    ligne: str
    par: str
    quand: Quand = TOUJOURS
    restreint: str = ""


class NiveauNoeud(Modele):
    """A level of a classification; ``motif`` recognises the codes of its nodes."""

    cle: str
    libelle: str
    par: str
    famille: str
    profondeur: int
    motif: str
    ligne: str


class Famille(Modele):
    """A branch right under the root (devices, drugs): its code is that of its node."""

    cle: str
    libelle: str


class Classification(Modele):
    """A tree of nodes. Everything that a code says by itself is read here, without the tree."""

    libelle: str
    table: str
    racine: str
    familles: tuple[Famille, ...]
    niveaux: tuple[NiveauNoeud, ...]

    def niveau(self, cle: str) -> NiveauNoeud | None:
        return next((n for n in self.niveaux if n.cle == cle), None)

    def niveau_de(self, code: str) -> NiveauNoeud | None:
        """The level of a node from the form of its code; None for the root, families, other texts."""
        return next((n for n in self.niveaux if _motif(n.motif).fullmatch(code)), None)

    def famille_de(self, code: str) -> str:
        """The family a code belongs to; ``tout`` for the root (empty)."""
        if any(f.cle == code for f in self.familles):
            return code
        niveau = self.niveau_de(code)
        return niveau.famille if niveau else RACINE

    def profondeur_de(self, code: str) -> int:
        niveau = self.niveau_de(code)
        if niveau is not None:
            return niveau.profondeur
        return 1 if code else 0

    def niveaux_sous(self, code: str) -> tuple[NiveauNoeud, ...]:
        """The levels strictly below a node, from the nearest; none under the root or a leaf."""
        famille, profondeur = self.famille_de(code), self.profondeur_de(code)
        return tuple(n for n in self.niveaux if n.famille == famille and n.profondeur > profondeur)


class Cube(Modele):
    """A group-by that a fact dataset publishes, and stores: month x place x node at one depth.

    ``lieu``: ``etab`` (one establishment) or ``lieu`` (what is known of it: territories, statut, catégorie,
    class of amounts).
    ``croisement``: one more column of the stay or of the product.
    """

    cle: str = Field(pattern=r"^[a-z0-9_]+$")
    profondeur: int = Field(ge=0, le=7)
    lieu: Literal["etab", "lieu"] = "etab"
    croisement: Literal["diagnostic", "ghm", "indication"] | None = None


class Personnes(Modele):
    """Counts of persons that a fact dataset publishes: they do not add up, so each is stored.

    By zone of every level, node of each depth of ``profondeurs`` under ``noeud`` and month, for these
    values of ``champ`` and ``liste`` together, see :mod:`data_layer.faits.personnes`; by establishment for
    any of them, see :mod:`data_layer.faits.presences`.
    """

    noeud: str
    profondeurs: tuple[int, ...]
    champ: tuple[int, ...]
    liste: tuple[int, ...]


@lru_cache(maxsize=64)
def _motif(texte: str) -> re.Pattern[str]:
    return re.compile(texte)
