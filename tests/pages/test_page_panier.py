"""The page of a basket: what its address asks for, and its form."""

from __future__ import annotations

from pathlib import Path

import pytest

from components.panier import ID_EXPORTER, ID_RAISON, ID_VS, ID_ZONE, Depart
from data_layer import paniers
from pages import panier
from tests.pages.arbre import composants, fautes_de_typographie, identifiants, liens, noeuds, texte


def test_l_adresse_dit_d_ou_l_on_vient_et_quel_panier(entrepot: Path) -> None:
    garde = paniers.enregistrer("Essai", ["010007987"])
    assert panier.depart(f"?panier={garde.id}") == Depart(garde)
    assert panier.depart("?pour=vs&retour=%2Fr%2Fa%3Fzone%3Dfr") == Depart(
        pour="vs", retour="/r/a?zone=fr"
    )
    # The basket that the restitution shows is the one to change.
    retour = f"%2Fr%2Fa%3Fvs%3D{garde.id}"
    assert panier.depart(f"?pour=vs&retour={retour}").panier == garde
    assert panier.depart(f"?pour=zone&retour={retour}").panier is None
    assert panier.depart("?panier=pan-0123456789abcdef").introuvable == "pan-0123456789abcdef"


@pytest.mark.parametrize(
    "requete",
    ["", "?", "?panier=", "?panier=../../live", "?pour=x&retour=https://a.b", "?panier=%FF%00",
     "?retour=" + "a" * 9000, "?panier=<b>&retour=/r/activite-mco"],
)  # fmt: skip
def test_la_page_lit_toute_adresse(entrepot: Path, requete: str) -> None:
    page = panier.page(requete)
    assert [texte(n) for n in noeuds(page) if type(n).__name__ == "H1"] == [
        "Panier d'établissements"
    ]
    ids = identifiants(page)
    assert len(ids) == len(set(ids))
    assert fautes_de_typographie(page) == []
    assert all(href.startswith("/r/") for href in liens(page))


def test_le_bouton_plein_est_celui_que_l_on_vient_chercher(entrepot: Path) -> None:
    pleins = [
        [texte(b) for b in composants(panier.page(f"?pour={pour}"), "bouton-plein")]
        for pour in ("zone", "vs")
    ]
    assert pleins == [["Utiliser comme zone"], ["Comparer à la zone actuelle"]]


def test_un_panier_vide_ne_s_utilise_pas_et_la_raison_est_dite(entrepot: Path) -> None:
    garde = paniers.enregistrer("Plein", ["010007987"])
    for requete, vide in (("", True), (f"?panier={garde.id}", False)):
        page = panier.page(requete)
        par_id = {
            getattr(n, "id", None): n
            for n in noeuds(page)
            if isinstance(getattr(n, "id", None), str)
        }
        assert [par_id[i].disabled for i in (ID_ZONE, ID_VS, ID_EXPORTER)] == [vide] * 3
        assert par_id[ID_RAISON].hidden is not vide


def test_la_page_sans_donnees_publiees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTULAN_VAR", str(tmp_path))
    assert "Aucune donnée n'est encore publiée ici." in texte(panier.page())
