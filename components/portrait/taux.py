"""Rates of the four champs: one table with intervals against France, then the years of each champ."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go
from dash import html
from dash.development.base_component import Component

from components import formats
from components.charts.evolution import resume_evolution
from components.charts.flux_foret import BAS, HAUT, TAUX
from components.charts.flux_taux_annees import BLOC, taux_par_annee
from components.charts.graphe import graphe, role
from components.charts.lignes import noms_zones
from components.formats import FINE
from components.inerte import marque
from components.liens import attributs
from components.portrait.cellules import case, colonne_titre, longueur, nom_zone, table, valeur
from components.tables.jumelle import table_jumelle
from data_layer.result import Cellule, Colonne, Ligne, Resultat

_INDICE, _POSITION = "indice_national", "position"
_MESURES = ("taux_brut", TAUX)
HAUTEUR = 170
_REFERENCE = attributs(data_zone="reference")
_SIGNES = (
    f"{FINE}; bande{FINE}: intervalle de confiance à 95{FINE}%{FINE}; tirets{FINE}: taux brut. "
    "Les axes ne partent pas de zéro."
)
_ETENDUE = 0.25
"""The least half width of the scale of indices: closer intervals are drawn no larger."""


def tableau_des_taux(resultats: Sequence[Resultat]) -> Component:
    """One row a champ and a zone: crude and standardised rates, index, place beside France."""
    lues = [(r, tete) for r in resultats for tete in r.bloc.tetes]
    demi = max([_ETENDUE, *(abs(x - 1) for _, t in lues for x in _ecarts(t))])
    premier = resultats[0]
    entetes = [
        html.Th("Champ", scope="col"),
        *([html.Th("Zone", scope="col")] if len(premier.zones) > 1 else []),
        colonne_titre(premier.bloc.colonne("volume"), "Volume"),
        *(colonne_titre(premier.bloc.colonne(c)) for c in _MESURES),
        html.Th("IC à 95\u202f%", scope="col", className="nombre"),
        colonne_titre(premier.bloc.colonne(_INDICE)),
        html.Th("Par rapport à la France", scope="col"),
    ]
    rangees = [_rangee(r, t, demi) for r, t in lues]
    return table("Taux de recours des habitants, pour 1\u202f000 habitants", entetes, rangees)


def _rangee(resultat: Resultat, tete: Ligne, demi: float) -> html.Tr:
    bloc, noeud = resultat.bloc, resultat.selection.noeud.upper()
    volume = bloc.colonne("volume")
    zones = resultat.zones
    nom: list[Component | str] = [
        noeud,
        html.Span(f" {volume.mesure.unite}", className="portrait-unite"),
    ]
    indice = tete.cellules[_INDICE]
    return html.Tr(
        [
            html.Th(nom, scope="row"),
            *(
                [html.Td(nom_zone(zones[tete.groupe], tete.groupe), className="portrait-zone")]
                if len(zones) > 1
                else []
            ),
            case(tete.cellules["volume"], volume),
            *(case(tete.cellules[c], bloc.colonne(c), fort=c == TAUX) for c in _MESURES),
            html.Td(_intervalle(tete, bloc.colonne(BAS)), className="nombre"),
            case(indice, bloc.colonne(_INDICE)),
            html.Td(_position(resultat, tete, demi), className="portrait-position"),
        ]
    )


def _position(resultat: Resultat, tete: Ligne, demi: float) -> list[Component]:
    """Where a rate stands; France stands nowhere beside itself."""
    if tete.zone == "fr":
        return [html.Span("référence")]
    dite = valeur(tete.cellules[_POSITION], resultat.bloc.colonne(_POSITION))
    return [_piste(tete, demi), dite]


def _intervalle(tete: Ligne, colonne: Colonne) -> list[Component | str]:
    bas, haut = tete.cellules[BAS], tete.cellules[HAUT]
    if bas.valeur is None or haut.valeur is None:
        return [valeur(bas, colonne)]
    return [f"{formats.nombre(bas.valeur, colonne)} à {formats.nombre(haut.valeur, colonne)}"]


def _ecarts(tete: Ligne) -> tuple[float, ...]:
    """The index and its limits, France being 1; nothing where one of them is not shown."""
    taux, bas, haut, indice = (_lu(tete.cellules[c]) for c in (TAUX, BAS, HAUT, _INDICE))
    if taux is None or bas is None or haut is None or indice is None or not taux:
        return ()
    return indice, indice * bas / taux, indice * haut / taux


def _lu(cellule: Cellule) -> float | None:
    return cellule.valeur


def _piste(tete: Ligne, demi: float) -> Component:
    """The index with its interval on a line whose middle is France; the row says the same in words."""
    marques: list[Component] = [html.Span(className="portrait-france")]
    if ecarts := _ecarts(tete):
        indice, bas, haut = ((x - 1) / (2 * demi) + 0.5 for x in ecarts)
        marques.append(html.Span(className="portrait-intervalle", **longueur(haut - bas, bas)))
        marques.append(html.Span(className="portrait-point", **longueur(0.0, indice)))
    return html.Div(
        marques,
        className="portrait-piste",
        **attributs(data_zone=role(tete.groupe), aria_hidden="true"),
    )


def annees_des_taux(resultats: Sequence[Resultat]) -> Component:
    """Small charts, one a champ, each with its table twin, under one key."""
    cle = [
        html.Span([*nom_zone(z, i), " "], className="portrait-cle")
        for i, z in enumerate(resultats[0].zones)
    ]
    france = html.Span([html.Span(className="pastille-zone", **_REFERENCE), "France"])
    seule = [] if any(z.id == "fr" for z in resultats[0].zones) else [france]
    return html.Div(
        [
            html.P([*cle, *seule, _SIGNES], className="portrait-note", **marque("annees-cle")),
            html.Div([_annees(r) for r in resultats], className="portrait-annees"),
        ]
    )


def _annees(resultat: Resultat) -> Component:
    champ = resultat.selection.noeud
    cle, bloc = f"annees-{champ}", resultat.blocs[BLOC]
    quoi = _petite(taux_par_annee(resultat))
    titre = f"{champ.upper()}, {bloc.colonne(TAUX).unite}"
    jumelle = table_jumelle(
        bloc,
        f"{quoi.layout.meta['titre']}, {champ.upper()}",
        colonnes=[TAUX, BAS, HAUT],
        zones=noms_zones(resultat) if len(resultat.zones) > 1 else None,
    )
    return html.Figure(
        [
            html.H4(titre, className="portrait-legende"),
            html.Div(
                graphe(quoi, cle),
                role="img",
                className="figure-image",
                disable_n_clicks=True,
                **attributs(aria_label=resume_evolution(resultat, BLOC)),
            ),
            html.Div(jumelle, **marque(f"{cle}-jumelle")),
        ],
        className="figure portrait-figure",
        id=f"figure-{cle}",
    )


def _petite(quoi: go.Figure) -> go.Figure:
    """A figure of the house made small: what its title and the key say is left out of the drawing."""
    quoi.update_layout(height=HAUTEUR, margin={"t": 8, "r": 4, "b": 20, "l": 4})
    quoi.layout.annotations = ()
    return quoi
