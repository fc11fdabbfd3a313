"""What the maps of flows show, read in a result: colours, outlines, circles, lines of flows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import data_layer
from components import formats
from components.formats import FINE
from components.lecture import phrase_source
from components.maps.cadrage import Emprise, emprise_de
from components.maps.coupures import Classes
from components.maps.mosaique_modele import (
    METROPOLE,
    Cercle,
    Cercles,
    Contour,
    Mosaique,
    Repere,
    Trait,
    Traits,
    aligner,
    colorier,
    couper,
    legender,
)
from components.maps.residences import communes_dans
from data_layer.result import Bloc, Ligne, Resultat, Statut
from data_layer.selection import Selection
from geodata.decoupages import Decoupage, inscrit
from geodata.zones import Genre, Zone

SECONDE = "@1"
NIVEAUX = {"pmsi": "pmsi", "bv": "bv", "tds": "tds", "commune": "commune"}
"""Levels of rows that the map of communes draws, and the division that colours it."""
_ADMINISTRATIVES = {
    Genre.REGION: "region",
    Genre.DEPARTEMENT: "departement",
    Genre.COMMUNE: "commune",
}
_REUNIES = (Genre.TERRITOIRE_DE_SANTE, Genre.BASSIN_DE_VIE, Genre.PMSI)
"""Kinds of zone that are outlined as the communes they are made of."""
_FLUX = frozenset({"volume", "part", "emprise"})
"""Measures that are 0 where nobody comes from."""
_BLANC = f"En blanc{FINE}: aucun habitant pris en charge."


def suffixes(resultat: Resultat) -> list[str]:
    """What the names of the blocks of each map end with."""
    return [s for s in ("", SECONDE) if f"{resultat.principal}{s}" in resultat.blocs]


def bloc_de(resultat: Resultat, rang: int) -> Bloc:
    """The block of a map of the page, the first or the second."""
    return resultat.blocs[f"{resultat.principal}{suffixes(resultat)[rang]}"]


def donnees(resultat: Resultat) -> list[Mosaique]:
    """What each map shows."""
    choix = resultat.selection
    zones, coupees = resultat.zones, _coupees(resultat)
    lues = []
    for rang, suffixe in enumerate(suffixes(resultat)):
        zone = zones[rang] if len(zones) > rang and choix.vs else zones[0]
        lues.append(_une(resultat, suffixe, zone, rang, coupees))
    return lues


def _coupees(resultat: Resultat) -> Classes | None:
    """Classes that two maps of one measure share; None when each has its own."""
    blocs = [resultat.blocs[f"{resultat.principal}{s}"] for s in suffixes(resultat)]
    colonnes = [b.colonne(b.meneuse) for b in blocs]
    if len({c.cle for c in colonnes}) > 1:
        return None
    return couper((v for b in blocs for v in _coloriees(b)), colonnes[0])


def _coloriees(bloc: Bloc) -> list[float | None]:
    """The values that tones stand for: where nobody comes from is left blank."""
    lues = bloc.cellules[bloc.meneuse].valeurs.tolist()
    sans = not bloc.colonne(bloc.meneuse).signe and bloc.meneuse in _FLUX
    return [None if sans and v == 0 else v for v in lues]


def _une(
    resultat: Resultat, suffixe: str, zone: Zone, rang: int, coupees: Classes | None
) -> Mosaique:
    bloc = resultat.blocs[f"{resultat.principal}{suffixe}"]
    colonne = bloc.colonne(bloc.meneuse)
    decoupage = _decoupage(resultat.selection, bloc)
    lignes = list(bloc.lignes())
    lus = {
        li.code: (li.cellules[colonne.cle].valeur, li.cellules[colonne.cle].statut) for li in lignes
    }
    valeurs, statuts, inconnus = aligner(decoupage, lus)
    blanches = bloc.meneuse in _FLUX and not colonne.signe
    teintees = [None if blanches and v == 0 else v for v in valeurs]
    propres = coupees or couper(teintees, colonne)
    classes, _ = colorier(teintees, statuts, colonne, coupees=propres)
    contours = _contours(resultat, zone, rang, decoupage)
    cercles = _cercles(resultat.blocs.get(f"cercles{suffixe}"))
    traits = _traits(resultat.blocs.get(f"liens{suffixe}"), resultat.selection)
    reperes = _reperes(resultat, zone, rang, bloc)
    notes = (*_notes(resultat, bloc), *([_BLANC] if blanches and 0.0 in valeurs else []))
    legende = legender(classes, propres, colonne, contours, notes, reperes)
    noms = {li.code: li for li in lignes}
    sans_lieu = tuple(
        (noms[c].libelle, formats.cellule(noms[c].cellules[colonne.cle], colonne)) for c in inconnus
    )
    titre = f"{bloc.titre}" if bloc.titre else resultat.titre
    return Mosaique(
        decoupage=decoupage,
        classes=classes,
        valeurs=valeurs,
        statuts=statuts,
        colonne=colonne,
        legende=legende,
        titre=titre,
        sous_titre=_sous_titre(resultat, zone, titre),
        source=phrase_source(resultat),
        resume=_resume(titre, zone, statuts),
        gamme="div" if colonne.signe else "seq",
        contours=contours,
        reperes=reperes,
        cercles=cercles,
        traits=traits,
        sans_lieu=sans_lieu,
        precisions=_precisions(decoupage, lignes),
        emprise=_emprise(resultat, zone, bloc),
    )


def _decoupage(selection: Selection, bloc: Bloc) -> Decoupage:
    genre = NIVEAUX[bloc.niveau or ""]
    return inscrit("commune") if genre == "commune" else data_layer.decoupage(selection, genre)


def _notes(resultat: Resultat, bloc: Bloc) -> tuple[str, ...]:
    if resultat.selection.hors_activite:
        return (f"Recensement de {resultat.moment}.",)
    if bloc.niveau == "pmsi":
        return ("Chaque commune prend la valeur de son code géographique PMSI.",)
    return ()


def _sous_titre(resultat: Resultat, zone: Zone, titre: str) -> str:
    dits = resultat.sous_titre.split(" · ")
    # The measure comes first: each map says its own in its title.
    suite = dits[1:] if len(suffixes(resultat)) > 1 or titre.startswith(dits[0]) else dits
    return " · ".join([zone.libelle, *suite])


def _resume(titre: str, zone: Zone, statuts: Iterable[Statut]) -> str:
    masquees = sum(s is Statut.MASQUE for s in statuts)
    suite = f", {formats.nombre(masquees)} zones masquées" if masquees else ""
    return f"Carte{FINE}: {titre}, {zone.libelle}{suite}. Le tableau sous la carte donne les mêmes valeurs."


def _precisions(decoupage: Decoupage, lignes: Iterable[Ligne]) -> Mapping[int, tuple[str, ...]]:
    """What is said of a row beside its value: the town of a pole."""
    numeros = decoupage.numeros()
    return {numeros[li.code]: li.remarques for li in lignes if li.remarques and li.code in numeros}


def _role(resultat: Resultat, rang: int) -> Any:
    # Two years of one zone are not two zones.
    return "comparee" if rang and resultat.selection.vs else "principale"


def _contours(
    resultat: Resultat, zone: Zone, rang: int, decoupage: Decoupage
) -> tuple[Contour, ...]:
    """The dark outline of the chosen zone."""
    role = _role(resultat, rang)
    if zone.genre in _ADMINISTRATIVES:
        return (Contour(role, _ADMINISTRATIVES[zone.genre], (zone.code,), zone.libelle),)
    if str(zone.genre) == decoupage.genre:
        return (Contour(role, decoupage.genre, (zone.code,), zone.libelle),)
    if zone.genre in _REUNIES:
        dedans = communes_dans(zone, data_layer.contexte(resultat.selection).zones)
        return (Contour(role, "commune", tuple(sorted(dedans)), zone.libelle),) if dedans else ()
    return ()


def _reperes(resultat: Resultat, zone: Zone, rang: int, bloc: Bloc) -> tuple[Repere, ...]:
    """Where the chosen establishment is: it has no outline."""
    lieu = bloc.positions.get(zone.code)
    if lieu is None or zone.genre not in (Genre.ETABLISSEMENT, Genre.ETABLISSEMENT_GEOGRAPHIQUE):
        return ()
    return (Repere(_role(resultat, rang), (lieu[1], lieu[0]), zone.libelle),)


def _cercles(bloc: Bloc | None) -> Cercles | None:
    """A circle for each establishment whose volume is shown, the largest first."""
    if bloc is None:
        return None
    colonne = bloc.colonne(bloc.meneuse)
    points = []
    for ligne in bloc.lignes():
        cellule, lieu = ligne.cellules[colonne.cle], bloc.positions.get(ligne.code)
        if cellule.statut is Statut.OK and cellule.valeur and lieu is not None:
            points.append(
                Cercle((lieu[1], lieu[0]), cellule.valeur, ligne.libelle, ligne.cible or "")
            )
    points.sort(key=lambda c: -c.valeur)
    return Cercles(tuple(points), colonne)


def _traits(bloc: Bloc | None, selection: Selection) -> Traits | None:
    """A line for each flow whose volume is shown."""
    if bloc is None:
        return None
    colonne = bloc.colonne(bloc.meneuse)
    traits = []
    for ligne in bloc.lignes():
        cellule = ligne.cellules[colonne.cle]
        de, _, vers = ligne.code.partition("|")
        if cellule.statut is not Statut.OK or not cellule.valeur:
            continue
        depart, arrivee = bloc.positions.get(de), bloc.positions.get(vers)
        if depart is not None and arrivee is not None:
            traits.append(Trait(depart[::-1], arrivee[::-1], cellule.valeur))
    seuil = next(iter(selection.filtre_en_vigueur("seuil")), "0")
    return Traits(tuple(traits), colonne, float(seuil))


def _emprise(resultat: Resultat, zone: Zone, bloc: Bloc) -> Emprise:
    """What the map is fitted on: the zone, or what is around an establishment."""
    if zone.genre in (Genre.REGION, Genre.DEPARTEMENT):
        return emprise_de(zone.id)
    parents = [p for p in zone.parents if p.startswith("dep-")]
    regions = [p for p in zone.parents if p.startswith("reg-")]
    autour = parents or regions
    return emprise_de(autour[0]) if autour else METROPOLE
