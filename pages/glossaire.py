"""The glossary, ``/glossaire``: each entry at its own anchor."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from dash import html
from dash.development.base_component import Component

from components.liens import attributs
from components.termes import nom_court
from data_layer.catalogue import glossaire
from data_layer.catalogue.schema import Terme
from geodata.texte import sans_accent

TITRE = "Glossaire"


def page() -> Component:
    """The glossary of the catalogue."""
    return contenu(glossaire())


def contenu(termes: Sequence[Terme]) -> Component:
    """Every entry in alphabetical order, an index of first letters above."""
    ordonnes = sorted(termes, key=lambda t: sans_accent(t.terme))
    par_lettre = {
        lettre: list(groupe)
        for lettre, groupe in groupby(ordonnes, key=lambda t: sans_accent(t.terme)[:1].upper())
    }
    noms = {t.cle: nom_court(t) for t in termes}
    return html.Div(
        [
            html.H1(TITRE),
            html.P(
                "Les mots des restitutions. Partout dans le portail, un mot souligné de points ouvre "
                "son entrée.",
                className="intro",
            ),
            html.Nav(
                html.Ul(
                    [html.Li(html.A(lettre, href=f"#lettre-{lettre}")) for lettre in par_lettre],
                    className="glossaire-lettres",
                ),
                **attributs(aria_label="Lettres du glossaire"),
            ),
            *(_lettre(lettre, groupe, noms) for lettre, groupe in par_lettre.items()),
        ],
        className="page-texte",
    )


def _lettre(lettre: str, termes: Sequence[Terme], noms: dict[str, str]) -> Component:
    return html.Section(
        [
            html.H2(lettre, id=f"lettre-{lettre}", className="visuellement-masque"),
            html.Dl([_entree(t, noms) for t in termes], className="glossaire"),
        ]
    )


def _entree(terme: Terme, noms: dict[str, str]) -> Component:
    voir: list[Component | str] = []
    for cle in terme.voir:
        voir += [", " if voir else "", html.A(noms[cle], href=f"#{cle}")]
    return html.Div(
        [
            html.Dt(terme.terme),
            html.Dd(terme.definition),
            *([html.Dd(["Voir aussi : ", *voir], className="glossaire-voir")] if voir else []),
        ],
        id=terme.cle,
        className="glossaire-entree",
    )
