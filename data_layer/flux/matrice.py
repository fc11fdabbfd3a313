"""Flows from zone to zone of a group, laid out long: codes ``37|41``, ``37|reg-11`` and ``37|ailleurs``."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from data_layer.disclosure import Garde
from data_layer.disclosure.gate import SEUIL
from data_layer.flux.croisee import Croisee
from data_layer.flux.demande import DemandeFlux
from data_layer.flux.gardes import bout_a_bout, deduire, masquee, prendre, repeter
from data_layer.flux.publie import AILLEURS as D_UNE_REGION
from data_layer.flux.regions import nom_region, region_de
from data_layer.indicators.encadrement import quotient
from data_layer.requete import plan
from data_layer.requete.blocs import Paquet
from data_layer.requete.noms import Nom
from data_layer.statuts import RANG_STATUT, Statut
from geodata.zones import Genre, Zone

AILLEURS = "ailleurs"
"""Every other place: of the same région below it, where other régions are told apart."""
Places = NDArray[np.intp]


def matrice(
    demande: DemandeFlux, groupe: plan.Groupe, places: Places, toutes: Sequence[Zone], lu: Croisee
) -> Paquet:
    """The flows of the zones of a group. ``places``: their ranks among ``toutes``, all those of the level."""
    noms: list[Nom] = []
    volumes, marges = [], []
    for i in places:
        siens, volume = _lignes(demande, int(i), places, toutes, lu)
        noms += siens
        volumes.append(volume)
        marges.append(repeter(prendre(lu.mesures["consommation"], np.array([i])), len(siens)))
    if not noms:
        rien = Garde(np.zeros(0), np.zeros(0), np.zeros(0, dtype=np.int8))
        return Paquet(groupe.rang, (), {"volume": rien, "autosuffisance": rien})
    volume, marge = bout_a_bout(volumes), bout_a_bout(marges)
    part = deduire(100.0 * quotient(volume.valeurs, marge.valeurs), volume, marge)
    return Paquet(groupe.rang, tuple(noms), {"volume": volume, "autosuffisance": part})


def _lignes(
    demande: DemandeFlux, i: int, places: Places, toutes: Sequence[Zone], lu: Croisee
) -> tuple[list[Nom], Garde]:
    """What residents of one zone have in each of the group, in each other région, and elsewhere."""
    de, n, k = toutes[i], len(toutes), len(lu.regions)
    par_region = de.genre is Genre.REGION
    proches = [j for j, z in enumerate(toutes) if par_region or region_de(z) == region_de(de)]
    ici = [int(j) for j in places if par_region or int(j) in set(proches)]
    noms = [_nom(de, toutes[j].code, toutes[j].libelle) for j in ici]
    dits = prendre(lu.flux, i * n + np.array(ici, dtype=np.intp))
    # Nothing there is no row.
    loin = prendre(lu.loin, i * k + np.arange(k))
    vus = np.flatnonzero(loin.valeurs != 0)
    loin = prendre(loin, vus)
    for r in vus:
        nom = nom_region(lu.regions[r], demande.contexte)
        noms.append(_nom(de, f"{D_UNE_REGION}{lu.regions[r]}", f"une autre région : {nom}"))
    gardes = [dits, loin]
    if par_region or set(proches) != set(ici):
        noms.append(_nom(de, AILLEURS, "une autre zone"))
        gardes.append(_reste(i, ici, bout_a_bout([dits, loin]), lu))
    return noms, bout_a_bout(gardes)


def _reste(i: int, ici: Sequence[int], dits: Garde, lu: Croisee) -> Garde:
    """What remains (1): shown where all that makes it is, and 0 or at least 11 stays."""
    marge = prendre(lu.mesures["consommation"], np.array([i]))
    sejours = lu.proches[i] - lu.vers[i, list(ici)].sum()
    petit = 1 <= sejours <= SEUIL
    cache = petit or bool((dits.statuts == RANG_STATUT[Statut.MASQUE]).any())
    return masquee(deduire(marge.valeurs - np.nansum(dits.valeurs), marge), np.array([cache]))


def _nom(de: Zone, code: str, libelle: str) -> Nom:
    return Nom(f"{de.code}|{code}", f"{de.libelle} vers {libelle}", de.id)
