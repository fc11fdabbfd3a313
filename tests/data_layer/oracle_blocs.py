"""The blocks that answer a selection, recomputed: main lines, rows, months, years, compositions."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tests.data_layer.oracle_faits import COLONNES_ZONE, Base, Demande, Fait, Somme, Sommes, famille
from tests.data_layer.oracle_lecture import (
    COLONNES,
    RIEN,
    Habitants,
    Ligne,
    cellules,
    de_sommes,
    evoluer_tout,
    fractions,
    rangs,
    rapportee,
)

TAILLES = {"reg": 0, "tds": 1, "ght": 1, "dep": 2, "fin": 3}
NIVEAUX = {
    "region": "reg",
    "departement": "dep",
    "tds": "tds",
    "ght": "ght",
    "etablissement": "fin",
}
DM = ("titre", "chapitre", "sous-chapitre", "paragraphe", "code")
MED = ("atc1", "atc2", "atc3", "atc4", "atc5", "ucd")
VALEURS = {
    "champ": {"mco": 0, "had": 1, "ssr": 2},
    "statut": dict(zip(*[("public", "espic", "prive")] * 2, strict=True)),
    "categorie": dict(zip(*[("chr", "ch", "clcc", "ebnl", "prive")] * 2, strict=True)),
}
EN_SEJOURS = ("sejours", "montant_sejour")
DE_PERSONNES = ("patients", "montant_patient")
Lignes = dict[tuple[int, str], Ligne]
"""Rows by number of their chosen zone and code."""


def genre(zone: str) -> str:
    return zone.partition("-")[0]


def contient(zone: str, niveau: str) -> bool:
    """Whether a zone is larger than the zones of a level."""
    return genre(zone) not in TAILLES or TAILLES[genre(zone)] < TAILLES[NIVEAUX[niveau]]


def niveaux_sous(base: Base, noeud: str) -> tuple[str, ...]:
    """The levels of the classification below a node."""
    if not noeud:
        return ("famille",)
    tous = DM if famille(noeud) == "dm" else MED
    sien = base.niveau_de[noeud]
    return tous if sien not in tous else tous[tous.index(sien) + 1 :]


class Oracle:
    """The answer to one selection, as the project should give it."""

    def __init__(self, base: Base, habitants: Habitants, d: Demande) -> None:
        self.base, self.habitants, self.d = base, habitants, d
        self.sommes = Sommes(base, d)
        self.zones = [d.zone, *([d.vs] if d.vs else [])]
        self.niveau = d.niveau or self._niveau_par_defaut()
        self.par_tete = rapportee(d, self.niveau)
        self.meneuse = "taux" if self.par_tete else d.unite

    @property
    def colonnes(self) -> tuple[str, ...]:
        return (*(("taux",) if self.par_tete else ()), *COLONNES[self.d.unite])

    def tetes(self) -> list[Ligne]:
        """The main lines: one a chosen zone, ranked among all those of its level."""
        return [self._tete(zone) for zone in self.zones]

    def _tete(self, zone: str) -> Ligne:
        vues = self._lire(lambda _: "", zone, lambda _: zone, [""], zero=True)[""]
        sorte, _, code = zone.partition("-")
        if sorte not in TAILLES:
            return Ligne(vues, {}, {}, None)
        niveau = next(n for n, g in NIVEAUX.items() if g == sorte)
        tous = self._lire(self._cle_zone(niveau), "fr", lambda c: f"{sorte}-{c}")
        classes = rangs({c: v[self.meneuse][0] for c, v in tous.items() if c})
        return Ligne(vues, {}, {}, classes.get(code))

    def classement(self) -> Lignes:
        lignes: Lignes = {}
        for i, dans in self._groupes():
            vues = self._lire(self._cle(), dans, self._zone_de_ligne(dans))
            total = self._sommes(lambda _: "", self.d.annee, dans).get("")
            totaux = cellules(total, self.d, None, False)
            classes = rangs({c: v[self.meneuse][0] for c, v in vues.items() if c})
            for code, vue in vues.items():
                parts, indices = fractions(vue, totaux, self.d.lecture)
                lignes[i, code] = Ligne(vue, parts, indices, classes.get(code))
        return lignes

    def annees(self) -> Lignes:
        """Five years, same months; the perimeter may be that of the establishments of all of them."""
        montrees = range(max(2016, self.d.annee - 4), self.d.annee + 1)
        depart = montrees[0] - (self.d.lecture != "total")
        tenues = range(max(2016, depart), montrees[-1] + 1)
        parmi = self.sommes.constants(tenues) if self.d.perimetre else None
        lignes: Lignes = {}
        for i, zone in enumerate(self.zones):
            suivies = {a: self._annee(a, zone, parmi) for a in (montrees[0] - 1, *montrees)}
            # What did not happen is zero, in the years that are known.
            suivies = {a: s or (Somme() if a >= 2016 else None) for a, s in suivies.items()}
            vues = {a: self._vues(s, zone) for a, s in suivies.items()}
            for a in montrees:
                n = vues[a]
                if self.d.lecture != "total":
                    n = evoluer_tout(n, vues[a - 1], self.d.lecture)
                lignes[i, str(a)] = _seule(n)
        return lignes

    def mois(self) -> Lignes:
        lignes: Lignes = {}
        annees = [a for a in (self.d.annee - 1, self.d.annee) if a >= 2016]
        for i, zone in enumerate(self.zones):
            lus = {
                (a, m): self.sommes.par(lambda _: "", a, (m, m), zone).get("")
                for a in annees
                for m in range(1, 13)
            }
            for a in annees:
                for m in range(1, 13):
                    vues = self._vues(lus[a, m] or Somme(), zone)
                    if (a, m) > (2021, 6):
                        vues = dict.fromkeys(vues, (None, "non_transmis"))
                    lignes[i, f"{a}-{m:02d}"] = _seule(vues)
        return lignes

    def composition(self, dimension: str) -> Lignes:
        """What zones are made of, that filter left out; shares of what is listed.

        Champs whose activity is counted in days stand beside stays for their amounts alone.
        """
        valeurs, autres = dict(VALEURS[dimension]), set()
        if dimension == "champ":
            autres = {"mco", "had"} if self.d.champ == "ssr" else {"ssr"}
        if dimension == "champ" and famille(self.d.noeud) == "dm":
            valeurs = {"mco": valeurs["mco"]}  # devices are of MCO alone
        if dimension == "champ" and famille(self.d.noeud) == "med" and self.d.champ != "ssr":
            valeurs.pop("ssr")  # a list of drugs is in force, which is not that of SSR
        if self.d.unite != "montant":
            valeurs = {c: v for c, v in valeurs.items() if c not in autres}
        lignes: Lignes = {}
        for i, zone in enumerate(self.zones):
            cle = self._cle_attribut(dimension)
            lus = self.sommes.par(cle, self.d.annee, self.d.mois, zone, libre=dimension)
            par_code = {code: lus.get(str(v)) for code, v in valeurs.items()}
            totaux = _ensemble([s for s in par_code.values() if s], self.d)
            memes = _ensemble([s for c, s in par_code.items() if s and c not in autres], self.d)
            totaux |= {cle: memes[cle] for cle in EN_SEJOURS}
            totaux |= dict.fromkeys(DE_PERSONNES, RIEN)  # persons do not add up
            for code, s in par_code.items():
                vues = cellules(s, self.d, self.habitants.de(zone), self.par_tete)
                if code in autres:
                    vues |= dict.fromkeys(EN_SEJOURS, RIEN)
                parts, indices = fractions(vues, totaux, "total")
                lignes[i, code] = Ligne(vues, parts, indices, None)
        return lignes

    def _niveau_par_defaut(self) -> str:
        if self.d.par == "classification":
            return niveaux_sous(self.base, self.d.noeud)[0]
        if genre(self.d.zone) == "pan":
            return "etablissement"
        suites = ("region", "departement")
        return next((n for n in suites if contient(self.d.zone, n)), "etablissement")

    def _groupes(self) -> list[tuple[int, str]]:
        """Under which zones rows are listed: all of the level, or parts of each chosen zone."""
        if self.d.par != "zone":
            return list(enumerate(self.zones))
        if not contient(self.d.zone, self.niveau):
            return [(0, "fr")]
        groupes = [(0, self.d.zone)]
        vs = self.d.vs
        if vs and contient(vs, self.niveau) and not self._emboites(self.d.zone, vs):
            groupes.append((1, vs))
        return groupes

    def _emboites(self, une: str, autre: str) -> bool:
        return self._autour(une, autre) or self._autour(autre, une)

    def _autour(self, grande: str, petite: str) -> bool:
        """Whether a zone lies in another by its place; a basket lies in France alone."""
        if grande == "fr":
            return True
        if genre(petite) in ("fr", "pan", "reg") or genre(grande) in ("pan", "fin"):
            return False
        colonne = COLONNES_ZONE[genre(grande)]
        if genre(petite) == "fin" or genre(grande) == "reg":
            lieux = {self.base.etabs[e][colonne] for e in self.base.membres(petite)}
            return lieux == {grande.partition("-")[2]}
        return False

    def _zone_de_ligne(self, dans: str) -> Callable[[str], str]:
        prefixe = NIVEAUX.get(self.niveau, "")
        return (lambda c: f"{prefixe}-{c}") if self.d.par == "zone" else (lambda _: dans)

    def _cle(self) -> Callable[[Fait], str]:
        par, base = self.d.par, self.base
        if par == "zone":
            return self._cle_zone(self.niveau)
        if par == "classification":
            return lambda f: base.lignees[f.noeud][self.niveau]
        libelles = base.libelles[par]
        return lambda f: libelles[getattr(f, par)]

    def _cle_zone(self, niveau: str) -> Callable[[Fait], str]:
        return self._cle_attribut(COLONNES_ZONE[NIVEAUX[niveau]])

    def _cle_attribut(self, colonne: str) -> Callable[[Fait], str]:
        if colonne == "champ":
            return lambda f: str(f.champ)
        etabs = self.base.etabs
        return lambda f: etabs[f.etab][colonne] or ""

    def _sommes(self, cle: Callable[[Fait], str], annee: int, zone: str) -> dict[str, Somme]:
        return self.sommes.par(cle, annee, self.d.mois, zone)

    def _annee(self, annee: int, zone: str, parmi: set[int] | None) -> Somme | None:
        if annee < 2016:
            return None
        return self.sommes.par(lambda _: "", annee, self.d.mois, zone, parmi=parmi).get("")

    def _vues(self, s: Somme | None, zone: str) -> dict:
        return cellules(s, self.d, self.habitants.de(zone), self.par_tete)

    def _lire(
        self,
        cle: Callable[[Fait], str],
        dans: str,
        zone_de: Callable[[str], str],
        codes: Iterable[str] = (),
        zero: bool = False,
    ) -> dict[str, dict]:
        """Cells by code as the reading asks, over the codes of either year."""
        d = self.d
        courant = self._sommes(cle, d.annee, dans)
        if zero:
            courant = {c: Somme() for c in codes} | courant
        passe: dict[str, Somme] = {}
        if d.lecture != "total" and d.annee > 2016:
            passe = self._sommes(cle, d.annee - 1, dans)
            # What happened in one of the two years only is zero in the other.
            tous = {*courant, *passe}
            courant = {c: courant.get(c, Somme()) for c in tous}
            passe = {c: passe.get(c, Somme()) for c in tous}
        lues = {}
        for code in {*courant, *passe, *codes}:
            population = self.habitants.de(zone_de(code)) if self.par_tete else None
            n = cellules(courant.get(code), d, population, self.par_tete)
            if d.lecture != "total":
                p = cellules(passe.get(code), d, population, self.par_tete)
                n = evoluer_tout(n, p, d.lecture)
            lues[code] = n
        return lues


def _seule(vues: dict) -> Ligne:
    return Ligne(vues, dict.fromkeys(vues), dict.fromkeys(vues), None)


def _ensemble(sommes: list[Somme], d: Demande) -> dict:
    """What the parts of a composition add up to; patients of several parts count in each."""
    if not sommes:
        return cellules(None, d, None, False)
    tout = Somme(
        montant=sum(s.montant for s in sommes),
        ecart=sum(s.ecart for s in sommes),
        unites=sum(s.unites for s in sommes),
    )
    return de_sommes(
        sum(len(s.sejours) for s in sommes),
        sum(sum(s.sejours.values()) for s in sommes),
        sum(len(s.patients) for s in sommes),
        sum(len(s.presents) for s in sommes),
        tout,
    )
