"""The parts of a page: one that fails says so in its place, and the others stay."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest

import data_layer
from components import ecran


def _texte(noeud: Any) -> str:
    """All the text under a component."""
    if isinstance(noeud, str):
        return noeud
    if isinstance(noeud, list | tuple):
        return " ".join(_texte(n) for n in noeud)
    return _texte(getattr(noeud, "children", None) or "")


def test_une_partie_en_echec_se_dit_et_s_enregistre(caplog: pytest.LogCaptureFixture) -> None:
    def casser() -> str:
        raise ZeroDivisionError("secret de fabrication")

    with caplog.at_level(logging.ERROR):
        rendu = ecran.partie("la carte", casser)
    texte = _texte(rendu)
    assert "la carte" in texte
    assert "Réessayer" in texte
    assert "secret de fabrication" not in texte
    assert "data-reessayer='1'" in str(rendu)
    assert "secret de fabrication" in caplog.text, "la trace est pour le journal"


def test_une_partie_saine_passe_telle_quelle() -> None:
    assert ecran.partie("le titre", lambda: "tel quel") == "tel quel"


@pytest.mark.parametrize("cassee", ["grille", "cartes", "note_de_lecture", "outils"])
def test_les_autres_parties_restent(
    entrepot: Path, monkeypatch: pytest.MonkeyPatch, cassee: str
) -> None:
    reponse = data_layer.repondre("activite-mco", "zone=reg-44")
    contexte = data_layer.contexte(reponse.lu.selection)
    saines = ecran.parties(reponse, contexte)

    def casser(*_args: Any, **_options: Any) -> Any:
        raise RuntimeError("panne")

    monkeypatch.setattr(ecran, cassee, casser)
    parties = ecran.parties(reponse, contexte)
    assert set(parties) == {*ecran.PARTIES, *ecran.INERTES}
    en_panne = [nom for nom, p in parties.items() if "Cette partie n'a pas pu" in _texte(p)]
    assert len(en_panne) == 1
    for nom in set(ecran.PARTIES) - set(en_panne):
        assert _texte(parties[nom]) == _texte(saines[nom])


def test_sans_zone_aucun_chiffre(entrepot: Path) -> None:
    reponse = data_layer.repondre("activite-mco", "zone=reg-99")
    parties = ecran.parties(reponse, data_layer.contexte(reponse.lu.selection))
    assert "reg-99" in _texte(parties["avis"])
    assert [parties[nom] for nom in ("outils", "chiffres", "vue", "lecture")] == [[], [], [], []]


@pytest.mark.parametrize(
    ("requete", "dit", "liens"),
    [
        (
            "periode=2015&lecture=evol",
            "les données commencent en 2015",
            ["?periode=2016&lecture=evol", "?periode=2015"],
        ),
        (
            "zone=dep-55&categorie=clcc",
            "Aucun établissement dans la Meuse en 2024",
            ["?zone=dep-55", "?zone=reg-44&categorie=clcc"],
        ),
    ],
)
def test_une_page_de_tirets_devient_un_etat(
    entrepot: Path, requete: str, dit: str, liens: list[str]
) -> None:
    reponse = data_layer.repondre("activite-mco", requete)
    parties = ecran.parties(reponse, reponse.contexte, sauf=("vue",))
    assert dit in _texte(parties["vue"])
    assert [parties["chiffres"], parties["lecture"]] == [[], []]
    ecrit = str(parties["vue"])
    assert all(f"/r/activite-mco{lien}'" in ecrit for lien in liens)
