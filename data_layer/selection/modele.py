"""Everything the visitor chose, and nothing else.

A click never computes: it produces the next :class:`Selection`, so a click, a typed address and a test
are the same thing. Rules for parameters that depend on one another live here and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from data_layer.catalogue.mesures import TAUX
from data_layer.catalogue.schema import Lecture, Restitution, Vue
from data_layer.selection.niveaux import niveau_par_defaut, niveau_permis
from data_layer.selection.offre import Offre, offre
from data_layer.selection.periode import Periode

# What a change of one choice may make impossible in the others.
_RETRIENT = frozenset({"unite", "par", "noeud", "pour"})
_DEPENDANTES = frozenset({"zone", "noeud", "filtres", "par"})
# Zones that are establishments, not a ground: nobody lives in them.
_ENSEMBLES = ("fin-", "pan-", "ght-")


@dataclass(frozen=True, slots=True)
class Selection:
    """One view of one restitution.

    ``zone`` is None while the visitor has still to choose one (the address named an unknown zone).
    ``niveau``, ``tri`` and ``periode`` are always filled: their defaults were resolved when read.
    ``noeud`` is a node of the classification, empty for all of it; ``pour`` what counts are related to
    (``habitants``); ``perimetre`` is ``constant`` when only establishments of all years are kept.
    ``maj`` is the release asked for, None for the live one. ``panneau`` is one block of the page.
    ``vs_periode``: a second year, put beside the first.
    """

    restitution: Restitution
    zone: str | None
    periode: Periode
    niveau: str
    unite: str
    vs: tuple[str, ...] = ()
    noeud: str = ""
    par: str = "zone"
    lecture: Lecture = Lecture.TOTAL
    vue: Vue = Vue.TABLEAU
    pour: str = ""
    perimetre: str = ""
    tri: str = ""
    filtres: tuple[tuple[str, tuple[str, ...]], ...] = ()
    maj: str | None = None
    panneau: str | None = None
    vs_periode: Periode | None = None

    @property
    def slug(self) -> str:
        return self.restitution.slug

    @property
    def rapportee(self) -> bool:
        """Whether counts are related to inhabitants: asked for, of zones and rows that have some.

        A GHT or a basket is a set of establishments: beside or inside one, a rate would divide a part of
        the activity by all the inhabitants.
        """
        d_etablissements = any(z.startswith(_ENSEMBLES) for z in self.zones)
        par_etablissement = (self.par, self.niveau) == ("zone", "etablissement")
        return self.pour == "habitants" and not (d_etablissements or par_etablissement)

    @property
    def meneuse(self) -> str:
        """The measure that ranks, colours and draws: the unit, or its rate per inhabitant."""
        return TAUX if self.rapportee else self.unite

    @property
    def zones(self) -> tuple[str, ...]:
        """The chosen zones, main first; empty while the main one is missing."""
        return (self.zone, *self.vs) if self.zone else ()

    @property
    def offre(self) -> Offre:
        """What may be asked under this node and this champ."""
        return offre(self.restitution, self.noeud, self._menant())

    @property
    def hors_activite(self) -> bool:
        """Whether what is read has no activity, and a vintage of its own whatever the year chosen."""
        menante = self.restitution.menante
        choisies = self._menant()
        return menante is not None and any(
            v.hors_activite for v in menante.valeurs if v.code in choisies
        )

    def filtre(self, cle: str) -> tuple[str, ...]:
        """The codes chosen on a dimension; empty when none was, whatever its default."""
        return dict(self.filtres).get(cle, ())

    def _menant(self) -> tuple[str, ...]:
        """What is chosen on the filter that the offer depends on."""
        menante = self.restitution.menante
        return self.filtre(menante.cle) if menante else ()

    def filtre_en_vigueur(self, cle: str) -> tuple[str, ...]:
        """The codes that hold on a dimension: those chosen, else its default where it is offered."""
        dimension = next((d for d in self.offre.filtres if d.cle == cle), None)
        if dimension is None:
            return ()
        return self.filtre(cle) or ((dimension.defaut,) if dimension.defaut else ())

    def avec(self, **choix: Any) -> Selection:
        """The same selection with other choices, dependent ones brought back in line."""
        return replace(self, **choix)._rangee(set(choix))

    def _rangee(self, changes: set[str]) -> Selection:
        """Clear what no longer holds: the level of another zone, the compared twin, an old sort."""
        suite = self
        if changes & _DEPENDANTES:
            suite = suite._offerte()
            refaire = changes & {"zone", "noeud"} or not niveau_permis(suite)
            if "niveau" not in changes and refaire and suite.zone:
                suite = replace(suite, niveau=niveau_par_defaut(suite))
        vs = tuple(dict.fromkeys(z for z in suite.vs if z != suite.zone))
        perimetre = suite.perimetre if suite.vue is Vue.ANNEES else ""
        seconde = None if suite.vs_periode == suite.periode else suite.vs_periode
        suite = replace(suite, vs=vs, perimetre=perimetre, vs_periode=seconde)
        perime = _RETRIENT & changes and "tri" not in changes
        return replace(suite, tri="" if perime or not suite._tri_possible() else suite.tri)

    def _tri_possible(self) -> bool:
        """Whether the column that rows are sorted by is one of those shown."""
        cle = self.tri.removeprefix("-")
        colonnes = self.restitution.colonnes_de(self.unite)
        return cle in ("", "libelle", self.meneuse, *colonnes) and self.tri != f"-{self.meneuse}"

    def _offerte(self) -> Selection:
        """The same, without what its node and its champ do not offer."""
        filtres = tuple((c, codes) for c, v in self.filtres if (codes := self.offre.permis(c, v)))
        o = replace(self, filtres=filtres).offre
        filtres = tuple((c, codes) for c, v in filtres if (codes := o.permis(c, v)))
        return replace(
            self,
            filtres=filtres,
            unite=self.unite if self.unite in o.unites else o.unites[0],
            par=self.par if self.par in o.natures else "zone",
        )

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
        """Drill: the row becomes the zone (or the node), and rows become what it is made of."""
        arbre = self.restitution.classification
        if arbre is not None and arbre.niveau_de(cible) is not None:
            return self.choisir_noeud(cible)
        return self.avec(zone=cible, par="zone")

    def choisir_noeud(self, code: str) -> Selection:
        """Take a node; rows stay products while there is something below it."""
        return self.avec(noeud=code)

    def filtrer(self, cle: str, codes: tuple[str, ...]) -> Selection:
        """Keep only some values of a dimension; none means all, and so does naming every one.

        A dimension with a default takes one value, and its default is the same as none.
        """
        dimension = self.restitution.dimension(cle)
        ordre = [v.code for v in dimension.valeurs] if dimension else []
        gardes = tuple(c for c in ordre if c in codes)
        if dimension is not None and dimension.unique:
            gardes = tuple(c for c in gardes if c != dimension.defaut)[:1]
        autres = {k: v for k, v in self.filtres if k != cle}
        if gardes and len(gardes) < len(ordre):
            autres[cle] = gardes
        return self.avec(filtres=tuple(sorted(autres.items())))
