"""The rows of a block of years as series: one a zone, the chosen ones first, years ascending."""

from __future__ import annotations

from dataclasses import dataclass

from components.charts.lignes import noms_zones, place
from data_layer.catalogue.mesures import TAUX
from data_layer.result import Cellule, Colonne, Ligne, Resultat

BLOC = "evolution"


@dataclass(frozen=True, slots=True)
class Serie:
    """The years of one zone. ``place``: 0 main, 1.. compared, None a reference."""

    zone: str
    nom: str
    place: int | None
    lignes: tuple[Ligne, ...]

    @property
    def annees(self) -> list[int]:
        return [int(ligne.code) for ligne in self.lignes]

    def cellules(self, colonne: Colonne) -> list[Cellule]:
        return [ligne.cellules[colonne.cle] for ligne in self.lignes]

    def montrees(self, colonne: Colonne) -> list[Ligne]:
        """Return the rows whose value is shown."""
        return [li for li in self.lignes if li.cellules[colonne.cle].valeur is not None]


def series(resultat: Resultat, bloc: str = BLOC) -> list[Serie]:
    """Return the series of a block whose codes are years."""
    noms = noms_zones(resultat)
    par_zone: dict[str, list[Ligne]] = {}
    for ligne in sorted(resultat.blocs[bloc].lignes(), key=lambda li: int(li.code)):
        par_zone.setdefault(ligne.zone, []).append(ligne)
    trouvees = [
        Serie(zone, noms.get(zone, zone), place(resultat, zone), tuple(lignes))
        for zone, lignes in par_zone.items()
    ]
    return sorted(trouvees, key=lambda s: (s.place is None, s.place or 0, s.zone))


def annees(les_series: list[Serie]) -> list[int]:
    """Return the years of all series, ascending."""
    return sorted({annee for serie in les_series for annee in serie.annees})


def valeurs(les_series: list[Serie], colonne: Colonne) -> list[float]:
    """Return every shown value of all series."""
    cellules = (c for serie in les_series for c in serie.cellules(colonne))
    return [c.valeur for c in cellules if c.valeur is not None]


def depuis_zero(colonne: Colonne) -> bool:
    """Whether the axis must hold zero: volumes, their rates and differences do, means do not."""
    return colonne.signe or colonne.mesure.est_volume or colonne.cle == TAUX
