"""Asking flows for what a selection needs: whom, where, which activity, which year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from data_layer.catalogue.schema import Lecture, Mesure
from data_layer.disclosure import Garde, garder_effectif, garder_quantite
from data_layer.flux.modele import STRATES, TYPES_DE_SEJOUR
from data_layer.flux.questions import Filtre, QuestionFlux, Reels, Sommes, poser
from data_layer.ouverture import Ouverture, moteur, nom_vue
from data_layer.requete.titres import titre_bloc
from data_layer.selection import Contexte, Noeud, Selection
from data_layer.warehouse import Jeu
from geodata.zones import Genre, Zone

_FIXES = frozenset({"population", "ic_bas", "ic_haut", "position"})
"""Measures whose evolution says nothing."""
COLONNES = {
    Genre.REGION: "region",
    Genre.DEPARTEMENT: "departement",
    Genre.TERRITOIRE_DE_SANTE: "tds",
    Genre.BASSIN_DE_VIE: "bv",
    Genre.PMSI: "code",
    Genre.ETABLISSEMENT: "finess",
    Genre.ETABLISSEMENT_GEOGRAPHIQUE: "fig",
}
"""The column that holds the codes of a kind of zone, among residences or sites."""


@dataclass(frozen=True, eq=False)
class DemandeFlux:
    """A selection against an open release."""

    selection: Selection
    ouverture: Ouverture
    par_champ: bool = False
    """Whether it is one of the champs listed under all of them, whose stays alone are of one kind."""

    @cached_property
    def jeu(self) -> Jeu:
        """The dataset asked."""
        return self.ouverture.jeu(self.selection.restitution)

    @cached_property
    def contexte(self) -> Contexte:
        """What the selection is read against."""
        return self.ouverture.contexte(self.selection.restitution)

    @property
    def annee(self) -> int:
        """The year read."""
        return self.selection.periode.fin

    @cached_property
    def noeud(self) -> Noeud:
        """The activity asked. Raises KeyError when the classification has none of this code."""
        noeuds = self.contexte.noeuds
        trouve = noeuds.get(self.selection.noeud) if noeuds is not None else None
        if trouve is None:
            raise KeyError(self.selection.noeud)
        return trouve

    @property
    def types(self) -> tuple[int, ...]:
        """The types of stay kept."""
        dimension = self.selection.restitution.dimension("type")
        codes = self.selection.filtre("type")
        if dimension is None or not codes:
            return TYPES_DE_SEJOUR
        return tuple(int(v) for x in dimension.valeurs if x.code in codes for v in x.valeurs)

    @property
    def en_sejours(self) -> bool:
        """Whether stays are what is counted: of all champs, whose units cannot be added up."""
        return self.par_champ or self.noeud.profondeur == 0

    @property
    def compare(self) -> bool:
        """Whether rows are read against the year before."""
        return self.selection.lecture is not Lecture.TOTAL

    @property
    def mesures(self) -> tuple[Mesure, ...]:
        """The measures shown, the leading one first; what does not evolve is left out of an evolution."""
        choix = self.selection
        lues = choix.offre.colonnes(choix.restitution, choix.unite)
        return tuple(self._dite(m) for m in lues if not (self.compare and m.cle in _FIXES))

    def _dite(self, mesure: Mesure) -> Mesure:
        """« volume » stands in a declaration for what the champ counts: stays, séances, days, acts."""
        if mesure.unite != "volume":
            return mesure
        return mesure.model_copy(update={"unite": self.selection.offre.mesure("volume").unite})

    def titre_bloc(self) -> str:
        """The name of the main block, as a table caption says it."""
        return titre_bloc(self.selection, ())

    def sous_noeuds(self) -> tuple[Noeud, ...]:
        """The activities of the level of rows, under the node."""
        arbre, noeuds = self.selection.restitution.classification, self.contexte.noeuds
        niveau = arbre.niveau(self.selection.niveau) if arbre else None
        assert niveau is not None and noeuds is not None
        suite = [self.noeud]
        # A leaf stands for itself below its own depth.
        for _ in range(self.noeud.profondeur, niveau.profondeur):
            suite = [e for n in suite for e in noeuds.enfants(n.code) or (n,)]
        return tuple(suite)

    def sous(self, noeud: Noeud) -> DemandeFlux:
        """The same, of an activity under the node."""
        sienne = replace(self.selection, noeud=noeud.code)
        return DemandeFlux(sienne, self.ouverture, par_champ=self.en_sejours)

    def avant(self) -> DemandeFlux:
        """The same, a year earlier."""
        passee = replace(self.selection, periode=self.selection.periode.decaler(-1))
        return replace(self, selection=passee)

    def villes(self) -> dict[str, str]:
        """The town of each legal entity, that of its first site."""
        vue = nom_vue(self.jeu, "sites")
        lus = moteur().executer(
            f'SELECT finess, arg_min(ville, site) AS ville FROM "{vue}" GROUP BY ALL'
        )
        return {str(f): str(v) for f, v in zip(lus["finess"], lus["ville"], strict=True)}

    def connue(self, annee: int) -> bool:
        """Whether the activity asked is known over a year."""
        etendue = self.contexte.etendue_de(self.selection.offre.famille)
        return bool(etendue.debut <= annee <= etendue.fin)

    def annees(self) -> tuple[int, ...]:
        """The years that the activity asked is known over."""
        etendue = self.contexte.etendue_de(self.selection.offre.famille)
        return tuple(range(etendue.debut, etendue.fin + 1))

    def sommer(
        self,
        groupes: Sequence[str],
        annee: int,
        residence: Zone | None = None,
        lieu: Zone | None = None,
        *,
        profondeur: int = 0,
    ) -> Sommes:
        """Sums of a year by groups. ``profondeur``: depth of rows that are nodes.

        Raises HorsFamille when that is not published.
        """
        noeud = self.noeud
        question = QuestionFlux(
            (annee,),
            (noeud.numero, noeud.fin),
            max(profondeur, noeud.profondeur),
            tuple(groupes),
            self.types,
            filtre(residence),
            filtre(lieu),
            self.selection.offre.famille,
        )
        return poser(self.jeu, question)

    def volume(self, sommes: Sommes, effectif: Garde) -> Garde:
        """What is counted, under the mask of its stays: units of the champ, or stays."""
        if self.en_sejours:
            return effectif
        return garder_quantite(sommes.unites, effectif)

    def populations(self, annee: int, colonne: str | None) -> tuple[tuple[str, ...], Reels]:
        """Persons by zone of residence and stratum: codes (n), persons (n, STRATES); one row for France."""
        vue, residences = (nom_vue(self.jeu, t) for t in ("populations", "residences"))
        return _populations(vue, residences, annee, colonne)


@lru_cache(maxsize=64)
def _populations(
    vue: str, residences: str, annee: int, colonne: str | None
) -> tuple[tuple[str, ...], Reels]:
    groupe = f"r.{colonne}" if colonne else "'fr'"
    lus = moteur().executer(
        f"SELECT {groupe} AS g, p.strate AS s, sum(p.personnes)::DOUBLE AS n "
        f'FROM "{vue}" p JOIN "{residences}" r USING (residence) WHERE p.annee = ? GROUP BY ALL',
        [annee],
    )
    codes, rang = np.unique(np.asarray(lus["g"], dtype=object).astype(str), return_inverse=True)
    personnes = np.zeros((len(codes), STRATES))
    personnes[rang, np.asarray(lus["s"], dtype=np.int64)] = np.asarray(lus["n"])
    personnes.flags.writeable = False  # kept for the next reader
    return tuple(codes.tolist()), personnes


def filtre(zone: Zone | None) -> Filtre | None:
    """What keeps the rows of a zone; None for all of France."""
    if zone is None or zone.genre is Genre.FRANCE:
        return None
    return COLONNES[zone.genre], (zone.code,)


def effectifs(sommes: Sommes) -> Garde:
    """The count that protects, through the gate."""
    return garder_effectif(sommes.sejours)
