"""Forged calls to every callback of the real application: never a 500, never a trace."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

CHEMIN = "/_dash-update-component"
BONNE = {
    "slug": "activite-mco",
    "requete": "zone=reg-11&vue=carte",
    "panneau": None,
    "mode": "push",
}
ADRESSES: list[Any] = [
    {**BONNE, "slug": ["a"]},
    {**BONNE, "slug": "nul"},
    {**BONNE, "slug": "../../x"},
    {**BONNE, "requete": 1},
    {**BONNE, "requete": "zone=zzz&vs=zzz"},
    {**BONNE, "requete": "zone=\ud800"},
    {**BONNE, "requete": "maj=../../x"},
    {**BONNE, "requete": "maj=20200101T000000Z-abcdef"},
    {**BONNE, "requete": "a" * 10_000},
    {**BONNE, "requete": "lecture=evol&periode=2015", "panneau": "evolution"},
    {**BONNE, "panneau": "rien"},
    {**BONNE, "panneau": {}},
    {**BONNE, "mode": [], "ecran": "pret"},
    {"slug": "activite-mco"},
    {**BONNE, "slug": "dm-medicaments", "requete": "noeud=med&liste=atu"},
    {**BONNE, "slug": "dm-medicaments", "requete": "noeud=zzz&periode=2021-01..2021-12"},
]
CURIEUSES: list[Any] = [
    None, 0, -1, 1e308, 10**30, float("inf"), True, "", "../../x", "é\x00\u202e", "\ud800",
    "x" * 1000, "/r/activite-mco/rien", "/r/activite-mco", "?maj=zz", [], [[]], [1, 2], {}, {"a": 1},
    {"value": {"action": "prendre", "cible": "dep-55"}}, {"value": {"action": [], "cible": {}}},
    {"value": ["prendre", "zz"]}, {"properties": {"id": "dep-55"}}, {"properties": {"id": {}}},
    {"properties": []}, {"data": {"tri": "-seances"}}, {"data": {"tri": []}}, ["reg-11"], "dep-55",
    {"type": "choix", "cle": []}, [{"groupe": [], "valeur": {}}],
]  # fmt: skip
CLES = ("zone", "debut", "fin", "rangees", "unite", "lecture", "statut", "zz", 5)
CLES += ("annee", "premier", "dernier", "champ", "pour", "perimetre")


@pytest.fixture(scope="module")
def client_reel(entrepot: Path) -> Iterator[FlaskClient]:
    """The real application over the demonstration release, without limit of rate."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PORTULAN_LIMITE", "0")
        from app import create_app

        client: FlaskClient = create_app().server.test_client()
        client.get("/")
        yield client


def _rappels(client: FlaskClient) -> list[Any]:
    return [d for d in client.get("/_dash-dependencies").get_json() if not d["clientside_function"]]


def _propriete(ident: str, propriete: str, cle: Any = "zone") -> Any:
    """A property as the browser names it; those of a pattern with ALL come as a list."""
    if not ident.startswith("{"):
        return {"id": ident, "property": propriete}
    motif = json.loads(ident)
    concret = {k: cle if isinstance(v, list) else v for k, v in motif.items()}
    seule = {"id": concret, "property": propriete}
    return [seule] if ["ALL"] in motif.values() else seule


def _nom(propriete: Any) -> str:
    ident = propriete["id"]
    if isinstance(ident, dict):
        ident = json.dumps(ident, separators=(",", ":"), sort_keys=True)
    return f"{ident}.{propriete['property']}"


def _appel(rappel: Any, fentes: list[Any], cle: Any = "zone") -> dict[str, Any]:
    """A call of a callback with a value for each of its inputs, then of its states."""
    sortie = rappel["output"]
    noms = sortie[2:-2].split("...") if sortie.startswith("..") else [sortie]
    paires = [n.rsplit(".", 1) for n in noms]
    sorties = [_propriete(i, p.split("@")[0], cle) for i, p in paires]
    recus = []
    for declare, valeur in zip([*rappel["inputs"], *rappel["state"]], fentes, strict=True):
        propriete = _propriete(declare["id"], declare["property"], cle)
        seule = propriete[0] if isinstance(propriete, list) else propriete
        recus.append((propriete, seule | {"value": valeur}))
    remplis = [[valeur] if isinstance(p, list) else valeur for p, valeur in recus]
    combien = len(rappel["inputs"])
    return {
        "output": sortie,
        "outputs": sorties if sortie.startswith("..") else sorties[0],
        "inputs": remplis[:combien],
        "state": remplis[combien:],
        "changedPropIds": [_nom(valeur) for _, valeur in recus[:combien]],
    }


def _envoyer(client: FlaskClient, appel: Any) -> Any:
    return client.post(CHEMIN, data=json.dumps(appel), content_type="application/json")


def _honnetes(rappel: Any) -> list[Any]:
    fentes = [*rappel["inputs"], *rappel["state"]]
    return [BONNE if f["id"] == "adresse" else 1 for f in fentes]


def _appels(rappel: Any) -> Iterator[Any]:
    honnetes = _honnetes(rappel)
    for rang, _ in enumerate(honnetes):
        for valeur in [*ADRESSES, *CURIEUSES]:
            yield _appel(rappel, [*honnetes[:rang], valeur, *honnetes[rang + 1 :]])
    for valeur in [*ADRESSES, *CURIEUSES]:
        yield _appel(rappel, [valeur] * len(honnetes))
    if '"cle"' in json.dumps(rappel["inputs"]).replace("\\", ""):
        fentes = [f["id"] for f in (*rappel["inputs"], *rappel["state"])]
        for cle in CLES:
            for valeur in CURIEUSES:
                yield _appel(rappel, [BONNE if f == "adresse" else valeur for f in fentes], cle)
    for changees in (
        ["zzz.value"],
        ["{zz.value"],
        ['{"a":1}.value'],
        ['{"cle":[]}.value'],
        [""],
        [],
    ):
        yield _appel(rappel, honnetes) | {"changedPropIds": changees}


def test_aucun_rappel_ne_tombe(client_reel: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    rappels = _rappels(client_reel)
    assert len(rappels) >= 10
    acceptes, total = 0, 0
    for rappel in rappels:
        for appel in _appels(rappel):
            reponse = _envoyer(client_reel, appel)
            assert reponse.status_code in {200, 204, 400}, (reponse.text, appel)
            assert reponse.status_code != 400 or reponse.get_json()["erreur"], appel
            acceptes += reponse.status_code != 400
            total += 1
    # Most of these have the form of a call of ours: what is tried is the callbacks, not the door.
    assert acceptes > total / 3
    assert [r for r in caplog.records if r.exc_info or r.levelno >= logging.ERROR] == []
    assert "Traceback" not in caplog.text


def _rappel(client: FlaskClient, sortie: str, ident: str, propriete: str) -> Any:
    """The one callback which has this output, and this property as its first input."""
    entree = {"id": ident, "property": propriete}
    (trouve,) = (
        r
        for r in _rappels(client)
        if sortie in r["output"] and entree.items() <= r["inputs"][0].items()
    )
    return trouve


@pytest.mark.parametrize(
    ("adresse", "titre"),
    [
        ({**BONNE, "requete": "maj=zz"}, "Cette mise à jour n'existe pas"),
        ({**BONNE, "panneau": "rien"}, "Panneau introuvable"),
        ({**BONNE, "slug": "nul"}, "Page introuvable"),
    ],
)
def test_une_erreur_des_donnees_devient_un_etat_a_la_place_de_la_vue(
    client_reel: FlaskClient, adresse: Any, titre: str
) -> None:
    rappel = _rappel(client_reel, "partie-vue", "adresse", "data")
    honnetes = _honnetes(rappel)
    peint = _envoyer(client_reel, _appel(rappel, [adresse, *honnetes[1:]])).get_json()["response"]
    assert titre in json.dumps(peint.pop("partie-vue"), ensure_ascii=False)
    assert [p["children"] for p in peint.values()] == [[]] * 6


def test_un_geste_sur_des_donnees_parties_fait_redire_la_page(client_reel: FlaskClient) -> None:
    partie = {**BONNE, "requete": "zone=reg-11&maj=zz"}
    clic = {"value": {"action": "prendre", "cible": "dep-55"}}
    rappel = _rappel(client_reel, "adresse.data", "grille", "cellRendererData")
    reponse = _envoyer(client_reel, _appel(rappel, [clic, partie])).get_json()
    assert reponse["sideUpdate"] == {"adresse": {"data": {**partie, "mode": "none"}}}


def test_ce_qui_est_forge_est_dit_en_francais(client_reel: FlaskClient) -> None:
    ouvrir = _rappel(client_reel, "page.children", "lieu", "pathname")
    reponse = _envoyer(client_reel, _appel(ouvrir, [{"a": 1}, None]))
    assert reponse.status_code == 400
    assert "le chemin n'est pas un texte" in reponse.get_json()["erreur"]
    vide = _envoyer(client_reel, _appel(ouvrir, [None, None]))
    assert vide.status_code == 200
