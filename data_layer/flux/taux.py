"""Rates of recourse of zones: crude, standardised on age and sex, with intervals, indices and a position.

Strata are no cells of what is published: a standardised rate is a functional of them, shown where no world
changes any of its strata (which is what the build makes true of every zone whose total is shown) and its zone
counts 0 or at least 11 stays. Intervals, indices and positions come from what is shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data_layer.disclosure import Brut, Garde, compter, garder_effectif
from data_layer.disclosure.gate import SEUIL
from data_layer.disclosure.modulo import reunir
from data_layer.flux import gardes
from data_layer.flux.attendus import attendus_dits
from data_layer.flux.demande import COLONNES, DemandeFlux
from data_layer.flux.gardes import absente, aligner, deduire, masquee, publique, repeter
from data_layer.flux.modele import STRATES
from data_layer.flux.questions import Reels, Sommes
from data_layer.flux.regions import region_de
from data_layer.indicators import standardisation as std
from data_layer.indicators.encadrement import quotient
from data_layer.indicators.intervalles import (
    Intervalle,
    a_l_echelle,
    dobson,
    durees,
    ecart_exact,
    ecart_prudent,
)
from data_layer.indicators.significativite import Position, situer
from data_layer.statuts import RANG_STATUT, Statut
from geodata.zones import Genre, Zone

MESURES = (
    *("volume", "population", "taux_brut", "taux_standardise", "ic_bas", "ic_haut"),
    *("position", "indice_national", "indice_regional", "sejours", "attendus"),
)
"""Keys of what :func:`taux` returns; ``attendus``: stays expected from the strata of France."""


PROFONDEUR_STANDARDISEE = 2
"""Depth of the finest activities that have standardised rates."""
_MASQUE = RANG_STATUT[Statut.MASQUE]


@dataclass(frozen=True, eq=False, slots=True)
class _Strates:
    """Stays and units by zone and stratum (n, STRATES), before the gate; whether worlds leave each alone."""

    sejours: Reels
    unites: Reels
    total: Brut
    dites: NDArray[np.bool_]
    populations: Reels


def taux(demande: DemandeFlux, annee: int, genre: Genre, codes: Sequence[str]) -> dict[str, Garde]:
    """Each measure of :data:`MESURES` for zones of a kind, in the order of ``codes`` (n).

    Leaves have crude rates alone: their strata are too small to be published, even added up.
    Raises HorsFamille for activities that zones of this kind are not told by.
    """
    if not demande.connue(annee):
        return dict.fromkeys(MESURES, absente(len(codes)))
    if demande.noeud.profondeur > PROFONDEUR_STANDARDISEE:
        return _bruts(demande, annee, genre, codes)
    france = _strates(demande, annee, None, [""])
    ici = france if genre is Genre.FRANCE else _strates(demande, annee, COLONNES[genre], codes)
    n, effectif = len(codes), garder_effectif(ici.total)
    # A zone alone of its population has no rate; a masked one has none to show.
    lu = _standardise(ici, france, effectif, demande)
    tout_france = repeter(garder_effectif(france.total), n)
    nationale = repeter(
        _standardise(france, france, garder_effectif(france.total), demande).unites, n
    )
    regional = _des_regions(demande, annee, genre, codes, france)
    volume = _volume(demande, ici, effectif)
    habitants = ici.populations.sum(axis=1)
    vide = habitants <= 0
    position = situer(lu.intervalle, nationale.valeurs).astype(np.float64)
    position[position == Position.INDETERMINEE] = np.nan
    if genre is Genre.FRANCE:
        position[np.isfinite(position)] = Position.REFERENCE
    # Of no stay, the upper limit is that of the units a stay of France.
    appui = masquee(lu.unites, (effectif.valeurs == 0) & (tout_france.statuts == _MASQUE))
    attendus = deduire(_attendus(ici, france), effectif, tout_france, sans_objet=vide)
    if not attendus_dits(demande, annee):
        attendus = masquee(attendus, ~vide)
    return {
        "volume": volume,
        "population": publique(np.where(vide, np.nan, habitants)),
        "taux_brut": deduire(std.taux_brut(volume.valeurs, habitants), volume, sans_objet=vide),
        "taux_standardise": lu.unites,
        "ic_bas": deduire(lu.intervalle.bas, appui),
        "ic_haut": deduire(lu.intervalle.haut, appui),
        "position": deduire(position, appui, nationale),
        "indice_national": deduire(
            std.indice(lu.unites.valeurs, nationale.valeurs), lu.unites, nationale
        ),
        "indice_regional": deduire(
            std.indice(lu.unites.valeurs, regional.valeurs), lu.unites, regional
        ),
        "sejours": effectif,
        "attendus": attendus,
    }


def _bruts(
    demande: DemandeFlux, annee: int, genre: Genre, codes: Sequence[str]
) -> dict[str, Garde]:
    """Volumes and crude rates, the rest without object."""
    france = genre is Genre.FRANCE
    colonne = None if france else COLONNES[genre]
    sommes = demande.sommer([] if colonne is None else [f"r.{colonne}"], annee)
    brut, unites = (sommes.sejours, sommes.unites) if france else aligner(sommes, codes)
    effectif = garder_effectif(brut)
    volume = demande.volume(Sommes((), brut, unites), effectif)
    connus, personnes = demande.populations(annee, colonne)
    rang = {c: i for i, c in enumerate(connus)}
    totaux = np.append(personnes.sum(axis=1), np.nan)
    habitants = totaux[[0] if france else [rang.get(c, -1) for c in codes]]
    rien = dict.fromkeys(MESURES, absente(len(codes)))
    brute = deduire(std.taux_brut(volume.valeurs, habitants), volume, sans_objet=~(habitants > 0))
    return rien | {
        "volume": volume,
        "population": publique(habitants),
        "taux_brut": brute,
        "sejours": effectif,
    }


def _attendus(ici: _Strates, france: _Strates) -> Reels:
    """Whole stays expected of each zone (n): with more digits, those of a few zones give strata back."""
    poids = std.poids_attendus(ici.populations, france.populations[0])
    strates = np.broadcast_to(france.sejours[0], ici.sejours.shape)
    return np.round(std.taux_standardise(strates, poids))


@dataclass(frozen=True, eq=False, slots=True)
class _Standardise:
    unites: Garde
    intervalle: Intervalle


def _standardise(
    ici: _Strates, france: _Strates, effectif: Garde, demande: DemandeFlux
) -> _Standardise:
    """Standardised rates of what is counted, and intervals that stand on stays.

    Rounded at once: with all its digits, a sum of a few whole counts by known weights tells each of them.
    Where a stratum is small, to a coarser step, and not at all where that would leave nothing of the rate.
    """
    poids = std.poids_directs(ici.populations, france.populations[0])
    petites = np.asarray(((ici.sejours > 0) & (ici.sejours <= SEUIL)).any(axis=1))
    habitants = ici.populations.sum(axis=1)

    comptes = [ici.sejours] if demande.en_sejours else [ici.sejours, ici.unites]
    tous = [c.sum(axis=1) for c in comptes]
    pas = [std.pas(poids, petites, quotient(total, tous[0])) for total in tous]
    bruts = [std.taux_brut(total, habitants) for total in tous]
    fins = [p <= std.PART_DU_BRUT * brut for p, brut in zip(pas, bruts, strict=True)]
    dites = ici.dites & (~petites | np.logical_and.reduce(fins))
    lus = [
        _fonctionnelle(std.arrondir(std.taux_standardise(c, poids), p), effectif, dites)
        for c, p in zip(comptes, pas, strict=True)
    ]
    sejours, unites = lus[0], lus[-1]
    ecart = np.where(
        petites,
        ecart_prudent(sejours.valeurs, effectif.valeurs, poids),
        ecart_exact(ici.sejours, poids),
    )
    compte = dobson(sejours.valeurs, effectif.valeurs, ecart)
    nationaux = 1.0 if demande.en_sejours else _unites_par_sejour(france)
    facteurs = durees(unites.valeurs, sejours.valeurs, nationaux)
    return _Standardise(unites, a_l_echelle(compte, facteurs))


def _unites_par_sejour(france: _Strates) -> float:
    tout = garder_effectif(france.total)
    montree = tout.statuts[0] == RANG_STATUT[Statut.OK] and tout.valeurs[0] > 0
    return float(france.unites.sum() / tout.valeurs[0]) if montree else np.nan


def _fonctionnelle(valeurs: Reels, effectif: Garde, dites: NDArray[np.bool_]) -> Garde:
    """A published functional of strata: shown with its count, where no world changes a stratum."""
    garde = deduire(valeurs, effectif)
    return masquee(garde, ~dites & (garde.statuts == RANG_STATUT[Statut.OK]))


def _volume(demande: DemandeFlux, ici: _Strates, effectif: Garde) -> Garde:
    sommes = Sommes((), ici.total, ici.unites.sum(axis=1))
    return demande.volume(sommes, effectif)


def _des_regions(
    demande: DemandeFlux, annee: int, genre: Genre, codes: Sequence[str], france: _Strates
) -> Garde:
    """The standardised rate of the région of each zone (n); without object for France."""
    index = demande.contexte.zones
    zones = [index.get(f"{genre}-{c}") for c in codes]
    regions = [region_de(z) for z in zones]
    connues = sorted({r for r in regions if r})
    if not connues:
        return absente(len(codes))
    lues = _strates(demande, annee, "region", connues)
    taux_des_regions = _standardise(lues, france, garder_effectif(lues.total), demande).unites
    rang = {r: i for i, r in enumerate(connues)}
    places = np.array([rang.get(r, -1) for r in regions])
    sans = absente(1)

    def prendre(des_regions: NDArray[Any], autre: NDArray[Any]) -> NDArray[Any]:
        return np.asarray(np.concatenate([des_regions, autre])[places])

    return Garde(
        prendre(taux_des_regions.valeurs, sans.valeurs),
        prendre(taux_des_regions.erreurs, sans.erreurs),
        prendre(taux_des_regions.statuts, sans.statuts),
    )


def _strates(
    demande: DemandeFlux, annee: int, colonne: str | None, codes: Sequence[str]
) -> _Strates:
    groupes = ["strate"] if colonne is None else [f"r.{colonne}", "strate"]
    sommes = demande.sommer(groupes, annee)
    n = len(codes)
    place = {c: i for i, c in enumerate(codes)}
    lus = [""] * len(sommes) if colonne is None else [str(c) for c in sommes.groupes[0]]
    rangs = np.array([place.get(c, -1) for c in lus], dtype=np.intp)
    ici, strates = rangs >= 0, sommes.groupes[-1].astype(np.int64)
    ou = (rangs[ici], strates[ici])

    def ranger(valeurs: Reels) -> Reels:
        rangees = np.zeros((n, STRATES))
        rangees[ou] = valeurs[ici]
        return rangees

    brut = sommes.sejours
    sejours, unites = ranger(brut.bas), ranger(sommes.unites)
    haute, basse = ranger(brut.cle_haute), ranger(brut.cle_basse)
    total = compter(sejours.sum(axis=1), haute.sum(axis=1), basse.sum(axis=1))
    dites = (reunir(haute, basse) == 0).all(axis=1)
    connus, personnes = demande.populations(annee, colonne)
    rang = {c: i for i, c in enumerate(connus)}
    places = [rang.get(c, -1) for c in (codes if colonne else connus)]
    populations = np.vstack([personnes, np.zeros((1, STRATES))])[places]
    return _Strates(sejours, unites, total, dites, populations)


def par_annee(demande: DemandeFlux, annees: Sequence[int], zone: Zone) -> Mapping[str, Garde]:
    """Each measure of one zone, year by year (n)."""
    return bout_a_bout([taux(demande, a, zone.genre, [zone.code]) for a in annees])


def bout_a_bout(lus: Sequence[Mapping[str, Garde]]) -> dict[str, Garde]:
    """The rows of several readings of the same measures, end to end."""
    return {cle: gardes.bout_a_bout([x[cle] for x in lus]) for cle in MESURES}
