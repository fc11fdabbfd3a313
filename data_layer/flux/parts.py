"""Market shares: who treats the residents of a zone, by establishment and by secteur, statut, catégorie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data_layer.disclosure import Brut, Garde, compter, garder_effectif
from data_layer.flux.demande import DemandeFlux
from data_layer.flux.gardes import absente, aligner, bout_a_bout, deduire, repeter
from data_layer.flux.publie import AILLEURS
from data_layer.flux.questions import Reels, Sommes
from data_layer.indicators.concentration import herfindahl, nombre_equivalent
from data_layer.indicators.encadrement import Encadrement, encadrer, quotient
from data_layer.statuts import RANG_STATUT, Statut
from geodata.zones import Zone

GENRE = ("s.secteur", "s.statut", "s.categorie")
_OK, _AU_MOINS, _MASQUE, _SANS_OBJET = (
    RANG_STATUT[s] for s in (Statut.OK, Statut.AU_MOINS, Statut.MASQUE, Statut.SANS_OBJET)
)


@dataclass(frozen=True, eq=False, slots=True)
class Parts:
    """Volumes and shares in percent of rows (n), and the volume of the zone (1)."""

    volume: Garde
    part: Garde
    total: Garde


def des_etablissements(
    demande: DemandeFlux, annee: int, zone: Zone, colonne: str, codes: Sequence[str]
) -> Parts:
    """Shares of establishments, in the order of ``codes``; ``colonne``: ``finess`` or ``fig``.

    Below France, those of other régions together, a code each: ``reg-11``. Raises HorsFamille.
    """
    if not demande.connue(annee):
        return _absentes(len(codes))
    brut, unites = aligner(demande.sommer([f"s.{colonne}"], annee, zone), codes)
    return _partager(demande, brut, unites, _total(demande, annee, zone))


def des_genres(demande: DemandeFlux, annee: int, zone: Zone, codes: Sequence[str]) -> Parts:
    """Shares of nested kinds of establishments: ``daf``, ``daf-public``, ``daf-public-ch``."""
    if not demande.connue(annee):
        return _absentes(len(codes))
    sommes = demande.sommer(GENRE, annee, zone)
    noms = ["-".join(map(str, g)) for g in zip(*sommes.groupes, strict=True)]
    dedans = np.array([[n == c or n.startswith(f"{c}-") for n in noms] for c in codes], dtype=float)
    dedans = dedans.reshape(len(codes), len(noms))
    b = sommes.sejours
    brut = compter(*(dedans @ x for x in (b.bas, b.cle_haute, b.cle_basse)))
    return _partager(demande, brut, dedans @ sommes.unites, _total(demande, annee, zone))


def presents(demande: DemandeFlux, annees: Sequence[int], zone: Zone, colonne: str) -> list[str]:
    """Establishments that treated residents of the zone in one of these years."""
    vus = {
        str(code)
        for annee in annees
        if demande.connue(annee)
        for code in demande.sommer([f"s.{colonne}"], annee, zone).groupes[0]
    }
    return sorted(vus)


def concentration(
    demande: DemandeFlux, annees: Sequence[int], zone: Zone, colonne: str
) -> dict[str, Garde]:
    """By year (n): the Herfindahl index, the equivalent number, the share of the three largest."""
    lus: dict[str, list[Garde]] = {"hhi": [], "equivalent": [], "trois": []}
    for annee in annees:
        codes = presents(demande, [annee], zone, colonne)
        p = des_etablissements(demande, annee, zone, colonne, codes)
        loin = np.array([c.startswith(AILLEURS) for c in codes], dtype=bool)
        indice = _indice(p, loin)
        lus["hhi"].append(_borne(indice))
        lus["equivalent"].append(_borne(nombre_equivalent(indice)))
        lus["trois"].append(_trois(p, loin))
    return {cle: bout_a_bout(gardees) for cle, gardees in lus.items()}


def _indice(p: Parts, loin: NDArray[np.bool_]) -> Encadrement:
    """The index, bounded where places of other régions are told together (``loin``: which rows).

    At least the shown ones of the région, as if the others were many; at most each other région as one.
    """
    un = herfindahl(p.volume.valeurs[None, :], p.total.valeurs)
    if not loin.any():
        return un
    total = p.total.valeurs
    bas = quotient(np.nansum(np.square(p.volume.valeurs[~loin]), keepdims=True), total**2)
    return encadrer(bas, un.haut, np.zeros(1, dtype=bool), np.asarray(total == 0))


def _trois(p: Parts, loin: NDArray[np.bool_]) -> Garde:
    """What the three largest shown ones share: a lower bound where one that is not could be among them."""
    siennes, total = p.volume.valeurs[~loin], p.total.valeurs[0]
    montrees = np.sort(siennes[np.isfinite(siennes)])[::-1]
    cachees = int((p.part.statuts == _MASQUE).sum()) + int(loin.sum())
    if p.total.statuts[0] == _SANS_OBJET or total == 0:
        return absente(1)
    if not len(montrees) or p.total.statuts[0] != _OK:
        return Garde(np.array([np.nan]), np.array([np.nan]), np.array([_MASQUE], dtype=np.int8))
    reste = max(0.0, total - montrees.sum())
    sur = cachees == 0 or (len(montrees) > 2 and reste < montrees[2])
    somme = 100.0 * montrees[:3].sum() / total
    marge = 0.0 if sur else min(100.0 * reste / total, 100.0 - somme)
    statut = _OK if sur else _AU_MOINS
    return Garde(np.array([somme]), np.array([marge]), np.array([statut], dtype=np.int8))


def _borne(lu: Encadrement) -> Garde:
    """A figure that masked cells leave between two bounds reads « au moins » the lower one."""
    borne = (lu.statuts == _MASQUE) & np.isfinite(lu.bas)
    return Garde(
        np.where(borne, lu.bas, lu.valeurs),
        np.where(borne, lu.haut - lu.bas, np.where(np.isfinite(lu.valeurs), 0.0, np.nan)),
        np.where(borne, _AU_MOINS, lu.statuts).astype(np.int8),
    )


def _total(demande: DemandeFlux, annee: int, zone: Zone) -> Garde:
    sommes = demande.sommer([], annee, zone)
    return demande.volume(sommes, garder_effectif(sommes.sejours))


def _partager(demande: DemandeFlux, brut: Brut, unites: Reels, total: Garde) -> Parts:
    volume = demande.volume(Sommes((), brut, unites), garder_effectif(brut))
    n = len(volume.valeurs)
    tout = repeter(total, n)
    part = deduire(100.0 * quotient(volume.valeurs, tout.valeurs), volume, tout)
    return Parts(volume, part, total)


def _absentes(n: int) -> Parts:
    return Parts(absente(n), absente(n), absente(1))
