"""The legend: classes with their bounds and counts, then every other ground that occurs."""

from __future__ import annotations

from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components import formats, francais
from components.adresses import METHODE_DU_SECRET
from components.charts.graphe import role
from components.charts.lignes import valeur_exacte
from components.formats import FINE
from components.liens import attributs, lien
from components.maps.classes import Classes, Methode
from components.maps.lecture import (
    AILLEURS,
    MASQUE,
    NON_TRANSMIS,
    PARTAGE,
    VIDE,
    classes,
    colonne_meneuse,
    dessinees,
    fonds,
    nom_de_zone,
    partages,
    sans_lieu,
    sans_population,
)
from components.pivot import entete_colonne
from data_layer.result import Colonne, Resultat, Statut

HORS = "hors"
_NOMMES = 3
"""So many zones without inhabitants are named; more are counted."""
PARTICULIERS = {
    MASQUE: "Masqué (secret statistique)",
    NON_TRANSMIS: "Non transmis",
    AILLEURS: f"Hors région{FINE}: publié par région seulement",
    VIDE: "Sans valeur",
    PARTAGE: "Partagé entre plusieurs territoires",
}


@dataclass(frozen=True, slots=True)
class Entree:
    """One line: ``fond`` as in :func:`components.maps.lecture.fonds`, ``nombre`` of zones."""

    fond: str
    libelle: str
    nombre: int | None = None


@dataclass(frozen=True, slots=True)
class Legende:
    """All that a map must explain, the same on screen and on the plate.

    ``zones``: (role, label) of the outlined zones; ``lieux``: of establishments, drawn as dots.
    ``notes``: sentences under the entries.
    """

    titre: str
    entrees: tuple[Entree, ...]
    zones: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    lieux: tuple[tuple[str, str], ...] = ()


def decrire(resultat: Resultat, methode: Methode, *, hors: bool = False) -> Legende:
    """Return the legend of a result. ``hors``: land outside the rows is also drawn, in grey."""
    colonne = colonne_meneuse(resultat)
    coupees = classes(resultat, methode)
    poses = list(fonds(resultat, methode).values())
    entrees = [
        Entree(fond, libelle, poses.count(fond))
        for fond, libelle in PARTICULIERS.items()
        if fond in poses
    ]
    if hors:
        entrees.append(Entree(HORS, "Hors de la sélection"))
    return Legende(
        entete_colonne(colonne),
        (*des_classes(coupees, colonne), *entrees),
        tuple((role(i), z.libelle) for i, z in enumerate(resultat.zones) if z.id != "fr"),
        (*_note_de_sens(coupees, methode), *_notes(resultat, colonne)),
    )


def legende(resultat: Resultat, methode: Methode, *, hors: bool = False) -> list[Component]:
    """Return the children of ``#carte-legende``: replaced when the method changes."""
    return rendre(decrire(resultat, methode, hors=hors))


def rendre(modele: Legende) -> list[Component]:
    """Return a legend as the children of its box."""
    lignes = [
        html.Li(
            [
                html.Span(className="carte-pastille", **attributs(data_fond=entree.fond)),
                _nom(entree),
                _nombre(entree),
            ]
        )
        for entree in modele.entrees
    ]
    traits = [
        html.Li(
            [html.Span(className="carte-trait", **attributs(data_zone=role_)), html.Span(libelle)]
        )
        for role_, libelle in modele.zones
    ]
    points = [
        html.Li(
            [html.Span(className="carte-point", **attributs(data_zone=role_)), html.Span(libelle)]
        )
        for role_, libelle in modele.lieux
    ]
    return [
        html.P(modele.titre, className="carte-legende-titre"),
        html.Ul([*lignes, *traits, *points], className="carte-entrees"),
        *(html.P(note, className="carte-note") for note in modele.notes),
    ]


def _nom(entree: Entree) -> Component:
    """What a ground is; that of masked values leads to why."""
    if entree.fond != MASQUE:
        return html.Span(entree.libelle)
    dit = formats.explication(Statut.MASQUE)
    return html.Span(lien(entree.libelle, METHODE_DU_SECRET, title=dit))


def _nombre(entree: Entree) -> Component | None:
    if entree.nombre is None:
        return None
    lu = f"{formats.nombre(entree.nombre)} zone{'s' * (entree.nombre > 1)}"
    return html.Span(formats.nombre(entree.nombre), className="carte-nombre", title=lu)


def des_classes(coupees: Classes, colonne: Colonne) -> list[Entree]:
    """Return one entry a class, the highest first; around zero, none that no zone has."""
    gamme = "div" if coupees.divergente else "seq"
    decimales = _decimales(coupees, colonne)
    bornes = [formats.nombre(b, colonne, decimales) for b in coupees.bornes]
    entrees = []
    for i, (ton, nombre) in enumerate(zip(coupees.tons, coupees.effectifs, strict=True)):
        if coupees.divergente and not nombre:
            continue
        bas, haut = bornes[i], bornes[i + 1]
        libelle = bas if bas == haut else f"{bas} à {haut}"
        entrees.append(Entree(f"{gamme}-{ton}", libelle, nombre))
    return entrees[::-1]


def _decimales(coupees: Classes, colonne: Colonne) -> int:
    """Return how many decimals the bounds need, none beyond those of the column."""
    maximum = formats.mise(colonne).decimales
    for decimales in range(maximum):
        if all(abs(round(b, decimales) - b) < 1e-9 for b in coupees.bornes):
            return decimales
    return maximum


def _note_de_sens(coupees: Classes, methode: Methode) -> tuple[str, ...]:
    """Say that falls and rises are cut apart, where both occur: counts are equal on each side."""
    signes = {ton > 4 for ton in coupees.tons if ton != 4}
    if not coupees.divergente or len(signes) < 2 or methode is Methode.EGALES:
        return ()
    return ("Baisses et hausses sont réparties en classes séparément.",)


def _notes(resultat: Resultat, colonne: Colonne) -> tuple[str, ...]:
    notes = [
        _note_sans_lieu(resultat, colonne),
        _note_des_inhabites(resultat),
        _note_des_partages(resultat),
    ]
    if any(li.cellules[colonne.cle].statut is Statut.AU_MOINS for li in dessinees(resultat)):
        notes.append(f"Certaines valeurs sont des minimums{FINE}: voir les bulles ou le tableau.")
    return tuple(note for note in notes if note)


def _note_des_partages(resultat: Resultat) -> str:
    """Say which départements no single territory colours."""
    noms = [nom_de_zone(d) for d in partages(resultat)]
    if not noms:
        return ""
    return f"Composition partagée{FINE}: {francais.enumere(noms)}. Ces territoires se lisent dans le tableau."


def _note_des_inhabites(resultat: Resultat) -> str:
    """Say why a zone has no rate: its inhabitants are not in the source (Mayotte)."""
    lignes = sans_population(resultat)
    if not lignes:
        return ""
    noms = francais.enumere([li.libelle for li in lignes[:_NOMMES]])
    if len(lignes) > _NOMMES:
        noms = f"{formats.nombre(len(lignes))} zones"
    return f"{noms}{FINE}: population absente de la source."


def _note_sans_lieu(resultat: Resultat, colonne: Colonne) -> str:
    """Say which row the map leaves out; of several, how many, and their values when all are shown."""
    lignes = sans_lieu(resultat)
    if not lignes:
        return ""
    if len(lignes) == 1:
        valeur = valeur_exacte(lignes[0], colonne)
        return f"{lignes[0].libelle}{FINE}: {valeur}, sans lieu sur la carte."
    dit = f"{formats.nombre(len(lignes))} lignes sans lieu sur la carte"
    if any(li.cellules[colonne.cle].valeur is None for li in lignes):
        return f"{dit}."
    return f"{dit}{FINE}: {' et '.join(valeur_exacte(li, colonne) for li in lignes)}."
