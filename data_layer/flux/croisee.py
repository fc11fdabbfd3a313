"""What zones consume and produce: leaving, coming, staying, and flows from zone to zone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data_layer.disclosure import Garde, garder_effectif
from data_layer.flux.demande import COLONNES, DemandeFlux
from data_layer.flux.gardes import absente, aligner, deduire
from data_layer.flux.publie import AILLEURS
from data_layer.flux.questions import Sommes
from data_layer.flux.regions import region_de
from data_layer.flux.trajets import Trajets, sans_rien, trajets
from data_layer.indicators.encadrement import Encadrement
from data_layer.indicators.flux_zones import croiser
from geodata.zones import Genre, Zone

Booleens = NDArray[np.bool_]
MESURES = ("consommation", "production", "fuite", "autosuffisance", "attractivite", "solde")


@dataclass(frozen=True, eq=False, slots=True)
class Croisee:
    """Measures of n zones of a level, and flows between them (n x n), residence first.

    Beyond the région of the residence, flows are told by région (``regions``: k codes, ``loin``: n x k), not
    zone by zone: ``proches`` says between which they are (n, n).
    """

    mesures: dict[str, Garde]
    flux: Trajets
    proches: Booleens
    regions: tuple[str, ...]
    loin: Trajets


def croisee(demande: DemandeFlux, annee: int, genre: Genre, codes: Sequence[str]) -> Croisee:
    """Measures of :data:`MESURES` of all zones of a kind, parts in percent; flows row after row."""
    n, proches = len(codes), _memes_regions(demande, genre, codes)
    if not demande.connue(annee):
        mesures = dict.fromkeys(MESURES, absente(n))
        return Croisee(mesures, sans_rien(demande, n, n), proches, (), sans_rien(demande, n, 0))
    colonne = COLONNES[genre]
    consommation = _volume(demande, demande.sommer([f"r.{colonne}"], annee), codes)
    production = _volume(demande, demande.sommer([f"s.{colonne}"], annee), codes)
    sommes = demande.sommer([f"r.{colonne}", f"s.{colonne}"], annee)
    flux = trajets(demande, sommes, codes, codes)
    dits = sorted({str(c) for c in sommes.groupes[1] if str(c).startswith(AILLEURS)})
    volumes = flux.volumes
    lu = croiser(volumes.valeurs.reshape(n, n), consommation.valeurs, production.valeurs)
    dedans = Garde(*(getattr(volumes, c).reshape(n, n).diagonal().copy() for c in Garde.__slots__))
    return Croisee(
        {
            "consommation": consommation,
            "production": production,
            "fuite": _part(lu.fuite, dedans, consommation),
            "autosuffisance": _part(lu.autosuffisance, dedans, consommation),
            "attractivite": _part(lu.attractivite, dedans, production),
            "solde": deduire(lu.solde.valeurs, consommation, production),
        },
        flux,
        proches,
        tuple(c.removeprefix(AILLEURS) for c in dits),
        trajets(demande, sommes, codes, dits),
    )


def _memes_regions(demande: DemandeFlux, genre: Genre, codes: Sequence[str]) -> Booleens:
    """Whether flows from one zone to another are told (n, n): all of them from région to région."""
    if genre is Genre.REGION:
        return np.ones((len(codes), len(codes)), dtype=bool)
    index = demande.contexte.zones
    regions = np.array([region_de(index.get(f"{genre}-{c}")) for c in codes])
    return np.asarray(regions[:, None] == regions[None, :])


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


def voisinage(demande: DemandeFlux, genre: Genre) -> list[Zone]:
    """Every zone of a kind, in the order that flows are laid in."""
    return list(demande.contexte.zones.toutes(genre))
