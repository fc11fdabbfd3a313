"""Assembling the answer to a selection: titles, blocks, provenance, masked share."""

from __future__ import annotations

import numpy as np

from data_layer.catalogue.schema import Mesure
from data_layer.disclosure import garder_effectif
from data_layer.ouverture import Ouverture
from data_layer.requete import plan
from data_layer.requete.blocs import Nom, Paquet, bloc, ligne, nom_zone, remarques
from data_layer.requete.interroger import Interrogation
from data_layer.requete.mesurer import colonnes, garder, lire
from data_layer.requete.tableau import Tableau
from data_layer.requete.titres import sens_ligne, sous_titre, titre, titre_bloc
from data_layer.result import Bloc, Ligne, Provenance, Resultat
from data_layer.selection import Selection, genre_de
from geodata.zones import Zone

PRINCIPAL = "classement"


class ZoneAbsente(Exception):
    """The selection names no zone, or one that this release does not know."""


def repondre(selection: Selection, ouverture: Ouverture) -> Resultat:
    """Answer a selection from an open release.

    Raises:
        ZoneAbsente: a zone is missing; DonneesAbsentes: the release does not hold the dataset.
    """
    trouvees = tuple(ouverture.zones.get(z) for z in selection.zones)
    zones = tuple(z for z in trouvees if z is not None)
    if not zones or len(zones) != len(trouvees):
        raise ZoneAbsente(selection.zones)
    demande = Interrogation(selection, ouverture)
    series = tuple(demande.serie(z) for z in zones)
    groupes = plan.groupes(selection, zones, ouverture.zones)
    totaux = [_total_groupe(demande, g, zones, series) for g in groupes]
    paquets = [_paquet(demande, g, t) for g, t in zip(groupes, totaux, strict=True)]
    tetes = _tetes(demande, zones, series, paquets)
    classement = bloc(
        PRINCIPAL,
        titre_bloc(selection, zones),
        selection.par,
        selection,
        colonnes(selection.lecture, demande.mesures),
        tetes,
        paquets,
    )
    return Resultat(
        titre=titre(selection, zones),
        sous_titre=sous_titre(selection),
        selection=selection,
        zones=zones,
        blocs={PRINCIPAL: classement, "evolution": _evolution(demande, zones, series, tetes)},
        principal=PRINCIPAL,
        provenance=_provenance(demande),
        part_masquee=_part_masquee(paquets[0]),
        sens_ligne=sens_ligne(selection),
        remarques=_remarques(selection, totaux[0]),
    )


def _total_groupe(
    demande: Interrogation,
    groupe: plan.Groupe,
    zones: tuple[Zone, ...],
    series: tuple[Tableau, ...],
) -> Tableau:
    if groupe.dans in zones:
        return demande.total(series[zones.index(groupe.dans)])[0]
    return demande.total_de(groupe.dans)


def _paquet(demande: Interrogation, groupe: plan.Groupe, total: Tableau) -> Paquet:
    selection, index = demande.selection, demande.ouverture.zones
    courant, passe = demande.lignes(groupe)
    dimension = selection.restitution.dimension(selection.par)
    if dimension is not None:
        libelles = {v.valeur: (v.code, v.libelle) for v in dimension.valeurs}
        noms = [Nom(*libelles.get(c, (c, c)), groupe.dans.id) for c in courant.codes]
    else:
        genre = genre_de(selection.niveau)
        noms = [nom_zone(c, index.get(f"{genre}-{c}"), selection.zones) for c in courant.codes]
    annuel = selection.periode.annees == 1
    par_etablissement = selection.par == "zone" and selection.niveau == "etablissement"
    gardes = lire(selection.lecture, demande.mesures, courant, passe)
    sommes = garder(total, demande.mesures)
    return Paquet(
        groupe.rang,
        tuple(noms),
        gardes,
        {m: float(g.valeurs[0]) for m, g in sommes.items()},
        remarques(courant, annuel) if par_etablissement else {},
        _volume(selection.restitution.mesure(selection.unite), courant, total),
    )


def _tetes(
    demande: Interrogation,
    zones: tuple[Zone, ...],
    series: tuple[Tableau, ...],
    paquets: list[Paquet],
) -> tuple[Ligne, ...]:
    lecture = demande.selection.lecture
    tetes = []
    for i, (zone, serie) in enumerate(zip(zones, series, strict=True)):
        gardes = lire(lecture, demande.mesures, *demande.total(serie))
        nom = Nom(zone.code, zone.libelle, zone.id, zone.id, i)
        tetes.append(ligne(nom, i, gardes, demande.rang_national(zone)))
    return tuple(tetes)


def _evolution(
    demande: Interrogation,
    zones: tuple[Zone, ...],
    series: tuple[Tableau, ...],
    tetes: tuple[Ligne, ...],
) -> Bloc:
    selection = demande.selection
    paquets = []
    for i, (zone, serie) in enumerate(zip(zones, series, strict=True)):
        annees = serie.codes
        avant = serie.aligner([str(int(a) - 1) for a in annees]) if demande.compare else None
        gardes = lire(selection.lecture, demande.mesures, serie, avant)
        noms = tuple(Nom(a, a, zone.id) for a in annees)
        paquets.append(Paquet(i, noms, gardes))
    return bloc(
        "evolution",
        f"Évolution {demande.etendue.libelle.replace(' à ', '-')}",
        "annee",
        selection,
        colonnes(selection.lecture, demande.mesures),
        tetes,
        paquets,
        en_ordre=False,
    )


def _part_masquee(paquet: Paquet) -> float | None:
    """Share of the protecting count's volume that the rows of the main group do not show."""
    montre, total = paquet.volume
    return max(0.0, 1 - montre / total) if total > 0 else None


def _volume(mesure: Mesure, courant: Tableau, total: Tableau) -> tuple[float, float]:
    """Shown sum and total of the count that protects a measure, both from after the gate."""
    cle = mesure.protege_par
    montre = garder_effectif(courant.effectifs[cle]).valeurs
    return float(np.nansum(montre)), float(garder_effectif(total.effectifs[cle]).valeurs[0])


def _remarques(selection: Selection, total: Tableau) -> tuple[str, ...]:
    incomplets = int(total.incomplets[0])
    if not incomplets or (selection.niveau == "etablissement" and selection.par == "zone"):
        return ()
    un = incomplets == 1
    qui = "Un établissement n'a" if un else f"{incomplets} établissements n'ont"
    quand = "de l'année" if selection.periode.annees == 1 else "d'une des années"
    return (f"{qui} transmis qu'une partie {quand}.",)


def _provenance(demande: Interrogation) -> Provenance:
    jeu = demande.ouverture.jeu(demande.selection.restitution)
    return Provenance(
        source=jeu.source,
        editeur=jeu.editeur,
        licence=jeu.licence,
        credit=jeu.credit,
        millesime=jeu.millesime,
        mise_a_jour=jeu.date_import.date().isoformat(),
        version=demande.ouverture.release.id,
        synthetique=jeu.synthetique,
    )
