"""Forged callback payloads, against a real Dash application."""

from __future__ import annotations

import json
from typing import Any

import pytest
from dash import ALL, Dash, Input, Output, State, dcc, html
from dash.exceptions import PreventUpdate
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import server
from components.demandes import DemandeForgee

CHEMIN = "/_dash-update-component"


@pytest.fixture(scope="module")
def client_dash() -> FlaskClient:
    """A small Dash application with our server side on."""
    app = Dash("essai_rappels", compress=False)
    app.layout = html.Div(
        [dcc.Input(id="a"), dcc.Store(id="b"), html.Div(id="c"), html.Div(id="d")]
    )

    @app.callback(Output("c", "children"), Input("a", "value"), State("b", "data"))
    def doubler(a: Any, b: Any) -> str:
        if a == "rien":
            raise PreventUpdate
        if a == "forge":
            raise DemandeForgee("L'adresse attendue est un objet.")
        if a == "panne":
            raise KeyError("secret de fabrication")
        return f"{a}{b}"

    @app.callback(Output("d", "children"), Input({"type": "t", "i": ALL}, "value"))
    def compter(valeurs: list[Any]) -> Any:
        return {1, 2} if valeurs == ["mauvais"] else len(valeurs)

    app.server.testing = True
    server.installer(app.server, app.csp_hashes)
    client: FlaskClient = app.server.test_client()
    return client


def _corps(**autres: Any) -> dict[str, Any]:
    corps: dict[str, Any] = {
        "output": "c.children",
        "outputs": {"id": "c", "property": "children"},
        "inputs": [{"id": "a", "property": "value", "value": "x"}],
        "state": [{"id": "b", "property": "data", "value": 1}],
        "changedPropIds": ["a.value"],
    }
    return corps | autres


def test_un_rappel_honnete_passe(client_dash: FlaskClient) -> None:
    reponse = client_dash.post(CHEMIN, json=_corps())
    assert reponse.status_code == 200
    assert reponse.get_json()["response"] == {"c": {"children": "x1"}}
    motif = _corps(
        output="d.children",
        outputs={"id": "d", "property": "children"},
        inputs=[[{"id": {"type": "t", "i": 1}, "property": "value", "value": 5}]],
        state=[],
        changedPropIds=[],
    )
    assert client_dash.post(CHEMIN, json=motif).status_code == 200
    rien = _corps(inputs=[{"id": "a", "property": "value", "value": "rien"}])
    assert client_dash.post(CHEMIN, json=rien).status_code == 204


FORGES: dict[str, Any] = {
    "liste": [],
    "texte": "x",
    "nombre": 3,
    "nul": None,
    "vide": {},
    "sortie inconnue": _corps(output="zz.children"),
    "sortie d'un autre genre": _corps(output=["c.children"]),
    "sorties mal formées": _corps(outputs={"id": "c"}),
    "sorties texte": _corps(outputs="c.children"),
    "entrées absentes": _corps(inputs=[]),
    "entrées texte": _corps(inputs="a"),
    "entrées mal formées": _corps(inputs=[{"id": "a"}]),
    "identifiant nombre": _corps(inputs=[{"id": 3, "property": "value"}]),
    "identifiant creux": _corps(inputs=[{"id": {"type": []}, "property": "value"}]),
    "entrées en trop": _corps(inputs=[{"id": "a", "property": "value"}] * 5, state=[]),
    "état absent": _corps(state=[]),
    "état nul": _corps(state=None),
    "changements texte": _corps(changedPropIds="a.value"),
    "changements nombres": _corps(changedPropIds=[1]),
    "changements illisibles": _corps(changedPropIds=["{a.value"]),
    "demi-caractère": _corps(inputs=[{"id": "a", "property": "value", "value": ["\ud800"]}]),
    "valeur refusée": _corps(inputs=[{"id": "a", "property": "value", "value": "forge"}]),
    "sorties d'un motif": _corps(outputs=[[{"id": "c", "property": "children"}]]),
    "plusieurs sorties": _corps(outputs=[{"id": "c", "property": "children"}] * 3),
}


@pytest.mark.parametrize("corps", FORGES.values(), ids=FORGES.keys())
def test_une_demande_forgee_est_un_400(
    client_dash: FlaskClient, caplog: pytest.LogCaptureFixture, corps: Any
) -> None:
    reponse = client_dash.post(CHEMIN, data=json.dumps(corps), content_type="application/json")
    assert (reponse.status_code, reponse.mimetype) == (400, "application/json"), reponse.text
    assert reponse.get_json()["erreur"]
    assert "Traceback" not in reponse.text + caplog.text
    assert not any(r.exc_info for r in caplog.records)


def test_ce_qui_n_est_pas_du_json(client_dash: FlaskClient) -> None:
    casse = client_dash.post(CHEMIN, data="{", content_type="application/json")
    octets = client_dash.post(CHEMIN, data=b"\xff\x00", content_type="application/json")
    autre = client_dash.post(CHEMIN, data="a=1")
    assert [r.status_code for r in (casse, octets, autre)] == [400, 400, 415]
    lourd = client_dash.post(CHEMIN, json=_corps(poids="x" * 1_100_000))
    assert lourd.status_code == 413
    assert "1 Mo" in lourd.get_json()["erreur"]
    profond = client_dash.post(CHEMIN, data="[" * 200_000, content_type="application/json")
    assert profond.status_code == 400
    assert client_dash.get(CHEMIN).status_code in {200, 405}  # Dash's own catch-all may take it


def test_une_panne_de_rappel_est_la_notre(
    client_dash: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    panne = _corps(inputs=[{"id": "a", "property": "value", "value": "panne"}])
    reponse = client_dash.post(CHEMIN, json=panne)
    assert reponse.status_code == 500
    assert "secret" not in reponse.text
    assert "secret de fabrication" in caplog.text
    mauvais = _corps(
        output="d.children",
        outputs={"id": "d", "property": "children"},
        inputs=[[{"id": {"type": "t", "i": 1}, "property": "value", "value": "mauvais"}]],
        state=[],
        changedPropIds=[],
    )
    assert client_dash.post(CHEMIN, json=mauvais).status_code == 500


def test_un_fichier_de_composant_inconnu_est_un_404(client_dash: FlaskClient) -> None:
    for fin in ("dash/inconnu.js", "os/path.py", "dash_renderer/../x"):
        reponse = client_dash.get(f"/_dash-component-suites/{fin}")
        assert reponse.status_code in {200, 404}
        assert b"Registered" not in reponse.data


valeurs = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda v: (
        st.lists(v, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "property", "value"]), v, max_size=3)
    ),
    max_leaves=8,
)
cles = st.sampled_from(["output", "outputs", "inputs", "state", "changedPropIds"])


@settings(
    max_examples=200,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(change=st.dictionaries(cles, valeurs, max_size=4))
def test_aucune_forme_ne_fait_tomber_dash(client_dash: FlaskClient, change: Any) -> None:
    reponse = client_dash.post(CHEMIN, json=_corps(**change))
    assert reponse.status_code in {200, 204, 400}
