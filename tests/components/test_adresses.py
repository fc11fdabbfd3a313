"""Addresses made from a visitor's text: never one that leads elsewhere."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.adresses import (
    adresse_avec,
    adresse_liste,
    adresse_panier,
    retour_permis,
    valeur_de,
)


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("/r/activite-mco", "/r/activite-mco"),
        ("/r/activite-mco/?zone=reg-11&vs=dep-55", "/r/activite-mco?zone=reg-11&vs=dep-55"),
        ("/r/activite-mco/evolution?periode=2020-2023#x", "/r/activite-mco/evolution?periode=2020-2023"),
        ("/r/a?x=%3Cscript%3E", "/r/a?x=%3Cscript%3E"),
        ("/r/a?x=//b\r\nSet-Cookie: c", "/r/a?x=//b%0D%0ASet-Cookie%3A%20c"),
    ],
)  # fmt: skip
def test_l_adresse_d_une_restitution_passe(texte: str, attendu: str) -> None:
    assert (retour_permis(texte) or "").replace("%2F", "/") == attendu


@pytest.mark.parametrize(
    "texte",
    ["", "/", "/panier", "//r/x", "https://ailleurs.org/r/x", "/r/", "/r/../x", "/r/x/y/z", "r/x",
     "/r/x\\y", "javascript:alert(1)", "/r//ailleurs.org", "/\\ailleurs.org/r/x", "/R/x", "/r/x\n"],
)  # fmt: skip
def test_toute_autre_est_refusee(texte: str) -> None:
    assert retour_permis(texte) is None


@given(st.text(max_size=80) | st.text(max_size=60).map(lambda t: f"/r/{t}"))
def test_aucun_texte_ne_mene_ailleurs(texte: str) -> None:
    permis = retour_permis(texte)
    if permis is not None:
        lu = urlsplit(permis)
        assert (lu.scheme, lu.netloc) == ("", "")
        assert lu.path.startswith("/r/")
        assert retour_permis(permis) == permis


def test_une_cle_se_pose_et_se_retire() -> None:
    assert adresse_avec("/r/a?zone=fr&vs=dep-1", "zone", "pan-x") == "/r/a?zone=pan-x&vs=dep-1"
    assert adresse_avec("/r/a", "vs", "pan-x") == "/r/a?vs=pan-x"
    assert adresse_avec("/r/a?vs=b", "vs", "") == "/r/a"
    assert valeur_de("/r/a?zone=pan-x&y=1#z", "zone") == "pan-x"
    assert valeur_de("", "zone") == ""


def test_l_adresse_de_la_page_d_un_panier() -> None:
    adresse = adresse_panier("vs", "/r/a?zone=reg-11&par=x", "pan-y")
    assert urlsplit(adresse).path == "/panier"
    assert parse_qs(urlsplit(adresse).query) == {
        "pour": ["vs"],
        "panier": ["pan-y"],
        "retour": ["/r/a?zone=reg-11&par=x"],
    }
    assert adresse_panier() == "/panier"
    assert adresse_liste("pan-y") == "/panier/pan-y.txt"
