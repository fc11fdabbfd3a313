"""What zones consume and produce: leaving, coming, staying, and flows from zone to zone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data_layer.disclosure import Garde, compter, garder_effectif
from data_layer.flux.demande import COLONNES, DemandeFlux
from data_layer.flux.gardes import absente, aligner, deduire, masquee
from data_layer.flux.publie import AILLEURS
from data_layer.flux.questions import Reels, Sommes
from data_layer.flux.regions import region_de
from data_layer.indicators.encadrement import Encadrement
from data_layer.indicators.flux_zones import croiser
from geodata.zones import Genre, Zone

Booleens = NDArray[np.bool_]
MESURES = ("consommation", "production", "fuite", "autosuffisance", "attractivite", "solde")


@dataclass(frozen=True, eq=False, slots=True)
class Croisee:
    """Measures of n zones of a level, and flows between them: guarded arrays of n x n, residence first.

    Beyond the région of the residence, flows are told by région (``regions``: k codes, ``loin``: n x k) and
    masked zone by zone. ``vers``: stays behind ``flux``; ``proches`` those of all places that are told zone
    by zone (n). They never leave as they are.
    """

    mesures: dict[str, Garde]
    flux: Garde
    regions: tuple[str, ...]
    loin: Garde
    vers: Reels
    proches: Reels


def croisee(demande: DemandeFlux, annee: int, genre: Genre, codes: Sequence[str]) -> Croisee:
    """Measures of :data:`MESURES` of all zones of a kind, parts in percent; flows row after row."""
    n = len(codes)
    if not demande.connue(annee):
        rien = np.zeros((n, n))
        mesures = dict.fromkeys(MESURES, absente(n))
        return Croisee(mesures, absente(n * n), (), absente(0), rien, np.zeros(n))
    colonne = COLONNES[genre]
    consommation = _volume(demande, demande.sommer([f"r.{colonne}"], annee), codes)
    production = _volume(demande, demande.sommer([f"s.{colonne}"], annee), codes)
    sommes = demande.sommer([f"r.{colonne}", f"s.{colonne}"], annee)
    flux, vers = _flux(demande, sommes, codes, codes)
    dits = sorted({str(c) for c in sommes.groupes[1] if str(c).startswith(AILLEURS)})
    loin, _ = _flux(demande, sommes, codes, dits)
    lu = croiser(flux.valeurs.reshape(n, n), consommation.valeurs, production.valeurs)
    dedans = Garde(*(getattr(flux, c).reshape(n, n).diagonal().copy() for c in Garde.__slots__))
    return Croisee(
        {
            "consommation": consommation,
            "production": production,
            "fuite": _part(lu.fuite, dedans, consommation),
            "autosuffisance": _part(lu.autosuffisance, dedans, consommation),
            "attractivite": _part(lu.attractivite, dedans, production),
            "solde": deduire(lu.solde.valeurs, consommation, production),
        },
        masquee(flux, ~_memes_regions(demande, genre, codes).ravel()),
        tuple(c.removeprefix(AILLEURS) for c in dits),
        loin,
        vers,
        _proches(sommes, codes),
    )


def _memes_regions(demande: DemandeFlux, genre: Genre, codes: Sequence[str]) -> Booleens:
    """Whether flows from one zone to another are told (n, n): all of them from région to région."""
    if genre is Genre.REGION:
        return np.ones((len(codes), len(codes)), dtype=bool)
    index = demande.contexte.zones
    regions = np.array([region_de(index.get(f"{genre}-{c}")) for c in codes])
    return np.asarray(regions[:, None] == regions[None, :])


def _proches(sommes: Sommes, codes: Sequence[str]) -> Reels:
    """Stays of each residence (n) in places that are told zone by zone."""
    place = {c: i for i, c in enumerate(codes)}
    ici = np.array([not str(c).startswith(AILLEURS) for c in sommes.groupes[1]], dtype=bool)
    de = np.array([place.get(str(c), len(codes)) for c in sommes.groupes[0]], dtype=np.intp)
    comptes = np.bincount(de[ici], sommes.sejours.bas[ici], len(codes) + 1)
    return comptes[:-1].astype(np.float64)


def de_france(demande: DemandeFlux, annee: int) -> dict[str, Garde]:
    """Measures of the whole country: all is treated inside."""
    if not demande.connue(annee):
        return dict.fromkeys(MESURES, absente(1))
    sommes = demande.sommer([], annee)
    tout = demande.volume(sommes, garder_effectif(sommes.sejours))
    solde = deduire(np.zeros(1), tout)
    # Of nothing there is no part.
    rien = tout.valeurs == 0
    parts = {"fuite": 0.0, "autosuffisance": 100.0, "attractivite": 0.0}
    return {"consommation": tout, "production": tout, "solde": solde} | {
        cle: deduire(np.array([valeur]), tout, sans_objet=rien) for cle, valeur in parts.items()
    }


def _part(lu: Encadrement, dedans: Garde, marge: Garde) -> Garde:
    return deduire(100.0 * lu.valeurs, dedans, marge)


def _volume(demande: DemandeFlux, sommes: Sommes, codes: Sequence[str]) -> Garde:
    brut, unites = aligner(sommes, codes)
    return demande.volume(Sommes((), brut, unites), garder_effectif(brut))


def _flux(
    demande: DemandeFlux, sommes: Sommes, residences: Sequence[str], places: Sequence[str]
) -> tuple[Garde, Reels]:
    """Volumes from n residences to m places, row after row, and their stays (n, m)."""
    des, aux = ({c: i for i, c in enumerate(x)} for x in (residences, places))
    de = np.array([des.get(str(c), -1) for c in sommes.groupes[0]], dtype=np.intp)
    vers = np.array([aux.get(str(c), -1) for c in sommes.groupes[1]], dtype=np.intp)
    ici = (de >= 0) & (vers >= 0)
    ou = de[ici] * len(places) + vers[ici]
    b = sommes.sejours
    rangees = [np.zeros(len(residences) * len(places)) for _ in range(4)]
    for cible, valeurs in zip(
        rangees, (b.bas, b.cle_haute, b.cle_basse, sommes.unites), strict=True
    ):
        cible[ou] = valeurs[ici]
    brut = compter(*rangees[:3])
    volume = demande.volume(Sommes((), brut, rangees[3]), garder_effectif(brut))
    return volume, rangees[0].reshape(len(residences), len(places))


def voisinage(demande: DemandeFlux, genre: Genre) -> list[Zone]:
    """Every zone of a kind, in the order that flows are laid in."""
    return list(demande.contexte.zones.toutes(genre))
