"""Figures that stay on the page take the marks of the next answer: they must then be those it would draw."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

import data_layer
from components.charts.vue import MOULE, retouches, vue_annees, vue_graphique
from components.inerte import detacher

REQUETES = (
    "zone=dep-55&periode=2020",
    "zone=dep-55&vs=fr&periode=2020&noeud=dm",
    "zone=dep-55&periode=2020&noeud=med&champ=ssr",
    "zone=fr&periode=2020&noeud=med&lecture=evol",
    "zone=fr&periode=2021&noeud=dm&par=ghm&tri=libelle",
    "zone=reg-84&periode=2021&noeud=med&champ=mco-had&pour=habitants",
)
CHANGE = {"figure", "style", "aria-label"}
"""What ``retouches`` sends again, whatever it was."""


def _vues(entrepot: object) -> list[Component]:
    assert entrepot
    vues = []
    for requete in REQUETES:
        for vue, dessiner in (("graphique", vue_graphique), ("annees", vue_annees)):
            resultat = data_layer.repondre("dm-medicaments", f"{requete}&vue={vue}").resultat
            assert resultat is not None
            vieille = replace(
                resultat, provenance=replace(resultat.provenance, mise_a_jour="2020-01-02")
            )
            vues += [html.Div(dessiner(resultat)), html.Div(dessiner(vieille))]
    return vues


def _reste(noeud: Any) -> Any:
    """What stays on the page untouched when its figures take the marks of the next answer."""
    if isinstance(noeud, list | tuple):
        return [_reste(n) for n in noeud]
    if not isinstance(noeud, Component):
        return noeud
    proprietes = noeud.to_plotly_json()["props"]
    repris = isinstance(noeud, dcc.Graph) or proprietes.get("className") == "figure-image"
    gardees = {n: str(v) for n, v in proprietes.items() if not (repris and n in CHANGE)}
    gardees.pop("children", None)
    return [type(noeud).__name__, gardees, _reste(getattr(noeud, "children", None))]


def _moule(vue: Component) -> str:
    ids = [getattr(c, "id", None) for c in vue._traverse()]
    (moule,) = (i["cle"] for i in ids if isinstance(i, dict) and i.get("type") == MOULE)
    return str(moule)


def test_une_figure_gardee_est_celle_qui_serait_dessinee(entrepot: object) -> None:
    vues = _vues(entrepot)
    inertes = [detacher(vue) for vue in vues]
    restes = [_reste(vue) for vue in vues]
    gardees = 0
    for a, b in permutations(range(len(vues)), 2):
        if retouches(vues[b], _moule(vues[a])) is None:
            continue
        gardees += 1
        assert restes[a] == restes[b]
        assert inertes[a].keys() == inertes[b].keys()
    assert gardees > len(vues)
