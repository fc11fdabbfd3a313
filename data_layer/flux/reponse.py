"""What each restitution of flows answers: its blocks, and what to know before reading them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from data_layer.disclosure import Garde
from data_layer.flux.demande import DemandeFlux
from data_layer.requete.blocs import Paquet, bloc
from data_layer.requete.mesurer import colonnes
from data_layer.requete.noms import Nom, nom_zone
from data_layer.requete.plan import Groupe
from data_layer.result import Bloc, Refus
from data_layer.selection import Contexte, Selection, genre_de
from data_layer.statuts import RANG_STATUT, Statut
from geodata.zones import Genre, Zone


@dataclass(frozen=True, eq=False, slots=True)
class Reponse:
    """Blocks by name, the main one, and the share of the volume that its rows do not show."""

    blocs: Mapping[str, Bloc]
    principal: str
    part_masquee: float | None
    remarques: tuple[str, ...] = ()
    refus: Refus | None = None


def bloc_vide(demande: DemandeFlux) -> Bloc:
    """The main block of a restitution, without a row."""
    selection = demande.selection
    rien = Garde(np.zeros(0), np.zeros(0), np.zeros(0, dtype=np.int8))
    gardes = {m.cle: rien for m in demande.mesures}
    return bloc(
        selection.restitution.panneaux[0],
        demande.titre_bloc(),
        selection.par,
        selection,
        colonnes(selection.lecture, demande.mesures),
        (),
        [Paquet(0, (), gardes)],
        meneuse=demande.mesures[0].cle,
        niveau=selection.niveau,
    )


def zones_de(groupe: Groupe, niveau: str, contexte: Contexte) -> tuple[Zone, ...]:
    """The zones of a level within the zone of a group, by code.

    Where levels do not nest (a territoire de santé and départements, or bassins), those that it reaches
    into: where its residents live, or its places are.
    """
    genre, index = Genre(genre_de(niveau)), contexte.zones
    if groupe.dans.genre is Genre.FRANCE:
        return index.toutes(genre)
    if dedans := index.enfants(groupe.dans.id, genre):
        return dedans
    ici = [
        *index.enfants(groupe.dans.id, Genre.PMSI),
        *index.enfants(groupe.dans.id, Genre.ETABLISSEMENT_GEOGRAPHIQUE),
    ]
    atteintes = {p for z in ici for p in z.parents}
    return tuple(z for z in index.toutes(genre) if z.id in atteintes)


def font_le_tout(zones: Sequence[Zone], dans: Zone, contexte: Contexte) -> bool:
    """Whether zones have all the codes of another one, and no code besides."""
    index = contexte.zones
    codes = {c.id for z in zones for c in index.enfants(z.id, Genre.PMSI)}
    return codes == {c.id for c in index.enfants(dans.id, Genre.PMSI)}


def noms_de(zones: Sequence[Zone], selection: Selection) -> tuple[Nom, ...]:
    """How rows that are zones are called."""
    return tuple(nom_zone(z.code, z, selection) for z in zones)


def part_masquee(lignes: Sequence[Garde], totaux: Sequence[Garde]) -> float | None:
    """The share of totals that rows do not show; None when a total is masked, or one row alone."""
    masquees = sum(int((g.statuts == RANG_STATUT[Statut.MASQUE]).sum()) for g in lignes)
    total = float(np.sum([t.valeurs[0] for t in totaux]))
    if not total > 0 or masquees == 1:
        return None
    montre = float(sum(np.nansum(g.valeurs) for g in lignes))
    return max(0.0, 1 - montre / total) if masquees else 0.0
