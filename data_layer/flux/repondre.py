"""Assembling the answer to a selection of flows: titles, blocks, masked share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from data_layer.catalogue.schema import Flux, Vue
from data_layer.flux import bloc_carte, bloc_croisee, bloc_parts, bloc_taux, demographie
from data_layer.flux.demande import DemandeFlux
from data_layer.flux.questions import HorsFamille
from data_layer.flux.refus import refuser
from data_layer.flux.reponse import Reponse
from data_layer.ouverture import Ouverture
from data_layer.requete.titres import sens_ligne, sous_titre
from data_layer.result import Provenance, Resultat
from data_layer.selection import Selection
from geodata.zones import Zone

_REPONSES: Mapping[Flux, Callable[[DemandeFlux, tuple[Zone, ...], Sequence[str]], Reponse]] = {
    Flux.TAUX: bloc_taux.repondre,
    Flux.PARTS: bloc_parts.repondre,
    Flux.CROISEE: bloc_croisee.repondre,
    Flux.CARTE: bloc_carte.repondre,
}


def blocs_de(selection: Selection) -> tuple[str, ...]:
    """Names of the blocks that answer a selection: all of them as figures or on a map, else the main one."""
    tous = selection.restitution.panneaux
    if selection.vue is Vue.GRAPHIQUE or selection.restitution.flux is Flux.CARTE:
        return tous
    return tuple(dict.fromkeys((tous[0], *([selection.panneau] if selection.panneau else []))))


def _publiee(selection: Selection, ouverture: Ouverture) -> bool:
    """Whether a selection has rows: asked, its figures unread."""
    demande = DemandeFlux(selection, ouverture)
    lues = [demande.contexte.zones.get(z) for z in selection.zones]
    zones = tuple(z for z in lues if z is not None)
    permises = {*selection.restitution.genres} or {z.genre for z in zones}
    if selection.restitution.flux is None or any(z.genre not in permises for z in zones):
        return False
    try:
        return _REPONSES[selection.restitution.flux](demande, zones, ()).refus is None
    except HorsFamille:
        return False


def repondre(
    selection: Selection, zones: tuple[Zone, ...], ouverture: Ouverture, provenance: Provenance
) -> Resultat:
    """Answer a selection of a restitution of flows."""
    demande = DemandeFlux(selection, ouverture)
    assert selection.restitution.flux is not None
    try:
        reponse = _REPONSES[selection.restitution.flux](demande, zones, blocs_de(selection))
    except HorsFamille:
        reponse = refuser(demande, lambda s: _publiee(s, ouverture))
    noeud = demande.noeud
    activite = noeud.libelle if noeud.code else "tous champs"
    lieux = " et ".join(z.libelle for z in zones)
    resultat = Resultat(
        titre=f"{selection.restitution.titre_resultat}, {activite}, {lieux}, {selection.periode.libelle}",
        sous_titre=sous_titre(selection),
        selection=selection,
        zones=zones,
        blocs=reponse.blocs,
        principal=reponse.principal,
        provenance=provenance,
        part_masquee=reponse.part_masquee,
        sens_ligne=sens_ligne(selection),
        remarques=reponse.remarques,
        refus=reponse.refus,
    )
    return demographie.nommer(resultat, demande) if selection.hors_activite else resultat
