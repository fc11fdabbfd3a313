"""The rows of the demonstration, lot by lot: one discharge year, or a part of one when it is large.

Years come latest first: what a stay discharged in January took in December belongs, by its units, to the
year before, and a calibration must know it when it comes to that year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from data_layer.demo import dm_compagnons, dm_occasions, dm_seuils, dm_zones
from data_layer.demo.dm_calendrier import ANNEES, DERNIERE_COMPLETE, mois
from data_layer.demo.dm_etablissements import Cadre
from data_layer.demo.dm_patients import Patientele, patienteles
from data_layer.demo.dm_plan import Plan
from data_layer.demo.dm_produits import HAD, MCO, SEANCES_MOYENNES, SSR, Produits, Tirage, produits
from data_layer.demo.dm_seuils import Ajuster
from data_layer.demo.dm_tirage import Colonnes, Usage, consommer, tirer, usages
from data_layer.demo.dm_vies import Vies, vies
from data_layer.demo.dm_zones import Zone
from data_layer.faits.modele import COLONNES, Lot

GRAINE = 20160101
_SEJOURS_PAR_LOT = 1_500_000
_AVEC_MEDICAMENT = 0.007
"""Share of the stays with a device which also take a drug of the list."""

USAGES: Mapping[str, Usage] = {
    "dm": Usage(MCO, (0.040, 0.009, 0.003), ecart=0.0145),
    "med": Usage(MCO, (0.12, 0.03, 0.01), ecart=0.036, derive=-0.055),
    "had": Usage(HAD, (0.10, 0.02, 0.0), ecart=0.03, volume=4.0, derive=-0.04),
    "ssr": Usage(SSR, (0.10, 0.02, 0.0), ecart=0.026, volume=3.0, derive=-0.04),
}
_PLATEAUX: Mapping[str, tuple[float, float, tuple[str, ...]]] = {
    "dm": (5e3, 40.0, ("chr",)),
    "med": (1.5e4, 60.0, ("chr", "clcc")),
}
"""EUR per unit from which a product (a heart valve, a gene therapy) asks for a large technical platform:
who has one, by size or by category; the largest of a région always has."""
_REGION_MIN = 0.6
"""Stays of a région, against the mean, from which it may have one of the centres of a rare product."""
_FIDELITE = {"dm": (1.08, 0.5), "med": (2.6, 0.9), "had": (2.0, 0.7), "ssr": (1.2, 0.5)}
"""Stays of a patient a year, and years during which he comes."""

Reels = NDArray[np.float64]


class Calage(Protocol):
    """What a calibration may say: volumes, the shape of a zone, the last word on the rows."""

    def plan(self) -> Plan: ...

    def zone(self, nom: str, region: str, p: Produits, cadre: Cadre, base: Zone) -> Zone: ...

    def ajuster(self, nom: str, region: str, p: Produits, cadre: Cadre, zone: Zone) -> Ajuster:
        """Return what brings shares of the zone to their totals, and to what margins ask for."""

    def usage(self, nom: str, region: str, annee: int, usage: Usage, zone: Zone) -> Usage: ...

    def fixer(self, region: str, annee: int, blocs: Mapping[str, Colonnes], cadre: Cadre) -> None:
        """Settle rows in place: ``dm``, ``med``, and ``plus``, the drug rows of stays with a device."""


@dataclass(frozen=True, eq=False, slots=True)
class Generateur:
    """All that does not change between lots. ``facteur`` multiplies the volumes of the plan."""

    cadre: Cadre
    plan: Plan
    facteur: float
    zones: Mapping[tuple[str, str], Zone]
    patients: Mapping[str, Patientele]
    vies: Vies
    calage: Calage | None

    def lots(self, annees: Sequence[int] = ANNEES) -> Iterator[Lot]:
        """Yield the lots, latest year first; stays are numbered from 1 in the order they come."""
        suivant = 1
        for annee in reversed(annees):
            morceaux = self._morceaux(annee)
            for morceau in range(morceaux):
                colonnes, sejours = self._lot(annee, morceau, morceaux, suivant)
                yield Lot(annee, colonnes)
                suivant += sejours

    def _morceaux(self, annee: int) -> int:
        total = sum(self._nombre(nom, region, annee) for nom, region in self.zones)
        return max(1, -(-int(total) // _SEJOURS_PAR_LOT))

    def _nombre(self, nom: str, region: str, annee: int) -> int:
        return round(self._volume(nom, region, annee) * self.facteur)

    def _volume(self, nom: str, region: str, annee: int) -> float:
        """Return the records of a year, or of its months known, at scale 1."""
        volume: Callable[[str, int], float] = getattr(self.plan, nom)
        nombre = volume(region, annee)
        if nom == "med":  # the plan counts séances, records are drawn
            p, zone = _produits(nom), self.zones[nom, region]
            poids = zone.c_poids * np.where(p.c_seance, SEANCES_MOYENNES, 1.0)
            par_feuille = p.poids(poids) / np.maximum(p.poids(zone.c_poids), 1e-300)
            nombre /= poids.sum() / zone.c_poids.sum()
            feuilles = usages(zone, p, annee, nombre * 12 / mois(annee)).sum(axis=0)
            nombre = volume(region, annee) * feuilles.sum() / (feuilles * par_feuille).sum()
        return float(nombre)

    def _attendu(self, nom: str, region: str, annee: int) -> float:
        """Return the records of a whole such year, at scale 1."""
        return self._volume(nom, region, annee) * 12 / mois(annee)

    def _ouverte(self, nom: str, region: str, annee: int) -> Zone:
        """Return a zone with those who are open in a year."""
        zone = self.zones[nom, region]
        return replace(zone, parts=self.vies.transmettre(zone.parts, zone.rangs, annee))

    def _lot(
        self, annee: int, morceau: int, morceaux: int, suivant: int
    ) -> tuple[Mapping[str, NDArray[Any]], int]:
        blocs: list[Colonnes] = []
        depart = suivant
        for rang, region in enumerate(sorted({region for _, region in self.zones})):
            graine = [GRAINE, annee, morceau, morceaux, rang]
            par_nom = {
                nom: self._bloc(nom, region, annee, (morceau, morceaux), [*graine, i])
                for i, nom in enumerate(USAGES)
                if (nom, region) in self.zones
            }
            plus = self._avec_medicament(region, annee, par_nom, [*graine, 9])
            if self.calage is not None:
                self.calage.fixer(region, annee, {**par_nom, "plus": plus}, self.cadre)
            plus["sejour"] = plus["sejour"] + suivant  # of the stays of dm, which come first
            blocs.append(plus)
            for bloc in par_nom.values():
                nombre = int(bloc["sejour"].max(initial=-1)) + 1
                bloc["sejour"] = bloc["sejour"] + suivant
                suivant += nombre
                blocs.append(bloc)
        reunies = {nom: np.concatenate([bloc[nom] for bloc in blocs]) for nom in COLONNES}
        reunies["sejour"] = reunies["sejour"].astype(np.int32)
        return reunies, suivant - depart

    def _bloc(
        self, nom: str, region: str, annee: int, part: tuple[int, int], graine: list[int]
    ) -> Colonnes:
        """Return the rows of one activity in one région, patients included."""
        hasard = np.random.default_rng(graine)
        morceau, morceaux = part
        zone, usage = self.zones[nom, region], USAGES[nom]
        nombre = self._nombre(nom, region, annee)
        nombre = nombre // morceaux + (morceau < nombre % morceaux)
        if self.calage is not None:
            usage = self.calage.usage(nom, region, annee, usage, zone)
        zone = self._ouverte(nom, region, annee)
        attendu = self._attendu(nom, region, annee)
        bloc = tirer(zone, _produits(nom), usage, annee, nombre, attendu, hasard)
        premiers = slice(0, nombre)
        etab, mois = bloc["etab"][premiers], bloc["mois"][premiers]
        patient = self.patients[nom].tirer(etab, annee, mois, hasard)
        # Some are also treated with drugs, here or in another hospital of the région.
        ailleurs = hasard.random(nombre) < {"dm": 0.06, "med": 0.05}.get(nom, 0.5)
        autres = self._adresses(region, int(ailleurs.sum()), hasard)
        patient[ailleurs] = self.patients["med"].tirer(autres, annee, mois[ailleurs], hasard)
        bloc["patient"] = patient[bloc["sejour"]]
        return bloc

    def _adresses(self, region: str, nombre: int, hasard: np.random.Generator) -> NDArray[np.int64]:
        """Draw hospitals of the région by their drug activity (numbers from 1)."""
        zone = self.zones["med", region]
        cumul = np.cumsum(zone.parts.sum(axis=1))
        tires = np.searchsorted(cumul / cumul[-1], hasard.random(nombre), side="right")
        return np.asarray(zone.rangs[np.minimum(tires, len(cumul) - 1)] + 1, dtype=np.int64)

    def _avec_medicament(
        self, region: str, annee: int, par_nom: Mapping[str, Colonnes], graine: list[int]
    ) -> Colonnes:
        """Return drug rows of some stays which have a device."""
        hasard = np.random.default_rng(graine)
        dm, p, zone = par_nom["dm"], _produits("med"), self._ouverte("med", region, annee)
        feuilles, taux = self._habitudes(region, annee)
        nombre = int(dm["sejour"].max(initial=-1)) + 1
        rang = dm["etab"][:nombre].astype(np.int64) - 1
        choisis = np.flatnonzero(hasard.random(nombre) < taux[rang])
        hors_seance = np.flatnonzero(~p.c_seance)
        tirage = Tirage.de(p.c_feuille[hors_seance], zone.c_poids[hors_seance])
        cas = hors_seance[tirage.tirer(feuilles[rang[choisis]], hasard.random(len(choisis)))]
        du_sejour = ("sejour", "etab", "mois", "poids", "diagnostic", "ghm", "patient")
        lignes: Colonnes = {nom: dm[nom][choisis] for nom in du_sejour}
        jamais = np.zeros(len(choisis), dtype=bool)
        return lignes | consommer(
            zone, p, USAGES["med"], annee, cas, jamais, jamais, lignes, hasard
        )

    def _habitudes(self, region: str, annee: int) -> tuple[NDArray[np.int64], Reels]:
        """Return, by establishment of the frame, the drug leaf which comes with devices, and how often."""
        p, n = _produits("med"), len(self.cadre)
        zones = {nom: self._ouverte(nom, region, annee) for nom in ("dm", "med")}
        attendus = {
            nom: usages(zone, _produits(nom), annee, self._attendu(nom, region, annee))
            for nom, zone in zones.items()
        }
        dispositifs = np.zeros(n)
        dispositifs[zones["dm"].rangs] = attendus["dm"].sum(axis=1)
        part = p.poids(zones["med"].c_poids * ~p.c_seance * (p.entree == 0)[p.c_feuille])
        part /= np.maximum(p.poids(zones["med"].c_poids), 1e-12)
        feuilles, taux = np.full(n, -1, dtype=np.int64), np.zeros(n)
        rangs = zones["med"].rangs
        feuilles[rangs], taux[rangs] = dm_compagnons.medicaments(
            dispositifs[rangs], attendus["med"], part, _AVEC_MEDICAMENT
        )
        return feuilles, taux


def _produits(nom: str) -> Produits:
    return produits("dm" if nom == "dm" else "med", USAGES[nom].champ)


def preparer(cadre: Cadre, plan: Plan, facteur: float, calage: Calage | None = None) -> Generateur:
    """Return the generator: which establishment uses what, and who comes."""
    zones: dict[tuple[str, str], Zone] = {}
    for i, nom in enumerate(USAGES):
        for j, region in enumerate(sorted(set(cadre.region.tolist()))):
            rangs = np.flatnonzero((cadre.region == region) & (getattr(cadre, nom) > 0))
            if len(rangs) == 0:
                continue
            zone = _zone(cadre, nom, region, rangs, np.random.default_rng([GRAINE, 7, i, j]))
            if calage is not None:
                zone = calage.zone(nom, region, _produits(nom), cadre, zone)
            zones[nom, region] = zone
    generateur = Generateur(cadre, plan, facteur, zones, {}, vies(cadre), calage)
    rares = {nom: _rares(generateur, nom) for nom in USAGES}
    zones = {
        cle: _concentrer(generateur, *cle, rares[cle[0]])
        for cle in zones
        if cle[0] in ("dm", "med")
        or generateur._attendu(*cle, DERNIERE_COMPLETE) >= dm_seuils.SEUIL
    }
    generateur = replace(generateur, zones=zones)
    par_an = {nom: np.zeros(len(cadre)) for nom in USAGES}
    for (nom, region), zone in zones.items():
        nombre = generateur._nombre(nom, region, DERNIERE_COMPLETE)
        par_an[nom][zone.rangs] = nombre * zone.parts.sum(axis=1)
    return replace(generateur, patients=patienteles(par_an, _FIDELITE))


def _rares(g: Generateur, nom: str) -> Mapping[str, Reels]:
    """Return, by région, the stays by leaf (L) of products too rare for each région to use them."""
    nombres = {r: g._attendu(autre, r, DERNIERE_COMPLETE) for autre, r in g.zones if autre == nom}
    moyen = sum(nombres.values()) / len(nombres)
    regions = [r for r, nombre in nombres.items() if nombre >= _REGION_MIN * moyen]
    sejours = [nombres[r] * g.zones[nom, r].parts.sum(axis=0) for r in regions]
    hasard = np.random.default_rng([GRAINE, 8, list(USAGES).index(nom)])
    return dict(zip(regions, dm_occasions.rares(np.array(sejours), hasard), strict=True))


def _concentrer(g: Generateur, nom: str, region: str, rares: Mapping[str, Reels]) -> Zone:
    """Return a zone where each product is used enough by those who use it: see ``dm_seuils``."""
    zone, p = g.zones[nom, region], _produits(nom)
    nombre = g._attendu(nom, region, DERNIERE_COMPLETE)
    larges = g.cadre.categorie[zone.rangs] == "chr"
    voulus = rares.get(region, np.zeros(len(p.noeud)))
    depart, centres = dm_occasions.centraliser(zone.parts, voulus / nombre, larges)
    ajuster: Ajuster = dm_zones.equilibrer
    if g.calage is not None:
        ajuster = g.calage.ajuster(nom, region, p, g.cadre, zone)
    lieu = g.cadre.departement[zone.rangs]
    parts = dm_seuils.concentrer(depart, nombre, lieu, ajuster, larges, centres)
    # Cases follow their leaves, so that means over the cases stay those of what is drawn.
    c_poids = zone.c_poids * dm_zones.rapport(parts.sum(axis=0), p.poids(zone.c_poids))[p.c_feuille]
    zone = dm_zones.preparer(p, zone.rangs, parts, c_poids, zone.c_unites, zone.c_prix)
    attendus = usages(zone, p, DERNIERE_COMPLETE, nombre)
    ghts, categories = g.cadre.ght[zone.rangs], g.cadre.categorie[zone.rangs]
    semblables = np.array([ght or c for ght, c in zip(ghts, categories, strict=True)], dtype=object)
    stables = np.all([g.vies.ouverts(annee)[zone.rangs] for annee in ANNEES], axis=0)
    lieux = dm_occasions.Lieux(lieu, semblables, larges, stables)
    graine = [GRAINE, 11, list(USAGES).index(nom), int(zone.rangs[0])]
    parent = np.where(p.entree > 0, -1, p.parent)
    seule = USAGES[nom].champ != MCO
    occasions = dm_occasions.occasions(attendus, parent, lieux, graine, seule=seule)
    return replace(zone, occasions=occasions)


def _zone(
    cadre: Cadre, nom: str, region: str, rangs: NDArray[np.int64], hasard: np.random.Generator
) -> Zone:
    p, tailles = _produits(nom), getattr(cadre, nom)[rangs]
    gouts = dm_zones.affinites_locales(p, tailles, hasard)
    if nom in _PLATEAUX:
        prix, seuil, categories = _PLATEAUX[nom]
        equipes = np.isin(cadre.categorie[rangs].astype(str), categories) | (tailles >= seuil)
        gouts = dm_zones.reserver(gouts, p.prix() >= prix, equipes | (tailles == tailles.max()))
    c_poids = p.c_poids * dm_zones.accents(p, nom, region)[p.c_feuille]
    poids = p.poids(c_poids)
    parts = dm_zones.equilibrer(gouts, tailles / tailles.sum(), poids / poids.sum())
    return dm_zones.preparer(p, rangs, parts, c_poids, p.c_unites, p.c_prix)
