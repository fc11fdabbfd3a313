"""From sums to what may be shown under a reading: the gate, then quotients and evolutions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from data_layer.catalogue.mesures import POUR_HABITANTS, TAUX, Format, Mesure, NatureMesure
from data_layer.catalogue.schema import Lecture
from data_layer.disclosure import (
    Garde,
    garder_distinct,
    garder_effectif,
    garder_moyenne,
    garder_quantite,
)
from data_layer.indicators.evolution import evolution
from data_layer.indicators.rapports import Reels, rapport, taux
from data_layer.requete.tableau import Tableau
from data_layer.result import Colonne
from data_layer.selection import Periode
from data_layer.statuts import RANG_STATUT, Statut

Mesures = tuple[Mesure, ...]


def garder(
    tableau: Tableau, mesures: Sequence[Mesure], populations: Reels | None = None
) -> dict[str, Garde]:
    """Each measure through the gate, with the count that protects it; then quotients of what passed.

    ``mesures`` hold the terms of their quotients. ``populations``: inhabitants of each row, for a rate
    of the first measure.
    """
    effectifs = {m: garder_effectif(brut) for m, brut in tableau.effectifs.items()}
    gardes: dict[str, Garde] = {}
    for mesure in mesures:
        if mesure.nature is not NatureMesure.RAPPORT:
            gardes[mesure.cle] = _garder(tableau, mesure, effectifs)
    for mesure in mesures:
        if mesure.numerateur and mesure.denominateur:
            gardes[mesure.cle] = rapport(gardes[mesure.numerateur], gardes[mesure.denominateur])
    if populations is not None:
        gardes[TAUX] = taux(gardes[mesures[0].cle], populations)
    return gardes


def _garder(tableau: Tableau, mesure: Mesure, effectifs: Mapping[str, Garde]) -> Garde:
    protege = mesure.protege_par
    if mesure.nature is NatureMesure.MOYENNE:
        return garder_moyenne(
            tableau.moyennes[mesure.cle], tableau.effectifs[protege], effectifs[protege]
        )
    if mesure.nature is NatureMesure.DISTINCT:
        return garder_distinct(tableau.effectifs[mesure.cle], effectifs[protege])
    if mesure.cle in tableau.quantites:
        return garder_quantite(tableau.quantites[mesure.cle], effectifs[protege])
    return effectifs[mesure.cle]


def lire(
    lecture: Lecture,
    mesures: Sequence[Mesure],
    courant: Tableau,
    passe: Tableau | None,
    populations: Reels | None = None,
) -> Mapping[str, Garde]:
    """The measures as the reading asks: totals, or evolutions from ``passe`` (same codes)."""
    n = garder(courant, mesures, populations)
    if lecture is Lecture.TOTAL or passe is None:
        return n
    p = garder(passe, mesures, populations)
    en_valeur = lecture is Lecture.EVOL_VAL
    lues = {cle: evolution(n[cle], p[cle], en_valeur=en_valeur) for cle in n}
    if TAUX in lues and not en_valeur:
        lues[TAUX] = _comme(lues[mesures[0].cle], n[TAUX])
    return lues


def _comme(evolue: Garde, taux_courant: Garde) -> Garde:
    """The evolution in % of a rate: that of its count, the population being the same in both years.

    Dividing both terms would only cost them their last digit, and equal evolutions their tie.
    """
    sans = taux_courant.statuts == RANG_STATUT[Statut.SANS_OBJET]
    return Garde(
        np.where(sans, np.nan, evolue.valeurs),
        np.where(sans, np.nan, evolue.erreurs),
        np.where(sans, RANG_STATUT[Statut.SANS_OBJET], evolue.statuts).astype(np.int8),
    )


def colonnes(lecture: Lecture, mesures: Sequence[Mesure]) -> tuple[Colonne, ...]:
    """Column heads under a reading: an evolution is signed, in percent or in the measure's unit."""
    return tuple(_colonne(lecture, m) for m in mesures)


def mesure_taux(mesure: Mesure, periode: Periode) -> Mesure:
    """A count related to inhabitants, as a measure of its own; it is said not to be that of a year."""
    # An amount keeps its format; a count needs decimals once it is divided.
    en_euros = mesure.format is Format.MONTANT
    return mesure.model_copy(
        update={
            "cle": TAUX,
            "libelle": f"{mesure.libelle} {POUR_HABITANTS}",
            "court": f"{mesure.court} / 100\u202f000 hab.",
            "unite": mesure.unite,
            "format": Format.MONTANT if en_euros else Format.DECIMAL,
            "decimales": 0 if en_euros else 1,
            "nature": NatureMesure.RAPPORT,
            "numerateur": mesure.cle,
            "denominateur": "population",
            "additive": (),
            "definition": f"{mesure.definition} Rapporté à la population de la zone{_sur(periode)}.",
        }
    )


def _sur(periode: Periode) -> str:
    return f", {periode.autre_qu_un_an}, non annualisé" if periode.autre_qu_un_an else ""


def _colonne(lecture: Lecture, m: Mesure) -> Colonne:
    if lecture is Lecture.TOTAL:
        return Colonne(m.cle, m.libelle, m.court, m.unite, m.format, m.decimales, m)
    if lecture is Lecture.EVOL:
        nom = f"{m.libelle}, évolution N-1 (%)"
        return Colonne(m.cle, nom, m.court, "%", Format.POURCENT, 2, m, signe=True)
    # The difference of two percentages is a number of points, never a percentage.
    unite, forme = (
        ("points", Format.DECIMAL) if m.format is Format.POURCENT else (m.unite, m.format)
    )
    nom = f"{m.libelle}, évolution N-1 ({unite})"
    return Colonne(m.cle, nom, m.court, unite, forme, m.decimales, m, signe=True)
