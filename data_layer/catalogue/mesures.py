"""What is measured: units, formats, and which count protects it."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from pydantic import model_validator

from data_layer.catalogue.modele import TOUJOURS, Modele, Quand

TAUX = "taux"
"""The key of the measure that relates the leading one to inhabitants."""
POUR_HABITANTS = "pour 100\u202f000 habitants"
"""What such a measure is per, as labels and sentences say it."""


class Format(StrEnum):
    """How a number is written; ``components.formats`` is the one place that does it.

    ``position``: 1, 0 or -1, above a reference, alike or below.
    """

    ENTIER = "entier"
    DECIMAL = "decimal"
    POURCENT = "pourcent"
    MONTANT = "montant"
    POSITION = "position"


class NatureMesure(StrEnum):
    """What a number is, hence how it is summed and protected.

    ``effectif``: a count, additive over rows. ``distinct``: a count of different persons, additive over
    nothing. ``quantite``: an amount that a count protects. ``moyenne``: a weighted mean of published
    rows. ``rapport``: a quotient of two shown measures. ``derivee``: made after the gate by the answer of
    its restitution (a rate, a share of flows), from what is shown or published as a functional.
    """

    EFFECTIF = "effectif"
    DISTINCT = "distinct"
    QUANTITE = "quantite"
    MOYENNE = "moyenne"
    RAPPORT = "rapport"
    DERIVEE = "derivee"


class Polarite(StrEnum):
    NEUTRE = "neutre"
    HAUSSE = "hausse"
    BAISSE = "baisse"


class Variante(Modele):
    """Other words for a measure where ``quand`` holds; empty texts keep those of the measure."""

    quand: Quand
    libelle: str = ""
    court: str = ""
    unite: str = ""
    definition: str = ""


class Mesure(Modele):
    """One thing measured. ``protege_par`` names the count that decides whether it may be shown.

    ``additive``: dimensions over which values add up. ``poids``: for a mean, the column of weights.
    ``numerateur``, ``denominateur``: for a quotient, keys of measures. ``indice``: rows are also read as
    an index, 100 being the value of the zone. ``quand``: where the measure means something;
    ``restreinte``: how the sentence that tells it begins, « Les patients ne se comptent ». ``jusqu_a``: the
    depth of the finest nodes it is known of. ``si_masque``: why it is masked, where that is not its own count
    alone.
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
    numerateur: str | None = None
    denominateur: str | None = None
    indice: bool = False
    decimales: int = 0
    quand: Quand = TOUJOURS
    restreinte: str = ""
    jusqu_a: int | None = None
    si_masque: str = ""
    variantes: tuple[Variante, ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.nature is NatureMesure.MOYENNE and not self.poids:
            raise ValueError(f"mesure {self.cle}: une moyenne déclare ses poids")
        if self.nature is NatureMesure.RAPPORT and not (self.numerateur and self.denominateur):
            raise ValueError(f"mesure {self.cle}: un rapport déclare ses deux termes")
        return self

    @property
    def est_compte(self) -> bool:
        """Whether it counts stays, séances or persons: « le nombre de… »."""
        return self.nature in (NatureMesure.EFFECTIF, NatureMesure.DISTINCT)

    @property
    def est_volume(self) -> bool:
        """Whether it is an amount of something: drawn from zero, read as a share of a total."""
        return self.est_compte or self.nature is NatureMesure.QUANTITE

    def dans(self, famille: str, champ: str) -> Mesure:
        """The measure in the words of a family of products and a champ."""
        for variante in self.variantes:
            if variante.quand.vaut(famille, champ):
                dits = {
                    cle: texte
                    for cle in ("libelle", "court", "unite", "definition")
                    if (texte := getattr(variante, cle))
                }
                return self.model_copy(update=dits)
        return self


class ColonnesUnite(Modele):
    """The measures that stand beside a leading one, in order, itself included."""

    unite: str
    mesures: tuple[str, ...]
