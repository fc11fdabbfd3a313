"""What a figure is called: the measure and its reading first, then where and when."""

from __future__ import annotations

from collections.abc import Sequence

from components.formats import FINE
from components.francais import enumere
from components.lecture_produits import noeud_choisi
from components.noms_lignes import nom_ligne
from components.pivot import entete_colonne
from data_layer.catalogue.schema import Dimension, Lecture
from data_layer.result import Bloc, Colonne, Resultat
from geodata.zones import Zone


def titre_mesure(resultat: Resultat, colonne: Colonne, *, par: bool = True) -> str:
    """Return ``Séjours (hors séances) par département``, ``Durée moyenne de séjour (jours)…``.

    The label of an evolution says so itself, between commas.
    """
    detail = _par(resultat) if par else ""
    libelle = entete_colonne(colonne)
    if not detail:
        return libelle
    return f"{libelle}, {detail}" if colonne.signe else f"{libelle} {detail}"


def ou_quand(
    resultat: Resultat,
    periode: str | None = None,
    *,
    composition: Bloc | None = None,
    zones: Sequence[Zone] | None = None,
) -> str:
    """Return ``Île-de-France et Hauts-de-France, 2024``, the products chosen, the filters in force.

    ``composition``: the block drawn, when it is what zones are made of by a filter. ``zones``: those that
    the figure is about, when they are not all the chosen ones.
    """
    lieux = " et ".join(zone.libelle for zone in zones or resultat.zones)
    moment = resultat.selection.periode.libelle if periode is None else periode
    dits = (f"{lieux}, {moment}", noeud_choisi(resultat), filtres(resultat, composition))
    return " · ".join(texte for texte in dits if texte)


def en_total(resultat: Resultat) -> str:
    """Return what to say of a figure of totals where the page reads evolutions; empty elsewhere."""
    return "" if resultat.selection.lecture is Lecture.TOTAL else " · en total"


def filtres(resultat: Resultat, composition: Bloc | None = None) -> str:
    """Return the labels of the values in force by filter, defaults included, in declared order.

    ``composition`` sets its own filter free: all its values are said instead.
    """
    textes = []
    for dimension in resultat.selection.offre.filtres:
        gardees = resultat.selection.filtre_en_vigueur(dimension.cle)
        noms = [dimension.sans_nom(v.libelle) for v in dimension.valeurs if v.code in gardees]
        if noms and composition is not None and composition.cle == dimension.cle:
            textes.append(_libre(dimension, composition))
        elif noms:
            textes.append(f"{dimension.libelle}{FINE}: {', '.join(noms)}")
    return " · ".join(textes)


def _libre(dimension: Dimension, composition: Bloc) -> str:
    """``tous statuts``; ``tous champs (MCO et HAD)`` where some are left out; ``Champ : SSR``."""
    simples = [v for v in dimension.valeurs if not isinstance(v.valeur, tuple)]
    noms = [v.libelle for v in simples if v.code in composition.codes]
    if len(noms) == 1:
        return f"{dimension.libelle}{FINE}: {dimension.sans_nom(noms[0])}"
    return dimension.tous if len(noms) == len(simples) else f"{dimension.tous} ({enumere(noms)})"


def _par(resultat: Resultat) -> str:
    nom = nom_ligne(resultat.selection.restitution, resultat.bloc)
    return f"par {nom}" if nom else ""
