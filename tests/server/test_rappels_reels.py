"""Forged calls to every callback of the real application: never a 500, never a trace."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.server.conftest import appel, envoyer, rappel, rappels

BONNE = {
    "slug": "activite-mco",
    "requete": "zone=reg-11&vue=carte",
    "panneau": None,
    "mode": "push",
}
ADRESSES_TENUES = ("adresse", "a-peindre")
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


def _honnetes(declare: Any) -> list[Any]:
    fentes = [*declare["inputs"], *declare["state"]]
    return [BONNE if f["id"] in ADRESSES_TENUES else 1 for f in fentes]


def _appels(declare: Any) -> Iterator[Any]:
    honnetes = _honnetes(declare)
    for rang, _ in enumerate(honnetes):
        for valeur in [*ADRESSES, *CURIEUSES]:
            yield appel(declare, [*honnetes[:rang], valeur, *honnetes[rang + 1 :]])
    for valeur in [*ADRESSES, *CURIEUSES]:
        yield appel(declare, [valeur] * len(honnetes))
    if '"cle"' in json.dumps(declare["inputs"]).replace("\\", ""):
        fentes = [f["id"] for f in (*declare["inputs"], *declare["state"])]
        for cle in CLES:
            for valeur in CURIEUSES:
                yield appel(
                    declare, [BONNE if f in ADRESSES_TENUES else valeur for f in fentes], cle
                )
    for changees in (
        ["zzz.value"],
        ["{zz.value"],
        ['{"a":1}.value'],
        ['{"cle":[]}.value'],
        [""],
        [],
    ):
        yield appel(declare, honnetes) | {"changedPropIds": changees}


def test_aucun_rappel_ne_tombe(client_reel: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    tous = rappels(client_reel)
    assert len(tous) >= 10
    acceptes, total = 0, 0
    for un in tous:
        for corps in _appels(un):
            reponse = envoyer(client_reel, corps)
            assert reponse.status_code in {200, 204, 400}, (reponse.text, corps)
            assert reponse.status_code != 400 or reponse.get_json()["erreur"], corps
            acceptes += reponse.status_code != 400
            total += 1
    # Most of these have the form of a call of ours: what is tried is the callbacks, not the door.
    assert acceptes > total / 3
    assert [r for r in caplog.records if r.exc_info or r.levelno >= logging.ERROR] == []
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize("vue", ["tableau", "graphique", "carte", "annees"])
def test_un_etat_qui_n_est_pas_une_liste_ne_fait_pas_tomber_la_peinture(
    client_reel: FlaskClient, caplog: pytest.LogCaptureFixture, vue: str
) -> None:
    """States by pattern come as lists; a forged call sends one alone, or anything."""
    adresse = {**BONNE, "slug": "dm-medicaments", "requete": f"zone=dep-55&vue={vue}"}
    peintre = rappel(client_reel, "partie-vue", "a-peindre", "data")
    honnete = appel(peintre, [adresse, *_honnetes(peintre)[1:]])
    motifs = [rang for rang, etat in enumerate(honnete["state"]) if isinstance(etat, list)]
    assert motifs
    for rang in motifs:
        for valeur in CURIEUSES:
            etats = list(honnete["state"])
            etats[rang] = {**etats[rang][0], "value": valeur}
            reponse = envoyer(client_reel, honnete | {"state": etats})
            assert reponse.status_code in {200, 204, 400}, (reponse.text, etats)
    assert "Traceback" not in caplog.text


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
    peintre = rappel(client_reel, "partie-vue", "a-peindre", "data")
    honnetes = _honnetes(peintre)
    peint = envoyer(client_reel, appel(peintre, [adresse, *honnetes[1:]])).get_json()["response"]
    assert titre in json.dumps(peint.pop("partie-vue"), ensure_ascii=False)
    assert peint == {"suite": {"value": "{}"}}


def test_un_geste_sur_des_donnees_parties_fait_redire_la_page(client_reel: FlaskClient) -> None:
    partie = {**BONNE, "requete": "zone=reg-11&maj=zz"}
    clic = {"value": {"action": "prendre", "cible": "dep-55"}}
    peintre = rappel(client_reel, "adresse.data", "grille", "cellRendererData")
    reponse = envoyer(client_reel, appel(peintre, [clic, partie])).get_json()
    assert reponse["sideUpdate"] == {"adresse": {"data": {**partie, "mode": "none"}}}


def test_ce_qui_est_forge_est_dit_en_francais(client_reel: FlaskClient) -> None:
    ouvrir = rappel(client_reel, "page.children", "lieu", "pathname")
    reponse = envoyer(client_reel, appel(ouvrir, [{"a": 1}, None]))
    assert reponse.status_code == 400
    assert "le chemin n'est pas un texte" in reponse.get_json()["erreur"]
    vide = envoyer(client_reel, appel(ouvrir, [None, None]))
    assert vide.status_code == 200
