"""Rows of flows that are not published: why, and the nearest ones that are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from data_layer.flux.demande import DemandeFlux
from data_layer.flux.modele import TYPES_DE_SEJOUR
from data_layer.flux.reponse import Reponse, bloc_vide
from data_layer.requete.titres import repartition
from data_layer.result import Refus
from data_layer.selection import Selection, libelle_niveau, niveaux_lignes

_OFFERTS = 4


def refuser(demande: DemandeFlux, publiee: Callable[[Selection], bool]) -> Reponse:
    """An answer without rows. ``publiee``: whether a selection has some, decided from the question."""
    raison = (
        f"Cette activité n'est pas publiée {repartition(demande.selection)} : trop de lignes y "
        "compteraient de 1 à 10 séjours."
    )
    proches: dict[Selection, str] = {}
    for libelle, choix in _proches(demande):
        if len(proches) < _OFFERTS and choix not in proches and publiee(choix):
            proches[choix] = libelle
    bloc = bloc_vide(demande)
    refus = Refus(raison, tuple((libelle, choix) for choix, libelle in proches.items()))
    return Reponse({bloc.cle: bloc}, bloc.cle, None, refus=refus)


def _proches(demande: DemandeFlux) -> Iterator[tuple[str, Selection]]:
    """Both types of stay, the activities above, larger rows, then larger zones: the nearest first."""
    choix, noeuds = demande.selection, demande.contexte.noeuds
    if len(demande.types) == 1 and demande.types[0] in TYPES_DE_SEJOUR:
        yield "Tous types de prise en charge", choix.filtrer("type", ())
    for niveau in reversed(niveaux_lignes(choix)):
        if niveau != choix.niveau:
            libelle = libelle_niveau(choix.restitution, niveau)
            yield f"Par {libelle.lower()}", choix.avec(niveau=niveau)
    chemin = noeuds.chemin(demande.noeud.code)[1:-1] if noeuds is not None else ()
    for dessus in reversed(chemin):
        monte = choix.avec(noeud=dessus.code)
        garde = replace(monte, niveau=choix.niveau)
        yield f"Activité : {dessus.libelle}", garde if choix.par == "zone" else monte
    zone = demande.contexte.zones.get(choix.zone or "fr")
    for parent in zone.parents if zone is not None else ():
        if (autour := demande.contexte.zones.get(parent)) is not None:
            plus_grande = choix.avec(zone=autour.id, vs=())
            yield autour.libelle, plus_grande
            yield autour.libelle, plus_grande.avec(niveau=choix.niveau)
    yield "France, par région", choix.avec(zone="fr", vs=(), par="zone")
