"""Addresses of a restitution that lead to no result, as the page shows them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pages import routeur
from tests.pages.arbre import composants, liens, texte

SLUG = "activite-mco"


@pytest.mark.parametrize(
    ("chemin", "requete", "titre"),
    [
        (f"/r/{SLUG}", "?maj=zz", "Cette mise à jour n'existe pas"),
        (f"/r/{SLUG}", "?maj=20200101T000000Z-abcdef", "Cette mise à jour n'existe pas"),
        (f"/r/{SLUG}/evolution", "?maj=../../x", "Cette mise à jour n'existe pas"),
        (f"/r/{SLUG}/rien", "", "Panneau introuvable"),
        (f"/r/{SLUG}/rien", "?maj=zz", "Panneau introuvable"),
        ("/r/nulle-part", "?maj=zz", "Page introuvable"),
    ],
)
def test_une_adresse_sans_resultat_le_dit(
    entrepot: Path, chemin: str, requete: str, titre: str
) -> None:
    page = routeur.page(chemin, requete)
    (dit,) = composants(page, "etat-titre")
    assert texte(dit) == titre
    assert liens(page)
    assert all("maj=" not in href or titre.startswith("Panneau") for href in liens(page))
