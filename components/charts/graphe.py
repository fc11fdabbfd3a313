"""The one door of every Plotly figure: its look, its language, its buttons and its file.

Nothing else may build a ``dcc.Graph``: the mode bar of Plotly 7 offers to send the figure to a
cloud, and the library, 1.4 MB compressed, must only be fetched by a page that shows one.
"""

from __future__ import annotations

import html
import textwrap
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import plotly.graph_objects as go
from dash import dcc

from components import formats
from components.charts import couleurs
from components.documents.commun import souche
from components.lecture import phrase_source
from data_layer.result import Resultat

HAUTEUR_LIGNE = 26
HAUTEUR_DEUX_LIGNES = 33
_LONGUEUR, _LONGUEUR_FIN = 22, 27
CONFIG: dict[str, Any] = {
    "locale": "fr",
    "displaylogo": False,
    "displayModeBar": False,
    "responsive": True,
    "showTips": False,
    "doubleClick": "reset",
    # Named even though the bar is hidden: a caller may show it again, the cloud stays out.
    "modeBarButtonsToRemove": ["sendChartToCloud", "toImage", "select2d", "lasso2d"],
}


@cache
def modele() -> Mapping[str, Any]:
    """Return the look of the house, as a Plotly template: no frame, light rules, transparent ground."""
    axe = {
        "gridcolor": couleurs.FILET,
        "zerolinecolor": couleurs.FILET_FORT,
        "zerolinewidth": 1,
        "linecolor": couleurs.FILET_FORT,
        "tickfont": {"color": couleurs.TEXTE_DISCRET, "size": 12},
        "title": {"font": {"color": couleurs.TEXTE_DISCRET, "size": 12}, "standoff": 10},
        "fixedrange": True,
        "automargin": True,
    }
    gabarit = go.layout.Template(
        layout={
            "font": {"family": couleurs.POLICE, "size": 13, "color": couleurs.TEXTE},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "separators": formats.SEPARATEURS_PLOTLY,
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
            "showlegend": False,
            "dragmode": False,
            "hovermode": "closest",
            "hoverlabel": {
                "bgcolor": couleurs.SURFACE,
                "bordercolor": couleurs.FILET_FORT,
                "font": {"color": couleurs.TEXTE, "size": 13, "family": couleurs.POLICE},
                "align": "left",
            },
            "xaxis": axe,
            "yaxis": axe,
        }
    )
    dite: dict[str, Any] = gabarit.to_plotly_json()
    return dite


def figure(resultat: Resultat, titre: str, sous_titre: str, hauteur: int, nom: str) -> go.Figure:
    """Return an empty figure of the house, ``hauteur`` px high, as wide as its place.

    ``meta`` carries what a downloaded image must say by itself; ``assets/images.js`` writes it in.
    """
    meta = {
        "titre": titre,
        "sous_titre": sous_titre,
        "source": source(resultat),
        "zones": [
            {"nom": zone.libelle, "couleur": couleurs.de_zone(rang), "role": role(rang)}
            for rang, zone in enumerate(resultat.zones)
        ],
        "fichier": souche(resultat, nom),
    }
    # The look is put on when it is sent: Plotly would check and copy the whole of it for each figure.
    return go.Figure(layout={"template": "none", "height": hauteur, "meta": meta})


def role(place: int | None) -> str:
    """Return the name a chosen zone bears in style sheets."""
    if place is None:
        return "reference"
    return "comparee" if place else "principale"


def graphe(quoi: go.Figure, cle: str) -> dcc.Graph:
    """Return the component of a figure, under the id ``graphe-<cle>``."""
    hauteur = quoi.layout.height or 400
    dite = quoi.to_dict()
    dite["layout"]["template"] = modele()
    return dcc.Graph(
        id=f"graphe-{cle}",
        figure=dite,
        config=CONFIG,  # type: ignore[arg-type]
        responsive=True,
        className="graphe",
        style={"height": f"{hauteur}px"},
    )


def source(resultat: Resultat) -> str:
    """Return the line that a picture out of its page needs; it says when figures are invented."""
    return phrase_source(resultat)


def sur(texte: str, longueur: int | None = None) -> str:
    """Escape a label for Plotly, which reads tags in any text; cut it when it is too long."""
    if longueur and len(texte) > longueur:
        texte = texte[: longueur - 1].rstrip() + "…"
    return html.escape(texte, quote=False)


def replies(textes: Sequence[str], lignes: int = 2) -> list[str]:
    """Return labels on a few short lines each: bars keep their room on a narrow screen.

    A long one keeps its beginning; its end instead, where its beginning would be that of another.
    """
    textes = [texte.strip() for texte in textes]
    lus = [_lignes(texte, lignes) for texte in textes]
    de = {tuple(coupe): set[str]() for coupe in lus}
    for texte, coupe in zip(textes, lus, strict=True):
        de[tuple(coupe)].add(texte)
    gardes = [
        _par_les_bouts(texte) if len(de[tuple(coupe)]) > 1 else coupe
        for texte, coupe in zip(textes, lus, strict=True)
    ]
    return ["<br>".join(sur(ligne) for ligne in gardee) for gardee in gardes]


def _lignes(texte: str, lignes: int) -> list[str]:
    return textwrap.wrap(texte, _LONGUEUR, max_lines=lignes, placeholder="…") or [""]


def _par_les_bouts(texte: str) -> list[str]:
    """The first line of a label, then as many words of its end as a line, a little longer, holds."""
    debut = textwrap.wrap(texte, _LONGUEUR)[0]
    fin = textwrap.wrap(texte[len(debut) :][::-1], _LONGUEUR_FIN, max_lines=1, placeholder="…")
    return [debut, *(ligne[::-1] for ligne in fin)]
