"""Flows from zone to zone of a group, laid out long.

Codes are ``37|41``, ``37|ailleurs`` (what remains of the région), ``37|hors-region``, then ``37|reg-11``: a
part of the last.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from data_layer.disclosure import Garde
from data_layer.flux.croisee import Croisee
from data_layer.flux.demande import DemandeFlux
from data_layer.flux.gardes import bout_a_bout, deduire, masquee, prendre, repeter
from data_layer.flux.publie import AILLEURS as D_UNE_REGION
from data_layer.flux.regions import nom_region
from data_layer.flux.trajets import Places, trahi
from data_layer.indicators.encadrement import quotient
from data_layer.requete import plan
from data_layer.requete.blocs import Paquet
from data_layer.requete.noms import Nom
from geodata.zones import Genre, Zone

AILLEURS, HORS_REGION = "ailleurs", "hors-region"
"""Places of the same région that are not in the group, together; all other régions, together."""


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
    """What residents of one zone have in each of the group, in the others of their région, beyond it."""
    de = toutes[i]
    proches = np.flatnonzero(lu.proches[i])
    ici, autres = proches[np.isin(proches, places)], proches[~np.isin(proches, places)]
    loin = np.arange(len(lu.regions))
    noms = [_nom(de, toutes[j].code, toutes[j].libelle) for j in ici]
    gardes = [lu.flux.rangee(i, ici)]
    if len(autres):
        noms.append(_nom(de, AILLEURS, "une autre zone de sa région"))
        # What is left of the residents' consumption is told by subtraction: it may not be small either.
        cache = trahi(i, (lu.flux, ici)) or trahi(i, (lu.flux, ici), (lu.loin, loin))
        gardes.append(masquee(lu.flux.ensemble(i, autres), np.array([cache])))
    if de.genre is not Genre.REGION:
        noms.append(_nom(de, HORS_REGION, "l'ensemble des autres régions"))
        cache = trahi(i, (lu.flux, proches))
        gardes.append(masquee(lu.loin.ensemble(i, loin), np.array([cache])))
    # Nothing there is no row.
    vus = loin[lu.loin.rangee(i, loin).valeurs != 0]
    for r in vus:
        nom = nom_region(lu.regions[r], demande.contexte)
        noms.append(_nom(de, f"{D_UNE_REGION}{lu.regions[r]}", f"une autre région : {nom}"))
    return noms, bout_a_bout([*gardes, lu.loin.rangee(i, vus)])


def _nom(de: Zone, code: str, libelle: str) -> Nom:
    return Nom(f"{de.code}|{code}", f"{de.libelle} vers {libelle}", de.id)
