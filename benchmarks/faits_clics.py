"""Two hundred clicks of a visitor of the flagship: a seeded walk, one selection after the other.

Sessions of twenty clicks start from the first page. Each click is one action drawn by weight: the shares
below are the mix that ``docs/benchmarks.md`` states. Only what the grammar reads back unchanged, without a
notice, is kept, and no selection comes twice, so no answer can come from memory.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import data_layer
from data_layer.catalogue.schema import Lecture, Vue
from data_layer.selection import Contexte, Periode, Selection, niveaux_lignes

SLUG = "dm-medicaments"
GRAINE = 3
"""The first seed whose walk asks for every unit, breakdown, view and filter."""
PAR_SESSION = 20
POIDS: Mapping[str, int] = {
    "zone": 11,
    "descendre": 7,
    "noeud": 24,
    "par": 18,
    "niveau": 7,
    "mois": 9,
    "filtre": 9,
    "lecture": 7,
    "unite": 13,
    "comparer": 6,
    "vue": 10,
    "habitants": 2,
}
"""How often a visitor does what, in an arbitrary unit."""

_T = TypeVar("_T")
_GENRES = {"reg": 30, "dep": 25, "fin": 20, "ght": 8, "tds": 8, "fr": 9}
_VUES = {Vue.TABLEAU: 5, Vue.GRAPHIQUE: 3, Vue.ANNEES: 2}
_UNITES = {"sejours": 2, "consommation": 2, "patients": 5, "montant": 2}
_FILTRES = {"champ": 3, "liste": 2, "statut": 4, "categorie": 3, "classe": 2}
_LEVER = 0.5
"""How often a visitor who has filters lifts them rather than adds one."""


@dataclass(frozen=True, slots=True)
class Clic:
    """One click: what was done, and the address it leads to."""

    action: str
    requete: str


def clics(nombre: int = 200, graine: int = GRAINE) -> list[Clic]:
    """The walk on the live release: the same seed gives the same clicks on the same classification."""
    hasard = random.Random(graine)
    depart = data_layer.lire(SLUG, "").selection
    promeneur = _Promeneur(hasard, data_layer.contexte(depart))
    faits: list[Clic] = []
    vues: set[str] = set()
    selection, pas = depart, 0
    while len(faits) < nombre:
        if pas % PAR_SESSION == 0:
            selection = depart
        pas += 1
        action = hasard.choices(list(POIDS), list(POIDS.values()))[0]
        suite = promeneur.faire(action, selection)
        requete = data_layer.requete_de(suite)
        lu = data_layer.lire(SLUG, requete)
        if requete in vues or lu.avis or lu.selection != suite:
            continue
        vues.add(requete)
        faits.append(Clic(action, requete))
        selection = suite
    return faits


class _Promeneur:
    """Draws the next selection of each action; may return the one it was given."""

    def __init__(self, hasard: random.Random, contexte: Contexte) -> None:
        self._hasard, self._contexte = hasard, contexte
        self._zones: dict[str, list[str]] = {}
        for zone in contexte.zones.toutes():
            self._zones.setdefault(str(zone.genre), []).append(zone.id)

    def faire(self, action: str, selection: Selection) -> Selection:
        geste: Callable[[Selection], Selection] = getattr(self, f"_{action}")
        return geste(selection)

    def _tirer(self, poids: Mapping[_T, int]) -> _T:
        return self._hasard.choices(list(poids), list(poids.values()))[0]

    def _une_zone(self) -> str:
        return self._hasard.choice(self._zones[self._tirer(_GENRES)])

    def _zone(self, s: Selection) -> Selection:
        return s.prendre(self._une_zone())

    def _descendre(self, s: Selection) -> Selection:
        """A row of the table becomes the zone, as far as establishments."""
        zone = self._contexte.zones.get(s.zone or "fr")
        if zone is None or zone.genre in ("fin", "pan"):
            return s.prendre("fr")
        dessous = [
            z.id
            for genre in ("reg", "dep", "fin")
            for z in self._contexte.zones.enfants(zone.id, genre)  # type: ignore[arg-type]
        ]
        return s.descendre(self._hasard.choice(dessous)) if dessous else s.prendre("fr")

    def _noeud(self, s: Selection) -> Selection:
        """Mostly one step down the classification, sometimes up or back to the top."""
        noeuds = self._contexte.noeuds
        assert noeuds is not None
        enfants, chemin = noeuds.enfants(s.noeud), noeuds.chemin(s.noeud)
        if enfants and self._hasard.random() < 0.75:
            # Drugs are asked for as often as devices; below, larger branches more often.
            tailles = [1 if not s.noeud else n.fin - n.numero + 1 for n in enfants]
            return s.choisir_noeud(self._hasard.choices(enfants, tailles)[0].code)
        haut = chemin[-2] if len(chemin) > 1 and self._hasard.random() < 0.6 else chemin[0]
        return s.choisir_noeud(haut.code)

    def _par(self, s: Selection) -> Selection:
        return s.avec(par=self._hasard.choice([n for n in s.offre.natures if n != s.par]))

    def _niveau(self, s: Selection) -> Selection:
        permis = niveaux_lignes(s)
        return s.avec(niveau=self._hasard.choice(permis)) if permis else s

    def _mois(self, s: Selection) -> Selection:
        """A year, a quarter or a month of one of the last four years."""
        fin = self._contexte.etendue.fin
        annee = self._hasard.randint(fin - 3, fin)
        dernier = self._contexte.mois_de(annee)
        premier = self._hasard.randint(1, dernier)
        longueur = self._hasard.choice((1, 3, 12, 12))
        if longueur == 12:
            return s.avec(periode=Periode(annee, annee, (1, dernier)))
        return s.avec(
            periode=Periode(annee, annee, (premier, min(premier + longueur - 1, dernier)))
        )

    def _filtre(self, s: Selection) -> Selection:
        """One value of a filter, or two where several may be kept; or no filter any more."""
        if s.filtres and self._hasard.random() < _LEVER:
            return s.avec(filtres=())
        offerts = {d.cle: d for d in s.offre.filtres}
        cle = self._tirer({c: p for c, p in _FILTRES.items() if c in offerts})
        codes = [v.code for v in offerts[cle].valeurs]
        combien = 1 if offerts[cle].unique else min(self._hasard.choice((1, 1, 2)), len(codes))
        return s.filtrer(cle, tuple(self._hasard.sample(codes, combien)))

    def _lecture(self, s: Selection) -> Selection:
        return s.avec(lecture=self._hasard.choice([x for x in Lecture if x is not s.lecture]))

    def _unite(self, s: Selection) -> Selection:
        autres = {u: _UNITES[u] for u in s.offre.unites if u != s.unite}
        return s.avec(unite=self._tirer(autres))

    def _comparer(self, s: Selection) -> Selection:
        return s.comparer(None if s.vs else self._une_zone())

    def _vue(self, s: Selection) -> Selection:
        s = s.avec(vue=self._tirer(_VUES))
        if s.vue is Vue.ANNEES and self._hasard.random() < 0.3:
            return s.avec(perimetre="constant")
        return s

    def _habitants(self, s: Selection) -> Selection:
        return s.avec(pour="" if s.pour else "habitants")


def melange(requetes: Sequence[Clic]) -> Mapping[str, int]:
    """How many of the clicks ask for what: the mix in words of the selection."""
    compte: dict[str, int] = {}
    for clic in requetes:
        s = data_layer.lire(SLUG, clic.requete).selection
        traits = [
            f"vue {s.vue}",
            f"par {s.par}",
            f"unité {s.unite}",
            f"zone {(s.zone or '').split('-')[0]}",
            f"lecture {s.lecture}",
            "deux zones" if s.vs else "une zone",
            f"profondeur {_profondeur(s)}",
            *(f"filtre {cle}" for cle, _ in s.filtres),
        ]
        for trait in traits:
            compte[trait] = compte.get(trait, 0) + 1
    return dict(sorted(compte.items()))


def _profondeur(s: Selection) -> int:
    arbre = s.restitution.classification
    return arbre.profondeur_de(s.noeud) if arbre else 0
