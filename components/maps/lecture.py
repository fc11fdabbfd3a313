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
from geodata.contours import population
from geodata.zones import zones_administratives

NIVEAUX_TRACES = ("region", "departement", *TERRITOIRES)
# Grounds other than a tone: each is a pattern or a plain colour of assets/carte.css.
MASQUE, NON_TRANSMIS, VIDE, PARTAGE = "masque", "non-transmis", "vide", "partage"
AILLEURS = "ailleurs"
_SANS_VALEUR = {Statut.MASQUE: MASQUE, Statut.NON_TRANSMIS: NON_TRANSMIS}


def tracable(resultat: Resultat) -> bool:
    """Whether rows are zones of which there are outlines: territories need a composition."""
    bloc = resultat.bloc
    if bloc.nature != "zone" or bloc.niveau not in NIVEAUX_TRACES:
        return False
    return bloc.niveau not in TERRITOIRES or any(_declarees(resultat).values())


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


def sans_population(resultat: Resultat) -> list[Ligne]:
    """Return the rows drawn that have no rate for want of inhabitants in the source."""
    if not resultat.selection.rapportee:
        return []
    composees = compositions(resultat)
    return [
        li
        for li in dessinees(resultat)
        if any(population(z) is None for z in composees.get(identifiant(li), (identifiant(li),)))
    ]


def compositions(resultat: Resultat) -> dict[str, tuple[str, ...]]:
    """Return the départements that are of one territory only, by territory; empty at other levels.

    One that several rows claim (:func:`partages`) would have the colour of the first: it has none.
    """
    communs = partages(resultat)
    seuls = {
        zone: tuple(d for d in composition if d not in communs)
        for zone, composition in _declarees(resultat).items()
    }
    return {zone: composition for zone, composition in seuls.items() if composition}


def partages(resultat: Resultat) -> dict[str, tuple[str, ...]]:
    """Return the départements that several territories among the rows share, with the ids of these."""
    membres: dict[str, list[str]] = {}
    for zone, composition in _declarees(resultat).items():
        for departement in composition:
            membres.setdefault(departement, []).append(zone)
    return {d: tuple(zones) for d, zones in membres.items() if len(zones) > 1}


def _declarees(resultat: Resultat) -> dict[str, tuple[str, ...]]:
    """Each territory among the rows and what it is made of, without repetition."""
    bloc = resultat.bloc
    rangees = lignes(bloc) if bloc.niveau in TERRITOIRES else ()
    return {
        zone: tuple(dict.fromkeys(bloc.compositions.get(zone, ())))
        for zone in dict.fromkeys(map(identifiant, rangees))
        if niveau_de(zone) == bloc.niveau
    }


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
    return trouves | dict.fromkeys(partages(resultat), PARTAGE)


def textes(resultat: Resultat) -> dict[str, list[str]]:
    """Return the lines of each tooltip by zone id: name, value, then share, rank and remarks."""
    bloc = resultat.bloc
    colonne = colonne_meneuse(resultat)
    dits = {identifiant(ligne): _dits(bloc, ligne, colonne) for ligne in dessinees(resultat)}
    return dits | _dits_des_partages(resultat, colonne)


def _dits_des_partages(resultat: Resultat, colonne: Colonne) -> dict[str, list[str]]:
    """The tooltip of each shared département: which territories share it, and their values."""
    communs = partages(resultat)
    if not communs:
        return {}
    par_zone = {identifiant(li): li for li in lignes(resultat.bloc)}
    return {
        departement: [
            nom_de_zone(departement),
            f"Partagé entre {len(zones)} territoires{FINE}:",
            *(f"{par_zone[z].libelle}{FINE}: {valeur_exacte(par_zone[z], colonne)}" for z in zones),
        ]
        for departement, zones in communs.items()
    }


def nom_de_zone(identifiant_: str) -> str:
    """Return the label of a région or a département, its id where it is unknown."""
    zone = zones_administratives().get(identifiant_)
    return zone.libelle if zone is not None else identifiant_


def _dits(bloc: Bloc, ligne: Ligne, colonne: Colonne) -> list[str]:
    cellule = ligne.cellules[colonne.cle]
    dits = [ligne.libelle, f"{colonne.court}{FINE}: {valeur_exacte(ligne, colonne)}"]
    if cellule.part is not None:
        dits.append(f"{formats.part(cellule.part)} du total")
    if ligne.rang is not None:
        classees = sum(rang is not None for rang in bloc.rangs)
        dits.append(f"Rang {formats.nombre(ligne.rang)} sur {formats.nombre(classees)}")
    if cellule.statut not in (Statut.OK, Statut.SANS_OBJET):
        dits.append(formats.explication(cellule.statut, colonne))
    return [*dits, *ligne.remarques]
