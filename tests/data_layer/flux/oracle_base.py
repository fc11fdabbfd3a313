"""An independent, slow reading of flows: raw rows in dicts, plain sums, and what the gate lets out of them.

No code of the project: rows are read by DuckDB as they stand, nodes climbed from parent to parent, zones
told from the small tables. A cell is a pair: its value (None unless shown) and its status.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

PREMIER = 2**61 - 1
Cellule = tuple[float | None, str]
MASQUE: Cellule = (None, "masque")
SANS_OBJET: Cellule = (None, "sans_objet")
HORS_REGION: Cellule = (None, "hors_region")
COLONNES = {"reg": "region", "dep": "departement", "tds": "tds", "bv": "bv", "pmsi": "code"}
LIEUX = {"reg": "region", "dep": "departement", "tds": "tds", "fin": "finess", "fig": "fig"}
GENRES = {"region": "reg", "departement": "dep", "tds": "tds", "bv": "bv", "pmsi": "pmsi"}
TYPES = {"hc-hp": (1, 2), "hc": (1,), "hp": (2,), "seances": (3,), "actes": (4,)}
TAILLES = {"fr": -1, "region": 0, "tds": 1, "departement": 2, "bv": 3, "pmsi": 4}


@dataclass(slots=True)
class Somme:
    """Stays, units and the sum of keys of a group."""

    sejours: int = 0
    unites: int = 0
    cle: int = 0

    def ajouter(self, autre: Somme) -> None:
        self.sejours += autre.sejours
        self.unites += autre.unites
        self.cle = (self.cle + autre.cle) % PREMIER


def montree(s: Somme) -> bool:
    """Zero, or eleven and more, which no world changes."""
    return s.cle % PREMIER == 0 and not 1 <= s.sejours <= 10


def deriver(calcul: Callable[..., float | None], *de: Cellule) -> Cellule:
    """Masked as soon as a term is, without object when one is or when there is nothing to divide by."""
    if HORS_REGION in de:
        return HORS_REGION
    if any(s == "masque" for _, s in de):
        return MASQUE
    if any(s == "sans_objet" for _, s in de):
        return SANS_OBJET
    valeur = calcul(*(v for v, _ in de))
    return SANS_OBJET if valeur is None else (valeur, "ok")


def pour(numerateur: float, denominateur: float, base: float = 1.0) -> float | None:
    return base * numerateur / denominateur if denominateur > 0 else None


def evoluer(n: Cellule, p: Cellule, lecture: str) -> Cellule:
    """From the year before, in percent of it or in value; nothing grows from zero or less."""
    if HORS_REGION in (n, p):
        return HORS_REGION
    if "sans_objet" in (n[1], p[1]):
        return SANS_OBJET
    if "masque" in (n[1], p[1]):
        return SANS_OBJET if lecture == "evol" and n[1] == "ok" and p == (0, "ok") else MASQUE
    if lecture == "evol_val":
        return (n[0] - p[0], "ok")
    return SANS_OBJET if p[0] <= 0 else (100 * (n[0] - p[0]) / p[0], "ok")


@dataclass(frozen=True)
class Demande:
    """A selection, every choice written out."""

    slug: str
    zone: str = "fr"
    vs: str = ""
    noeud: str = "mco"
    par: str = "zone"
    niveau: str = ""
    annee: int = 2021
    type: str = ""
    lecture: str = "total"
    unite: str = ""
    indicateur: str = ""
    cercles: str = ""
    liens: str = ""

    def requete(self) -> str:
        """Its address, keys in any order."""
        lecture = "" if self.lecture == "total" else self.lecture
        paires = {"unite": self.unite, "lecture": lecture, "zone": self.zone, "vs": self.vs}
        paires |= {"noeud": self.noeud or "tout", "niveau": self.niveau, "par": self.par}
        paires |= {"periode": str(self.annee), "type": self.type, "indicateur": self.indicateur}
        # As figures: the view that has all blocks.
        vue = "" if self.slug == "cartographie" else "graphique"
        paires |= {"cercles": self.cercles, "liens": self.liens, "vue": vue}
        return "&".join(f"{c}={v}" for c, v in paires.items() if v)


class Base:
    """The raw rows of a build, and the questions any restitution asks of them."""

    def __init__(self, fichiers: Mapping[str, Sequence[Path]]) -> None:
        self._fichiers = fichiers
        r = self._lire("residences", "residence, code, libelle, departement, region, bv, tds")
        noms = ("code", "libelle", "departement", "region", "bv", "tds")
        self.residences = {n: dict(zip(noms, reste, strict=True)) for n, *reste in r}
        s = self._lire(
            "sites",
            "site, fig, libelle, finess, raison_sociale, departement, region, tds, secteur, statut, "
            "categorie, ville",
        )
        noms = ("fig", "libelle", "finess", "raison", "departement", "region", "tds")
        noms += ("secteur", "statut", "categorie", "ville")
        self.sites = {n: dict(zip(noms, reste, strict=True)) for n, *reste in sorted(s)}
        self.villes: dict[str, str] = {}
        self.raisons: dict[str, str] = {}
        for x in self.sites.values():
            self.villes.setdefault(x["finess"], x["ville"])
            self.raisons.setdefault(x["finess"], x["raison"])
        self.zonages = {
            (g, c): (libelle, region, deps)
            for g, c, libelle, region, deps in self._lire(
                "zonages", "genre, code, libelle, region, departements"
            )
        }
        noeuds = self._lire("noeuds", "noeud, profondeur, code, parent")
        self.parents = {n: p for n, _, _, p in noeuds}
        self.codes = {n: "" if p is None else c for n, _, c, p in noeuds}
        self.numeros = {c: n for n, c in self.codes.items()}
        self.profondeurs = {self.codes[n]: p for n, p, *_ in noeuds}
        self.population: dict[int, dict[tuple[int, int], int]] = defaultdict(dict)
        for a, res, strate, n in self._lire("populations", "annee, residence, strate, personnes"):
            self.population[a][res, strate] = n
        self.faits: dict[int, list[tuple]] = defaultdict(list)
        self.annees_de: dict[str, set[int]] = defaultdict(set)
        for a, *reste in self._lire(
            "flux", "annee, noeud, type, residence, site, strate, sejours, unites, cle"
        ):
            self.faits[a].append(tuple(reste))
            self.annees_de[self.champ(self.codes[reste[0]])].add(a)
        self._gardes: dict = {}
        self._personnes: dict[tuple[int, str], list[int]] = {}

    def _lire(self, table: str, colonnes: str) -> list[tuple]:
        fichiers = [str(f) for f in self._fichiers[table]]
        with duckdb.connect() as con:
            return con.execute(f"SELECT {colonnes} FROM read_parquet(?)", [fichiers]).fetchall()

    def chemin(self, noeud: int) -> list[str]:
        """Codes from a node up to the root."""
        codes = [self.codes[noeud]]
        while (haut := self.parents[noeud]) is not None:
            noeud = haut
            codes.append(self.codes[noeud])
        return codes

    def champ(self, code: str) -> str:
        """The champ of a node, ``""`` for the root."""
        chemin = self.chemin(self.numeros[code])
        return chemin[-2] if len(chemin) > 1 else ""

    def annees(self, code: str) -> list[int]:
        """The years that an activity is known over: those of all champs for the root."""
        champ = self.champ(code)
        if champ:
            return list(range(min(self.annees_de[champ]), max(self.annees_de[champ]) + 1))
        toutes = self.annees_de.values()
        return list(range(max(map(min, toutes)), min(map(max, toutes)) + 1))

    def enfants(self, code: str) -> list[str]:
        return [self.codes[n] for n, p in self.parents.items() if p == self.numeros[code]]

    def sommes(
        self,
        d: Demande,
        annee: int,
        cle: Callable[[dict, dict, int], object],
        de: str = "fr",
        vers: str = "fr",
        noeud: str | None = None,
    ) -> dict[object, Somme]:
        """Sums by ``cle(residence, site, strate)`` of what residents of ``de`` have done in ``vers``."""
        lues: dict[object, Somme] = {}
        for r, s, k, somme in self._lignes(annee, d.noeud if noeud is None else noeud, d.type):
            res, site = self.residences[r], self.sites[s]
            if self.habite(res, de) and self.situe(site, vers):
                lues.setdefault(cle(res, site, k), Somme()).ajouter(somme)
        return lues

    def _lignes(self, annee: int, noeud: str, type_: str) -> list[tuple[int, int, int, Somme]]:
        """Rows of an activity and of types of stay, one a residence, a site and a stratum."""
        choix = annee, noeud, type_
        if choix not in self._gardes:
            types, lues = TYPES[type_ or "hc-hp"], {}
            for n, t, r, s, k, sejours, unites, c in self.faits[annee]:
                if t in types and noeud in self.chemin(n):
                    lues.setdefault((r, s, k), Somme()).ajouter(Somme(sejours, unites, c))
            self._gardes[choix] = [(*cle, somme) for cle, somme in lues.items()]
        return self._gardes[choix]

    @staticmethod
    def habite(residence: dict, zone: str) -> bool:
        genre, _, code = zone.partition("-")
        return genre == "fr" or residence[COLONNES[genre]] == code

    @staticmethod
    def situe(site: dict, zone: str) -> bool:
        genre, _, code = zone.partition("-")
        return genre == "fr" or site[LIEUX[genre]] == code

    def volume(self, d: Demande, s: Somme, noeud: str | None = None) -> Cellule:
        """Units of a champ, stays of all champs together."""
        if not montree(s):
            return MASQUE
        return (s.sejours if self.en_sejours(d, noeud) else s.unites, "ok")

    @staticmethod
    def en_sejours(d: Demande, noeud: str | None = None) -> bool:
        """Of all champs, and of each champ under all of them."""
        return "" in (d.noeud, d.noeud if noeud is None else noeud)

    def codes_de(self, genre: str, dans: str = "fr") -> list[str]:
        """The zones of a kind that the dataset knows, within a zone."""
        if dans.startswith("tds") and genre in ("dep", "bv"):
            ici = [r for r in self.residences.values() if self.habite(r, dans)]
            lieux = [s for s in self.sites.values() if self.situe(s, dans)]
            atteints = {r[COLONNES[genre]] for r in ici}
            # Places are in no bassin.
            atteints |= {s["departement"] for s in lieux} if genre == "dep" else set()
            return sorted(atteints)
        if genre == "bv":
            # One that crosses départements is listed under the first.
            lus = {c: (x[1], x[2][0]) for (g, c), x in self.zonages.items() if g == "bv"}
            ici = {"reg": 0, "dep": 1}.get(dans[:3])
            return sorted(c for c, x in lus.items() if ici is None or x[ici] == dans[4:])
        return sorted(
            {r[COLONNES[genre]] for r in self.residences.values() if self.habite(r, dans)}
        )

    def font_le_tout(self, genre: str, codes: Sequence[str], dans: str) -> bool:
        """Whether zones have the residents of another one, and no other."""
        leurs = {r["code"] for r in self.residences.values() if r[COLONNES[genre]] in set(codes)}
        return leurs == {r["code"] for r in self.residences.values() if self.habite(r, dans)}

    def ailleurs(self, residence: dict, site: dict, colonne: str) -> object:
        """A place as it is told to residents of a zone: its région where that is not theirs."""
        if residence["region"] == site["region"] or colonne == "region":
            return site[colonne]
        return f"reg-{site['region']}"

    def personnes(self, annee: int, zone: str) -> list[int]:
        """Inhabitants by stratum (8)."""
        if (annee, zone) not in self._personnes:
            lus = [0] * 8
            for (r, k), n in self.population[annee].items():
                if self.habite(self.residences[r], zone):
                    lus[k] += n
            self._personnes[annee, zone] = lus
        return self._personnes[annee, zone]

    def groupes(self, d: Demande) -> list[tuple[int, str]]:
        """Rank and zone of what rows are listed under, when they are zones."""

        def plus_grande(zone: str) -> bool:
            sien = next((n for n, g in GENRES.items() if g == zone.partition("-")[0]), "fr")
            return TAILLES[sien] < TAILLES[d.niveau]

        if not plus_grande(d.zone):
            return [(0, "fr")]
        retenus = [(0, d.zone)]
        if d.vs and plus_grande(d.vs) and "fr" not in (d.zone, d.vs):
            r = next(iter(x for x in self.residences.values() if self.habite(x, d.vs)))
            dedans = all(
                self.habite(x, d.zone) for x in self.residences.values() if self.habite(x, d.vs)
            ) or (d.zone[:2] == "bv" and d.zone[3:] == r["bv"])
            autour = all(
                self.habite(x, d.vs) for x in self.residences.values() if self.habite(x, d.zone)
            )
            if not dedans and not autour:
                retenus.append((1, d.vs))
        return retenus


def part_masquee(lignes: Sequence[Cellule], totaux: Sequence[Cellule]) -> float | None:
    """Of totals, what rows do not show; untold when a total is masked or one row alone is."""
    masquees = sum(s == "masque" for _, s in lignes)
    if any(v is None for v, _ in totaux) or masquees == 1:
        return None
    total = sum(v for v, _ in totaux)
    if not total > 0:
        return None
    return max(0.0, 1 - sum(v for v, _ in lignes if v) / total) if masquees else 0.0
