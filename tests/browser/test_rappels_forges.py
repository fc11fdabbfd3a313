"""Forged callback payloads against the server in service: refused in French, never a 500 nor a trace."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any

import pytest

from tests.browser.serveur import Serveur

ADRESSE = {"slug": "activite-mco", "requete": "", "panneau": None, "mode": "push"}


def _poster(serveur: Serveur, corps: bytes, genre: str = "application/json") -> tuple[int, str]:
    demande = urllib.request.Request(
        f"{serveur.base}/_dash-update-component", data=corps, headers={"Content-Type": genre}
    )
    try:
        with urllib.request.urlopen(demande, timeout=20) as reponse:
            return reponse.status, reponse.read().decode()
    except urllib.error.HTTPError as erreur:
        return erreur.code, erreur.read().decode()


def _refuse(serveur: Serveur, corps: Any) -> None:
    octets = corps if isinstance(corps, bytes) else json.dumps(corps).encode()
    avant = len(serveur.lu())
    statut, texte = _poster(serveur, octets)
    assert 400 <= statut < 500, (statut, texte[:300])
    assert "Traceback" not in texte
    assert 'File "' not in texte
    assert json.loads(texte), "une explication en JSON"
    assert "Traceback" not in serveur.lu(avant)


@pytest.mark.parametrize(
    "corps",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        b"[]",
        b"null",
        b'"bonjour"',
        b"{}",
        {"output": 3},
        {"output": "page.children"},
        {"output": "..secret.value..", "inputs": [], "outputs": []},
        {"output": "inconnue.children", "outputs": {"id": "inconnue", "property": "children"}},
        {"output": "page.children", "outputs": 7, "inputs": "non", "changedPropIds": {}},
        b"[" * 5_000,
    ],
)
def test_un_contenu_informe_est_refuse(serveur: Serveur, corps: Any) -> None:
    _refuse(serveur, corps)


def test_un_contenu_trop_lourd_est_refuse(serveur: Serveur) -> None:
    _refuse(serveur, b'{"output": "' + b"a" * 2_000_000 + b'"}')


def _routeur(chemin: Any, recherche: Any) -> dict[str, Any]:
    return {
        "output": "page.children",
        "outputs": {"id": "page", "property": "children"},
        "inputs": [{"id": "lieu", "property": "pathname", "value": chemin}],
        "changedPropIds": ["lieu.pathname"],
        "state": [{"id": "lieu", "property": "search", "value": recherche}],
    }


@pytest.mark.parametrize(
    ("chemin", "recherche"),
    [
        (7, None),
        ({"a": 1}, []),
        (["/"], {"b": 2}),
        ("/r/activite-mco", 12),
        ("/r/activite-mco", ["zone=fr"]),
        ("/r/\u0000", "?zone=\u0000"),
        ("/recherche", {"q": "x"}),
        (True, True),
    ],
)
def test_la_route_des_pages_ne_tombe_pas(serveur: Serveur, chemin: Any, recherche: Any) -> None:
    _ni_erreur_ni_trace(serveur, _routeur(chemin, recherche))


def _repeindre(adresse: Any) -> dict[str, Any]:
    sorties = [
        {"id": "suite", "property": "value"},
        {"id": "partie-vue", "property": "children"},
        {"id": "bandeau-resume", "property": "children"},
        {"id": "echanger", "property": "disabled"},
    ]
    nom = "...".join(f"{s['id']}.{s['property']}" for s in sorties)
    return {
        "output": f"..{nom}..",
        "outputs": sorties,
        "inputs": [{"id": "a-peindre", "property": "data", "value": adresse}],
        "changedPropIds": ["a-peindre.data"],
        "state": [[], [], []],
    }


@pytest.mark.parametrize(
    "adresse",
    [
        None,
        3,
        "activite-mco",
        [],
        {"mode": "push"},
        {**ADRESSE, "slug": 4},
        {**ADRESSE, "slug": "inconnue"},
        {**ADRESSE, "requete": {"zone": "fr"}},
        {**ADRESSE, "requete": "zone=" + "x" * 100_000},
        {**ADRESSE, "panneau": 9},
        {**ADRESSE, "panneau": "inconnu"},
        {**ADRESSE, "requete": "maj=../../etc/passwd"},
        {**ADRESSE, "requete": "zone=fr'; DROP TABLE faits;--"},
        {**ADRESSE, "ecran": {"x": 1}},
    ],
)
def test_une_adresse_forgee_ne_fait_pas_tomber_la_page(serveur: Serveur, adresse: Any) -> None:
    _ni_erreur_ni_trace(serveur, _repeindre(adresse))


def _ni_erreur_ni_trace(serveur: Serveur, corps: dict[str, Any]) -> None:
    """Refused or answered (a notice is an answer), but neither broken nor talkative."""
    avant = len(serveur.lu())
    statut, texte = _poster(serveur, json.dumps(corps).encode())
    assert statut < 500, (statut, texte[:300], serveur.lu(avant)[-2500:])
    assert "Traceback" not in texte
    assert "/site-packages/" not in texte
    assert "Traceback" not in serveur.lu(avant), serveur.lu(avant)[-2500:]
