"""Clauses on rates of recourse: the rate of residents, its interval, and where it stands against France."""

from __future__ import annotations

from components import francais
from components.formats import FINE, nombre
from components.lecture_rangs import en_tete
from components.noms_lignes import noms_lignes
from data_layer.indicators.significativite import Position
from data_layer.result import Ligne, Resultat, Statut
from geodata.zones import Genre

TAUX, BRUT = "taux_standardise", "taux_brut"
_NOMS = {TAUX: "un taux de recours standardisé", BRUT: "un taux de recours brut"}
_SITUES = {
    Position.AU_DESSUS: "au-dessus de celui de la France",
    Position.EN_DESSOUS: "en dessous de celui de la France",
    Position.COMPARABLE: "comparable à celui de la France",
}


def clauses_taux(resultat: Resultat) -> list[str]:
    """Return the clause of each chosen zone, then one on the rows."""
    tetes = resultat.bloc.tetes
    dites = [_premiere(resultat, tetes[0]), *(_suivante(resultat, t) for t in tetes[1:])]
    if len(resultat.bloc) < 2:
        return dites
    situees = resultat.bloc.nature == "zone" and "position" in resultat.bloc.cellules
    return [*dites, *(_positions(resultat) if situees else en_tete(resultat))]


def _premiere(resultat: Resultat, tete: Ligne) -> str:
    habitants = f"les habitants {de_zone(resultat, tete)}"
    lue = tete.cellules[resultat.bloc.meneuse]
    if lue.valeur is None:
        return _muette(resultat, tete, habitants)
    if resultat.bloc.meneuse not in _NOMS:
        return f"{habitants} ont consommé {_valeur(resultat, tete)}"
    nom = _NOMS[resultat.bloc.meneuse]
    taux = francais.elide("de", _valeur(resultat, tete))
    return f"{habitants} ont {nom} {taux}{_precision(resultat, tete)}"


def _suivante(resultat: Resultat, tete: Ligne) -> str:
    ceux = f"ceux {de_zone(resultat, tete)}"
    colonne = resultat.bloc.colonne(resultat.bloc.meneuse)
    lue = tete.cellules[colonne.cle]
    if lue.valeur is None:
        return _muette(resultat, tete, ceux)
    reserve = "au moins " if lue.statut is Statut.AU_MOINS else ""
    texte = reserve + nombre(lue.valeur, colonne)
    if colonne.cle in _NOMS:
        texte = f"un taux {francais.elide('de', texte)}"
    return f"{ceux}, {texte}{_precision(resultat, tete)}"


def de_zone(resultat: Resultat, tete: Ligne) -> str:
    """Return « du Centre-Val de Loire », « de France »."""
    zone = resultat.zones[tete.groupe]
    return "de France" if zone.genre is Genre.FRANCE else francais.de(zone)


def _valeur(resultat: Resultat, tete: Ligne) -> str:
    """« 101,84 séjours pour 1 000 habitants », « au moins 2 331 séjours »."""
    colonne = resultat.bloc.colonne(resultat.bloc.meneuse)
    lue = tete.cellules[colonne.cle]
    assert lue.valeur is not None
    unite = francais.accorde(resultat.selection.offre.mesure("volume").unite, lue.valeur)
    reserve = "au moins " if lue.statut is Statut.AU_MOINS else ""
    suite = f" pour 1{FINE}000 habitants" if colonne.cle in _NOMS else ""
    return f"{reserve}{nombre(lue.valeur, colonne)}{francais.NBSP}{unite}{suite}"


def _precision(resultat: Resultat, tete: Ligne) -> str:
    """« (intervalle à 95 % : 97,75 à 106,06), comparable à celui de la France (98,91) »."""
    if resultat.bloc.meneuse != TAUX or "ic_bas" not in tete.cellules:
        return ""
    colonne = resultat.bloc.colonne(TAUX)
    bornes = [tete.cellules[c].valeur for c in ("ic_bas", "ic_haut")]
    dit = ""
    if None not in bornes:
        bas, haut = (nombre(b, colonne) for b in bornes)
        quoi = f"intervalle à 95{FINE}%{FINE}: " if tete.groupe == 0 else ""
        dit = f" ({quoi}{bas} à {haut})"
    position = tete.cellules["position"].valeur
    if resultat.zones[tete.groupe].genre is Genre.FRANCE or position is None:
        return dit
    indice, taux = tete.cellules["indice_national"].valeur, tete.cellules[TAUX].valeur
    reference = (
        f" ({nombre(taux / indice, colonne)})" if taux and indice and not tete.groupe else ""
    )
    return f"{dit}, {_SITUES[Position(int(position))]}{reference}"


def _muette(resultat: Resultat, tete: Ligne, qui: str) -> str:
    nom = _NOMS.get(resultat.bloc.meneuse, "un volume").removeprefix("un ")
    pour = (
        f"le {nom} {francais.contracte(qui)}"
        if tete.groupe == 0
        else f"celui {francais.contracte(qui)}"
    )
    if tete.cellules[resultat.bloc.meneuse].statut is Statut.MASQUE:
        return f"le secret statistique ne permet pas de montrer {pour}"
    return f"{pour} est sans objet"


def _positions(resultat: Resultat) -> list[str]:
    """« parmi les 96 départements, 42 ont un taux au-dessus de celui de la France, 15 … »."""
    bloc = resultat.bloc
    lues = [li.cellules["position"].valeur for li in bloc.lignes()]
    positions = [Position(int(v)) for v in lues if v is not None]
    if len(positions) < 2:
        return []
    noms = noms_lignes(resultat.selection.restitution, bloc)
    reste = " dont le taux est montré" if len(positions) < len(bloc) else ""
    mots = (
        (Position.AU_DESSUS, "un taux au-dessus de celui de la France"),
        (Position.COMPARABLE, "un taux comparable à celui de la France"),
        (Position.EN_DESSOUS, "un taux en dessous de celui de la France"),
    )
    comptes = [(n, mot) for p, mot in mots if (n := positions.count(p))]
    dits = [
        f"{nombre(n)}{' a' if n == 1 else ' ont'} {mot}" if not i else f"{nombre(n)} {_court(mot)}"
        for i, (n, mot) in enumerate(comptes)
    ]
    return [f"parmi les {nombre(len(positions))} {noms}{reste}, {francais.enumere(dits)}"]


def _court(mot: str) -> str:
    """« un taux comparable »: France has just been named."""
    return mot.removesuffix(" à celui de la France").removesuffix(" de celui de la France")
