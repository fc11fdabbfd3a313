"""What a map reads in a result: which zones have which ground, and what their tooltip says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from components import formats
from components.charts.lignes import valeur_exacte
from components.formats import FINE
from components.maps.classes import Classes, Methode, classer
from data_layer.result import Bloc, Colonne, Ligne, Resultat, Statut
from data_layer.selection import niveau_de
from geodata.assemblage import TERRITOIRES

NIVEAUX_TRACES = ("region", "departement", *TERRITOIRES)
# Grounds other than a tone: each is a pattern or a plain colour of assets/carte.css.
MASQUE, NON_TRANSMIS, VIDE = "masque", "non-transmis", "vide"
_SANS_VALEUR = {Statut.MASQUE: MASQUE, Statut.NON_TRANSMIS: NON_TRANSMIS}


def tracable(resultat: Resultat) -> bool:
    """Whether rows are zones of which there are outlines: territories need a composition."""
    bloc = resultat.bloc
    if bloc.nature != "zone" or bloc.niveau not in NIVEAUX_TRACES:
        return False
    return bloc.niveau not in TERRITOIRES or bool(compositions(resultat))


@lru_cache(maxsize=8)
def lignes(bloc: Bloc) -> tuple[Ligne, ...]:
    """Return the rows of a block: a map reads them ten times, and making them takes longer."""
    return tuple(bloc.lignes())


def identifiant(ligne: Ligne) -> str:
    """Return the zone id of a row that is a zone."""
    return ligne.cible or ligne.zone


def dessinees(resultat: Resultat) -> Iterator[Ligne]:
    """Yield the rows that are zones of the level drawn: one without a place has no shape."""
    situe = _situe(resultat)
    return (li for li in lignes(resultat.bloc) if situe(identifiant(li)))


def sans_lieu(resultat: Resultat) -> list[Ligne]:
    """Return the rows that no shape stands for (« Département non déterminé »)."""
    situe = _situe(resultat)
    return [li for li in lignes(resultat.bloc) if not situe(identifiant(li))]


def compositions(resultat: Resultat) -> dict[str, tuple[str, ...]]:
    """Return the départements of each territory among the rows; empty at the other levels.

    A département stands once: the first territory that claims it has it.
    """
    bloc = resultat.bloc
    pris: set[str] = set()
    trouvees = {}
    rangees = lignes(bloc) if bloc.niveau in TERRITOIRES else ()
    for zone in dict.fromkeys(map(identifiant, rangees)):
        if niveau_de(zone) != bloc.niveau:
            continue
        libres = tuple(d for d in bloc.compositions.get(zone, ()) if d not in pris)
        if libres:
            trouvees[zone] = libres
            pris.update(libres)
    return trouvees


def _situe(resultat: Resultat) -> Callable[[str], bool]:
    niveau = resultat.bloc.niveau
    if niveau in TERRITOIRES:
        return compositions(resultat).__contains__
    return lambda zone: niveau_de(zone) == niveau


def colonne_meneuse(resultat: Resultat) -> Colonne:
    """Return the column the map is coloured by."""
    return resultat.bloc.colonne(resultat.bloc.meneuse)


def classes(resultat: Resultat, methode: Methode) -> Classes:
    """Return the classes of the shown values of the leading measure, over the drawn zones."""
    colonne = colonne_meneuse(resultat)
    valeurs = (ligne.cellules[colonne.cle].valeur for ligne in dessinees(resultat))
    neutre = 0.5 * 10.0 ** -formats.mise(colonne).decimales
    return classer(valeurs, methode, divergente=colonne.signe, neutre=neutre)


def fonds(resultat: Resultat, methode: Methode) -> dict[str, str]:
    """Return the ground of each zone by id: ``seq-1``..``seq-7``, ``div-…``, or a pattern."""
    colonne = colonne_meneuse(resultat)
    coupees = classes(resultat, methode)
    gamme = "div" if coupees.divergente else "seq"
    trouves = {}
    for ligne in dessinees(resultat):
        cellule = ligne.cellules[colonne.cle]
        ton = coupees.ton(cellule.valeur)
        sans_valeur = _SANS_VALEUR.get(cellule.statut, VIDE)
        trouves[identifiant(ligne)] = sans_valeur if ton is None else f"{gamme}-{ton}"
    return trouves


def textes(resultat: Resultat) -> dict[str, list[str]]:
    """Return the lines of each tooltip by zone id: name, value, then share, rank and remarks."""
    bloc = resultat.bloc
    colonne = colonne_meneuse(resultat)
    return {identifiant(ligne): _dits(bloc, ligne, colonne) for ligne in dessinees(resultat)}


def _dits(bloc: Bloc, ligne: Ligne, colonne: Colonne) -> list[str]:
    cellule = ligne.cellules[colonne.cle]
    dits = [ligne.libelle, f"{colonne.court}{FINE}: {valeur_exacte(ligne, colonne)}"]
    if cellule.part is not None:
        dits.append(f"{formats.part(cellule.part)} du total")
    if ligne.rang is not None:
        classees = sum(rang is not None for rang in bloc.rangs)
        dits.append(f"Rang {formats.nombre(ligne.rang)} sur {formats.nombre(classees)}")
    if cellule.statut not in (Statut.OK, Statut.SANS_OBJET):
        dits.append(formats.explication(cellule.statut))
    return [*dits, *ligne.remarques]
