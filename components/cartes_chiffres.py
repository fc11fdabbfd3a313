"""The number cards above a view: what each chosen zone weighs, at a glance."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from components import formats
from components.cartes_flux import Compagne, compagnes
from components.francais import contracte, ordinal
from components.lecture_mesures import RELATIVE, accordee, est_relative, quoi
from components.lignes_principales import lignes_principales
from components.tables.colonnes import marque_zone
from data_layer.catalogue.schema import Format
from data_layer.result import Bloc, Cellule, Colonne, Ligne, Resultat, Statut
from geodata.zones import Genre, zones_administratives

FLOU_ADMIS = 0.1
"""A difference known to so many points is shown, as approximate."""
COMPAGNES = 3
"""How many other measures a card shows beside the leading one."""

# Singular, plural.
_NOMS = {
    Genre.REGION: ("région", "régions"),
    Genre.DEPARTEMENT: ("département", "départements"),
    Genre.TERRITOIRE_DE_SANTE: ("territoire de santé", "territoires de santé"),
    Genre.GHT: ("GHT", "GHT"),
    Genre.ETABLISSEMENT: ("établissement", "établissements"),
}


def cartes(resultat: Resultat) -> Component:
    """Return one card per chosen zone, and the difference when there are two.

    Each says the leading measure, its rank where known, and up to :data:`COMPAGNES` others. Empty
    when the main block has no main line.
    """
    bloc, tetes = resultat.bloc, lignes_principales(resultat)
    chiffres = [_carte(resultat, bloc, tete) for tete in tetes]
    ecart = [_rapprochement(resultat, bloc, tetes)] if len(tetes) > 1 else []
    return html.Div(
        [html.Div(chiffres, className="cartes-chiffres"), *ecart],
        className="cartes",
        hidden=not chiffres,
    )


def _carte(resultat: Resultat, bloc: Bloc, tete: Ligne) -> Component:
    place = tete.marque or 0
    zone = marque_zone(place)
    marquee: dict[str, Any] = {"data-zone": zone}
    muette = marquee | {"aria-hidden": "true"}
    rang = _rang(resultat, bloc, tete)
    titre = [
        html.Span(className="pastille-zone", **muette),
        html.Span(tete.libelle, className="carte-zone-nom"),
        *([html.Span(rang, className="carte-note")] if rang else []),
    ]
    meneuse = bloc.colonne(bloc.meneuse)
    autres = [c for c in bloc.colonnes if c.cle != bloc.meneuse][:COMPAGNES]
    mesures = [_mesure(tete, c, meneuse) for c in (meneuse, *autres)]
    if resultat.selection.restitution.flux is not None:
        mesures = [_mesure(tete, meneuse, meneuse), *map(_compagne, compagnes(resultat, tete))]
    return html.Section(
        [
            html.H2(titre, className="carte-zone"),
            html.Dl(mesures, className="carte-liste"),
        ],
        className="carte-chiffre",
        **marquee,
    )


def _mesure(tete: Ligne, colonne: Colonne, meneuse: Colonne) -> Component:
    cellule, principale = tete.cellules[colonne.cle], colonne.cle == meneuse.cle
    texte = formats.cellule(cellule, colonne)
    nombre = formats.nombre(cellule.valeur, colonne)
    avant = texte.removesuffix(nombre) if cellule.valeur is not None else ""
    unite = _unite(colonne, cellule.valeur)
    # « Séances : 345 678 » needs no « séances », nor do the parts of what has just been named.
    repetee = unite.lower() == colonne.court.lower() or (
        not principale and colonne.unite == meneuse.unite and unite != RELATIVE
    )
    return html.Div(
        [
            html.Dt(colonne.libelle if principale else colonne.court),
            html.Dd(
                [
                    *([html.Span(avant, className="carte-reserve")] if avant else []),
                    texte.removeprefix(avant),
                    *([html.Span(f" {unite}", className="carte-unite")] if not repetee else []),
                ],
                className="carte-meneuse" if principale else None,
                title=None
                if cellule.statut is Statut.OK
                else formats.explication(cellule.statut, colonne),
            ),
        ]
    )


def _compagne(compagne: Compagne) -> Component:
    statut, unite = compagne.statut, compagne.unite
    return html.Div(
        [
            html.Dt(compagne.nom),
            html.Dd(
                [
                    compagne.texte,
                    *([html.Span(f" {unite}", className="carte-unite")] if unite else []),
                ],
                title=None
                if statut is Statut.OK
                else formats.explication(statut, compagne.colonne),
            ),
        ]
    )


def _unite(colonne: Colonne, valeur: float | None) -> str:
    """The unit in words; those of percentages and amounts are part of the number."""
    if valeur is None:
        return ""
    if colonne.format not in (Format.ENTIER, Format.DECIMAL):
        return RELATIVE if est_relative(colonne) else ""
    return accordee(colonne.unite, valeur, colonne)


def _rang(resultat: Resultat, bloc: Bloc, tete: Ligne) -> str | None:
    """``1re sur 18 régions pour les séjours``; their number is that of the ranked rows, or of its level."""
    place = tete.marque or 0
    zone = resultat.zones[place] if place < len(resultat.zones) else None
    if tete.rang is None or zone is None or zone.genre not in _NOMS:
        return None
    singulier, pluriel = _NOMS[zone.genre]
    rang, selon = ordinal(tete.rang, singulier), _selon(bloc.colonne(bloc.meneuse))
    if place in bloc.marques:
        total = sum(r is not None for r in bloc.rangs)
    else:
        # How many there are is only known of régions and départements.
        total = len(zones_administratives().toutes(zone.genre))
    if not total:
        return f"{rang} {singulier} de France {selon}"
    return f"{rang} sur {formats.nombre(total)} {pluriel if total > 1 else singulier} {selon}"


def _selon(colonne: Colonne) -> str:
    """What a rank is on: ``pour les séjours``, ``pour la dépense``, ``pour l'évolution des séjours``."""
    nom = quoi(colonne)
    return f"pour l'évolution {contracte(nom)}" if colonne.signe else f"pour {nom}"


def _rapprochement(resultat: Resultat, bloc: Bloc, tetes: Sequence[Ligne]) -> Component:
    """What two zones are to one another: a part and its whole, or two figures with a difference."""
    colonne = bloc.colonne(bloc.meneuse)
    partie = _partie(resultat)
    valeurs = [t.cellules[colonne.cle] for t in tetes[:2]]
    exacts = all(c.statut is Statut.OK for c in valeurs)
    if partie is None or not exacts or colonne.signe or not _s_additionne(colonne):
        return _ecart(bloc, tetes)
    a, b = valeurs[partie].valeur, valeurs[1 - partie].valeur
    if a is None or not b:
        return _ecart(bloc, tetes)
    noms = f"Part de {tetes[partie].libelle} dans {tetes[1 - partie].libelle}"
    return html.P(
        [f"{noms}{formats.FINE}: ", html.Strong(formats.part(a / b), className="chiffres")],
        className="carte-ecart",
    )


def _partie(resultat: Resultat) -> int | None:
    """Which of the two first zones lies in the other, None when neither does."""
    principale, comparee = resultat.zones[:2]
    if comparee.id in principale.parents:
        return 0
    return 1 if principale.id in comparee.parents else None


def _s_additionne(colonne: Colonne) -> bool:
    """Whether the whole is the sum of such parts: persons and means are not."""
    return colonne.mesure.est_volume and "zone" in colonne.mesure.additive


def _ecart(bloc: Bloc, tetes: Sequence[Ligne]) -> Component:
    """How far the main zone stands from the compared one, or why it is not said."""
    principale, comparee = tetes[0], tetes[1]
    colonne = bloc.colonne(bloc.meneuse)
    a, b = principale.cellules[colonne.cle], comparee.cellules[colonne.cle]
    noms = f"{colonne.libelle}, {principale.libelle} par rapport à {comparee.libelle}"
    if a.valeur is None or b.valeur is None:
        texte = "non calculé, une des deux valeurs n'est pas montrée"
    elif _flou(a, b) > FLOU_ADMIS:
        texte = "non calculé, une des deux valeurs est un minimum"
    else:
        exact = a.statut is Statut.OK and b.statut is Statut.OK
        texte = ("" if exact else f"≈{formats.FINE}") + _difference(a.valeur, b.valeur, colonne)
    return html.P(
        [f"{noms}{formats.FINE}: ", html.Strong(texte, className="chiffres")],
        className="carte-ecart",
    )


def _flou(a: Cellule, b: Cellule) -> float:
    """How far the ratio of two values may be from that of their lower bounds, in points."""
    if not a.valeur or not b.valeur:
        return 0.0 if a.marge == b.marge == 0 else math.inf
    haut, bas = (a.valeur + a.marge) / b.valeur, a.valeur / (b.valeur + b.marge)
    return 100 * max(abs(haut - a.valeur / b.valeur), abs(a.valeur / b.valeur - bas))


def _difference(a: float, b: float, colonne: Colonne) -> str:
    """In % of the compared value; in points or units where a ratio has no meaning."""
    ecart = a - b
    if colonne.format is Format.POURCENT:
        nombre = formats.nombre(ecart, Format.DECIMAL, colonne.decimales, signe=True)
        return f"{nombre} {accordee('points', ecart, colonne)}"
    if colonne.signe or b <= 0:
        nombre = formats.nombre(ecart, colonne, signe=True)
        return f"{nombre} {accordee(colonne.unite, ecart, colonne)}"
    return formats.nombre(ecart / b * 100, Format.POURCENT, signe=True)
