"""What Dash does not follow: written as data, nothing lost on the way."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from dash import dcc, html

import data_layer
from components import ecran
from components.inerte import BALISES, arbre, arbres, detacher, marque, suite


def test_un_element_s_ecrit_avec_ses_attributs_et_ses_enfants() -> None:
    lien = html.A(
        ["Là", html.B("bas")], href="/x", className="k", hidden=True, **{"aria-label": "y"}
    )
    ecrit = [
        "a",
        {"href": "/x", "class": "k", "hidden": "", "aria-label": "y"},
        ["Là", ["b", {}, ["bas"]]],
    ]
    assert arbre(lien) == ecrit
    assert arbres([None, "a", [lien, 3]]) == ["a", ecrit, "3"]
    assert arbre(html.P("z", hidden=False, disable_n_clicks=True)) == ["p", {}, ["z"]]


@pytest.mark.parametrize(
    "vivant", [dcc.Input(), html.Button(id={"type": "x"}), html.Iframe(), html.Form(), html.Img()]
)
def test_ce_qu_un_rappel_ecoute_n_est_pas_inerte(vivant: object) -> None:
    with pytest.raises(TypeError):
        arbre(html.Div(vivant))


def test_les_elements_inertes_sont_ceux_que_le_script_fabrique() -> None:
    script = (Path(__file__).parents[2] / "assets/inerte.js").read_text(encoding="utf-8")
    trouve = re.search(r"PERMIS = new Set\((.*?)\.split", script, re.DOTALL)
    assert trouve is not None
    assert set(" ".join(re.findall(r'"([^"]*)"', trouve[1])).split()) == BALISES


def test_les_enfants_marques_partent_a_part() -> None:
    vue = html.Div([html.P("reste"), html.Div([html.H2("T")], **marque("t"))])
    inertes = detacher(vue)
    assert list(inertes) == ["t"]
    assert vue.children[1].children is None
    assert json.loads(suite(inertes)) == {"t": [["h2", {}, ["T"]]]}


def test_les_parties_d_un_ecran_sont_inertes(
    entrepot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def casser(*_: object) -> None:
        raise RuntimeError("panne")

    monkeypatch.setattr(ecran, "cartes", casser)
    for requete in (
        "vs=reg-44&vue=graphique",
        "zone=reg-99",
        "zone=dep-55&categorie=clcc",
        "unite=zz",
    ):
        reponse = data_layer.repondre("activite-mco", requete)
        parties = ecran.parties(reponse, reponse.contexte)
        inertes = {nom: parties[nom] for nom in ecran.INERTES}
        lues = json.loads(suite(inertes | detacher(parties["vue"])))
        assert set(ecran.INERTES) <= set(lues)
        assert "style" not in json.dumps(lues)
