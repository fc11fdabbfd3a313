"""Titles that repeat every choice in force, so that a result read alone still says what it is."""

from __future__ import annotations

from data_layer.catalogue.schema import Format, Lecture
from data_layer.selection import Selection
from geodata.zones import Zone

_PLURIELS = {
    "region": "par région",
    "departement": "par département",
    "etablissement": "par établissement",
}


def repartition(selection: Selection) -> str:
    """``par département``, ``par catégorie``…"""
    dimension = selection.restitution.dimension(selection.par)
    return f"par {dimension.libelle.lower()}" if dimension else _PLURIELS[selection.niveau]


def titre(selection: Selection, zones: tuple[Zone, ...]) -> str:
    """What, where, when: the heading of the page and of every file."""
    lieux = " et ".join(z.libelle for z in zones)
    return f"{selection.restitution.titre_resultat}, {lieux}, {selection.periode.libelle}"


def sous_titre(selection: Selection) -> str:
    """Every other choice in force: measure, breakdown, reading, filters (also when all)."""
    restitution = selection.restitution
    morceaux = [restitution.mesure(selection.unite).libelle, repartition(selection)]
    if selection.lecture is not Lecture.TOTAL:
        morceaux.append(_evolution(selection))
    for dimension in restitution.filtres:
        codes = selection.filtre(dimension.cle)
        noms = [dimension.sans_nom(v.libelle) for v in dimension.valeurs if v.code in codes]
        morceaux.append(
            f"{dimension.libelle.lower()} : {', '.join(noms)}" if noms else dimension.tous
        )
    return " · ".join(morceaux)


def _evolution(selection: Selection) -> str:
    """``évolution en % par rapport à 2021-2022``; that of a percentage says it is no difference."""
    avant = selection.periode.decaler(-1).libelle.replace(" à ", "-")
    if selection.lecture is Lecture.EVOL_VAL:
        comment = "en valeur"
    elif selection.restitution.mesure(selection.unite).format is Format.POURCENT:
        comment = "en valeur relative (%)"
    else:
        comment = "en %"
    return f"évolution {comment} par rapport à {avant}"


def titre_bloc(selection: Selection, zones: tuple[Zone, ...]) -> str:
    """The name of the main block, as a table caption says it."""
    return f"{selection.restitution.mesure(selection.unite).libelle} {repartition(selection)}"


def sens_ligne(selection: Selection) -> str:
    """The sentence that says what one row means."""
    dimension = selection.restitution.dimension(selection.par)
    if dimension is not None:
        return dimension.ligne
    lignes = selection.restitution.lignes_zone
    return next(ligne.sens for ligne in lignes if ligne.niveau == selection.niveau)
