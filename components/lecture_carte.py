"""The reading note of a map: what the zone has of what is coloured, then where it is highest within it.

Sentences that one would say at a meeting: who consumes or cares, how much, and where in the zone most.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import data_layer
from components import formats, francais
from components.formats import FINE
from components.lecture_mesures import nom_mesure
from components.maps.residences import codes_dans, communes_dans
from data_layer.catalogue.schema import Lecture
from data_layer.flux.carte import Indicateur
from data_layer.result import Bloc, Ligne, Resultat, Statut
from geodata.zones import Genre, Zone

_POUR_MILLE = f"pour 1{FINE}000 habitants"
_COMMUNES = {"population": "la commune la plus peuplée", "densite": "la commune la plus dense"}


def note_de_carte(resultat: Resultat, activite: str) -> str:
    """Return « Lecture : en 2021, en MCO, les habitants du Loiret ont un taux de recours brut de … ».

    ``activite``: « en MCO, », empty for a population.
    """
    bloc, choix = resultat.bloc, resultat.selection
    if choix.lecture is not Lecture.TOTAL:
        clauses = [_evolution(resultat)]
    else:
        clauses = [*(_zone(resultat, tete) for tete in bloc.tetes), _premier(resultat)]
    dites = [c for c in clauses if c]
    if not dites:
        return f"Lecture{FINE}: aucune valeur n'est montrée pour ces choix."
    quand = f"au recensement de {resultat.moment}" if choix.hors_activite else _quand(resultat)
    return f"Lecture{FINE}: {quand}, {activite}{f'{FINE}; '.join(dites)}."


def _quand(resultat: Resultat) -> str:
    annee = resultat.selection.periode.fin
    if resultat.selection.lecture is Lecture.TOTAL:
        return f"en {annee}"
    return f"entre {annee - 1} et {annee}"


def _zone(resultat: Resultat, tete: Ligne) -> str:
    """What a zone has, as a sentence; nothing of a share of itself, or where nothing is shown."""
    cle, zone = resultat.bloc.meneuse, resultat.zones[tete.groupe]
    lue = tete.cellules[cle]
    if lue.valeur is None or cle in ("part", "emprise"):
        return ""
    qui, verbe = _sujet(resultat, zone)
    if cle == "taux_brut":
        return f"{qui} ont un taux de recours brut {francais.elide('de', _valeur(resultat, tete))}"
    if cle == "volume":
        return f"{qui} {verbe} {_valeur(resultat, tete)}"
    if cle == "population":
        lieu = francais.sujet(zone)
        return (
            f"{lieu} {'comptent' if francais.pluriel(zone) else 'compte'} {_valeur(resultat, tete)}"
        )
    quoi = nom_mesure(resultat.bloc.colonne(cle))
    return f"{quoi} est {francais.elide('de', _valeur(resultat, tete))} {francais.lieu(zone)}"


def _sujet(resultat: Resultat, zone: Zone) -> tuple[str, str]:
    """Who consumes, or who cares, and the verb that agrees with them."""
    de = "de France" if zone.genre is Genre.FRANCE else francais.de(zone)
    if _indicateur(resultat) == Indicateur.CONSOMMATION:
        return f"les habitants {de}", "ont consommé"
    if zone.genre in (Genre.ETABLISSEMENT, Genre.ETABLISSEMENT_GEOGRAPHIQUE):
        return francais.cite(zone.libelle), "a réalisé"
    return f"les établissements {de}", "ont réalisé"


def _indicateur(resultat: Resultat) -> str:
    return next(iter(resultat.selection.filtre_en_vigueur("indicateur")), "")


def _premier(resultat: Resultat) -> str:
    """Where, within the first zone, what is coloured is highest; nothing where two places have as much."""
    zone, cle = resultat.zones[0], resultat.bloc.meneuse
    haute = _haute(resultat, zone)
    if haute is None:
        return ""
    place, valeur = francais.cite(haute.libelle), _valeur(resultat, haute)
    if _indicateur(resultat) == Indicateur.POLE:
        ville = _ville(haute)
        return (
            f"c'est du code {place} que les habitants vont le plus dans une même ville{FINE}: {valeur} de ce "
            f"qu'ils consomment est pris en charge{ville}"
        )
    if cle == "part":
        return f"c'est du code {place} que vient la plus grande part de l'activité{FINE}: {valeur}"
    if cle == "emprise":
        qui, verbe = _sujet(resultat, zone)
        compte = "compte" if verbe.startswith("a ") else "comptent"
        return (
            f"c'est au code {place} que {qui} {compte} le plus{FINE}: {valeur} de ce que consomment ses "
            "habitants"
        )
    return _DITS[_genre(resultat)](resultat, place, valeur)


def _ville(ligne: Ligne) -> str:
    """« à Tours », « dans une autre région (Bretagne) »: where the residents of a code go most."""
    if not ligne.remarques:
        return ""
    dite, separe, region = ligne.remarques[0].partition(" : ")
    return f" dans une autre région ({region})" if separe else f" à {dite}"


def _genre(resultat: Resultat) -> str:
    """The kind of sentence that a place is said with: that of residents, of patients, of a population."""
    if resultat.selection.hors_activite:
        return "population"
    return "consommation" if _indicateur(resultat) == Indicateur.CONSOMMATION else "patients"


def _de_residents(resultat: Resultat, place: str, valeur: str) -> str:
    quoi = "le taux le plus élevé" if resultat.bloc.meneuse == "taux_brut" else "le plus"
    if quoi == "le plus":
        return f"ceux du code {place} ont le plus consommé{FINE}: {valeur}"
    return f"{quoi} y est celui du code {place}{FINE}: {valeur}"


def _de_patients(resultat: Resultat, place: str, valeur: str) -> str:
    return f"c'est du code {place} que viennent le plus de patients{FINE}: {valeur}"


def _de_communes(resultat: Resultat, place: str, valeur: str) -> str:
    quoi = _COMMUNES.get(resultat.bloc.meneuse, "la plus élevée")
    return f"{quoi} y est {'' if quoi in _COMMUNES.values() else 'celle de '}{place} ({valeur})"


_DITS: Mapping[str, Callable[[Resultat, str, str], str]] = {
    "consommation": _de_residents,
    "patients": _de_patients,
    "population": _de_communes,
}


def _evolution(resultat: Resultat) -> str:
    """« la plus forte hausse du taux de recours brut dans le Loiret est celle du code « Gien » »."""
    zone, colonne = resultat.zones[0], resultat.bloc.colonne(resultat.bloc.meneuse)
    haute = _haute(resultat, zone)
    if haute is None:
        return ""
    quoi = francais.contracte(nom_mesure(colonne))
    ou = "" if zone.genre is Genre.ETABLISSEMENT else f" {francais.lieu(zone)}"
    valeur = _valeur(resultat, haute)
    return f"la plus forte hausse {quoi}{ou} est celle du code {francais.cite(haute.libelle)} ({valeur})"


def _haute(resultat: Resultat, zone: Zone) -> Ligne | None:
    """The row within a zone whose shown value is highest, above 0 and alone; None without any."""
    dedans = _dedans(resultat, zone)
    cle = resultat.bloc.meneuse
    lues = [
        (valeur, li)
        for li in resultat.bloc.lignes()
        if (dedans is None or li.code in dedans)
        and li.cellules[cle].statut is Statut.OK
        and (valeur := li.cellules[cle].valeur or 0.0) > 0
    ]
    lues.sort(key=lambda lue: -lue[0])
    if not lues or (len(lues) > 1 and lues[0][0] == lues[1][0]):
        return None
    # One place alone is the zone itself, already read.
    return lues[0][1] if len(lues) > 1 or zone.genre is Genre.ETABLISSEMENT else None


def _dedans(resultat: Resultat, zone: Zone) -> frozenset[str] | None:
    """The codes of rows within a zone; None where all are: France, and what an establishment draws from."""
    if zone.genre in (Genre.FRANCE, Genre.ETABLISSEMENT, Genre.ETABLISSEMENT_GEOGRAPHIQUE):
        return None
    zones = data_layer.contexte(resultat.selection).zones
    return (communes_dans if resultat.bloc.niveau == "commune" else codes_dans)(zone, zones)


def _valeur(resultat: Resultat, ligne: Ligne) -> str:
    """« 259,0 séjours pour 1 000 habitants », « 1 234 séjours », « 23,8 % »."""
    bloc: Bloc = resultat.bloc
    colonne, lue = bloc.colonne(bloc.meneuse), ligne.cellules[bloc.meneuse]
    ecrit = formats.cellule(lue, colonne)
    if formats.mise(colonne).suffixe:
        return ecrit
    unite = colonne.unite
    if colonne.cle == "taux_brut":
        unite = f"{resultat.selection.offre.mesure('volume').unite} {_POUR_MILLE}"
    return f"{ecrit}{francais.NBSP}{francais.accorde(unite, lue.valeur or 0.0)}".rstrip()
