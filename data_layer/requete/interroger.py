"""Asking the engine for what a selection needs: rows, series by year, national ranks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data_layer.catalogue.schema import Lecture, Mesure
from data_layer.disclosure import Garde
from data_layer.indicators.ordre import rangs
from data_layer.ouverture import Ouverture, moteur, nom_vue
from data_layer.requete import plan
from data_layer.requete.mesurer import lire
from data_layer.requete.question import Filtre, Question
from data_layer.requete.tableau import Tableau, poser
from data_layer.selection import Periode, Selection, niveau_de
from geodata.zones import Zone


@dataclass(frozen=True, slots=True)
class Interrogation:
    """A selection against an open release. Each method is one or two queries."""

    selection: Selection
    ouverture: Ouverture

    @property
    def mesures(self) -> tuple[Mesure, ...]:
        return self.selection.restitution.mesures

    @property
    def compare(self) -> bool:
        return self.selection.lecture is not Lecture.TOTAL

    @property
    def avant(self) -> Periode | None:
        """The period an evolution starts from; None when the dataset does not hold all of it."""
        avant = self.selection.periode.decaler(-1)
        return avant if avant.debut >= self.etendue.debut else None

    @property
    def etendue(self) -> Periode:
        return self.ouverture.contexte(self.selection.restitution).etendue

    def lignes(self, groupe: plan.Groupe) -> tuple[Tableau, Tableau | None]:
        """Sums of the rows of a group over the period and, under an evolution, the year before."""
        dans = plan.filtre_zone(groupe.dans)
        courant = self._poser(groupe.colonne, self.selection.periode, dans)
        if not self.compare:
            return courant, None
        if self.avant is None:
            return courant, courant.vide()
        passe = self._poser(groupe.colonne, self.avant, dans)
        tous = tuple(dict.fromkeys((*courant.codes, *passe.codes)))
        return courant.aligner(tous), passe.aligner(tous)

    def serie(self, zone: Zone) -> Tableau:
        """Sums of a zone by year, over the whole span of the dataset, in order."""
        tableau = self._poser("annee", self.etendue, plan.filtre_zone(zone))
        return tableau.aligner([str(a) for a in range(self.etendue.debut, self.etendue.fin + 1)])

    def total(self, serie: Tableau) -> tuple[Tableau, Tableau | None]:
        """The main line of a zone, from its series: the period, and the year before if compared."""
        courant = serie.sommer(_annees(self.selection.periode))
        if not self.compare:
            return courant, None
        return courant, serie.sommer(_annees(self.avant)) if self.avant else courant.vide()

    def total_de(self, zone: Zone) -> Tableau:
        """One row: the sums of a zone over the period (for shares of a zone that was not chosen)."""
        tableau = self._poser("annee", self.selection.periode, plan.filtre_zone(zone))
        return tableau.sommer(tableau.codes)

    def rang_national(self, zone: Zone) -> int | None:
        """The rank of a zone among all those of its level, on the leading measure."""
        niveau = niveau_de(zone.id)
        if niveau is None:
            return None
        meneuse = self.selection.restitution.mesure(self.selection.unite)
        protege = self.selection.restitution.mesure(meneuse.protege_par)
        utiles = tuple(dict.fromkeys((meneuse, protege)))
        colonne = plan.colonne_de(niveau)
        courant = self._poser(colonne, self.selection.periode, (), utiles)
        passe = None
        if self.compare:
            if self.avant is None:
                return None
            passe = self._poser(colonne, self.avant, (), utiles).aligner(courant.codes)
        if zone.code not in courant.codes:
            return None
        gardes: Mapping[str, Garde] = lire(self.selection.lecture, utiles, courant, passe)
        valeurs = gardes[meneuse.cle].valeurs
        connues = [i for i, code in enumerate(courant.codes) if code]
        ordre = dict(zip((courant.codes[i] for i in connues), rangs(valeurs[connues]), strict=True))
        return ordre[zone.code]

    def _poser(
        self,
        colonne: str,
        periode: Periode,
        dans: tuple[Filtre, ...],
        mesures: tuple[Mesure, ...] | None = None,
    ) -> Tableau:
        vue = nom_vue(self.ouverture.jeu(self.selection.restitution))
        filtres = dans + plan.filtres(self.selection)
        question = Question(vue, (colonne,), mesures or self.mesures, periode, filtres)
        return poser(moteur(), question)


def _annees(periode: Periode) -> list[str]:
    return [str(a) for a in range(periode.debut, periode.fin + 1)]
