"""What to know before reading a result: partial years, no year before, no population."""

from __future__ import annotations

from data_layer.catalogue.schema import Lecture
from data_layer.requete.interrogation import Interrogation
from data_layer.requete.tableau import Tableau
from data_layer.result import Ligne
from data_layer.selection import LIBELLES_POUR, NOMS_MOIS, Selection


def dire(
    demande: Interrogation, totaux: list[Tableau], tetes: tuple[Ligne, ...]
) -> tuple[str, ...]:
    """The sentences above a result: no year before, year under way, partial years of rows."""
    selection = demande.selection
    dites = [f"{t.libelle} : {', '.join(t.remarques)}." for t in tetes if t.remarques]
    if demande.compare and demande.avant is None:
        dites.insert(
            0,
            f"Les données commencent en {demande.etendue.debut} : il n'y a pas de période précédente "
            "à comparer.",
        )
    if (en_cours := _annee_en_cours(demande)) is not None:
        dites.append(en_cours)
    incomplets = sum(int(t.incomplets[0]) for t in totaux)
    if incomplets and not (selection.niveau == "etablissement" and selection.par == "zone"):
        dites.append(_incomplets(incomplets, selection))
    if (taux := _taux(selection)) is not None:
        dites.append(taux)
    if selection.pour and not selection.rapportee:
        dites.append(
            "Un établissement, un GHT ou un panier n'a pas de population à lui : les valeurs ne sont pas "
            "rapportées aux habitants."
        )
    return tuple(dites)


def _taux(selection: Selection) -> str | None:
    """Over which months a rate is counted, where these are not one year. An evolution in % is no rate."""
    sur = selection.periode.autre_qu_un_an
    if not (selection.rapportee and sur) or selection.lecture is Lecture.EVOL:
        return None
    return f"{LIBELLES_POUR[selection.pour]}\u202f: total {sur}, non annualisé."


def _annee_en_cours(demande: Interrogation) -> str | None:
    """A year of which some months only are known, compared with the same months of the one before."""
    dernier, annee = demande.contexte.dernier_mois, demande.etendue.fin
    if dernier == 12 or demande.selection.periode.fin != annee:
        return None
    jusque = NOMS_MOIS[dernier - 1]
    texte = f"Année {annee} en cours : données transmises jusqu'en {jusque}."
    if demande.compare:
        texte += f" L'évolution compare les mêmes mois de {annee - 1}."
    return texte


def _incomplets(incomplets: int, selection: Selection) -> str:
    """A partial year, or one whose months the source does not say."""
    un = incomplets == 1
    qui = "Un établissement n'a" if un else f"{incomplets} établissements n'ont"
    quand = "pour l'année" if selection.periode.annees == 1 else "pour une des années"
    return f"{qui} pas de période complète {quand}."
