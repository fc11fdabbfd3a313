"""The tokens keep the contrasts of WCAG 2.2 AA in both themes, and paper takes the light ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

_ASSETS = Path(__file__).parents[2] / "assets"
_VALEUR = re.compile(r"--([\w-]+): (#[0-9a-f]{6})")
NEUTRES = {"texte", "texte-discret", "fond", "creux", "filet", "filet-fort"}


def _themes() -> dict[str, dict[str, str]]:
    clair, sombre = (_ASSETS / "00-tokens.css").read_text("utf-8").split('[data-bs-theme="dark"] {')
    lus = dict(_VALEUR.findall(clair))
    return {"clair": lus, "sombre": lus | dict(_VALEUR.findall(sombre))}


THEMES = _themes()


def luminance(couleur: str) -> float:
    """Relative luminance, 0..1 (WCAG 2.2)."""
    canaux = [int(couleur[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, v, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in canaux)
    return 0.2126 * r + 0.7152 * v + 0.0722 * b


def contraste(une: str, autre: str) -> float:
    claire, foncee = sorted((luminance(une), luminance(autre)), reverse=True)
    return (claire + 0.05) / (foncee + 0.05)


TEXTES = ("texte", "texte-discret", "accent", "erreur", "alerte")
ZONES = ("couleur-principale", "couleur-comparee", "couleur-reference")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("fond", ["fond", "surface", "creux"])
def test_les_textes_se_lisent_et_les_bords_se_voient(theme: str, fond: str) -> None:
    t = THEMES[theme]
    assert all(contraste(t[nom], t[fond]) >= 4.5 for nom in (*TEXTES, *ZONES))
    assert all(contraste(t[nom], t[fond]) >= 3 for nom in ("filet-fort", "focus"))


@pytest.mark.parametrize("theme", THEMES)
def test_les_textes_se_lisent_sur_leur_fond_teinte(theme: str) -> None:
    t = THEMES[theme]
    paires = [("accent", "fond-accent"), ("erreur", "fond-erreur"), ("alerte", "fond-alerte")]
    paires += [(z, z.replace("couleur", "fond")) for z in ZONES]
    paires += [("texte-sur-accent", "accent"), ("texte-inverse", "texte")]
    assert all(contraste(t[a], t[b]) >= 4.5 for a, b in paires)


@pytest.mark.parametrize("theme", THEMES)
def test_l_echelle_va_d_un_bout_a_l_autre_et_part_du_fond(theme: str) -> None:
    t = THEMES[theme]
    clartes = [luminance(t[f"seq-{i}"]) for i in range(1, 8)]
    assert clartes == sorted(clartes, reverse=theme == "clair")
    assert contraste(t["seq-7"], t["fond"]) > contraste(t["seq-1"], t["fond"])


def test_le_papier_prend_les_couleurs_claires() -> None:
    jetons = (_ASSETS / "00-tokens.css").read_text("utf-8")
    assert jetons.index("@media screen {") < jetons.index('[data-bs-theme="dark"] {')
    papier = dict(_VALEUR.findall((_ASSETS / "90-impression.css").read_text("utf-8")))
    assert papier.keys() <= NEUTRES
    assert contraste(papier["texte-discret"], papier["fond"]) >= 7
