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
from geodata.zones import Genre, Zone

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
        part_masquee=_part_masquee(paquets),
        sens_ligne=sens_ligne(selection),
        remarques=_remarques(demande, totaux, tetes),
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
    par_etablissement = selection.par == "zone" and selection.niveau == "etablissement"
    gardes = lire(selection.lecture, demande.mesures, courant, passe)
    sommes = garder(total, demande.mesures)
    return Paquet(
        groupe.rang,
        tuple(noms),
        gardes,
        {m: float(g.valeurs[0]) for m, g in sommes.items()},
        remarques(courant, passe, selection.periode.annees) if par_etablissement else {},
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
        courant, passe = demande.total(serie)
        gardes = lire(lecture, demande.mesures, courant, passe)
        nom = Nom(zone.code, zone.libelle, zone.id, zone.id, i)
        dites = remarques(courant, passe, demande.selection.periode.annees)
        siennes = dites.get(0, ()) if zone.genre is Genre.ETABLISSEMENT else ()
        tetes.append(ligne(nom, i, gardes, demande.rang_national(zone), siennes))
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
        dites = remarques(serie, avant) if zone.genre is Genre.ETABLISSEMENT else {}
        paquets.append(Paquet(i, noms, gardes, remarques=dites))
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


def _part_masquee(paquets: list[Paquet]) -> float | None:
    """Share of the protecting count's volume that the rows do not show, all groups together."""
    montre, total = (sum(p.volume[i] for p in paquets) for i in (0, 1))
    return max(0.0, 1 - montre / total) if total > 0 else None


def _volume(mesure: Mesure, courant: Tableau, total: Tableau) -> tuple[float, float]:
    """Shown sum and total of the count that protects a measure, both from after the gate."""
    cle = mesure.protege_par
    montre = garder_effectif(courant.effectifs[cle]).valeurs
    return float(np.nansum(montre)), float(garder_effectif(total.effectifs[cle]).valeurs[0])


def _remarques(
    demande: Interrogation, totaux: list[Tableau], tetes: tuple[Ligne, ...]
) -> tuple[str, ...]:
    """What to know before reading: no year before, partial years (of rows that cannot say it)."""
    dites = [f"{t.libelle} : {', '.join(t.remarques)}." for t in tetes if t.remarques]
    if demande.compare and demande.avant is None:
        dites.insert(
            0,
            f"Les données commencent en {demande.etendue.debut} : il n'y a pas de période précédente "
            "à comparer.",
        )
    selection = demande.selection
    incomplets = sum(int(t.incomplets[0]) for t in totaux)
    if incomplets and not (selection.niveau == "etablissement" and selection.par == "zone"):
        dites.append(_incomplets(incomplets, selection))
    return tuple(dites)


def _incomplets(incomplets: int, selection: Selection) -> str:
    """A partial year, or one whose months the source does not say."""
    un = incomplets == 1
    qui = "Un établissement n'a" if un else f"{incomplets} établissements n'ont"
    quand = "pour l'année" if selection.periode.annees == 1 else "pour une des années"
    return f"{qui} pas de période complète {quand}."


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
