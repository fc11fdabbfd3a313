"""Rates of recourse, zone by zone, from lists of eight strata."""

from __future__ import annotations

from dataclasses import replace
from math import fsum, sqrt

from tests.data_layer.flux.oracle_base import (
    MASQUE,
    SANS_OBJET,
    Base,
    Cellule,
    Demande,
    Somme,
    deriver,
    evoluer,
    montree,
    part_masquee,
    pour,
)

Z = 1.959963984540054
MESURES = (
    *("volume", "population", "taux_brut", "taux_standardise", "ic_bas", "ic_haut", "position"),
    *("indice_national", "indice_regional", "sejours", "attendus"),
)
Mesures = dict[str, Cellule]
PAS = [m * 10.0**e for e in range(-2, 7) for m in (1, 2, 5)]


class Taux:
    """What ``taux-de-recours`` answers to one selection."""

    def __init__(self, base: Base, d: Demande) -> None:
        self.base, self.d = base, d
        self._strates: dict[tuple[int, str, str], list[Somme]] = {}

    def strates(self, annee: int, zone: str, noeud: str) -> list[Somme]:
        if (annee, zone, noeud) not in self._strates:
            lues = self.base.sommes(self.d, annee, lambda r, s, k: k, de=zone, noeud=noeud)
            self._strates[annee, zone, noeud] = [lues.get(k, Somme()) for k in range(8)]
        return self._strates[annee, zone, noeud]

    def mesures(self, annee: int, zone: str, noeud: str | None = None) -> Mesures:
        noeud = self.d.noeud if noeud is None else noeud
        if annee not in self.base.annees(noeud):
            return dict.fromkeys(MESURES, SANS_OBJET)
        strates, habitants = self.strates(annee, zone, noeud), self.base.personnes(annee, zone)
        tout = Somme()
        for s in strates:
            tout.ajouter(s)
        volume = self.base.volume(self.d, tout, noeud)
        effectif: Cellule = (tout.sejours, "ok") if montree(tout) else MASQUE
        lues = dict.fromkeys(MESURES, SANS_OBJET) | {
            "volume": volume,
            "population": (sum(habitants), "ok") if sum(habitants) else SANS_OBJET,
            "sejours": effectif,
            "taux_brut": deriver(lambda v: pour(v, sum(habitants), 1000), volume),
        }
        if self.base.profondeurs[noeud] == 3:
            return lues
        return lues | self.standardisees(annee, zone, noeud, effectif)

    def standardisees(self, annee: int, zone: str, noeud: str, effectif: Cellule) -> Mesures:
        t = self.taux(annee, zone, noeud)
        national = self.taux(annee, "fr", noeud)
        region = next(
            r["region"] for r in self.base.residences.values() if self.base.habite(r, zone)
        )
        regional = SANS_OBJET if zone == "fr" else self.taux(annee, f"reg-{region}", noeud)
        bas, haut = self.intervalle(annee, zone, noeud, effectif)

        def situer(bas: float, haut: float, reference: float) -> float:
            return -1 if haut < reference else 1 if bas > reference else 0

        return {
            "taux_standardise": t,
            "ic_bas": bas,
            "ic_haut": haut,
            "position": deriver((lambda *_: 3.0) if zone == "fr" else situer, bas, haut, national),
            "indice_national": deriver(pour, t, national),
            "indice_regional": deriver(pour, t, regional),
            "attendus": self.attendus(annee, zone, noeud, effectif),
        }

    def poids(self, annee: int, zone: str) -> list[float] | None:
        """Per 1,000: the weight of one stay of each stratum."""
        ici, france = self.base.personnes(annee, zone), self.base.personnes(annee, "fr")
        if any(f and not n for n, f in zip(ici, france, strict=True)):
            return None
        total = sum(france)
        return [1000 * f / total / n if f else 0.0 for n, f in zip(ici, france, strict=True)]

    def taux(self, annee: int, zone: str, noeud: str, *, sejours: bool = False) -> Cellule:
        """Directly standardised, of units or of stays: to two digits, or a step where a stratum is small."""
        strates, poids = self.strates(annee, zone, noeud), self.poids(annee, zone)
        tout = Somme()
        for s in strates:
            tout.ajouter(s)
        if not montree(tout):
            return MASQUE
        if poids is None:
            return SANS_OBJET
        if any(s.cle for s in strates):
            return MASQUE
        en_sejours = sejours or self.base.en_sejours(self.d, noeud)
        comptes = [s.sejours if en_sejours else s.unites for s in strates]
        exact = fsum(w * n for w, n in zip(poids, comptes, strict=True))
        pas = 0.01
        if self.petite(strates):
            suites = [[s.sejours for s in strates]]
            if not self.base.en_sejours(self.d, noeud):
                suites.append([s.unites for s in strates])
            gens = sum(self.base.personnes(annee, zone))
            for suite in suites:
                voulu = 11 * (max(poids) - min(poids)) * sum(suite) / tout.sejours
                trouve = next(p for p in PAS if p >= voulu)
                if trouve > 0.1 * 1000 * sum(suite) / gens:
                    return MASQUE
                if suite == comptes:
                    pas = trouve
        return (round(round(exact / pas) * pas, 2), "ok")

    @staticmethod
    def petite(strates: list[Somme]) -> bool:
        return any(1 <= s.sejours <= 10 for s in strates)

    def intervalle(
        self, annee: int, zone: str, noeud: str, effectif: Cellule
    ) -> tuple[Cellule, Cellule]:
        """Byar's limits of the stays, brought to the rate by its spread, or the largest of its weights."""
        t, poids = self.taux(annee, zone, noeud, sejours=True), self.poids(annee, zone)
        if t[1] != "ok" or poids is None:
            return t, t
        rate, n = t[0], effectif[0]
        a, b = min(poids), max(poids)
        bas = n * max(1 - 1 / (9 * n) - Z / (3 * sqrt(n)), 0) ** 3 if n else 0.0
        haut = (n + 1) * (1 - 1 / (9 * (n + 1)) + Z / (3 * sqrt(n + 1))) ** 3
        strates = self.strates(annee, zone, noeud)
        if n and not self.petite(strates):
            ecart = sqrt(fsum(w * w * s.sejours for w, s in zip(poids, strates, strict=True)) / n)
        else:
            ecart = sqrt(max(((a + b) * rate - a * b * n) / n, (rate / n) ** 2)) if n else b
        duree = self.duree(annee, zone, noeud, rate)
        if duree is None:
            return MASQUE, MASQUE
        return (
            (max(rate + ecart * (bas - n), 0) * duree, "ok"),
            ((rate + ecart * (haut - n)) * duree, "ok"),
        )

    def duree(self, annee: int, zone: str, noeud: str, rate: float) -> float | None:
        """Standardised units a stay; those of France where no stay is, None where these are masked."""
        if self.base.en_sejours(self.d, noeud):
            return 1.0
        if rate > 0:
            return self.taux(annee, zone, noeud)[0] / rate
        tout = Somme()
        for s in self.strates(annee, "fr", noeud):
            tout.ajouter(s)
        return pour(tout.unites, tout.sejours) if montree(tout) else None

    def attendus(self, annee: int, zone: str, noeud: str, effectif: Cellule) -> Cellule:
        """Stays at the rates of the strata of France, told when all of these may be."""
        france, gens = self.strates(annee, "fr", noeud), self.base.personnes(annee, "fr")
        ici = self.base.personnes(annee, zone)
        tout = Somme()
        for s in france:
            tout.ajouter(s)
        if MASQUE in (effectif, self.base.volume(self.d, tout)):
            return MASQUE
        if not sum(ici):
            return SANS_OBJET
        if not self.dits(annee, noeud):
            return MASQUE
        termes = zip(ici, gens, france, strict=True)
        return (round(fsum(n * s.sejours / g for n, g, s in termes if n)), "ok")

    def dits(self, annee: int, noeud: str) -> bool:
        """Whether all strata of the parent and of its children are told, of each type of stay."""
        parent = self.base.codes.get(self.base.parents[self.base.numeros[noeud]], noeud)
        types = ("hc-hp", "hc", "hp") if self.d.type in ("", "hc", "hp") else (self.d.type,)
        return all(
            montree(s)
            for t in types
            for n in {noeud, parent, *self.base.enfants(parent if noeud else noeud)}
            if noeud or n == noeud
            for s in self.base.sommes(
                replace(self.d, type=t), annee, lambda r, s, k: k, noeud=n
            ).values()
        )

    def lues(self, annee: int, zone: str, noeud: str | None = None) -> Mesures:
        """Under the reading asked."""
        courant = self.mesures(annee, zone, noeud)
        if self.d.lecture == "total":
            return courant
        avant = self.mesures(annee - 1, zone, noeud)
        return {c: evoluer(courant[c], avant[c], self.d.lecture) for c in courant}

    def zones(self) -> list[tuple[int, str]]:
        """Rank of the group and id of each row."""
        genre = {"region": "reg", "departement": "dep"}.get(self.d.niveau, self.d.niveau)
        return [
            (rang, f"{genre}-{c}")
            for rang, dans in self.base.groupes(self.d)
            for c in self.base.codes_de(genre, dans)
        ]

    def noeuds(self) -> list[str]:
        """Rows that are activities: at their depth, or leaves above it."""
        voulue = {"champ": 1, "domaine": 2, "mpp": 2, "cm": 2, "categorie": 2}.get(self.d.niveau, 3)
        suite = [self.d.noeud]
        while any(self.base.enfants(n) and self.base.profondeurs[n] < voulue for n in suite):
            suite = [e for n in suite for e in (self.base.enfants(n) or [n])]
        return suite

    def blocs(self) -> dict[str, dict[tuple, Mesures]]:
        """Rows of each block by group and code."""
        d, annee = self.d, self.d.annee
        tetes = [z for z in (d.zone, d.vs) if z]
        if d.par == "classification":
            lignes = {
                (i, n): self.lues(annee, z, n) for i, z in enumerate(tetes) for n in self.noeuds()
            }
            return {"classement": lignes, "annees": self.annees(tetes)}
        zones = self.zones()
        return {
            "classement": {(r, z.partition("-")[2]): self.lues(annee, z) for r, z in zones},
            "annees": self.annees(tetes),
            "entonnoir": {
                (i, z.partition("-")[2]): self.mesures(annee, z) for i, z in self._bouts(zones)
            },
        }

    @staticmethod
    def _bouts(zones: list[tuple[int, str]]) -> list[tuple[int, str]]:
        """Packets of the funnel are numbered in turn."""
        rangs = sorted({r for r, _ in zones})
        return [(rangs.index(r), z) for r, z in zones]

    def annees(self, tetes: list[str]) -> dict[tuple, Mesures]:
        return {
            (i, str(a)): self.mesures(a, z)
            for i, z in enumerate(tetes)
            for a in self.base.annees(self.d.noeud)
        }

    def tetes(self) -> list[Mesures]:
        return [self.lues(self.d.annee, z) for z in (self.d.zone, self.d.vs) if z]

    def part_masquee(self) -> float | None:
        d = self.d
        if d.par == "classification":
            zones = [z for z in (d.zone, d.vs) if z]
            lignes = [self.mesures(d.annee, z, n)["volume"] for z in zones for n in self.noeuds()]
        else:
            zones = [z for _, z in self.base.groupes(d)]
            genre = {"region": "reg", "departement": "dep"}.get(d.niveau, d.niveau)
            if not all(
                self.base.font_le_tout(genre, self.base.codes_de(genre, z), z) for z in zones
            ):
                return None
            lignes = [self.mesures(d.annee, z)["volume"] for _, z in self.zones()]
        return part_masquee(lignes, [self.mesures(d.annee, z)["volume"] for z in zones])
