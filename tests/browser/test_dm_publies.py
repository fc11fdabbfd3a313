"""The published slides through the page: each printed figure is on the screen, to the unit."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import pytest

from tests.browser.navigateur import Navigateur
from tests.browser.tableau import Rangee, lire_rangees
from tests.published.test_publies import FICHIERS, lire

DM = "/r/dm-medicaments"
_CARTES = """
return [...document.querySelectorAll("#partie-chiffres .carte-chiffre")].map((c) => [
  c.querySelector(".carte-note")?.innerText || "", ...[...c.querySelectorAll("dd")].map((d) => d.innerText)]);
"""


@pytest.mark.parametrize("fichier", FICHIERS, ids=lambda f: f.stem)
def test_une_diapositive_se_lit_dans_la_page(page: Navigateur, fichier: Path) -> None:
    ouverte = False
    for adresse, figures in groupby(lire(fichier), key=lambda f: f["address"]):
        attendues = list(figures)
        (page.aller if ouverte else page.ouvrir)(f"{DM}?{adresse}")
        ouverte = True
        assert _ecarts(page, attendues) == [], adresse


def _ecarts(page: Navigateur, figures: list[dict[str, str]]) -> list[str]:
    """What the table and the cards say otherwise than the slide."""
    lu = lire_rangees(page)
    cartes: list[list[str]] = page.js(_CARTES)
    ecarts = []
    for f in figures:
        place = 1 if f"vs={f['zone']}" in f["address"] else 0
        paires = f"{f['column']}@0" in lu.tetes[0].cases
        cle = f"{f['column']}@{place}" if paires else f["column"]
        if f["row"] == "total":
            rangee = lu.tetes[0 if paires else place]
            rang, *nombres = cartes[place]
            vus = {
                "value": _nombre(rangee.cases[cle][0]),
                "rank": rang.partition(" sur 18 régions")[0].rstrip("re"),
            }
            if f["value"] not in map(_nombre, nombres):
                ecarts.append(f"{f['zone']} {f['column']} : {nombres} sur la carte de chiffres")
        else:
            rangee = lu.ligne(f["row"].removeprefix("lpp-"))
            vus = _vus(rangee, cle)
        dits = {c: v for c, v in vus.items() if f[c] and v != f[c]}
        if dits:
            ecarts.append(f"{f['row']} {f['zone']} {f['column']} : {dits}, publié {f}")
    return ecarts


def _vus(rangee: Rangee, cle: str) -> dict[str, str]:
    valeur, dessous = rangee.cases[cle]
    indice = dessous.startswith("indice")
    return {
        "value": _nombre(valeur),
        "rank": rangee.rang,
        "index" if indice else "share": _nombre(dessous),
    }


def _nombre(texte: str) -> str:
    """``− 11,58 %`` as a file writes it: ``-11.58``; a minimum (``≥ 12``) is no value."""
    if "≥" in texte:
        return texte
    anglais = texte.replace("−", "-").replace(",", ".")
    return "".join(c for c in anglais if c.isdigit() or c in "-.")


def test_un_chiffre_faux_se_verrait(page: Navigateur) -> None:
    """The check itself: one unit, one rank, one hundredth of a share off is told."""
    figures = [f for f in lire(FICHIERS[3]) if f["row"] in ("total", "75")]
    page.ouvrir(f"{DM}?{figures[0]['address']}")
    assert _ecarts(page, figures) == []
    figures[0] |= {"value": str(int(figures[0]["value"]) + 1)}
    ligne = next(f for f in figures if f["rank"])
    ligne |= {"rank": "2"}
    autre = next(f for f in figures if f["share"] and not f["rank"])
    autre |= {"share": "48.01"}
    # The false total is wrong twice: in the table and on its card.
    assert len(_ecarts(page, figures)) == 4
