"""Assembling the answer to a selection: titles, blocks, provenance, masked share."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from data_layer.catalogue.schema import Vue
from data_layer.disclosure import garder_effectif
from data_layer.flux import repondre as flux
from data_layer.ouverture import Ouverture
from data_layer.requete import plan, series
from data_layer.requete.agregats import InterrogationAgregats
from data_layer.requete.au_moins import membres_dits
from data_layer.requete.blocs import Paquet, bloc, ligne, remarques
from data_layer.requete.demande_faits import InterrogationFaits
from data_layer.requete.interrogation import Interrogation
from data_layer.requete.mesurer import colonnes, garder, lire
from data_layer.requete.noms import Nom
from data_layer.requete.remarques import dire
from data_layer.requete.tableau import Tableau
from data_layer.requete.titres import sens_ligne, sous_titre, titre, titre_bloc
from data_layer.result import Bloc, Ligne, Provenance, Resultat
from data_layer.selection import Selection
from data_layer.statuts import RANG_STATUT, Statut
from geodata.zones import Genre, Zone

PRINCIPAL = "classement"
_PALIERS = (0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0)
# Beside the main block; a view that does not show a block does not pay for it.
_BLOCS_PAR_VUE: Mapping[Vue, tuple[str, ...]] = {
    Vue.GRAPHIQUE: ("champ", "statut", "categorie", "mois"),
    Vue.ANNEES: ("annees",),
}


class ZoneAbsente(Exception):
    """The selection names no zone, or one that this release does not know."""


def blocs_de(selection: Selection) -> tuple[str, ...]:
    """Names of the blocks that answer a selection, the main one first."""
    restitution = selection.restitution
    if restitution.flux is not None:
        return flux.blocs_de(selection)
    if not restitution.famille:
        return (PRINCIPAL, "evolution")
    voulus = _BLOCS_PAR_VUE.get(selection.vue, ())
    panneau = (selection.panneau,) if selection.panneau else ()
    return tuple(dict.fromkeys((PRINCIPAL, *voulus, *panneau)))


def vue_canonique(selection: Selection) -> Vue:
    """The view that stands for all those that need the same blocks."""
    if selection.restitution.flux is not None:
        return Vue.GRAPHIQUE if selection.vue is Vue.GRAPHIQUE else selection.restitution.formes[0]
    voulus = _BLOCS_PAR_VUE.get(selection.vue) if selection.restitution.famille else None
    return selection.vue if voulus else Vue.TABLEAU


def repondre(selection: Selection, ouverture: Ouverture) -> Resultat:
    """Answer a selection from an open release.

    Raises:
        ZoneAbsente: a zone is missing; DonneesAbsentes: the release does not hold the dataset.
    """
    index = ouverture.contexte(selection.restitution).zones
    trouvees = tuple(index.get(z) for z in selection.zones)
    zones = tuple(z for z in trouvees if z is not None)
    if not zones or len(zones) != len(trouvees):
        raise ZoneAbsente(selection.zones)
    if selection.restitution.flux is not None:
        return flux.repondre(selection, zones, ouverture, _provenance(selection, ouverture))
    demande = interroger(selection, ouverture)
    groupes = plan.groupes(selection, zones, index)
    totaux = [demande.total(g.dans)[0] for g in groupes]
    paquets = [_paquet(demande, g, t) for g, t in zip(groupes, totaux, strict=True)]
    tetes = _tetes(demande, zones)
    blocs = {PRINCIPAL: _classement(demande, zones, tetes, paquets)}
    for nom in blocs_de(selection)[1:]:
        blocs[nom] = _autre_bloc(nom, demande, zones, tetes)
    return Resultat(
        titre=titre(selection, zones, demande.contexte.noeuds),
        sous_titre=sous_titre(selection),
        selection=selection,
        zones=zones,
        blocs=blocs,
        principal="annees" if "annees" in blocs and selection.vue is Vue.ANNEES else PRINCIPAL,
        provenance=_provenance(selection, ouverture),
        part_masquee=_part_masquee(demande, paquets),
        sens_ligne=sens_ligne(selection, [g.dans for g in groupes]),
        remarques=dire(demande, totaux, tetes),
        refus=demande.refus(groupes),
    )


def interroger(selection: Selection, ouverture: Ouverture) -> Interrogation:
    """How the dataset of a restitution is asked."""
    if selection.restitution.famille:
        return InterrogationFaits(selection, ouverture)
    return InterrogationAgregats(selection, ouverture)


def _classement(
    demande: Interrogation,
    zones: tuple[Zone, ...],
    tetes: tuple[Ligne, ...],
    paquets: list[Paquet],
) -> Bloc:
    selection = demande.selection
    par_niveau = selection.par in ("zone", "classification")
    index = demande.contexte.zones
    cibles = [index.get(n.cible) for p in paquets for n in p.noms if n.cible]
    return bloc(
        PRINCIPAL,
        titre_bloc(selection, zones),
        selection.par,
        selection,
        colonnes(selection.lecture, demande.affichees),
        tetes,
        paquets,
        meneuse=demande.selection.meneuse,
        niveau=selection.niveau if par_niveau else None,
        compositions={z.id: z.composition for z in cibles if z is not None and z.composition},
    )


def _autre_bloc(
    nom: str, demande: Interrogation, zones: tuple[Zone, ...], tetes: tuple[Ligne, ...]
) -> Bloc:
    if isinstance(demande, InterrogationAgregats):
        return series.evolution(demande, zones, tetes)
    assert isinstance(demande, InterrogationFaits)
    if nom == "mois":
        return series.mois(demande, zones, tetes)
    if nom == "annees":
        return series.annees(demande, zones, tetes)
    dimension = demande.selection.restitution.dimension(nom)
    assert dimension is not None
    return series.composition(demande, dimension, zones, tetes)


def _paquet(demande: Interrogation, groupe: plan.Groupe, total: Tableau) -> Paquet:
    selection = demande.selection
    courant, passe = demande.lignes(groupe)
    noms = demande.noms(groupe, courant.codes)
    par_etablissement = selection.par == "zone" and selection.niveau == "etablissement"
    populations = demande.populations(noms)
    gardes = lire(selection.lecture, demande.utiles, courant, passe, populations)
    sommes = garder(total, demande.utiles)
    return Paquet(
        groupe.rang,
        tuple(noms),
        gardes,
        {m: g.connue(0) for m, g in sommes.items()},
        remarques(courant, passe, selection.periode.annees) if par_etablissement else {},
        _volume(demande, courant, total),
    )


def _tetes(demande: Interrogation, zones: tuple[Zone, ...]) -> tuple[Ligne, ...]:
    lecture = demande.selection.lecture
    tetes = []
    for i, zone in enumerate(zones):
        courant, passe = demande.total(zone)
        nom = Nom(zone.code, zone.libelle, zone.id, zone.id, i)
        gardes = lire(lecture, demande.utiles, courant, passe, demande.populations([nom]))
        dites = remarques(courant, passe, demande.selection.periode.annees)
        siennes = dites.get(0, ()) if zone.genre is Genre.ETABLISSEMENT else ()
        siennes = (*siennes, *membres_dits(courant))
        tetes.append(ligne(nom, i, gardes, demande.rang_national(zone), siennes))
    return tuple(tetes)


def _part_masquee(demande: Interrogation, paquets: list[Paquet]) -> float | None:
    """Share of the volume that the rows do not show, all groups together.

    Of facts, whose totals are exact, the share of a masked row would give its amount: an upper step of
    :data:`_PALIERS` is said, and nothing when a single row is masked.
    """
    montre, total, masquees = (sum(p.volume[i] for p in paquets) for i in range(3))
    if not total > 0:
        return None
    part = max(0.0, 1 - montre / total)
    if not demande.selection.restitution.famille or masquees == 0:
        return part
    return None if masquees == 1 else next(p for p in _PALIERS if part <= p)


def _volume(demande: Interrogation, courant: Tableau, total: Tableau) -> tuple[float, float, int]:
    """Shown sum, total, and masked rows, of what is additive over rows, from after the gate.

    Amounts where the dataset has them: stays of several products do not add up. Else the count that
    protects the leading measure.
    """
    if "montant" in courant.quantites:
        mesures = (demande.selection.offre.mesure("montant"),)
        lignes, tout = (garder(t, mesures)["montant"] for t in (courant, total))
    else:
        cle = demande.selection.offre.mesure(demande.selection.unite).protege_par
        lignes, tout = (garder_effectif(t.effectifs[cle]) for t in (courant, total))
    caches = [RANG_STATUT[s] for s in (Statut.MASQUE, Statut.AU_MOINS)]
    masquees = int(np.isin(lignes.statuts, caches).sum())
    # A total of facts that is a lower bound tells no share.
    borne = bool(courant.quantites) and tout.statuts[0] != RANG_STATUT[Statut.OK]
    return float(np.nansum(lignes.valeurs)), 0.0 if borne else float(tout.valeurs[0]), masquees


def _provenance(selection: Selection, ouverture: Ouverture) -> Provenance:
    jeu = ouverture.jeu(selection.restitution)
    return Provenance(
        source=jeu.source,
        editeur=jeu.editeur,
        licence=jeu.licence,
        credit=jeu.credit,
        millesime=jeu.millesime,
        mise_a_jour=jeu.date_import.date().isoformat(),
        version=ouverture.release.id,
        synthetique=jeu.synthetique,
    )
