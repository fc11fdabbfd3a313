"""The blocks of consumption and production: zones ranked, the matrix of flows, every year."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from data_layer.catalogue.schema import Lecture
from data_layer.disclosure import Garde
from data_layer.flux import croisee
from data_layer.flux.demande import DemandeFlux
from data_layer.flux.gardes import bout_a_bout, lire, prendre
from data_layer.flux.matrice import matrice
from data_layer.flux.reponse import Reponse, font_le_tout, noms_de, part_masquee, zones_de
from data_layer.requete import plan
from data_layer.requete.blocs import Paquet, bloc, ligne
from data_layer.requete.mesurer import colonnes
from data_layer.requete.noms import Nom
from data_layer.result import Bloc, Ligne
from data_layer.selection import genre_de
from geodata.zones import Genre, Zone

CLASSEMENT, MATRICE, ANNEES = "classement", "matrice", "annees"


def repondre(demande: DemandeFlux, zones: tuple[Zone, ...], voulus: Collection[str]) -> Reponse:
    """Blocks ``classement``, ``matrice`` (residence|place) and ``annees``: those of ``voulus``."""
    selection = demande.selection
    groupes = plan.groupes(selection, zones, demande.contexte.zones)
    tetes = tuple(_tete(demande, i, z) for i, z in enumerate(zones))
    genre = Genre(genre_de(selection.niveau))
    toutes = croisee.voisinage(demande, genre)
    courant = croisee.croisee(demande, demande.annee, genre, [z.code for z in toutes])
    passe = None
    if demande.compare:
        passe = croisee.croisee(demande, demande.annee - 1, genre, [z.code for z in toutes]).mesures
    lues = lire(selection.lecture, courant.mesures, passe)
    rang = {z.id: i for i, z in enumerate(toutes)}
    paquets, matrices, montres, entiers = [], [], [], []
    for g in groupes:
        ici = zones_de(g, selection.niveau, demande.contexte)
        places = np.array([rang[z.id] for z in ici], dtype=np.intp)
        lignes = {cle: prendre(x, places) for cle, x in lues.items()}
        paquets.append(Paquet(g.rang, noms_de(ici, selection), lignes))
        if MATRICE in voulus:
            matrices.append(matrice(demande, g, places, toutes, courant))
        montres.append(prendre(courant.mesures["consommation"], places))
        entiers.append(font_le_tout(ici, g.dans, demande.contexte))
    totaux = [_mesures(demande, g.dans, demande.annee)["consommation"] for g in groupes]
    blocs = {CLASSEMENT: _bloc(demande, tetes, paquets)}
    if MATRICE in voulus:
        blocs[MATRICE] = _bloc_matrice(demande, tetes, matrices)
    if ANNEES in voulus:
        blocs[ANNEES] = _annees(demande, zones, tetes)
    # Rows that are no parts of the zone say nothing of what it hides.
    masque = part_masquee(montres, totaux) if all(entiers) else None
    return Reponse(blocs, CLASSEMENT, masque)


def _mesures(demande: DemandeFlux, zone: Zone, annee: int) -> dict[str, Garde]:
    """Measures of one zone: it is read among those of its level, since flows come from all of them."""
    if zone.genre is Genre.FRANCE:
        return croisee.de_france(demande, annee)
    toutes = croisee.voisinage(demande, zone.genre)
    lu = croisee.croisee(demande, annee, zone.genre, [z.code for z in toutes]).mesures
    return {c: prendre(g, np.array([toutes.index(zone)])) for c, g in lu.items()}


def _tete(demande: DemandeFlux, rang: int, zone: Zone) -> Ligne:
    courant = _mesures(demande, zone, demande.annee)
    passe = _mesures(demande, zone, demande.annee - 1) if demande.compare else None
    nom = Nom(zone.code, zone.libelle, zone.id, zone.id, rang)
    return ligne(nom, rang, lire(demande.selection.lecture, courant, passe), None)


def _bloc(demande: DemandeFlux, tetes: tuple[Ligne, ...], paquets: Sequence[Paquet]) -> Bloc:
    selection = demande.selection
    return bloc(
        CLASSEMENT,
        demande.titre_bloc(),
        "zone",
        selection,
        colonnes(selection.lecture, demande.mesures),
        tetes,
        paquets,
        meneuse=selection.unite,
        niveau=selection.niveau,
    )


def _bloc_matrice(
    demande: DemandeFlux, tetes: tuple[Ligne, ...], paquets: Sequence[Paquet]
) -> Bloc:
    """Residence in rows, place in columns, laid out long: codes ``37|41``."""
    offre = demande.selection.offre
    part = offre.mesure("autosuffisance").model_copy(
        update={
            "libelle": "Part de la consommation de la zone de résidence",
            "court": "Part",
            "definition": "Part de ce que consomment les habitants de la zone de résidence.",
        }
    )
    return bloc(
        MATRICE,
        "Flux de zone à zone : du lieu de résidence au lieu de prise en charge",
        "flux",
        demande.selection,
        colonnes(Lecture.TOTAL, (offre.mesure("volume"), part)),
        tetes,
        paquets,
        meneuse="volume",
        niveau=demande.selection.niveau,
        en_ordre=False,
    )


def _annees(demande: DemandeFlux, zones: tuple[Zone, ...], tetes: tuple[Ligne, ...]) -> Bloc:
    annees = demande.annees()
    paquets = []
    for i, zone in enumerate(zones):
        lus = [_mesures(demande, zone, a) for a in annees]
        gardes = {cle: bout_a_bout([x[cle] for x in lus]) for cle in croisee.MESURES}
        paquets.append(Paquet(i, tuple(Nom(str(a), str(a), zone.id) for a in annees), gardes))
    return bloc(
        ANNEES,
        f"Évolution {annees[0]}-{annees[-1]}",
        "annee",
        demande.selection,
        colonnes(Lecture.TOTAL, demande.mesures),
        tetes,
        paquets,
        meneuse=demande.selection.unite,
        en_ordre=False,
    )
