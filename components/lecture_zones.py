"""Whose figures a sentence speaks of, and what its shares are shares of."""

from __future__ import annotations

from components import francais
from components.formats import FINE
from data_layer.catalogue.schema import Valeur
from data_layer.result import Resultat, Statut
from data_layer.selection import Selection, contient
from geodata.zones import Genre, Zone

_ENTIERS = frozenset({Statut.OK, Statut.SANS_OBJET})


def qui(resultat: Resultat, zone: Zone) -> str:
    """Return whose figures these are: « les établissements de la Meuse », « « CH X » »."""
    filtres = filtres_dits(resultat.selection)
    if zone.genre is Genre.ETABLISSEMENT:
        return francais.cite(zone.libelle) + filtres
    return f"les établissements {_de(zone)}{filtres}"


def rappel(resultat: Resultat, premiere: Zone, zone: Zone) -> str:
    """Return the same of a zone named after another: « ceux de la Meuse »."""
    if Genre.ETABLISSEMENT in (zone.genre, premiere.genre):
        return qui(resultat, zone)
    return f"ceux {_de(zone)}"


def nationale(resultat: Resultat) -> bool:
    """Whether rows are zones of all France because the main zone stands at their level or below."""
    bloc, zone = resultat.bloc, resultat.selection.zone
    if bloc.nature != "zone" or bloc.niveau is None or zone is None:
        return False
    return not contient(zone, bloc.niveau)


def au_complet(resultat: Resultat, groupe: int) -> bool:
    """Whether what the shares of a group refer to is known exactly.

    It is the main line of the group; all the rows where these are those of France, which has none.
    """
    bloc = resultat.bloc
    if nationale(resultat):
        return bloc.statuts_presents(bloc.meneuse) <= _ENTIERS
    tetes = {t.cellules[bloc.meneuse].statut for t in bloc.tetes if t.groupe == groupe}
    return tetes == {Statut.OK}


def total_dit(resultat: Resultat) -> str:
    """Return what shares are shares of: « du total », « de la France (mêmes filtres) »."""
    if not nationale(resultat):
        return "du total"
    return f"de la France{' (mêmes filtres)' if filtres_dits(resultat.selection) else ''}"


def _de(zone: Zone) -> str:
    return "de France" if zone.genre is Genre.FRANCE else francais.de(zone)


def filtres_dits(selection: Selection) -> str:
    """Return the filters in force, in parentheses: a sentence quoted alone must stay true."""
    dits = []
    for dimension in selection.offre.filtres:
        if not dimension.dite:
            continue
        codes = selection.filtre_en_vigueur(dimension.cle)
        gardees = [v for v in dimension.valeurs if v.code in codes]
        noms = [dimension.sans_nom(_sans_parentheses(v)) for v in gardees]
        if noms:
            dits.append(f"{francais.minuscule(dimension.libelle)}{FINE}: {francais.enumere(noms)}")
    return f" ({f'{FINE}; '.join(dits)})" if dits else ""


def _sans_parentheses(valeur: Valeur) -> str:
    """The label of a value, or its short one: parentheses do not hold others."""
    return valeur.court or valeur.libelle if "(" in valeur.libelle else valeur.libelle
