"""From sums to what may be shown under a reading: the gate, then evolutions."""

from __future__ import annotations

from collections.abc import Mapping

from data_layer.catalogue.schema import Format, Lecture, Mesure, NatureMesure
from data_layer.disclosure import Garde, garder_effectif, garder_moyenne
from data_layer.indicators.evolution import evolution
from data_layer.requete.tableau import Tableau
from data_layer.result import Colonne

Mesures = tuple[Mesure, ...]


def garder(tableau: Tableau, mesures: Mesures) -> dict[str, Garde]:
    """Each measure through the gate, with the count that protects it."""
    effectifs = {m: garder_effectif(brut) for m, brut in tableau.effectifs.items()}
    gardes: dict[str, Garde] = {}
    for mesure in mesures:
        if mesure.nature is NatureMesure.EFFECTIF:
            gardes[mesure.cle] = effectifs[mesure.cle]
        else:
            protege = mesure.protege_par
            gardes[mesure.cle] = garder_moyenne(
                tableau.moyennes[mesure.cle], tableau.effectifs[protege], effectifs[protege]
            )
    return gardes


def lire(
    lecture: Lecture, mesures: Mesures, courant: Tableau, passe: Tableau | None
) -> Mapping[str, Garde]:
    """The measures as the reading asks: totals, or evolutions from ``passe`` (same codes)."""
    n = garder(courant, mesures)
    if lecture is Lecture.TOTAL or passe is None:
        return n
    p = garder(passe, mesures)
    en_valeur = lecture is Lecture.EVOL_VAL
    return {cle: evolution(n[cle], p[cle], en_valeur=en_valeur) for cle in n}


def colonnes(lecture: Lecture, mesures: Mesures) -> tuple[Colonne, ...]:
    """Column heads under a reading: an evolution is signed, in percent or in the measure's unit."""
    return tuple(_colonne(lecture, m) for m in mesures)


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
