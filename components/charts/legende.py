"""The key of a row of donuts, once for all its zones: each value, its colour, its share in each zone."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.charts.anneaux import colonne_des_parts, legende, lignes_de, part_dite
from components.charts.graphe import role
from components.liens import attributs
from data_layer.result import Resultat


def legende_des_parts(resultat: Resultat, cle: str) -> Component:
    """Return the list of values of block ``cle``; shares are said here, however small the slice."""
    bloc = resultat.blocs[cle]
    colonne = colonne_des_parts(resultat, bloc)
    assert colonne is not None
    parts = [
        {li.code: part_dite(li.cellules[colonne.cle]) for li in lignes_de(bloc, rang)}
        for rang in range(len(resultat.zones))
    ]
    return html.Ul(
        [
            html.Li(
                [
                    html.Span(className="pastille-part", **attributs(data_part=valeur["place"])),
                    html.Span(valeur["nom"], className="legende-nom"),
                    *(
                        _part(siennes.get(valeur["code"], ""), rang, len(parts))
                        for rang, siennes in enumerate(parts)
                    ),
                ]
            )
            for valeur in legende(bloc, colonne)
        ],
        className="figure-legende",
    )


def _part(texte: str, rang: int, zones: int) -> html.Span:
    """A share, under the mark of its zone when there are several."""
    marque = [html.Span(className="pastille-zone", **attributs(data_zone=role(rang)))]
    return html.Span([*(marque if zones > 1 else []), texte], className="legende-part chiffres")
