"""Questions asked of a table of published rows: one row an establishment and a year."""

from __future__ import annotations

from data_layer.ouverture import Ouverture, moteur, nom_vue
from data_layer.requete.interrogation import Interrogation, Passage
from data_layer.requete.question import Filtre, Question
from data_layer.requete.tableau import Tableau, poser
from data_layer.selection import Periode, Selection
from geodata.zones import Zone

_COLONNE_PAR_GENRE = {"reg": "region", "dep": "departement", "fin": "finess"}
_COLONNE_PAR_NIVEAU = {"region": "region", "departement": "departement", "etablissement": "finess"}


class InterrogationAgregats(Interrogation):
    """A selection over published rows; years are read once a zone."""

    def __init__(self, selection: Selection, ouverture: Ouverture) -> None:
        super().__init__(selection, ouverture)
        self._series: dict[str, Tableau] = {}

    def serie(self, zone: Zone) -> Tableau:
        """Sums of a zone by year, over the whole span of the dataset, in order."""
        if zone.id not in self._series:
            tableau = self.poser("annee", self.etendue, zone)
            annees = [str(a) for a in range(self.etendue.debut, self.etendue.fin + 1)]
            self._series[zone.id] = tableau.aligner(annees)
        return self._series[zone.id]

    def total(self, zone: Zone) -> Passage:
        serie = self.serie(zone)
        courant = serie.sommer(_annees(self.selection.periode))
        if not self.compare:
            return courant, None
        return courant, serie.sommer(_annees(self.avant)) if self.avant else courant.vide()

    def poser(self, colonne: str, periode: Periode, dans: Zone | None) -> Tableau:
        vue = nom_vue(self.ouverture.jeu(self.selection.restitution))
        filtres = (_dans(dans) if dans else ()) + _filtres(self.selection)
        mesures = self.selection.restitution.mesures
        return poser(moteur(), Question(vue, (colonne,), mesures, periode, filtres))

    def _colonne(self) -> str:
        dimension = self.selection.restitution.dimension(self.selection.par)
        return dimension.colonne if dimension else self._colonne_de_niveau(self.selection.niveau)

    def _colonne_de_niveau(self, niveau: str) -> str:
        return _COLONNE_PAR_NIVEAU[niveau]


def _dans(zone: Zone) -> tuple[Filtre, ...]:
    """The condition "in this zone"; none for France. A zone made of others: those of its parts."""
    if zone.id == "fr":
        return ()
    if zone.composition:
        genres = {p.partition("-")[0] for p in zone.composition}
        codes = tuple(p.partition("-")[2] for p in zone.composition)
        return ((_COLONNE_PAR_GENRE[genres.pop()], codes),)
    return ((_COLONNE_PAR_GENRE[str(zone.genre)], (zone.code,)),)


def _filtres(selection: Selection) -> tuple[Filtre, ...]:
    """The filters of the banner, with the values that the dataset holds."""
    return tuple(
        (d.colonne, tuple(str(v.valeur) for v in d.valeurs if v.code in codes))
        for d in selection.restitution.filtres
        if (codes := selection.filtre(d.cle))
    )


def _annees(periode: Periode) -> list[str]:
    return [str(a) for a in range(periode.debut, periode.fin + 1)]
