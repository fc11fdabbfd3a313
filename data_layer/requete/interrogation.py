"""Asking the engine for what a selection needs: rows, main lines, series, national ranks.

Two kinds of dataset answer: tables of published rows (:mod:`data_layer.requete.agregats`) and facts with
their cubes (:mod:`data_layer.requete.demande_faits`). What they share is here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

import numpy as np

from data_layer.catalogue.mesures import Mesure, NatureMesure
from data_layer.catalogue.schema import Lecture
from data_layer.indicators.ordre import rangs
from data_layer.ouverture import Ouverture
from data_layer.requete import plan
from data_layer.requete.habitants import habitants
from data_layer.requete.mesurer import lire, mesure_taux
from data_layer.requete.noms import Nom, nom_zone
from data_layer.requete.tableau import Reels, Tableau
from data_layer.result import Refus
from data_layer.selection import Periode, Selection, genre_de, niveau_de
from geodata.zones import Zone

Passage = tuple[Tableau, Tableau | None]
"""Sums over the period and, under an evolution, over the one before (same codes)."""


class Interrogation(ABC):
    """A selection against an open release. Each method is one or two queries."""

    def __init__(self, selection: Selection, ouverture: Ouverture) -> None:
        self.selection = selection
        self.ouverture = ouverture
        self.contexte = ouverture.contexte(selection.restitution)

    @property
    def mesures(self) -> tuple[Mesure, ...]:
        """The measures shown, leading one first or in their declared order."""
        return self.selection.offre.colonnes(self.selection.restitution, self.selection.unite)

    @property
    def utiles(self) -> tuple[Mesure, ...]:
        """The measures shown and the terms of their quotients; the leading one first."""
        offre = self.selection.offre
        cles = [self.selection.unite, *(m.cle for m in self.mesures)]
        for m in self.mesures:
            cles += [c for c in (m.numerateur, m.denominateur) if c]
        return tuple(offre.mesure(c) for c in dict.fromkeys(cles))

    @property
    def affichees(self) -> tuple[Mesure, ...]:
        """The measures of the columns: a rate per inhabitant comes first when asked for."""
        if not self.selection.rapportee:
            return self.mesures
        choix = self.selection
        return (mesure_taux(choix.offre.mesure(choix.unite), choix.periode), *self.mesures)

    @property
    def compare(self) -> bool:
        return self.selection.lecture is not Lecture.TOTAL

    @property
    def etendue(self) -> Periode:
        return self.contexte.etendue

    @property
    def avant(self) -> Periode | None:
        """The period an evolution starts from; None when the dataset does not hold all of it."""
        avant = self.selection.periode.decaler(-1)
        return avant if avant.debut >= self.etendue.debut else None

    def refus(self, groupes: Sequence[plan.Groupe]) -> Refus | None:
        """Why rows are outside what is published; tables of published rows hold nothing else."""
        return None

    def lignes(self, groupe: plan.Groupe) -> Passage:
        """Sums of the rows of a group."""
        return self._passage(self._colonne(), groupe.dans)

    @abstractmethod
    def total(self, zone: Zone) -> Passage:
        """The main line of a zone: one row."""

    @abstractmethod
    def _colonne(self) -> str:
        """What rows are grouped by."""

    @abstractmethod
    def _colonne_de_niveau(self, niveau: str) -> str:
        """What holds the zones of a level."""

    @abstractmethod
    def poser(self, colonne: str, periode: Periode, dans: Zone | None) -> Tableau:
        """Sums by ``colonne`` over a period, inside a zone (None: everywhere)."""

    def noms(self, groupe: plan.Groupe, codes: Sequence[str]) -> list[Nom]:
        """How the rows of a group are called."""
        dimension = self.selection.restitution.dimension(self.selection.par)
        if dimension is not None:
            libelles = {str(v.valeur): (v.code, v.libelle) for v in dimension.valeurs}
            return [Nom(*libelles.get(c, (c, c)), groupe.dans.id) for c in codes]
        genre, index = genre_de(self.selection.niveau), self.contexte.zones
        return [nom_zone(c, index.get(f"{genre}-{c}"), self.selection) for c in codes]

    def populations(self, noms: Sequence[Nom]) -> Reels | None:
        """Inhabitants of the zone of each row, None when counts are read as they are."""
        if not self.selection.rapportee:
            return None
        zones = [self.contexte.zones.get(n.zone) for n in noms]
        return np.array([habitants(z) for z in zones], dtype=np.float64)

    def rang_national(self, zone: Zone) -> int | None:
        """The rank of a zone among all those of its level, on the leading measure."""
        niveau = niveau_de(zone.id)
        if niveau is None or (self.compare and self.avant is None):
            return None
        courant, passe = self._passage(self._colonne_de_niveau(niveau), None)
        if zone.code not in courant.codes:
            return None
        genre = genre_de(niveau)
        zones = [self.contexte.zones.get(f"{genre}-{c}") for c in courant.codes]
        populations = None
        if self.selection.rapportee:
            populations = np.array([habitants(z) for z in zones], dtype=np.float64)
        gardes = lire(self.selection.lecture, self._pour_le_rang(), courant, passe, populations)
        valeurs = gardes[self.selection.meneuse].valeurs
        connues = [i for i, code in enumerate(courant.codes) if code]
        ordre = dict(zip((courant.codes[i] for i in connues), rangs(valeurs[connues]), strict=True))
        return ordre[zone.code]

    def _pour_le_rang(self) -> tuple[Mesure, ...]:
        """The leading measure and what it is made of."""
        offre = self.selection.offre
        meneuse = offre.mesure(self.selection.unite)
        cles = [meneuse.cle]
        cles += [c for c in (meneuse.numerateur, meneuse.denominateur) if c]
        if meneuse.nature is NatureMesure.MOYENNE:
            cles.append(meneuse.protege_par)
        return tuple(offre.mesure(c) for c in dict.fromkeys(cles))

    def _passage(self, colonne: str, dans: Zone | None) -> Passage:
        courant = self.poser(colonne, self.selection.periode, dans)
        if not self.compare:
            return courant, None
        if self.avant is None:
            return courant, courant.vide()
        passe = self.poser(colonne, self.avant, dans)
        tous = tuple(dict.fromkeys((*courant.codes, *passe.codes)))
        return courant.aligner(tous), passe.aligner(tous)
