"""Where the attacker goes: addresses of views, drawn by clicks from one to the next."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.attacker.registre import Registre

SLUG = "dm-medicaments"
PANNEAUX = ("classement", "mois", "annees", "champ", "statut", "categorie")
FICHIERS = ("csv", "xlsx", "parquet")
NIVEAUX_DM = ("titre", "chapitre", "sous-chapitre", "paragraphe", "code")
NIVEAUX_MED = ("atc1", "atc2", "atc3", "atc4", "atc5", "ucd")
_NIVEAUX = ("region", "departement", "tds", "ght", "etablissement")
_NATURES = (*("zone",) * 4, *("classification",) * 4, "diagnostic", "ghm", "indication")
_VUES = ("tableau", "tableau", "graphique", "annees")
_LECTURES = ("total", "total", "evol", "evol_val")
_UNITES = ("sejours", "montant", "consommation", "consommation", "patients")
_FILTRES: Mapping[str, Sequence[str]] = {
    "champ": ("mco", "mco-had", "had", "ssr"),
    "liste": ("les", "les-atu", "atu"),
    "statut": ("public", "espic", "prive", "public,espic", "espic,prive", "public,prive"),
    "categorie": ("chr", "ch", "prive", "ebnl", "chr,ch,ebnl,prive", "ch,clcc,ebnl,prive"),
    "classe": ("moins-100k", "100k-1m", "1m-5m", "moins-100k,100k-1m,1m-5m,5m-20m,plus-20m"),
}


@dataclass(frozen=True, slots=True)
class Visite:
    """One view, and the ways it is asked: ``json`` always first, then panels, files, the screen."""

    requete: str
    panneaux: tuple[str, ...] = ()
    fichiers: tuple[str, ...] = ()
    ecran: bool = False


def ecrire(choix: Mapping[str, str]) -> str:
    """A query string."""
    return "&".join(f"{c}={v}" for c, v in choix.items() if v)


def campagne(zones: Sequence[str], periode: str) -> Iterator[Visite]:
    """Every level of both classifications in every zone, two zones an answer: whole tables."""
    for gauche, droite in zip(zones[::2], [*zones[1::2], ""], strict=False):
        for famille, niveaux in (("dm", NIVEAUX_DM), ("med", NIVEAUX_MED)):
            for niveau in niveaux:
                choix = {"zone": gauche, "vs": droite, "noeud": famille, "par": "classification"}
                yield Visite(ecrire({**choix, "niveau": niveau, "periode": periode}))
    for famille in ("dm", "med"):
        for niveau in _NIVEAUX:
            choix = {"noeud": famille, "niveau": niveau, "periode": periode}
            yield Visite(ecrire(choix))


class Marcheur:
    """A visitor who changes one choice at a time; the same seed goes the same way.

    ``paniers``: ids of baskets, such that each is the one before with one establishment more or less.
    """

    def __init__(
        self, graine: int, registre: Registre, zones: Sequence[str], paniers: Sequence[str]
    ) -> None:
        self._hasard = random.Random(graine)
        self._registre, self._paniers = registre, paniers
        self._zones = list(zones)
        # Half of the time one that is not an establishment.
        self._grandes = [z for z in zones if z[:4] != "fin-"] * 5
        self._noeuds = self._enfants(registre)
        self._parents = {e: p for p, enfants in self._noeuds.items() for e in enfants}

    def aller(self, combien: int) -> Iterator[Visite]:
        """Yield ``combien`` views, one click apart, starting again now and then."""
        choix: dict[str, str] = {}
        for pas in range(combien):
            if pas % 40 == 0:
                choix = self._depart()
            geste = self._hasard.choice(
                (self._zone, self._zone, self._noeud, self._noeud, self._lignes, self._periode,
                 self._mois_de_plus, self._mois_de_plus, self._filtre, self._lecture, self._unite,
                 self._vs, self._panier, self._panier, self._montre)
            )  # fmt: skip
            geste(choix)
            yield self._visite(choix)

    def _visite(self, choix: Mapping[str, str]) -> Visite:
        tirage = self._hasard.random
        panneaux = tuple(p for p in PANNEAUX if tirage() < 0.04)
        fichiers = tuple(f for f in FICHIERS if tirage() < 0.08)
        return Visite(ecrire(choix), panneaux, fichiers, tirage() < 0.08)

    def _depart(self) -> dict[str, str]:
        annee = self._hasard.choice((2018, 2019, 2019, 2020))
        return {
            "zone": self._hasard.choice(("fr", *self._zones[:20])),
            "noeud": self._hasard.choice(("", "dm", "med", "med")),
            "periode": f"{annee}-01..{annee}-{self._hasard.choice((3, 6, 12)):02d}",
        }

    def _zone(self, choix: dict[str, str]) -> None:
        choix["zone"] = self._hasard.choice(self._grandes + self._zones)
        choix.pop("niveau", None)

    def _vs(self, choix: dict[str, str]) -> None:
        choix["vs"] = "" if choix.get("vs") else self._hasard.choice(self._zones)
        if choix["vs"] == choix["zone"]:
            choix["vs"] = ""

    def _panier(self, choix: dict[str, str]) -> None:
        """A basket, and beside it the one with an establishment more."""
        i = self._hasard.randrange(len(self._paniers) - 1)
        choix["zone"], choix["vs"] = self._paniers[i], ""
        choix.pop("niveau", None)
        if self._hasard.random() < 0.6:
            choix["vs"] = self._paniers[i + 1]

    def _noeud(self, choix: dict[str, str]) -> None:
        """Down, up, or next to the node."""
        ici = choix.get("noeud", "")
        enfants = self._noeuds.get(ici, [])
        if enfants and self._hasard.random() < 0.6:
            choix["noeud"] = self._hasard.choice(enfants)
        elif ici:
            choix["noeud"] = self._parents[ici]
        for cle in ("niveau", "liste"):
            choix.pop(cle, None)

    def _lignes(self, choix: dict[str, str]) -> None:
        choix["par"] = self._hasard.choice(_NATURES)
        choix.pop("niveau", None)
        if choix["par"] == "zone":
            choix["niveau"] = self._hasard.choice(_NIVEAUX)
        elif choix["par"] == "classification" and choix.get("noeud") in ("dm", "med"):
            choix["niveau"] = self._hasard.choice(
                NIVEAUX_DM if choix["noeud"] == "dm" else NIVEAUX_MED
            )

    def _periode(self, choix: dict[str, str]) -> None:
        annee, fin = self._hasard.choice((2018, 2019, 2019, 2020)), self._hasard.choice((3, 6, 12))
        debut = self._hasard.choice((1, 1, 1, fin - 2, fin))
        choix["periode"] = f"{annee}-{debut:02d}..{annee}-{fin:02d}"

    def _mois_de_plus(self, choix: dict[str, str]) -> None:
        """Months a to b, then a to b + 1."""
        debut, _, fin = choix["periode"].partition("..")
        mois = int(fin[5:])
        mois = mois + 1 if mois < 12 else max(int(debut[5:]), 11)
        choix["periode"] = f"{debut}..{fin[:4]}-{mois:02d}"

    def _filtre(self, choix: dict[str, str]) -> None:
        cle = self._hasard.choice(tuple(_FILTRES))
        choix[cle] = "" if choix.get(cle) else self._hasard.choice(_FILTRES[cle])

    def _lecture(self, choix: dict[str, str]) -> None:
        choix["lecture"] = self._hasard.choice(_LECTURES)

    def _unite(self, choix: dict[str, str]) -> None:
        if not choix.get("noeud"):
            choix["noeud"] = self._hasard.choice(("dm", "med"))
        choix["unite"] = self._hasard.choice(_UNITES)

    def _montre(self, choix: dict[str, str]) -> None:
        choix["vue"] = self._hasard.choice(_VUES)
        choix["pour"] = self._hasard.choice(("", "", "habitants"))
        constant = choix["vue"] == "annees" and self._hasard.random() < 0.5
        choix["perimetre"] = "constant" if constant else ""

    @staticmethod
    def _enfants(registre: Registre) -> dict[str, list[str]]:
        """Code of a node -> codes right under it, among those that exist in the facts."""
        presents = set(registre.support["noeud"].tolist())
        vivants = {
            code: (debut, fin, profondeur)
            for code, (debut, fin, profondeur) in registre.noeuds.items()
            if any(n in presents for n in range(debut, fin + 1))
        }
        enfants: dict[str, list[str]] = {}
        for code, (debut, fin, profondeur) in vivants.items():
            enfants[code] = [
                c for c, (d, f, p) in vivants.items()
                if p == profondeur + 1 and debut <= d and f <= fin
            ]  # fmt: skip
        return enfants


def zones_vivantes(registre: Registre) -> list[str]:
    """Zones that have records, large ones first, establishments by their number of combinations."""
    combien = Counter(registre.support["etab"].tolist())
    presents = [registre.etabs[e] for e in sorted(combien, key=lambda e: (-combien[e], e))]
    zones = ["fr"]
    for genre, colonne in (("reg", "region"), ("dep", "departement"), ("tds", "tds"),
                           ("ght", "ght"), ("fin", "finess")):  # fmt: skip
        zones += dict.fromkeys(f"{genre}-{x[colonne]}" for x in presents if x[colonne])
    return zones


def listes_de_paniers(graine: int, registre: Registre, chaines: int) -> list[tuple[str, ...]]:
    """FINESS numbers of chains of baskets: in each, one establishment more than in the one before."""
    hasard = random.Random(graine)
    presents = sorted({str(registre.etabs[e]["finess"]) for e in registre.support["etab"].tolist()})
    listes = []
    for _ in range(chaines):
        tires = hasard.sample(presents, 16)
        depart = hasard.randrange(2, 11)
        listes += [tuple(sorted(tires[: depart + i])) for i in range(5)]
    return listes
