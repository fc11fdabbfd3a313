"""Everything the visitor chose, and nothing else.

A click never computes: it produces the next :class:`Selection`, so a click, a typed address and a test
are the same thing. Rules for parameters that depend on one another live here and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from data_layer.catalogue.schema import NIVEAUX_ZONE, Lecture, Restitution, Vue
from data_layer.selection.periode import Periode

_GENRE_PAR_NIVEAU = {"region": "reg", "departement": "dep", "etablissement": "fin"}
_NIVEAU_PAR_GENRE = {genre: niveau for niveau, genre in _GENRE_PAR_NIVEAU.items()}


def niveau_de(zone: str) -> str | None:
    """The level a zone stands on (``None`` for France, above all levels)."""
    return _NIVEAU_PAR_GENRE.get(zone.split("-", 1)[0])


def genre_de(niveau: str) -> str:
    """The prefix of the zones of a level: ``departement`` -> ``dep``."""
    return _GENRE_PAR_NIVEAU[niveau]


def niveau_suivant(zone: str, niveaux: tuple[str, ...]) -> str:
    """One level down from a zone, among those the restitution allows; the last one has none below."""
    actuel = niveau_de(zone)
    profondeur = NIVEAUX_ZONE.index(actuel) + 1 if actuel else 0
    dessous = [n for n in NIVEAUX_ZONE[profondeur:] if n in niveaux]
    return dessous[0] if dessous else niveaux[-1]


@dataclass(frozen=True, slots=True)
class Selection:
    """One view of one restitution.

    ``zone`` is None while the visitor has still to choose one (the address named an unknown zone).
    ``niveau``, ``tri`` and ``periode`` are always filled: their defaults were resolved when read.
    ``maj`` is the release asked for, None for the live one. ``panneau`` is one block of the page.
    """

    restitution: Restitution
    zone: str | None
    periode: Periode
    niveau: str
    unite: str
    vs: tuple[str, ...] = ()
    par: str = "zone"
    lecture: Lecture = Lecture.TOTAL
    vue: Vue = Vue.TABLEAU
    tri: str = ""
    filtres: tuple[tuple[str, tuple[str, ...]], ...] = ()
    maj: str | None = None
    panneau: str | None = None

    @property
    def slug(self) -> str:
        return self.restitution.slug

    @property
    def zones(self) -> tuple[str, ...]:
        """The chosen zones, main first; empty while the main one is missing."""
        return (self.zone, *self.vs) if self.zone else ()

    def filtre(self, cle: str) -> tuple[str, ...]:
        return dict(self.filtres).get(cle, ())

    def avec(self, **choix: Any) -> Selection:
        """The same selection with other choices, dependent ones brought back in line."""
        return replace(self, **choix)._rangee(set(choix))

    def _rangee(self, changes: set[str]) -> Selection:
        """Clear what no longer holds: the level of another zone, the compared twin, an old sort."""
        niveau, tri = self.niveau, self.tri
        if "zone" in changes and "niveau" not in changes and self.zone:
            niveau = niveau_suivant(self.zone, self.restitution.niveaux)
        vs = tuple(dict.fromkeys(z for z in self.vs if z != self.zone))
        if {"unite", "par"} & changes and "tri" not in changes:
            tri = ""
        return replace(self, niveau=niveau, vs=vs, tri=tri)

    def prendre(self, zone: str) -> Selection:
        """Take a zone as the main one."""
        return self.avec(zone=zone)

    def comparer(self, zone: str | None) -> Selection:
        """Put a second zone beside the main one; None takes it away."""
        return self.avec(vs=(zone,) if zone else ())

    def echanger(self) -> Selection:
        """Swap the main and the compared zone."""
        if not self.vs or self.zone is None:
            return self
        return self.avec(zone=self.vs[0], vs=(self.zone, *self.vs[1:]), niveau=self.niveau)

    def descendre(self, cible: str) -> Selection:
        """Drill: the row becomes the zone, and rows become what it is made of."""
        return self.avec(zone=cible, par="zone")

    def filtrer(self, cle: str, codes: tuple[str, ...]) -> Selection:
        """Keep only some values of a dimension; none means all, and so does naming every one."""
        dimension = self.restitution.dimension(cle)
        ordre = [v.code for v in dimension.valeurs] if dimension else []
        gardes = tuple(c for c in ordre if c in codes)
        autres = {k: v for k, v in self.filtres if k != cle}
        if gardes and len(gardes) < len(ordre):
            autres[cle] = gardes
        return self.avec(filtres=tuple(sorted(autres.items())))
