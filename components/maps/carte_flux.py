"""The maps of flows: zones made of communes, coloured, with circles of establishments and lines of flows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import dash
from dash import dcc, html
from dash.development.base_component import Component

import data_layer
from components import formats
from components.lecture import phrase_source
from components.liens import attributs
from components.maps.cadrage import Emprise, emprise_de
from components.maps.coupures import Classes
from components.maps.etats import sans_contours
from components.maps.mosaique import mosaique, retouches_mosaique
from components.maps.mosaique_modele import (
    METROPOLE,
    Cercle,
    Cercles,
    Contour,
    Mosaique,
    Trait,
    Traits,
    aligner,
    colorier,
    couper,
    legender,
)
from components.maps.presentation import barre_presentation
from components.tables.jumelle import table_jumelle
from data_layer.catalogue.schema import Flux
from data_layer.result import Bloc, Ligne, Resultat, Statut
from data_layer.selection import Selection
from geodata.decoupages import Decoupage, inscrit
from geodata.mosaique import mosaique_disponible
from geodata.zones import Genre, Zone

MOULE = "mosaiques"
"""The type of the id that tells which maps are on the page."""
IDENTIFIANTS = ("mosaique-0", "mosaique-1")
ID_ANNEE, ID_ANNEE_DITE = "curseur-annee", "curseur-annee-dite"
SECONDE = "@1"
_NIVEAUX = {"pmsi": "pmsi", "bv": "bv", "tds": "tds", "commune": "commune"}
"""Levels of rows that the map of communes draws, and the division that colours it."""
_FLUX = frozenset({"volume", "part", "emprise"})
"""Measures that are 0 where nobody comes from."""
_BLANC = "En blanc : aucun habitant pris en charge."
LIGNES_MAX = 100
"""Rows of the twin of a map; the table view and the files have all of them."""


def dessine(resultat: Resultat) -> bool:
    """Whether rows are zones made of communes, which no outline stands for."""
    flux = resultat.selection.restitution.flux is not None
    return flux and resultat.bloc.nature == "zone" and resultat.bloc.niveau in _NIVEAUX


def vue_mosaique(resultat: Resultat) -> Component:
    """One map, or two side by side that move together; each has its table twin."""
    if not mosaique_disponible():
        return sans_contours(resultat)
    cartes = donnees(resultat)
    jumelage = "cartes" if len(cartes) > 1 else ""
    presentee = resultat.selection.restitution.flux is Flux.CARTE
    return html.Div(
        [
            *(barre_presentation() if presentee else ()),
            html.Div(
                [mosaique(i, d, jumelage) for i, d in zip(IDENTIFIANTS, cartes, strict=False)],
                id={"type": MOULE, "cle": moule(resultat)},
                className="mosaiques" + (" mosaiques-deux" if len(cartes) > 1 else ""),
                disable_n_clicks=True,
            ),
            *_curseur(resultat),
            *(
                html.Div(jumelle(_bloc(resultat, i), d), id=f"mosaique-jumelle-{i}")
                for i, d in enumerate(cartes)
            ),
        ],
        className="vue-mosaique",
        disable_n_clicks=True,
    )


def moule(resultat: Resultat) -> str:
    """What a standing map cannot change: how many there are."""
    return str(len(_suffixes(resultat)))


def _suffixes(resultat: Resultat) -> list[str]:
    return [s for s in ("", SECONDE) if f"{resultat.principal}{s}" in resultat.blocs]


def _bloc(resultat: Resultat, rang: int) -> Bloc:
    return resultat.blocs[f"{resultat.principal}{_suffixes(resultat)[rang]}"]


def retoucher(resultat: Resultat, ids: Any) -> bool:
    """Show another answer on the maps of the page, where they can; tell whether they did."""
    cles = [i.get("cle") for i in ids if isinstance(i, dict) and i.get("type") == MOULE]
    if not cles or cles != [moule(resultat)] or (lues := retouches(resultat)) is None:
        return False
    for cible, proprietes in lues:
        dash.set_props(cible, proprietes)
    return True


def retouches(resultat: Resultat) -> list[tuple[str, dict[str, Any]]] | None:
    """Ids and properties that show an answer on maps that stand; None when it has no map of communes."""
    if not dessine(resultat) or resultat.refus is not None or not mosaique_disponible():
        return None
    lues = []
    for rang, (identifiant, carte) in enumerate(zip(IDENTIFIANTS, donnees(resultat), strict=False)):
        lues += retouches_mosaique(identifiant, carte)
        lues.append(
            (f"mosaique-jumelle-{rang}", {"children": jumelle(_bloc(resultat, rang), carte)})
        )
    return lues


def _curseur(resultat: Resultat) -> list[Component]:
    """The slider of years, under the maps: ``assets/cartographie.js`` recolours while it moves."""
    choix = resultat.selection
    if choix.restitution.flux is not Flux.CARTE or resultat.bloc.niveau == "commune":
        return []
    etendue = data_layer.contexte(choix).etendue_de(choix.offre.famille)
    if etendue.debut == etendue.fin:
        return []
    libelle = html.Label("Année", htmlFor=ID_ANNEE)
    curseur = dcc.Input(
        id=ID_ANNEE,
        type="range",
        min=etendue.debut,
        max=etendue.fin,
        step=1,
        value=choix.periode.fin,
        debounce=True,
        className="curseur-annees",
    )
    bornes = [
        html.Span(str(etendue.debut)),
        html.Output(str(choix.periode.fin), className="curseur-valeur", id=ID_ANNEE_DITE),
        html.Span(str(etendue.fin)),
    ]
    dites = html.Div(bornes, className="curseur-bornes")
    return [
        html.Div([libelle, curseur, dites], className="curseur", **attributs(data_slug=choix.slug))
    ]


def jumelle(bloc: Bloc, carte: Mosaique) -> html.Details:
    """The cells of a map as a table, those of the chosen zone first where they are too many for a page."""
    lignes = list(bloc.lignes())
    titre = carte.titre
    if len(lignes) > LIGNES_MAX:
        titre += f" : les {LIGNES_MAX} premières lignes sur {formats.nombre(len(lignes))}"
    return table_jumelle(bloc, titre, lignes[:LIGNES_MAX], differee=True)


def donnees(resultat: Resultat) -> list[Mosaique]:
    """What each map shows."""
    choix = resultat.selection
    zones, coupees = resultat.zones, _coupees(resultat)
    lues = []
    for rang, suffixe in enumerate(_suffixes(resultat)):
        zone = zones[rang] if len(zones) > rang and choix.vs else zones[0]
        lues.append(_une(resultat, suffixe, zone, rang, coupees))
    return lues


def _coupees(resultat: Resultat) -> Classes | None:
    """Classes that two maps of one measure share; None when each has its own."""
    blocs = [resultat.blocs[f"{resultat.principal}{s}"] for s in _suffixes(resultat)]
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
    notes = (*_notes(bloc), *([_BLANC] if blanches and 0.0 in valeurs else []))
    legende = legender(classes, propres, colonne, contours, notes)
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
        sous_titre=_sous_titre(resultat, zone),
        source=phrase_source(resultat),
        resume=_resume(titre, zone, statuts),
        gamme="div" if colonne.signe else "seq",
        contours=contours,
        cercles=cercles,
        traits=traits,
        sans_lieu=sans_lieu,
        precisions=_precisions(decoupage, lignes),
        emprise=_emprise(resultat, zone, bloc),
    )


def _decoupage(selection: Selection, bloc: Bloc) -> Decoupage:
    genre = _NIVEAUX[bloc.niveau or ""]
    return inscrit("commune") if genre == "commune" else data_layer.decoupage(selection, genre)


def _notes(bloc: Bloc) -> tuple[str, ...]:
    if bloc.niveau == "pmsi":
        return ("Chaque commune prend la valeur de son code géographique PMSI.",)
    return ()


def _sous_titre(resultat: Resultat, zone: Zone) -> str:
    # The measure comes first: two maps may show two, each says its own in its title.
    _, separe, suite = resultat.sous_titre.partition(" · ")
    dits = [zone.libelle, suite if separe and len(_suffixes(resultat)) > 1 else resultat.sous_titre]
    return ", ".join(dits)


def _resume(titre: str, zone: Zone, statuts: Iterable[Statut]) -> str:
    masquees = sum(s is Statut.MASQUE for s in statuts)
    suite = f", {formats.nombre(masquees)} zones masquées" if masquees else ""
    return (
        f"Carte : {titre}, {zone.libelle}{suite}. Le tableau sous la carte donne les mêmes valeurs."
    )


def _precisions(decoupage: Decoupage, lignes: Iterable[Ligne]) -> Mapping[int, tuple[str, ...]]:
    """What is said of a row beside its value: the town of a pole."""
    numeros = decoupage.numeros()
    return {numeros[li.code]: li.remarques for li in lignes if li.remarques and li.code in numeros}


def _contours(
    resultat: Resultat, zone: Zone, rang: int, decoupage: Decoupage
) -> tuple[Contour, ...]:
    """The dark outline of the chosen zone."""
    genres = {Genre.REGION: "region", Genre.DEPARTEMENT: "departement", Genre.COMMUNE: "commune"}
    # Two years of one zone are not two zones.
    role: Any = "comparee" if rang and resultat.selection.vs else "principale"
    if zone.genre in genres:
        return (Contour(role, genres[zone.genre], (zone.code,), zone.libelle),)
    if str(zone.genre) == decoupage.genre:
        return (Contour(role, decoupage.genre, (zone.code,), zone.libelle),)
    if str(zone.genre) in ("tds", "bv") and decoupage.genre == "pmsi":
        dedans = data_layer.contexte(resultat.selection).zones.enfants(zone.id, Genre.PMSI)
        return (Contour(role, "pmsi", tuple(z.code for z in dedans), zone.libelle),)
    return ()


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
