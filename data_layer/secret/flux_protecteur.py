"""Searching the worlds of a champ and a year of flows: keys of atoms, a stage after the other.

The atoms of a stage are edges; those that counts ask for are drawn on cycles (``flux_graphes``), through
what is cheap to hide. Masks are read in the keys, so what one stage hides another need not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from data_layer.disclosure import modulo
from data_layer.disclosure.gate import SEUIL
from data_layer.disclosure.modulo import PREMIER
from data_layer.secret.flux_etapes import PASSES, Cote, Etape, Passe, etapes
from data_layer.secret.flux_graphes import Foret, foret
from data_layer.secret.flux_petits import a_cacher
from data_layer.secret.flux_systeme import (
    MASQUE,
    A,
    Cellules,
    Entiers,
    Groupe,
    L,
    Logiques,
    R,
    Reels,
    Systeme,
    T,
)

_ESSAIS = 3
"""Turns of a stage: cycles asked for, what they leave asked again."""
_PEINE = 0.95
"""What of its counts a turn must leave at most, for another to be worth it."""
_TOURS = 4
"""Turns over all stages, for groups under 11 that masks leave."""


@dataclass(eq=False)
class Protecteur:
    """imposees: cells that cycles go round while they can. cles: key of each atom.

    zones: of each residence, by zoning that balances. mondes: cycles by stage.
    """

    systeme: Systeme
    fine: str
    hasard: np.random.Generator
    imposees: Sequence[tuple[Cellules, Logiques]] = ()
    cles: Entiers = field(init=False)
    mondes: dict[str, int] = field(init=False, default_factory=dict)
    _voulues: dict[Groupe, Logiques] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        s = self.systeme
        self.cles = np.zeros(len(s), dtype=np.int64)
        self.zones = _zones(s)
        self._ordre = np.argsort(s.effectifs, kind="stable")
        for c in s.cellules:
            self._voulues[c.groupe] = c.sensibles.copy()

    def proteger(self) -> None:
        """Hide every count of 1 to 10, then break the groups under 11 that masks leave in shown cells."""
        for tour in range(_TOURS):
            for passe in PASSES if self.imposees else PASSES[-1:]:
                for etape in etapes(self.fine):
                    self._jouer(etape, passe)
            if tour == _TOURS - 1 or not self._grouper():
                break
        self._perdre()

    def _grouper(self) -> bool:
        """Ask for one more cell beside each group under 11; whether there was one."""
        neuves = 0
        for c, cellules in a_cacher(self.systeme):
            self._voulues[c.groupe][cellules] = True
            neuves += len(cellules)
        return neuves > 0

    def _perdre(self) -> None:
        """Hide what no cycle goes through: all that holds it and not the largest count of its région."""
        s = self.systeme
        restes = self._atomes(s.cellules)
        if not len(restes):
            return
        region, types = s.codes[R]["region"][s.residences], s.types[s.actes]
        for a in restes.tolist():
            autres = np.flatnonzero((types == types[a]) & (s.effectifs > SEUIL))
            pres = autres[region[autres] == region[a]]
            autres = pres if len(pres) else autres
            tiree = int(self.hasard.integers(1, PREMIER))
            self.cles[a] = (self.cles[a] + tiree) % PREMIER
            if len(autres):
                b = autres[np.argmax(s.effectifs[autres])]
                self.cles[b] = (self.cles[b] - tiree) % PREMIER
        self.mondes["perdues"] = len(restes)
        self._marquer(s.cellules)

    def _manquantes(self, c: Cellules) -> Logiques:
        return np.asarray(self._voulues[c.groupe] & (c.etat & MASQUE == 0))

    def _fermes(self, etape: Etape) -> Logiques:
        """Atoms of imposed cells that a stage would change."""
        s = self.systeme
        fermes = np.zeros(len(s), dtype=bool)
        for c, la in self.imposees:
            if not etape.garde(c.groupe):
                fermes |= la[c.de(s.paires, s.actes)]
        return fermes

    def _jouer(self, etape: Etape, passe: Passe) -> None:
        cibles = [
            c for c in self.systeme.cellules if etape.vise(c.groupe) and not etape.garde(c.groupe)
        ]
        if not any(self._manquantes(c).any() for c in cibles):
            return
        changees = [c for c in self.systeme.cellules if not etape.garde(c.groupe)]
        atomes = self._atomes(cibles)
        # Nothing leaves the zones that sites balance in: the others stay out of it.
        blocs = self.zones[etape.autre.zone][self.systeme.residences]
        la = np.isin(blocs, np.unique(blocs[atomes]))
        if not passe.ouverte:
            fermes = self._fermes(etape)
            la, atomes = la & ~fermes, atomes[~fermes[atomes]]
        ici = np.flatnonzero(la)
        prix = self._prix(changees, ici)
        if passe.autres:
            prix = (prix + 1) * self.hasard.exponential(size=len(prix))
        f = self._foret(etape, prix, ici)
        for _ in range(_ESSAIS):
            neufs = self._tirer(f, np.searchsorted(ici, atomes), prix, ici)
            if not neufs:
                return
            self.mondes[etape.nom] = self.mondes.get(etape.nom, 0) + neufs
            self._marquer(changees)
            avant, atomes = len(atomes), np.intersect1d(self._atomes(cibles), ici)
            if not len(atomes) or len(atomes) > _PEINE * avant:
                return

    def _atomes(self, cibles: Sequence[Cellules]) -> Entiers:
        """The largest atom of each cell still to be hidden."""
        s = self.systeme
        trouves = []
        for c in cibles:
            voulues = self._manquantes(c)
            if not voulues.any():
                continue
            cellules = c.de(s.paires[self._ordre], s.actes[self._ordre])
            ici = voulues[cellules]
            elus = np.full(len(voulues), -1, dtype=np.int64)
            elus[cellules[ici]] = self._ordre[ici]
            trouves.append(elus[elus >= 0])
        return np.unique(np.concatenate(trouves)) if trouves else np.zeros(0, dtype=np.int64)

    def _prix(self, changees: Sequence[Cellules], ici: Entiers) -> Reels:
        """What hiding all that holds an atom and may change costs."""
        s = self.systeme
        paires, actes = s.paires[ici], s.actes[ici]
        prix = np.zeros(len(ici))
        for c in changees:
            prix += c.prix[c.de(paires, actes)]
        return prix

    def _foret(self, etape: Etape, prix: Reels, ici: Entiers) -> Foret:
        a = self._noeuds(etape.un, ici)
        b = self._noeuds(etape.autre, ici) + int(a.max(initial=-1)) + 1
        return foret(a, b, prix)

    def _noeuds(self, cote: Cote, ici: Entiers) -> Entiers:
        """What balances on a side, for each atom, from 0."""
        s = self.systeme
        zone, sites = self.zones[cote.zone][s.residences[ici]], s.sites[ici]
        if cote.place == "site":
            zone = _serrer(zone, sites)
        elif cote.place == "lieu":
            zone = _serrer(zone, s.codes[L]["departement*genre"][sites])
        return _serrer(zone, self._acte(cote.acte, ici))

    def _acte(self, profondeur: str, ici: Entiers) -> Entiers:
        s = self.systeme
        noeud = s.codes[A][profondeur][s.feuilles].astype(np.int64)
        return (noeud * (s.tailles[T] + 1) + s.types)[s.actes[ici]]

    def _tirer(self, f: Foret, atomes: Entiers, prix: Reels, ici: Entiers) -> int:
        """Draw cycles through some atoms; how many."""
        dedans = f.dedans[atomes]
        libres = np.union1d(atomes[~dedans], f.couvrir(atomes[dedans], prix))
        tirees = np.zeros(len(ici), dtype=np.int64)
        tirees[libres] = self.hasard.integers(1, PREMIER, len(libres), dtype=np.int64)
        self.cles[ici] = (self.cles[ici] + f.resoudre(tirees)) % PREMIER
        return len(libres)

    def _marquer(self, changees: Sequence[Cellules]) -> None:
        """Read in the keys which cells worlds change."""
        s = self.systeme
        ici = np.flatnonzero(self.cles)
        for c in changees:
            cellules = c.de(s.paires[ici], s.actes[ici])
            uniques, rang = np.unique(cellules, return_inverse=True)
            sommes = modulo.sommer(self.cles[ici], rang, len(uniques))
            c.etat[:] = 0
            c.etat[uniques[sommes != 0]] = MASQUE
            c.prix[:] = np.where((c.etat == 0) & (c.effectifs > SEUIL), c.prix_plein, 0.0)


def _zones(s: Systeme) -> dict[str, Entiers]:
    """Number of the zone of each residence, by zoning that balances."""
    codes = {n: c.astype(np.int64) for n, c in s.codes[R].items()}
    partie = _serrer(codes["tds"], codes["departement"])
    return {
        "code": codes["code"],
        "bassin": _serrer(partie, codes["bv"]),
        "partie": partie,
        "region": codes["region"],
        "france": codes["france"],
    }


def _serrer(a: Entiers, b: Entiers) -> Entiers:
    """One number for each pair, from 0."""
    cle = a.astype(np.int64) * (int(b.max(initial=0)) + 1) + b
    return np.asarray(np.unique(cle, return_inverse=True)[1], dtype=np.int64)
