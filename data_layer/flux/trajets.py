"""Flows from zones to places, through the gate one by one and several together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data_layer.disclosure import Brut, Garde, compter, garder_effectif
from data_layer.disclosure.gate import SEUIL
from data_layer.flux.demande import DemandeFlux
from data_layer.flux.gardes import masquee, prendre
from data_layer.flux.questions import Reels, Sommes
from data_layer.statuts import RANG_STATUT, Statut

Places = NDArray[np.intp]
_OK = RANG_STATUT[Statut.OK]


@dataclass(frozen=True, eq=False, slots=True)
class Trajets:
    """Flows of n residences to m places, row after row: arrays of n x m.

    volumes: what may be shown. sejours, unites: what they are made of, which never leave as they are.
    """

    demande: DemandeFlux
    m: int
    volumes: Garde
    sejours: Brut
    unites: Reels

    def rangee(self, i: int, places: Places) -> Garde:
        """The flows of residence ``i`` to some places."""
        return prendre(self.volumes, i * self.m + places)

    def ensemble(self, i: int, places: Places) -> Garde:
        """Their sum (1), through the gate as any sum is; masked too where what it hides is told by it."""
        brut, unites = self.somme(i, places)
        somme = self.demande.volume(Sommes((), brut, unites), garder_effectif(brut))
        return masquee(somme, np.array([trahi(i, (self, places))]))

    def cachees(self, i: int, places: Places) -> Places:
        """Those of some places whose flow is not shown."""
        return np.asarray(places[self.volumes.statuts[i * self.m + places] != _OK])

    def somme(self, i: int, places: Places) -> tuple[Brut, Reels]:
        """Stays and units of the flows to some places, together (1 each): they never leave as they are."""
        ici = i * self.m + places
        b = self.sejours
        bas, haute, basse = (x[ici].sum(keepdims=True) for x in (b.bas, b.cle_haute, b.cle_basse))
        return compter(bas, haute, basse), self.unites[ici].sum(keepdims=True)


def trahi(i: int, *parties: tuple[Trajets, Places]) -> bool:
    """Whether the flows of a residence that some places hide are 1 to 10 stays together, in all worlds."""
    lus = [t.somme(i, t.cachees(i, places))[0] for t, places in parties]
    bas, haute, basse = (
        np.sum([getattr(b, c) for b in lus], axis=0) for c in ("bas", "cle_haute", "cle_basse")
    )
    return bool(compter(bas, haute, basse).dite[0] and 1 <= bas[0] <= SEUIL)


def trajets(
    demande: DemandeFlux, sommes: Sommes, residences: Sequence[str], places: Sequence[str]
) -> Trajets:
    """Flows from residences to places, of sums by both; nothing there is an exact zero."""
    des, aux = ({c: i for i, c in enumerate(x)} for x in (residences, places))
    de = np.array([des.get(str(c), -1) for c in sommes.groupes[0]], dtype=np.intp)
    vers = np.array([aux.get(str(c), -1) for c in sommes.groupes[1]], dtype=np.intp)
    la = (de >= 0) & (vers >= 0)
    ou = de[la] * len(places) + vers[la]
    b = sommes.sejours
    rangees = [np.zeros(len(residences) * len(places)) for _ in range(4)]
    lus = (b.bas, b.cle_haute, b.cle_basse, sommes.unites)
    for cible, valeurs in zip(rangees, lus, strict=True):
        cible[ou] = valeurs[la]
    brut = compter(*rangees[:3])
    volumes = demande.volume(Sommes((), brut, rangees[3]), garder_effectif(brut))
    return Trajets(demande, len(places), volumes, brut, rangees[3])


def sans_rien(demande: DemandeFlux, n: int, m: int) -> Trajets:
    """No flow, of a year that the activity is not known over."""
    rien = np.zeros(n * m)
    statuts = np.full(n * m, RANG_STATUT[Statut.SANS_OBJET], dtype=np.int8)
    vide = Garde(np.full(n * m, np.nan), np.full(n * m, np.nan), statuts)
    return Trajets(demande, m, vide, compter(rien, rien, rien), rien)
