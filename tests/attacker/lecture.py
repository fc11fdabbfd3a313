"""From an answer to observations: which set of records each figure speaks of, and what it says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tests.attacker.registre import (
    ADMINISTRATION,
    AXES,
    CHAMPS,
    CROISEMENTS,
    LISTES,
    SORTIE,
    TOUTES_LISTES,
    Ensemble,
    Registre,
)

SUR_DEUX_AXES = "montant_unite"
"""The one measure whose two terms follow two axes."""
OK, MASQUE, AU_MOINS = "ok", "masque", "au_moins"
TOTAL = "total"
Json = Mapping[str, Any]
_PAR_NIVEAU = {
    "region": "region",
    "departement": "departement",
    "tds": "tds",
    "ght": "ght",
    "etablissement": "finess",
}
_GENRE_DE_NIVEAU = {"reg": 0, "tds": 1, "ght": 1, "dep": 2, "fin": 3}
_TAILLE = {"region": 0, "tds": 1, "ght": 1, "departement": 2, "etablissement": 3}
_PREMIERE_ANNEE = 2016
PETIT_COMPTE = re.compile(
    # The rule itself is worded « de 1 à 10 séjours ».
    r"(?<!1 à )(?<![\d\u202f\u00a0,+−-])([1-9]|10)[ \u00a0\u202f](séjour|patient|journée)"
)


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure. ``avant``: the set an evolution starts from. The truth lies in [``bas``, ``haut``].

    ``montree``: whether anything of the measure is said (a value, a share, an index) beyond a bound.
    """

    ensemble: Ensemble
    avant: Ensemble | None
    mesure: str
    lecture: str
    statut: str
    valeur: float | None
    bas: float
    haut: float
    montree: bool
    route: str

    @property
    def ensembles(self) -> tuple[Ensemble, ...]:
        return (self.ensemble,) if self.avant is None else (self.ensemble, self.avant)


@dataclass(frozen=True, slots=True)
class Relation:
    """Rows under a main line; ``additive``: a stay stands on one row at most."""

    tete: Ensemble
    lignes: tuple[Ensemble, ...]
    additive: bool


@dataclass(frozen=True, slots=True)
class Lu:
    """All that an answer says. ``fuites``: what may not be said, found by looking at it alone."""

    observations: tuple[Observation, ...]
    relations: tuple[Relation, ...]
    fuites: tuple[str, ...]


def lire_json(contenu: Json, registre: Registre, route: str, panneau: str | None = None) -> Lu:
    """Read an answer of the API, all blocks, or the one block of a panel."""
    lecteur = _Lecteur(contenu["selection"], registre, route)
    principal = "annees" if contenu["selection"]["vue"] == "annees" else "classement"
    blocs = {panneau or principal: contenu, **contenu["blocs"]}
    observations: list[Observation] = []
    relations: list[Relation] = []
    fuites = list(_textes(contenu, lecteur, route))
    for tete in contenu["totaux"]:
        base = lecteur.base(tete["groupe"])
        lues = list(lecteur.ligne(base, tete, lecteur.lecture))
        observations += lues
        fuites += fuites_de_ligne(lues, tete, lecteur.unite)
    for nom, bloc in blocs.items():
        lecture = lecteur.lecture if nom in ("classement", "annees") else TOTAL
        par_groupe: dict[int, list[Ensemble]] = {}
        for ligne in bloc["lignes"]:
            base = lecteur.de_ligne(nom, ligne)
            lues = list(lecteur.ligne(base, ligne, lecture))
            observations += lues
            fuites += fuites_de_ligne(lues, ligne, lecteur.unite)
            par_groupe.setdefault(ligne["groupe"], []).append(base)
        fuites += fuites_d_ordre(bloc["lignes"], lecteur, nom, route)
        if nom not in ("annees", "mois"):
            additive = nom != "classement" or lecteur.par not in ("classification", "indication")
            for groupe, lignes in par_groupe.items():
                tete_de = lecteur.tete(nom, groupe)
                relations.append(Relation(tete_de, tuple(lignes), additive))
    return Lu(tuple(observations), tuple(relations), tuple(fuites))


class _Lecteur:
    """The choices in force, as sets of records."""

    def __init__(self, selection: Json, registre: Registre, route: str) -> None:
        self._s, self._registre, self._route = selection, registre, route
        self.par: str = selection["par"]
        self.lecture: str = selection["lecture"]
        self.unite: str = selection["unite"]
        self.tri: str = selection["tri"]
        self._zones: list[str] = [selection["zone"], *selection["vs"]]
        self.annee, self.mois = lire_periode(selection["periode"])

    def base(self, groupe: int, libre: str = "") -> Ensemble:
        """The records of a chosen zone; ``libre``: a filter left out."""
        s = self._s
        etabs = self._registre.zone(self._zones[groupe])
        for cle in ("statut", "categorie", "classe"):
            if s[cle] and cle != libre:
                etabs &= self._registre.parmi(cle, s[cle])
        listes = LISTES[s["liste"][0]] if s["liste"] else TOUTES_LISTES
        champs = CHAMPS[(s["champ"] or ["mco"])[0]]
        return Ensemble(SORTIE, self.annee, self.mois, etabs, s["noeud"], champs, listes)

    def tete(self, bloc: str, groupe: int) -> Ensemble:
        """What the rows of a group are parts of."""
        if bloc == "classement" and self.par == "zone" and not self._dessous():
            partout = _dans_la_france(self._registre, self.base(0), self._s)
            return partout
        if bloc == "champ":
            return replace(self.base(groupe), champs=frozenset({0, 1, 2}))
        return self.base(groupe, libre=bloc)

    def _dessous(self) -> bool:
        genre, niveau = self._zones[0].partition("-")[0], self._s["niveau"]
        return genre not in _GENRE_DE_NIVEAU or _GENRE_DE_NIVEAU[genre] < _TAILLE[niveau]

    def de_ligne(self, bloc: str, ligne: Json) -> Ensemble:
        """The records of a row, on the axis of discharge."""
        code, groupe = ligne["code"], ligne["groupe"]
        if bloc == "mois":
            annee, mois = int(code[:4]), int(code[5:])
            return replace(self.base(groupe), annee=annee, mois=(mois, mois))
        if bloc == "annees":
            return self._d_une_annee(groupe, int(code))
        if bloc in ("champ", "statut", "categorie"):
            base = self.base(groupe, libre=bloc)
            if bloc == "champ":
                return replace(base, champs=CHAMPS[code])
            return replace(base, etabs=base.etabs & self._registre.parmi(bloc, (code,)))
        return self._du_classement(code, groupe)

    def _du_classement(self, code: str, groupe: int) -> Ensemble:
        if self.par == "classification":
            return replace(self.base(groupe), noeud=code)
        if self.par in CROISEMENTS:
            return replace(self.base(groupe), croisement=(self.par, code))
        lieu = self._registre.parmi(_PAR_NIVEAU[self._s["niveau"]], (code or None,))
        base = self.tete("classement", groupe)
        return replace(base, etabs=base.etabs & lieu)

    def _d_une_annee(self, groupe: int, annee: int) -> Ensemble:
        base = replace(self.base(groupe), annee=annee)
        if self._s["perimetre"] != "constant":
            return base
        debut = max(_PREMIERE_ANNEE, self.annee - 4)
        if self.lecture != TOTAL:
            debut = max(_PREMIERE_ANNEE, debut - 1)
        annees = range(debut, self.annee + 1)
        presents = self._registre.constants(annees, base.champs)
        return replace(base, etabs=base.etabs & presents)

    def ligne(self, base: Ensemble, ligne: Json, lecture: str) -> Iterator[Observation]:
        """Each figure of a row, once on each axis it speaks of."""
        for mesure, statut in ligne["statuts"].items():
            valeur = ligne["valeurs"].get(mesure)
            autres = (ligne.get("parts", {}).get(mesure), ligne.get("indices", {}).get(mesure))
            montree = statut == OK and valeur is not None
            montree |= any(x is not None for x in autres)
            bas, haut = _intervalle(statut, valeur, lecture)
            for axe in self._axes(mesure):
                ici = replace(base, axe=axe)
                avant = None if lecture == TOTAL else replace(ici, annee=ici.annee - 1)
                yield Observation(
                    ici, avant, mesure, lecture, statut, valeur, bas, haut, montree, self._route
                )

    def _axes(self, mesure: str) -> tuple[str, ...]:
        if mesure == SUR_DEUX_AXES:
            return AXES
        mesure = self.unite if mesure == "taux" else mesure
        return (ADMINISTRATION,) if mesure == "consommation" else (SORTIE,)


def _dans_la_france(registre: Registre, base: Ensemble, s: Json) -> Ensemble:
    etabs = registre.zone("fr")
    for cle in ("statut", "categorie", "classe"):
        if s[cle]:
            etabs &= registre.parmi(cle, s[cle])
    return replace(base, etabs=etabs)


def lire_periode(texte: str) -> tuple[int, tuple[int, int]]:
    """``2021-01..2021-06``, ``2021-03`` or ``2021`` -> the year, first and last month."""
    debut, _, fin = texte.partition("..")
    fin = fin or debut
    if len(debut) == 4:
        return int(debut), (1, 12)
    return int(debut[:4]), (int(debut[5:7]), int(fin[5:7]))


def _intervalle(statut: str, valeur: float | None, lecture: str) -> tuple[float, float]:
    """What a status says by itself; the API rounds nothing."""
    if valeur is None:
        return (0.0, float("inf")) if lecture == TOTAL else (float("-inf"), float("inf"))
    return valeur, float("inf") if statut == AU_MOINS else valeur


def fuites_de_ligne(lues: list[Observation], ligne: Json, unite: str) -> Iterator[str]:
    """Small counts shown, a measure beside a hidden one it is protected with, a rank of what is hidden."""
    statuts = {o.mesure: o for o in lues}
    ou = f"{lues[0].route} {ligne['zone']} {ligne['code']}" if lues else ""
    for mesure in ("sejours", "patients"):
        o = statuts.get(mesure)
        if o and o.lecture == TOTAL and o.valeur is not None and 0 < o.valeur <= 10:
            yield f"effectif montré {mesure}={o.valeur} ({o.statut}) : {ou}"
    for o in lues:
        if o.statut == MASQUE and o.montree:
            yield f"valeur, part ou indice à côté du masque {o.mesure} : {ou}"
    ensemble = [
        statuts[m] for m in ("sejours", "montant", "ecart", "montant_sejour") if m in statuts
    ]
    if {o.statut for o in ensemble} >= {OK, MASQUE}:
        yield f"mesures d'une même cellule, masquées et montrées : {ou}"
    for quotient, termes in (
        ("montant_patient", ("montant", "patients")),
        ("montant_unite", ("montant", "consommation")),
    ):
        caches = [t for t in termes if t in statuts and statuts[t].statut == MASQUE]
        if caches and quotient in statuts and statuts[quotient].statut == OK:
            yield f"{quotient} montré, {caches[0]} masqué : {ou}"
    meneuse = statuts.get(unite)
    if ligne.get("rang") is not None and meneuse is not None and meneuse.statut == MASQUE:
        yield f"rang {ligne['rang']} d'une ligne masquée : {ou}"


def fuites_d_ordre(lignes: list[Json], lecteur: _Lecteur, bloc: str, route: str) -> Iterator[str]:
    """Masked rows come last, in the order of their labels, whatever they hide."""
    mesure = lecteur.tri.removeprefix("-")
    if bloc != "classement" or mesure == "libelle":
        return
    for groupe in {x["groupe"] for x in lignes}:
        # What is of no zone (outside any GHT) stands after all the others.
        siennes = [x for x in lignes if x["groupe"] == groupe and x["code"]]
        caches = [x["statuts"].get(mesure) == MASQUE for x in siennes]
        suite = caches[caches.index(True) :] if True in caches else []
        montres = [
            x for x, c in zip(siennes[len(caches) - len(suite) :], suite, strict=True) if not c
        ]
        if any(x["valeurs"].get(mesure) is not None for x in montres):
            yield f"une ligne masquée est rangée parmi les montrées : {route}"


def _textes(contenu: Json, lecteur: _Lecteur, route: str) -> Iterator[str]:
    """Small counts written in the sentences."""
    if lecteur.lecture != TOTAL:
        return
    for texte in (contenu["note"], *contenu["provenance"]["remarques"]):
        if texte and PETIT_COMPTE.search(texte):
            yield f"petit effectif dans une phrase « {texte[:120]} » : {route}"
