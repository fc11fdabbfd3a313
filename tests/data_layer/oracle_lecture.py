"""What a result must say of exact sums: secrecy, quotients, evolutions, shares, indices, ranks.

Values are fractions: two equal figures rank equal, whatever the order of the operations.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from tests.data_layer.oracle_faits import Base, Demande, Somme, famille

SEUIL = 10
Cellule = tuple[Fraction | None, str]
"""A value (None when it may not be shown) and its status."""
RIEN: Cellule = (None, "sans_objet")

COLONNES = {
    "sejours": ("sejours", "montant", "ecart", "montant_sejour"),
    "consommation": ("consommation", "montant", "ecart", "montant_unite"),
    "patients": ("patients", "montant", "ecart", "montant_patient"),
    "montant": ("montant", "ecart", "sejours", "montant_sejour"),
}
VOLUMES = ("sejours", "consommation", "patients", "montant", "ecart")
RAPPORTS = {
    "montant_sejour": "sejours",
    "montant_unite": "consommation",
    "montant_patient": "patients",
}


@dataclass(frozen=True)
class Ligne:
    """A row: its cells, its shares and indices (None: not read so), its rank."""

    cellules: Mapping[str, Cellule]
    parts: Mapping[str, Fraction | None]
    indices: Mapping[str, Fraction | None]
    rang: int | None


def unites(noeud: str) -> tuple[str, ...]:
    """The measures that may lead under a node."""
    milieu = {"tout": (), "dm": ("consommation",), "med": ("consommation", "patients")}
    return ("sejours", *milieu[famille(noeud)], "montant")


def rapportee(d: Demande, niveau: str) -> bool:
    """Whether counts are divided by inhabitants: establishments, GHT and baskets have none of their own."""
    sans = any(z.startswith(("fin-", "pan-", "ght-")) for z in (d.zone, d.vs))
    return d.pour == "habitants" and not sans and (d.par, niveau) != ("zone", "etablissement")


def compter(nombre: int) -> Cellule:
    """The primary rule: a count from 1 to 10 is not shown."""
    return (None, "masque") if 1 <= nombre <= SEUIL else (Fraction(nombre), "ok")


def proteger(valeur: int, nombre: int) -> Cellule:
    _, statut = compter(nombre)
    return (Fraction(valeur), statut) if statut == "ok" else (None, statut)


def diviser(haut: Cellule, bas: Cellule) -> Cellule:
    if haut[0] is not None and bas[0] is not None:
        return (haut[0] / bas[0], "ok") if bas[0] else RIEN
    return (None, "masque") if "masque" in (haut[1], bas[1]) else RIEN


def cellules(s: Somme | None, d: Demande, population: Fraction | None, par_tete: bool) -> dict:
    """Every measure of a group under its mask, None standing for a group that nothing speaks of."""
    if s is None:
        vues = dict.fromkeys((*VOLUMES, *RAPPORTS), RIEN)
    else:
        vues = de_sommes(
            len(s.sejours), sum(s.sejours.values()), len(s.patients), len(s.presents), s
        )
    if par_tete:
        valeur, statut = vues[d.unite]
        vues["taux"] = (
            RIEN
            if population is None
            else (
                None if valeur is None else valeur * 100_000 / population,
                statut,
            )
        )
    return vues


def de_sommes(sejours: int, poids: int, patients: int, presents: int, s: Somme) -> dict:
    """Cells from how many stay records, what they weigh, how many persons and administered stays."""
    vues = {
        "sejours": proteger(poids, sejours),
        "montant": proteger(s.montant, sejours),
        "ecart": proteger(s.ecart, sejours),
        "consommation": proteger(s.unites, presents),
        "patients": compter(patients),
    }
    if compter(sejours)[1] == "masque":
        vues["patients"] = (None, "masque")
    return vues | {cle: diviser(vues["montant"], vues[bas]) for cle, bas in RAPPORTS.items()}


def evoluer(n: Cellule, p: Cellule, lecture: str) -> Cellule:
    """From the year before: the worst status of the two, no percentage from zero."""
    if lecture == "evol" and n[0] is not None and p[0] == 0:
        return RIEN
    for statut in ("sans_objet", "non_transmis", "masque"):
        if statut in (n[1], p[1]):
            return None, statut
    assert n[0] is not None and p[0] is not None
    return (n[0] - p[0] if lecture == "evol_val" else 100 * (n[0] - p[0]) / p[0]), "ok"


def evoluer_tout(n: dict, p: dict, lecture: str) -> dict:
    return {cle: evoluer(n[cle], p[cle], lecture) for cle in n}


def rangs(valeurs: Mapping[str, Fraction | None]) -> dict[str, int | None]:
    """The largest first, equal values sharing the better rank; what is not shown has none."""
    montrees = [v for v in valeurs.values() if v is not None]
    return {
        cle: None if v is None else 1 + sum(autre > v for autre in montrees)
        for cle, v in valeurs.items()
    }


def fractions(vues: dict, totaux: dict | None, lecture: str) -> tuple[dict, dict]:
    """Shares of volumes and indices of quotients, of a total that is shown and not zero."""
    parts = dict.fromkeys(vues)
    indices = dict.fromkeys(vues)
    if totaux is not None and lecture == "total":
        for cles, sens, facteur in ((VOLUMES, parts, 1), (RAPPORTS, indices, 100)):
            for cle in cles:
                valeur, total = vues[cle][0], totaux[cle][0]
                if valeur is not None and total:
                    sens[cle] = facteur * valeur / total
    return parts, indices


class Habitants:
    """Inhabitants of zones, from the file of the geography."""

    def __init__(self, fichier: Path, base: Base) -> None:
        self._zones = {}
        if fichier.is_file():
            self._zones = json.loads(gzip.decompress(fichier.read_bytes()))["zones"]
        self._territoires = base.territoires

    def de(self, zone: str) -> Fraction | None:
        """None for an establishment, a basket, and what the census leaves out."""
        parties = self._territoires.get(zone, [zone])
        lus = [self._zones.get(z) for z in parties if z.startswith(("fr", "reg-", "dep-"))]
        return Fraction(sum(x[0] for x in lus)) if lus and all(lus) else None
