"""The blocks of rates of recourse: zones or activities ranked, years, and what a funnel plot needs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from data_layer.catalogue.mesures import Format, Mesure, NatureMesure
from data_layer.disclosure import Garde
from data_layer.flux import taux
from data_layer.flux.demande import DemandeFlux
from data_layer.flux.gardes import lire
from data_layer.flux.reponse import Reponse, font_le_tout, noms_de, part_masquee, zones_de
from data_layer.requete import plan
from data_layer.requete.blocs import Paquet, bloc, ligne
from data_layer.requete.mesurer import colonnes
from data_layer.requete.noms import Nom
from data_layer.result import Bloc, Ligne
from data_layer.selection import genre_de
from geodata.zones import Genre, Zone

CLASSEMENT, ANNEES, ENTONNOIR = "classement", "annees", "entonnoir"
_SEJOURS, _ATTENDUS = (
    Mesure(
        cle=cle,
        libelle=libelle,
        court=libelle,
        unite="séjours",
        format=Format.ENTIER,
        nature=NatureMesure.DERIVEE,
        protege_par="sejours",
        definition=definition,
    )
    for cle, libelle, definition in (
        (
            "sejours",
            "Séjours observés",
            "Séjours des habitants de la zone, tous types comptés ensemble.",
        ),
        (
            "attendus",
            "Séjours attendus",
            "Séjours qu'auraient les habitants, à âge et sexe égaux, s'ils recouraient comme en France.",
        ),
    )
)


def repondre(demande: DemandeFlux, zones: tuple[Zone, ...], voulus: Collection[str]) -> Reponse:
    """Blocks ``classement``, ``annees`` and, where rows are zones, ``entonnoir``: those of ``voulus``."""
    tetes = _tetes(demande, zones)
    groupes = plan.groupes(demande.selection, zones, demande.contexte.zones)
    lues = [_lignes(demande, g) for g in groupes]
    paquets = [
        Paquet(g.rang, noms, lire(demande.selection.lecture, n, p), {})
        for g, (noms, n, p) in zip(groupes, lues, strict=True)
    ]
    blocs = {CLASSEMENT: _bloc(demande, CLASSEMENT, tetes, paquets)}
    if ANNEES in voulus:
        blocs[ANNEES] = _annees(demande, zones, tetes)
    if ENTONNOIR in voulus and demande.selection.par == "zone":
        blocs[ENTONNOIR] = _entonnoir(demande, tetes, lues)
    return Reponse(blocs, CLASSEMENT, _part_masquee(demande, groupes, lues))


_Lues = tuple[tuple[Nom, ...], Mapping[str, Garde], Mapping[str, Garde] | None]
"""Names of rows, their measures, and those of the year before under an evolution."""


def _part_masquee(
    demande: DemandeFlux, groupes: Sequence[plan.Groupe], lues: Sequence[_Lues]
) -> float | None:
    """Untold where rows are no parts of the zone: bassins that go beyond it, or are listed elsewhere."""
    choix, contexte = demande.selection, demande.contexte
    if choix.par == "zone" and not all(
        font_le_tout(zones_de(g, choix.niveau, contexte), g.dans, contexte) for g in groupes
    ):
        return None
    totaux = [_mesures(demande, [g.dans], demande.annee)["volume"] for g in groupes]
    return part_masquee([n["volume"] for _, n, _ in lues], totaux)


def _mesures(demande: DemandeFlux, zones: Sequence[Zone], annee: int) -> dict[str, Garde]:
    """Measures of zones of one kind (n)."""
    return taux.taux(demande, annee, zones[0].genre, [z.code for z in zones])


def _lignes(demande: DemandeFlux, groupe: plan.Groupe) -> _Lues:
    selection = demande.selection
    if selection.par == "classification":
        return _activites(demande, groupe)
    zones = zones_de(groupe, selection.niveau, demande.contexte)
    genre, codes = Genre(genre_de(selection.niveau)), [z.code for z in zones]
    courant = taux.taux(demande, demande.annee, genre, codes)
    passe = taux.taux(demande, demande.annee - 1, genre, codes) if demande.compare else None
    return noms_de(zones, selection), courant, passe


def _activites(demande: DemandeFlux, groupe: plan.Groupe) -> _Lues:
    """Rates of a zone by the activities under the node."""
    noeuds = demande.sous_noeuds()
    zone = groupe.dans

    def lus(annee: int) -> dict[str, Garde]:
        par_noeud = [_mesures(demande.sous(n), [zone], annee) for n in noeuds]
        return taux.bout_a_bout(par_noeud)

    noms = tuple(Nom(n.code, n.libelle, zone.id, n.code) for n in noeuds)
    return noms, lus(demande.annee), lus(demande.annee - 1) if demande.compare else None


def _tetes(demande: DemandeFlux, zones: tuple[Zone, ...]) -> tuple[Ligne, ...]:
    lignes = []
    for i, zone in enumerate(zones):
        courant = _mesures(demande, [zone], demande.annee)
        passe = _mesures(demande, [zone], demande.annee - 1) if demande.compare else None
        nom = Nom(zone.code, zone.libelle, zone.id, zone.id, i)
        lignes.append(ligne(nom, i, lire(demande.selection.lecture, courant, passe), None))
    return tuple(lignes)


def _bloc(
    demande: DemandeFlux, cle: str, tetes: tuple[Ligne, ...], paquets: Sequence[Paquet]
) -> Bloc:
    selection = demande.selection
    return bloc(
        cle,
        demande.titre_bloc(),
        selection.par,
        selection,
        colonnes(selection.lecture, demande.mesures),
        tetes,
        paquets,
        meneuse=selection.unite,
        niveau=selection.niveau,
    )


def _annees(demande: DemandeFlux, zones: tuple[Zone, ...], tetes: tuple[Ligne, ...]) -> Bloc:
    """Every year that the activity is known over, as totals."""
    selection, annees = demande.selection, demande.annees()
    paquets = []
    for i, zone in enumerate(zones):
        noms = tuple(Nom(str(a), str(a), zone.id) for a in annees)
        paquets.append(Paquet(i, noms, taux.par_annee(demande, annees, zone)))
    return bloc(
        ANNEES,
        f"Évolution {annees[0]}-{annees[-1]}",
        "annee",
        selection,
        colonnes(type(selection.lecture).TOTAL, demande.mesures),
        tetes,
        paquets,
        meneuse=selection.unite,
        en_ordre=False,
    )


def _entonnoir(demande: DemandeFlux, tetes: tuple[Ligne, ...], lues: Sequence[_Lues]) -> Bloc:
    """Observed and expected stays of the rows, whatever the reading."""
    selection = demande.selection
    paquets = [Paquet(i, noms, courant) for i, (noms, courant, _) in enumerate(lues)]
    return bloc(
        ENTONNOIR,
        "Séjours observés et attendus",
        "zone",
        selection,
        colonnes(type(selection.lecture).TOTAL, (_ATTENDUS, _SEJOURS)),
        tetes,
        paquets,
        meneuse="attendus",
        niveau=selection.niveau,
        en_ordre=False,
    )
