"""Consumption and production of zones, what leaves and what comes, and flows from zone to zone."""

from __future__ import annotations

from tests.data_layer.flux.oracle_base import (
    GENRES,
    LIEUX,
    MASQUE,
    PREMIER,
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

Mesures = dict[str, Cellule]
MESURES = ("consommation", "production", "fuite", "autosuffisance", "attractivite", "solde")


def _reunies(sommes: dict[str, Somme]) -> Somme:
    tout = Somme()
    for s in sommes.values():
        tout.ajouter(s)
    return tout


def _trahi(sommes: dict[str, Somme]) -> bool:
    """Whether what of them is masked counts 1 to 10 in all worlds."""
    cachees = _reunies({c: s for c, s in sommes.items() if not montree(s)})
    return cachees.cle % PREMIER == 0 and 1 <= cachees.sejours <= 10


class Croisee:
    """What ``analyse-croisee`` answers to one selection."""

    def __init__(self, base: Base, d: Demande) -> None:
        self.base, self.d = base, d
        self.connues = base.annees(d.noeud)
        self._lus: dict[tuple[int, str, str], Cellule] = {}

    def flux(self, annee: int, de: str, vers: str) -> Cellule:
        if (annee, de, vers) not in self._lus:
            somme = self.base.sommes(self.d, annee, lambda r, s, k: "", de=de, vers=vers)
            self._lus[annee, de, vers] = self.base.volume(self.d, somme.get("", Somme()))
        return self._lus[annee, de, vers]

    def mesures(self, annee: int, zone: str) -> Mesures:
        if annee not in self.connues:
            return dict.fromkeys(MESURES, SANS_OBJET)
        ici = self.flux(annee, zone, zone)
        consomme, produit = self.flux(annee, zone, "fr"), self.flux(annee, "fr", zone)
        return {
            "consommation": consomme,
            "production": produit,
            "autosuffisance": deriver(lambda i, c: pour(i, c, 100), ici, consomme),
            "fuite": deriver(lambda i, c: pour(c - i, c, 100), ici, consomme),
            "attractivite": deriver(lambda i, p: pour(p - i, p, 100), ici, produit),
            "solde": deriver(lambda c, p: p - c, consomme, produit),
        }

    def lues(self, annee: int, zone: str) -> Mesures:
        courant = self.mesures(annee, zone)
        if self.d.lecture == "total":
            return courant
        avant = self.mesures(annee - 1, zone)
        return {c: evoluer(courant[c], avant[c], self.d.lecture) for c in courant}

    def matrice(self, zones: list[str]) -> dict[str, Mesures]:
        a, lues = self.d.annee, {}
        for de in zones:
            consomme = self.flux(a, de, "fr")
            dits = {z.partition("-")[2]: z for z in zones if self._proche(de, z)}
            ici = {c: self.flux(a, de, z) for c, z in dits.items()}
            ici |= self._au_dela(de, set(dits))
            for vers, volume in ici.items():
                part = deriver(lambda v, c: pour(v, c, 100), volume, consomme)
                lues[f"{de.partition('-')[2]}|{vers}"] = {"volume": volume, "autosuffisance": part}
        return lues

    def _proche(self, de: str, vers: str) -> bool:
        """Whether a flow is told zone by zone: between régions, or within one."""
        return self.d.niveau == "region" or self._region(de) == self._region(vers)

    def _region(self, zone: str) -> str:
        return next(r["region"] for r in self.base.residences.values() if self.base.habite(r, zone))

    def _au_dela(self, de: str, ici: set[str]) -> dict[str, Cellule]:
        """Below régions: each other one and all of them, then what remains of this one, if anything may."""
        par = self.base.sommes(self.d, self.d.annee, lambda r, s, k: self._dit(r, s), de=de)
        if self.d.niveau == "region":
            return {}
        genre = GENRES[self.d.niveau]
        siennes = {c for c in self.base.codes_de(genre) if self._proche(de, f"{genre}-{c}")}
        loin = {c: s for c, s in par.items() if c[:4] == "reg-"}
        proches = {c: s for c, s in par.items() if c[:4] != "reg-"}
        dits = {c: s for c, s in proches.items() if c in ici}
        reste = {c: s for c, s in proches.items() if c not in ici}
        lues = {c: self.base.volume(self.d, s) for c, s in loin.items()}
        lues["hors-region"] = MASQUE if _trahi(proches) else self._ensemble(loin)
        if not siennes <= ici:
            dite = _trahi(dits) or _trahi(dits | loin)
            lues["ailleurs"] = MASQUE if dite else self._ensemble(reste)
        return lues

    def _ensemble(self, sommes: dict[str, Somme]) -> Cellule:
        """Several together: as one, unless those that are masked are told to be 1 to 10."""
        return MASQUE if _trahi(sommes) else self.base.volume(self.d, _reunies(sommes))

    def _dit(self, residence: dict, site: dict) -> str:
        return self.base.ailleurs(residence, site, LIEUX[GENRES[self.d.niveau]])

    def _groupes(self) -> list[tuple[int, list[str]]]:
        genre = GENRES[self.d.niveau]
        return [
            (rang, [f"{genre}-{c}" for c in self.base.codes_de(genre, dans)])
            for rang, dans in self.base.groupes(self.d)
        ]

    def blocs(self) -> dict[str, dict[tuple, Mesures]]:
        tetes = [z for z in (self.d.zone, self.d.vs) if z]
        return {
            "classement": {
                (i, z.partition("-")[2]): self.lues(self.d.annee, z)
                for i, zones in self._groupes()
                for z in zones
            },
            "matrice": {
                (i, c): x
                for i, zones in self._groupes()
                for c, x in (self.matrice(zones) if self.d.annee in self.connues else {}).items()
            },
            "annees": {
                (i, str(a)): self.mesures(a, z) for i, z in enumerate(tetes) for a in self.connues
            },
        }

    def tetes(self) -> list[Mesures]:
        return [self.lues(self.d.annee, z) for z in (self.d.zone, self.d.vs) if z]

    def part_masquee(self) -> float | None:
        genre = GENRES[self.d.niveau]
        groupes = [z for _, z in self.base.groupes(self.d)]
        if not all(self.base.font_le_tout(genre, self.base.codes_de(genre, z), z) for z in groupes):
            return None
        lignes = [self.flux(self.d.annee, z, "fr") for _, zones in self._groupes() for z in zones]
        totaux = [self.flux(self.d.annee, z, "fr") for _, z in self.base.groupes(self.d)]
        return part_masquee(lignes, totaux)
