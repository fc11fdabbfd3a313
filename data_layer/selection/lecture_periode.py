"""The reader of ``periode``: whole years or months, as the restitution counts them."""

from __future__ import annotations

from dataclasses import replace

from data_layer.catalogue.schema import Grain
from data_layer.selection.avis import Avis, Choix, court
from data_layer.selection.contexte import Contexte
from data_layer.selection.modele import Selection
from data_layer.selection.periode import Periode


def lire_periode(
    selection: Selection, texte: str, contexte: Contexte, avis: list[Avis]
) -> Selection:
    """Take a period inside the span of the data; a year stands for all its months."""
    par_mois, cumul = selection.restitution.grain is Grain.MOIS, selection.restitution.cumul
    etendue = contexte.etendue_de(selection.offre.famille)
    try:
        periode = Periode.lire(texte)
        if par_mois and periode.mois is None and periode.annees == 1:
            periode = periode.avec_mois(1, contexte.mois_de(periode.fin))
    except ValueError:
        periode = None
    if periode is None or not _dedans(periode, contexte, etendue, par_mois=par_mois, cumul=cumul):
        avis.append(_hors_des_donnees(texte, contexte, etendue, par_mois=par_mois, cumul=cumul))
        return selection
    return replace(selection, periode=periode)


def lire_vs_periode(
    selection: Selection, texte: str, contexte: Contexte, avis: list[Avis]
) -> Selection:
    """Take a second year to put beside the first; that very year is none."""
    dits: list[Avis] = []
    seconde = lire_periode(selection, texte, contexte, dits).periode
    avis += [replace(a, cle="vs_periode") for a in dits]
    if dits or seconde == selection.periode:
        return selection
    return replace(selection, vs_periode=seconde)


def _dedans(
    periode: Periode, contexte: Contexte, etendue: Periode, *, par_mois: bool, cumul: bool
) -> bool:
    if (periode.mois is not None) is not par_mois:
        return False
    if periode.annees > 1 and not cumul:
        return False
    dans_les_annees = etendue.debut <= periode.debut and periode.fin <= etendue.fin
    return dans_les_annees and periode.bornes_mois[1] <= (
        contexte.mois_de(periode.fin) if par_mois else 12
    )


def _hors_des_donnees(
    texte: str, contexte: Contexte, etendue: Periode, *, par_mois: bool, cumul: bool
) -> Avis:
    debut = f"La période « {court(texte)} » n'est pas disponible."
    if not cumul:
        message = f"{debut} Écrivez une année, de {etendue.debut} à {etendue.fin}."
        offertes = [Periode(a, a) for a in range(etendue.fin, etendue.debut - 1, -1)]
    elif not par_mois:
        message = (
            f"{debut} Écrivez une année ({etendue.fin}) ou une suite d'années ({etendue.ecrire()})."
        )
        offertes = [Periode(etendue.fin, etendue.fin), etendue]
    else:
        derniere = Periode(etendue.fin, etendue.fin, (1, contexte.dernier_mois))
        message = (
            f"{debut} Écrivez des mois d'une même année ({derniere.ecrire()}), "
            f"de {etendue.debut} à {derniere.libelle.replace('janvier à ', '')}."
        )
        offertes = [derniere]
        if etendue.fin > etendue.debut:
            offertes.append(Periode(etendue.fin - 1, etendue.fin - 1, (1, 12)))
    return Avis("periode", message, tuple(Choix(p.ecrire(), p.libelle) for p in offertes))
