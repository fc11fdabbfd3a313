"""Blocks beside the main one: years, months, and what a zone is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from data_layer.catalogue.mesures import Mesure, NatureMesure
from data_layer.catalogue.schema import Dimension, Lecture, Valeur
from data_layer.disclosure import Garde
from data_layer.requete.agregats import InterrogationAgregats
from data_layer.requete.blocs import Paquet, bloc, remarques
from data_layer.requete.demande_faits import InterrogationFaits
from data_layer.requete.interrogation import Interrogation
from data_layer.requete.mesurer import colonnes, garder, lire
from data_layer.requete.noms import Nom
from data_layer.requete.tableau import Tableau
from data_layer.result import Bloc, Ligne
from data_layer.selection import NOMS_MOIS, Selection
from data_layer.statuts import RANG_STATUT, Statut
from geodata.zones import Genre, Zone

ANNEES_MONTREES = 5
_EN_SEJOURS = ("sejours", "montant_sejour")
"""Measures whose unit depends on the champ: stays, or days in SSR."""


def evolution(
    demande: InterrogationAgregats, zones: tuple[Zone, ...], tetes: tuple[Ligne, ...]
) -> Bloc:
    """Block ``evolution``: every year of a dataset of published rows."""
    selection = demande.selection
    paquets = []
    for i, zone in enumerate(zones):
        serie = demande.serie(zone)
        annees = serie.codes
        avant = serie.aligner([str(int(a) - 1) for a in annees]) if demande.compare else None
        gardes = lire(selection.lecture, demande.mesures, serie, avant)
        noms = tuple(Nom(a, a, zone.id) for a in annees)
        dites = remarques(serie, avant) if zone.genre is Genre.ETABLISSEMENT else {}
        paquets.append(Paquet(i, noms, gardes, remarques=dites))
    titre = f"Évolution {demande.etendue.libelle.replace(' à ', '-')}"
    return _serie(demande, "evolution", titre, "annee", selection.lecture, tetes, paquets)


def annees(demande: InterrogationFaits, zones: tuple[Zone, ...], tetes: tuple[Ligne, ...]) -> Bloc:
    """Block ``annees``: five years up to that of the selection, over the same months of each."""
    selection, etendue = demande.selection, demande.etendue
    fin = selection.periode.fin
    montrees = list(range(max(etendue.debut, fin - ANNEES_MONTREES + 1), fin + 1))
    # An evolution starts a year earlier: its perimeter has to hold there too.
    lues = [montrees[0] - 1, *montrees] if demande.compare else montrees
    constant: Sequence[int] = ()
    if selection.perimetre == "constant":
        constant = [a for a in lues if a >= etendue.debut]
    paquets = []
    for i, zone in enumerate(zones):
        avant = None
        if demande.compare:
            toutes = demande.annees(zone, lues, constant)
            serie = toutes.aligner(toutes.codes[1:])
            avant = replace(toutes.aligner(toutes.codes[:-1]), codes=serie.codes)
        else:
            serie = demande.annees(zone, montrees, constant)
        noms = tuple(Nom(a, a, zone.id) for a in serie.codes)
        populations = demande.populations(noms)
        gardes = lire(selection.lecture, demande.utiles, serie, avant, populations)
        paquets.append(Paquet(i, noms, gardes))
    mois = selection.periode.libelle_mois
    titre = f"{mois.capitalize()}, de {montrees[0]} à {montrees[-1]}"
    if constant:
        titre += ", à périmètre constant"
    return _serie(demande, "annees", titre, "annee", selection.lecture, tetes, paquets)


def mois(demande: InterrogationFaits, zones: tuple[Zone, ...], tetes: tuple[Ligne, ...]) -> Bloc:
    """Block ``mois``: each month of the year of the selection and of the year before, as totals.

    Codes are ``2021-03``; months that the dataset does not hold yet are ``non_transmis``.
    """
    fin = demande.selection.periode.fin
    lues = [a for a in (fin - 1, fin) if a >= demande.etendue.debut]
    paquets = []
    for i, zone in enumerate(zones):
        serie = demande.mois(zone, lues)
        noms = tuple(Nom(c, f"{NOMS_MOIS[int(c[5:]) - 1]} {c[:4]}", zone.id) for c in serie.codes)
        gardes = garder(serie, demande.utiles, demande.populations(noms))
        absents = np.array([int(c[5:]) > demande.contexte.mois_de(int(c[:4])) for c in serie.codes])
        for garde in gardes.values():
            garde.statuts[absents] = RANG_STATUT[Statut.NON_TRANSMIS]
            garde.valeurs[absents] = np.nan
        paquets.append(Paquet(i, noms, gardes))
    titre = f"Mois par mois, {' et '.join(str(a) for a in lues)}"
    return _serie(demande, "mois", titre, "mois", Lecture.TOTAL, tetes, paquets)


def composition(
    demande: InterrogationFaits,
    dimension: Dimension,
    zones: tuple[Zone, ...],
    tetes: tuple[Ligne, ...],
) -> Bloc:
    """What each zone is made of by the values of a filter, as totals with their shares."""
    selection = demande.selection
    paquets = []
    # A champ that these products do not have would be a row of nothing.
    famille = selection.offre.famille
    simples = [
        v
        for v in dimension.valeurs
        if not isinstance(v.valeur, tuple) and v.quand.vaut(famille, "")
    ]
    if dimension.cle == "champ" and selection.filtre_en_vigueur("liste"):
        # SSR has a list of its own: under another one it would be empty.
        simples = [v for v in simples if v.code != "ssr"]
    autres = _autre_unite(dimension, simples, selection)
    if autres.any() and selection.unite != "montant":
        simples = [v for v, autre in zip(simples, autres, strict=True) if not autre]
        autres = np.zeros(len(simples), dtype=bool)
    for i, zone in enumerate(zones):
        lus = demande.repartir(dimension, zone).aligner([str(v.valeur) for v in simples])
        noms = tuple(Nom(v.code, v.libelle, zone.id) for v in simples)
        gardes = garder(lus, demande.utiles, demande.populations(noms))
        # Shares of what is listed: a filter in force would make them exceed the total.
        totaux = _ensemble(lus, lus.codes, demande)
        if autres.any():
            _taire(gardes, autres)
            memes = [c for c, autre in zip(lus.codes, autres, strict=True) if not autre]
            siens = _ensemble(lus, memes, demande)
            totaux |= {m: siens[m] for m in _EN_SEJOURS if m in siens}
        paquets.append(Paquet(i, noms, gardes, totaux))
    return _serie(
        demande, dimension.cle, dimension.libelle, dimension.cle, Lecture.TOTAL, tetes, paquets
    )


def _autre_unite(
    dimension: Dimension, valeurs: Sequence[Valeur], selection: Selection
) -> NDArray[np.bool_]:
    """Which champs count in another unit than the selection: days of SSR are never put beside stays."""
    if dimension.cle != "champ":
        return np.zeros(len(valeurs), dtype=bool)
    en_journees = selection.filtre_en_vigueur("champ") == ("ssr",)
    return np.array([(v.code == "ssr") is not en_journees for v in valeurs])


def _taire(gardes: Mapping[str, Garde], lignes: NDArray[np.bool_]) -> None:
    """Leave out, in place, what these rows count in another unit."""
    for mesure in _EN_SEJOURS:
        if mesure in gardes:
            gardes[mesure].statuts[lignes] = RANG_STATUT[Statut.SANS_OBJET]
            gardes[mesure].valeurs[lignes] = np.nan


def _ensemble(lus: Tableau, codes: Sequence[str], demande: InterrogationFaits) -> dict[str, float]:
    """What rows add up to, as far as it may be shown: what shares and indices refer to."""
    mesures = [m for m in demande.utiles if not _de_personnes(m)]
    gardes = garder(lus.sommer(codes), mesures)
    return {m: g.connue(0) for m, g in gardes.items()}


def _de_personnes(mesure: Mesure) -> bool:
    """Whether a measure counts persons, or divides by them: they do not add up."""
    return mesure.nature is NatureMesure.DISTINCT or mesure.denominateur == "patients"


def _serie(
    demande: Interrogation,
    cle: str,
    titre: str,
    nature: str,
    lecture: Lecture,
    tetes: tuple[Ligne, ...],
    paquets: Sequence[Paquet],
) -> Bloc:
    return bloc(
        cle,
        titre,
        nature,
        demande.selection,
        colonnes(lecture, demande.affichees),
        tetes,
        paquets,
        meneuse=demande.selection.meneuse,
        en_ordre=False,
    )
