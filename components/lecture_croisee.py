"""Clauses on consumption beside production: what leaves a zone, and what comes to it."""

from __future__ import annotations

from components import francais
from components.formats import cellule, nombre
from components.lecture_mesures import nom_mesure
from components.lecture_rangs import en_tete
from components.lecture_taux import de_zone
from data_layer.result import Ligne, Resultat, Statut
from geodata.zones import Genre

_HORS = {
    Genre.FRANCE: "hors de France",
    Genre.REGION: "hors de la région",
    Genre.DEPARTEMENT: "hors du département",
    Genre.TERRITOIRE_DE_SANTE: "hors du territoire",
}


def clauses_croisees(resultat: Resultat) -> list[str]:
    """Return, for each zone, its leak and its attraction, then who comes first on the leading measure."""
    dites = []
    for tete in resultat.bloc.tetes:
        if resultat.zones[tete.groupe].genre is Genre.FRANCE:
            dites.append(_nationale(resultat, tete))
            continue
        dites += [_fuite(resultat, tete), _attractivite(resultat, tete)]
    premiers = en_tete(resultat) if len(resultat.bloc) > 1 else []
    quoi = nom_mesure(resultat.bloc.colonne(resultat.bloc.meneuse))
    # Several rates have just been read: which one comes first is to be said.
    lus = ("la valeur la plus élevée est celle", f"{quoi} le plus élevé est celui")
    return [*dites, *(p.replace(*lus) for p in premiers)]


def _fuite(resultat: Resultat, tete: Ligne) -> str:
    zone = resultat.zones[tete.groupe]
    habitants = f"la consommation des habitants {de_zone(resultat, tete)}"
    hors = _HORS.get(zone.genre, "hors de la zone")
    part = _part(resultat, tete, "fuite")
    if part is None:
        return _muette(tete, "fuite", f"la fuite {francais.de(zone)}")
    return (
        f"{part} de {habitants}{_volume(resultat, tete, 'consommation')} est prise en charge {hors}"
    )


def _nationale(resultat: Resultat, tete: Ligne) -> str:
    """What residents of France use is all treated in France: nothing leaves, nothing comes."""
    lue = tete.cellules["consommation"]
    if lue.valeur is None:
        return _muette(tete, "consommation", "la consommation des habitants de France")
    unite = francais.accorde(resultat.selection.offre.mesure("volume").unite, lue.valeur)
    reserve = "au moins " if lue.statut is Statut.AU_MOINS else ""
    return (
        f"les habitants de France ont consommé {reserve}{nombre(lue.valeur)}{francais.NBSP}{unite}"
    )


def _attractivite(resultat: Resultat, tete: Ligne) -> str:
    part = _part(resultat, tete, "attractivite")
    if part is None:
        return _muette(tete, "attractivite", "l'attractivité de ses établissements")
    volume = _volume(resultat, tete, "production")
    return f"{part} de la production de ses établissements{volume} concerne des patients venus d'ailleurs"


def _part(resultat: Resultat, tete: Ligne, cle: str) -> str | None:
    lue = tete.cellules[cle]
    return None if lue.valeur is None else cellule(lue, resultat.bloc.colonne(cle))


def _volume(resultat: Resultat, tete: Ligne, cle: str) -> str:
    """« (2 331 séjours) »; nothing where it is not shown."""
    lue = tete.cellules[cle]
    if lue.valeur is None:
        return ""
    unite = francais.accorde(resultat.selection.offre.mesure("volume").unite, lue.valeur)
    reserve = "au moins " if lue.statut is Statut.AU_MOINS else ""
    return f" ({reserve}{nombre(lue.valeur)}{francais.NBSP}{unite})"


def _muette(tete: Ligne, cle: str, quoi: str) -> str:
    if tete.cellules[cle].statut is Statut.MASQUE:
        return f"le secret statistique ne permet pas de montrer {quoi}"
    return f"{quoi} est sans objet"
